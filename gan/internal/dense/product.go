package dense

import (
	"runtime"

	"gonum.org/v1/gonum/blas"
)

// Nearly all the time of training goes into the products of this file.

// scratch is the memory that one goroutine needs for products.
type scratch struct {
	panel     []Float // of the right factor: see blocked and plain
	left      []Float // rows of the left factor: see edge and plain
	corner    []Float // a tile at an edge
	transpose []Float // of the right factor: see strips
	sums              // see Batch.AddTransposeProduct
}

// multiply sets c to ab, or adds ab to c. It takes gonum column by column if c has few
// columns, else a micro-kernel if the processor has one, else gonum's product where that
// has assembly, else plain Go, as in WebAssembly. The results differ by rounding only. c
// must be in row-major order.
func (s *scratch) multiply(c, a, b *Matrix, add bool) {
	kernel := kernelFor(c.Columns)
	switch {
	case c.Rows == 0 || a.Columns == 0:
		if !add {
			clear(c.entries)
		}
	case c.Columns <= narrow:
		byColumns(c, a, b, add)
	case kernel != nil:
		s.blocked(kernel, c, a, b, add)
	case runtime.GOARCH == "amd64": // gonum has assembly
		s.strips(c, a, b, add)
	default:
		s.plain(c, a, b, add)
	}
}

// byColumns is multiply, one column of b and of c at a time.
func byColumns(c, a, b *Matrix, add bool) {
	trans, rows, columns, width := a.inMemory()
	for j := range c.Columns {
		gemv(trans, rows, columns, 1, a.entries, width, b.entries[j*b.byColumn:], b.byRow, beta(add), c.entries[j:], c.byRow)
	}
}

// strips is multiply by gonum, a few rows and columns of c at a time: so few that gonum
// starts no goroutines, which cost more time than they save for matrices of this size.
// gonum skips zeros of the left factor unless the right one is transposed. A ReLU makes
// about half of all activations and of their gradients zero, and these are on the left. So
// strips copies a transposed right factor into row-major order.
func (s *scratch) strips(c, a, b *Matrix, add bool) {
	const rows, columns = 64, 192
	if b.byColumn != 1 {
		copied := s.rowMajor(b)
		b = &copied
	}
	trans, _, _, width := a.inMemory()
	for i := 0; i < c.Rows; i += rows {
		for j := 0; j < c.Columns; j += columns {
			gemm(trans, blas.NoTrans, min(rows, c.Rows-i), min(columns, c.Columns-j), a.Columns, 1,
				a.entries[i*a.byRow:], width, b.entries[j:], max(b.byRow, b.Columns), beta(add), c.entries[i*c.byRow+j:], c.byRow)
		}
	}
}

// rowMajor returns a copy of b in row-major order.
func (s *scratch) rowMajor(b *Matrix) Matrix {
	s.transpose = grown(s.transpose, b.Rows*b.Columns)
	copied := View(s.transpose[:b.Rows*b.Columns], b.Rows, b.Columns)
	for j := range b.Columns {
		for i, v := range b.entries[j*b.byColumn:][:b.Rows] {
			copied.entries[i*b.Columns+j] = v
		}
	}
	return copied
}

// inMemory returns x as BLAS describes it: whether it is transposed, and the shape and row
// length of the matrix in memory.
func (x *Matrix) inMemory() (trans blas.Transpose, rows, columns, width int) {
	if x.byColumn == 1 {
		return blas.NoTrans, x.Rows, x.Columns, max(x.byRow, x.Columns) // of a single row byRow may be anything
	}
	return blas.Trans, x.Columns, x.Rows, x.byColumn
}

// beta returns BLAS's β, the factor of c in βc + ab.
func beta(add bool) Float {
	if add {
		return 1
	}
	return 0
}
