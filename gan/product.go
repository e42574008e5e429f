package gan

import (
	"runtime"
	"sync"

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
	if half := halfOf(m, n*k); half > 0 {
		var wait sync.WaitGroup
		wait.Go(func() { rowsNN(half, n, k, a, b, beta, c) })
		rowsNN(m-half, n, k, a[half*k:], b, beta, c[half*n:])
		wait.Wait()
		return
	}
	rowsNN(m, n, k, a, b, beta, c)
}

// timesTN sets c (m×n) to aᵀb + βc, where a is k×m and b k×n: the gradient with
// respect to weights, activations times gradients, summed over the batch.
func timesTN(m, n, k int, a, b []float64, beta float64, c []float64) {
	if half := halfOf(m, n*k); half > 0 {
		var wait sync.WaitGroup
		wait.Go(func() { rowsTN(half, n, k, a, m, b, beta, c) })
		rowsTN(m-half, n, k, a[half:], m, b, beta, c[half*n:])
		wait.Wait()
		return
	}
	rowsTN(m, n, k, a, m, b, beta, c)
}

// halfOf returns how many of m rows, each of which takes that much work, a second
// processor is to make: 0 if it would not pay. A row is made in the same way
// whoever makes it.
func halfOf(m, work int) int {
	const enough = 1 << 24 // multiplications: with a tenth of them it is slower
	if m*work < enough || runtime.GOMAXPROCS(0) < 2 {
		return 0
	}
	return m / 2 &^ 3
}

// rowsNN is timesNN on one processor.
func rowsNN(m, n, k int, a, b []float64, beta float64, c []float64) {
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

// rowsTN is timesTN on one processor, for the first m of so many columns of a.
func rowsTN(m, n, k int, a []float64, of int, b []float64, beta float64, c []float64) {
	if multiplyFast(m, n, k, a, 1, of, b, beta, c) {
		return
	}
	if n <= narrow && m == of {
		columns(blas.Trans, k, m, a, b, n, beta, c)
		return
	}
	for i := 0; i < m; i += strip {
		gonum.Implementation{}.Dgemm(blas.Trans, blas.NoTrans, min(strip, m-i), n, k, 1, a[i:], of, b, n, beta, c[i*n:], n)
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
