//go:build float32

package gan

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// float is what a network computes in: see Bits.
type float = float32

const bits = 32

// narrow is as in float64.go. In gonum these columns are slow if there are several.
const narrow = 1

// rounded returns parameters as floats, in that memory if there is enough.
func rounded(parameters []float64, memory []float) []float {
	memory = atLeast(memory, len(parameters))
	for k := roundFast(memory, parameters); k < len(parameters); k++ {
		memory[k] = float(parameters[k])
	}
	return memory
}

// addends is the memory for what is to be added to gradients with respect to parameters.
type addends struct{ memory []float }

// at returns where to put it, and whether to add it there: here, no. Then addTo adds it to
// the gradients.
func (a *addends) at(gradients []float64) (x []float, adds bool) {
	a.memory = atLeast(a.memory, len(gradients))
	return a.memory[:len(gradients)], false
}

func addTo(gradients []float64, x []float) {
	for k := addToFast(gradients, x); k < len(x); k++ {
		gradients[k] += float64(x[k])
	}
}

// gemm and gemv are BLAS's products of a matrix with a matrix and with a vector.
func gemm(transA, transB blas.Transpose, m, n, k int, alpha float, a []float, widthA int, b []float, widthB int, beta float, c []float, widthC int) {
	gonum.Implementation{}.Sgemm(transA, transB, m, n, k, alpha, a, widthA, b, widthB, beta, c, widthC)
}

func gemv(trans blas.Transpose, m, n int, alpha float, a []float, width int, x []float, byX int, beta float, y []float, byY int) {
	gonum.Implementation{}.Sgemv(trans, m, n, alpha, a, width, x, byX, beta, y, byY)
}
