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

// Floats returns values as Floats: here, values themselves. memory is not used.
func Floats(values []float64, _ []Float) []Float { return values }

// sums is the memory for a result that is to be added to float64s. Here it is the
// float64s themselves.
type sums struct{}

// of returns where to put the result, and whether to add it to what is there.
func (sums) of(total []float64) (result []Float, add bool) { return total, true }

// addTo adds the result to total, unless of returned total itself, as it does here.
func addTo(total []float64, result []Float) {}

// gemm and gemv are BLAS's products of a matrix with a matrix and with a vector.
func gemm(transA, transB blas.Transpose, m, n, k int, alpha Float, a []Float, widthA int, b []Float, widthB int, beta Float, c []Float, widthC int) {
	gonum.Implementation{}.Dgemm(transA, transB, m, n, k, alpha, a, widthA, b, widthB, beta, c, widthC)
}

func gemv(trans blas.Transpose, m, n int, alpha Float, a []Float, width int, x []Float, byX int, beta Float, y []Float, byY int) {
	gonum.Implementation{}.Dgemv(trans, m, n, alpha, a, width, x, byX, beta, y, byY)
}
