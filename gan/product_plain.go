//go:build !goexperiment.simd || !amd64

package gan

// multiplyFast is for builds with GOEXPERIMENT=simd: see product_simd.go.
func multiplyFast(m, n, k int, a []float64, byRow, byColumn int, b []float64, beta float64, c []float64) bool {
	return false
}
