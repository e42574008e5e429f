package gan

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Nearly all the time of training goes into the two products of this file.
// Matrices are stored row by row without gaps.
//
// gonum's products skip zeros of the left factor, and a ReLU makes about half
// of all activations, and of all gradients on their way back, zero: so both are
// written such that these stand on the left.

// timesNN sets c (m×n) to ab + βc, where a is m×k and b k×n: activations times
// weights, and gradients times transposed weights.
func timesNN(m, n, k int, a, b []float64, beta float64, c []float64) {
	if multiplyFast(m, n, k, a, k, 1, b, beta, c) {
		return
	}
	if n <= narrow {
		columns(blas.NoTrans, m, k, a, b, n, beta, c)
		return
	}
	for i := 0; i < m; i += strip {
		gonum.Implementation{}.Dgemm(blas.NoTrans, blas.NoTrans, min(strip, m-i), n, k, 1, a[i*k:], k, b, n, beta, c[i*n:], n)
	}
}

// timesTN sets c (m×n) to aᵀb + βc, where a is k×m and b k×n: the gradient with
// respect to weights, activations times gradients, summed over the batch.
func timesTN(m, n, k int, a, b []float64, beta float64, c []float64) {
	if multiplyFast(m, n, k, a, 1, m, b, beta, c) {
		return
	}
	if n <= narrow {
		columns(blas.Trans, k, m, a, b, n, beta, c)
		return
	}
	for i := 0; i < m; i += strip {
		gonum.Implementation{}.Dgemm(blas.Trans, blas.NoTrans, min(strip, m-i), n, k, 1, a[i:], m, b, n, beta, c[i*n:], n)
	}
}

// strip is how many rows of c are made at a time: so few that gonum does not
// start goroutines, which for matrices of this size cost more than they bring.
const strip = 64

// narrow is up to how many columns a product is made column by column. Row by
// row, as gonum makes it, there would be a call for each few numbers.
const narrow = 3

// columns makes the product with a (rows×cols), transposed or not, a column of b
// and of c at a time; each has n of them.
func columns(trans blas.Transpose, rows, cols int, a, b []float64, n int, beta float64, c []float64) {
	for j := range n {
		gonum.Implementation{}.Dgemv(trans, rows, cols, 1, a, cols, b[j:], n, beta, c[j:], n)
	}
}
