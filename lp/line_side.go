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
	radixSort(column, s.coords, s.rows, words(s.coords), words(s.potentials), w)
}

// sortWithPotentials is sort for rows with potentials.
func (s *lineSide) sortWithPotentials(column *mat.Dense, potentials []float64, w *watch) {
	s.sort(column, w)
	for k, row := range s.rows {
		s.potentials[k] = potentials[row]
	}
}

// setWeights sets the weights, given by row, after sort. It returns the sum of their
// masses.
func (s *lineSide) setWeights(weights []float64, unit unit) (sum mass) {
	n := len(s.rows)
	s.weights, s.unit = slices.Grow(s.weights[:0], n)[:n], unit
	for k, row := range s.rows { // a loop of its own: it waits for memory
		s.weights[k] = weights[row]
	}
	s.largest, s.largestAt = mass{}, 0
	for k, w := range s.weights {
		mass := unit.mass(w)
		sum = sum.plus(mass)
		if s.largest.less(mass) {
			s.largest, s.largestAt = mass, k
		}
	}
	return sum
}

// mass returns weight k in units. To compute it again takes less time than to store it.
func (s *lineSide) mass(k int) mass {
	if k == s.largestAt {
		return s.largest
	}
	return s.unit.mass(s.weights[k])
}
