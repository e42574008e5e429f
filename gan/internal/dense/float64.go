//go:build !float32

package dense

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Float is the type of a matrix's entries: see Bits.
type Float = float64

const bits = 64

// narrow is the largest number of columns for which a product is made column by column.
// A kernel would mostly compute columns that are not there.
const narrow = 3

// Floats returns values as Floats. Here it returns values itself.
func Floats(values []float64, _ []Float) []Float { return values }

// sums is the memory for a result that is to be added to float64s. Here it is the
// float64s themselves.
type sums struct{}

// destination returns the slice for the result, and whether the result must be added to
// what is there: here the slice is total, and it must.
func (sums) destination(total []float64) (result []Float, add bool) { return total, true }

// addTo adds the result to total. Here it does nothing, because the result is in total.
func addTo(total []float64, result []Float) {}

// gemm and gemv are BLAS's products of a matrix with a matrix and with a vector.
func gemm(transA, transB blas.Transpose, m, n, k int, alpha Float, a []Float, widthA int, b []Float, widthB int, beta Float, c []Float, widthC int) {
	gonum.Implementation{}.Dgemm(transA, transB, m, n, k, alpha, a, widthA, b, widthB, beta, c, widthC)
}

func gemv(trans blas.Transpose, m, n int, alpha Float, a []Float, width int, x []Float, byX int, beta Float, y []Float, byY int) {
	gonum.Implementation{}.Dgemv(trans, m, n, alpha, a, width, x, byX, beta, y, byY)
}
