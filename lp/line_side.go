package lp

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// sort sorts the numbers in a column. If w says stop, their order is undefined.
func (s *lineSide) sort(column *mat.Dense, w *watch) {
	n, _ := column.Dims()
	s.coords, s.rows = slices.Grow(s.coords[:0], n)[:n], slices.Grow(s.rows[:0], n)[:n]
	s.potentials = slices.Grow(s.potentials[:0], n)[:n]
	s.sorter.sort(column, s.coords, s.rows, w)
}

// sortWithPotentials is sort for rows with potentials.
func (s *lineSide) sortWithPotentials(column *mat.Dense, potentials []float64, w *watch) {
	s.sort(column, w)
	for k, row := range s.rows {
		s.potentials[k] = potentials[row]
	}
}

// setWeights sets the weights, given by row, after sort. It returns the sum of their
// masses, and the largest of them.
func (s *lineSide) setWeights(weights []float64, unit unit) (sum mass, largest *mass) {
	n := len(s.rows)
	s.weights, s.masses = slices.Grow(s.weights[:0], n)[:n], slices.Grow(s.masses[:0], n)[:n]
	for k, row := range s.rows {
		s.weights[k] = weights[row]
	}
	sum, index := unit.fill(s.masses, s.weights)
	return sum, &s.masses[index]
}
