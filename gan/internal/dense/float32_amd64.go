//go:build !purego && float32

package dense

// roundVectors rounds the first numbers of from into to, as many as fill whole vectors, and
// returns their number.
func roundVectors(to []Float, from []float64) int {
	n := wholeVectors(len(from), 64)
	if n > 0 {
		_ = to[n-1]
		round256(n, &to[0], &from[0])
	}
	return n
}

// addVectors adds the first numbers of x to sum, as many as fill whole vectors, and returns
// their number.
func addVectors(sum []float64, x []Float) int {
	n := wholeVectors(len(x), 64)
	if n > 0 {
		_ = sum[n-1]
		add256(n, &sum[0], &x[0])
	}
	return n
}

//go:noescape
func round256(n int, to *Float, from *float64)

//go:noescape
func add256(n int, sum *float64, x *Float)
