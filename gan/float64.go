//go:build !float32

package gan

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// float is what a network computes in: see Bits.
type float = float64

const bits = 64

// narrow is up to how many columns a product is made column by column: the scores
// of a critic, and points of the plane. Row by row there would be a call for each
// few numbers, and tiles would be mostly empty.
const narrow = 3

// rounded returns parameters as floats: here, themselves.
func rounded(parameters []float64, _ []float) []float { return parameters }

// addends is the memory for what is to be added to gradients with respect to parameters:
// here, none is needed.
type addends struct{}

// at returns where to put it, and whether to add it there: here, yes, for it is the
// gradients themselves. So addTo, which adds it to them, has nothing to do.
func (addends) at(gradients []float64) (x []float, adds bool) { return gradients, true }

func addTo(gradients []float64, x []float) {}

// gemm and gemv are BLAS's products of a matrix with a matrix and with a vector.
func gemm(transA, transB blas.Transpose, m, n, k int, alpha float, a []float, widthA int, b []float, widthB int, beta float, c []float, widthC int) {
	gonum.Implementation{}.Dgemm(transA, transB, m, n, k, alpha, a, widthA, b, widthB, beta, c, widthC)
}

func gemv(trans blas.Transpose, m, n int, alpha float, a []float, width int, x []float, byX int, beta float, y []float, byY int) {
	gonum.Implementation{}.Dgemv(trans, m, n, alpha, a, width, x, byX, beta, y, byY)
}
