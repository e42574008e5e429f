package lp

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Points is the ground cost between two clouds of points: At(i, j) is Ground.Between of row i
// of X (n×d) and row j of Y (m×d). In few dimensions the solver computes only some of the n·m
// costs. In many dimensions it first makes a table of all of them if they are not too many:
// see Solver.Solve.
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

// onLine reports whether the points are on a line: d = 1.
func (p Points) onLine() bool {
	_, d := p.X.Dims()
	return d == 1
}

// between is At, with a shortcut for the most common case: ‖x−y‖₂ in the plane.
func (p Points) between(i, j int) float64 {
	x, y := p.X.RawRowView(i), p.Y.RawRowView(j)
	if p.Ground == Euclidean && len(x) == 2 && len(y) == 2 {
		dx, dy := x[0]-y[0], x[1]-y[1]
		if c := dx*dx + dy*dy; c > minSquare && c < maxSquare {
			return math.Sqrt(c)
		}
	}
	return p.Ground.Between(x, y)
}

// maxDimensionOfTies is the largest dimension in which many reduced costs are equal.
const maxDimensionOfTies = 8

// manyTies reports whether many pairs have equal reduced costs. ‖x−y‖₁ is linear as long as
// no entry of x−y changes its sign, and ‖x−y‖∞ as long as one entry stays the largest. Many
// pairs within such a cone tie. In many dimensions few pairs share all signs.
func (p Points) manyTies() bool {
	_, d := p.X.Dims()
	return d <= maxDimensionOfTies && (p.Ground == CityBlock || p.Ground == Chebyshev)
}
