//go:build float32

package dense

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Float is the type of a matrix's entries: see Bits.
type Float = float32

const bits = 32

// narrow is the largest number of columns for which a product is made column by column.
// gonum is slow at two or three such columns of 32 bits.
const narrow = 1

// Floats returns values as Floats. Here it rounds them, into memory if that is large enough.
func Floats(values []float64, memory []Float) []Float {
	memory = grown(memory, len(values))
	for k := roundVectors(memory, values); k < len(values); k++ {
		memory[k] = Float(values[k])
	}
	return memory[:len(values)]
}

// sums is the memory for a result that is to be added to float64s.
type sums struct{ memory []Float }

// destination returns the slice for the result, and whether the result must be added to
// what is there: here it is not, and addTo adds it to total.
func (s *sums) destination(total []float64) (result []Float, add bool) {
	s.memory = grown(s.memory, len(total))
	return s.memory[:len(total)], false
}

// addTo adds the result to total.
func addTo(total []float64, result []Float) {
	for k := addVectors(total, result); k < len(result); k++ {
		total[k] += float64(result[k])
	}
}

// gemm and gemv are BLAS's products of a matrix with a matrix and with a vector.
func gemm(transA, transB blas.Transpose, m, n, k int, alpha Float, a []Float, widthA int, b []Float, widthB int, beta Float, c []Float, widthC int) {
	gonum.Implementation{}.Sgemm(transA, transB, m, n, k, alpha, a, widthA, b, widthB, beta, c, widthC)
}

func gemv(trans blas.Transpose, m, n int, alpha Float, a []Float, width int, x []Float, byX int, beta Float, y []Float, byY int) {
	gonum.Implementation{}.Sgemv(trans, m, n, alpha, a, width, x, byX, beta, y, byY)
}
