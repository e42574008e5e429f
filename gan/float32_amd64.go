//go:build !purego && float32

package gan

func roundFast(to []float, from []float64) int {
	n := vectors(len(from), 64)
	if n > 0 {
		_ = to[n-1]
		round256(n, &to[0], &from[0])
	}
	return n
}

func addToFast(sum []float64, x []float) int {
	n := vectors(len(x), 64)
	if n > 0 {
		_ = sum[n-1]
		addTo256(n, &sum[0], &x[0])
	}
	return n
}

//go:noescape
func round256(n int, to *float, from *float64)

//go:noescape
func addTo256(n int, sum *float64, x *float)
