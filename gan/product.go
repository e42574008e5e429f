package gan

import "gonum.org/v1/gonum/blas"

// Nearly all the time of training goes into the products of this file.

// matrix is a factor of a product where it lies: entry (i, j) is
// entries[i·byRow + j·byColumn].
type matrix struct {
	entries         []float
	byRow, byColumn int
}

// rowByRow returns the matrix whose rows of that width follow each other.
func rowByRow(entries []float, width int) matrix { return matrix{entries, width, 1} }

// transposed returns the transpose, which is the same memory.
func (x matrix) transposed() matrix { return matrix{x.entries, x.byColumn, x.byRow} }

// product is the memory that products are made in. It serves one goroutine at a
// time.
type product struct {
	panel, left, corner []float // see product.tiles
	across              []float // see product.strips
	addends                     // see Pass.addWeightGradient
}

// multiply sets c (m×n, row by row) to ab, where a is m×k and b k×n, or adds ab to
// it. Processors with wide enough vectors make it from tiles, see tiles.go; on
// others, and where c is narrow, it is gonum's. The results are the same to
// rounding.
func (p *product) multiply(m, n, k int, a, b matrix, add bool, c []float) {
	tile := tileOf(n)
	switch {
	case m == 0 || k == 0: // no rows, of a batch or of half of one
		if !add {
			clear(c)
		}
	case n <= narrow:
		columns(m, n, k, a, b, add, c)
	case tile != nil:
		p.tiles(tile, m, n, k, a, b, add, c)
	default:
		p.strips(m, n, k, a, b, add, c)
	}
}

// columns is multiply, a column of b and of c at a time.
func columns(m, n, k int, a, b matrix, add bool, c []float) {
	trans, rows, cols, width := a.inMemory(m, k)
	for j := range n {
		gemv(trans, rows, cols, 1, a.entries, width, b.entries[j*b.byColumn:], b.byRow, times(add), c[j:], n)
	}
}

// strips is multiply, so few rows and columns of c at a time that gonum does not
// start goroutines, which for matrices of this size cost more than they bring. It skips
// zeros of the left factor unless the right one is transposed, and a ReLU makes
// about half of all activations, and of gradients on their way back, zero: these
// stand on the left, and what is transposed on the right is written out.
func (p *product) strips(m, n, k int, a, b matrix, add bool, c []float) {
	const rows, columns = 64, 192
	if b.byColumn != 1 {
		p.across = atLeast(p.across, k*n)
		for j := range n {
			for l, v := range b.entries[j*b.byColumn:][:k] {
				p.across[l*n+j] = v
			}
		}
		b = rowByRow(p.across, n)
	}
	trans, _, _, width := a.inMemory(m, k)
	for i := 0; i < m; i += rows {
		for j := 0; j < n; j += columns {
			gemm(trans, blas.NoTrans, min(rows, m-i), min(columns, n-j), k, 1,
				a.entries[i*a.byRow:], width, b.entries[j:], max(b.byRow, n), times(add), c[i*n+j:], n)
		}
	}
}

// inMemory says how BLAS is to read a matrix of that many rows and columns: whether
// transposed, and what the shape in memory is.
func (x matrix) inMemory(m, n int) (trans blas.Transpose, rows, columns, width int) {
	if x.byColumn == 1 {
		return blas.NoTrans, m, n, max(x.byRow, n) // of a single row byRow may be anything
	}
	return blas.Trans, n, m, x.byColumn
}

// times is BLAS's β: what c is multiplied with before ab is added.
func times(add bool) float {
	if add {
		return 1
	}
	return 0
}

// atLeast returns x, or more memory if it has less than n numbers.
func atLeast(x []float, n int) []float {
	if len(x) >= n {
		return x
	}
	return newFloats(n)
}
