package lp

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

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

// between is At, with a short way for the most common case: ‖x−y‖₂ in the plane.
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

// mostTied is the dimension up to which ties are many. In more, few pairs of points share
// all signs of their differences.
const mostTied = 8

// ties reports whether many pairs have reduced costs that tie, as where the cost is linear
// in all of a wide cone.
func (p Points) ties() bool {
	_, d := p.X.Dims()
	return d <= mostTied && (p.Ground == CityBlock || p.Ground == Chebyshev)
}
