package lp

import "gonum.org/v1/gonum/mat"

// Points is the ground cost between two clouds of points: At(i, j) is
// Ground.Between of row i of X (n×d) and row j of Y (m×d). The n×m matrix is never
// built, and the solver computes only some of its entries.
type Points struct {
	X, Y   *mat.Dense
	Ground Ground
}

// Dims returns the number of rows of X and of Y.
func (p Points) Dims() (n, m int) {
	n, _ = p.X.Dims()
	m, _ = p.Y.Dims()
	return n, m
}

// At returns the ground cost between row i of X and row j of Y.
func (p Points) At(i, j int) float64 {
	return p.Ground.Between(p.X.RawRowView(i), p.Y.RawRowView(j))
}

// onLine reports whether the points are numbers: d = 1.
func (p Points) onLine() bool {
	_, d := p.X.Dims()
	return d == 1
}
