package dense

import "fmt"

// Matrix is a matrix of floats in row-major order, or the transpose of one. Copies of a
// Matrix share its entries. Entry (i, j) is entries[i·byRow + j·byColumn].
type Matrix struct {
	Rows, Columns int

	entries         []Float
	byRow, byColumn int
}

// New returns a matrix of zeros.
func New(rows, columns int) Matrix { return View(newFloats(rows*columns), rows, columns) }

// View returns the matrix whose rows follow each other in entries. It panics if that is
// not rows×columns numbers.
func View(entries []Float, rows, columns int) Matrix {
	if len(entries) != rows*columns {
		panic(fmt.Sprintf("dense: %d numbers as %d×%d", len(entries), rows, columns))
	}
	return Matrix{rows, columns, entries, columns, 1}
}

// T returns the transpose, which shares the entries.
func (x Matrix) T() Matrix { return Matrix{x.Columns, x.Rows, x.entries, x.byColumn, x.byRow} }

// CopyFrom sets the first entries of x, row by row, to values.
func (x Matrix) CopyFrom(values []float64) { convert(x.entries, values) }

// CopyTo sets values to the first entries of x, row by row, and returns values.
func (x Matrix) CopyTo(values []float64) []float64 {
	return convert(values, x.entries[:len(values)])
}

// block returns the matrix of some rows and columns of x, from entry (i, j) on.
func (x Matrix) block(i, j, rows, columns int) Matrix {
	first := i*x.byRow + j*x.byColumn
	last := first + (rows-1)*x.byRow + (columns-1)*x.byColumn
	return Matrix{rows, columns, x.entries[first : last+1], x.byRow, x.byColumn}
}

// between returns the matrix of some rows of x.
func (x Matrix) between(from, to int) Matrix {
	if from == to || x.Columns == 0 {
		return Matrix{Rows: to - from, Columns: x.Columns}
	}
	return x.block(from, 0, to-from, x.Columns)
}

// rows returns the entries of some rows of a matrix in row-major order.
func (x Matrix) rows(from, to int) []Float { return x.entries[from*x.byRow : to*x.byRow] }
