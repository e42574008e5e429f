package lp

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// sort sets coords and rows to the numbers in a column (n×1), in increasing order, and
// makes room for the potentials. If the context of w is done, the order is undefined.
func (s *lineSide) sort(column *mat.Dense, w *watch) {
	n, _ := column.Dims()
	s.coords, s.rows = slices.Grow(s.coords[:0], n)[:n], slices.Grow(s.rows[:0], n)[:n]
	s.potentials = slices.Grow(s.potentials[:0], n)[:n]
	radixSort(column, s.coords, s.rows, words(s.coords), words(s.potentials), w)
}

// sortWithPotentials is sort, and sets the potentials (n), which are given by row.
func (s *lineSide) sortWithPotentials(column *mat.Dense, potentials []float64, w *watch) {
	s.sort(column, w)
	for k, row := range s.rows {
		s.potentials[k] = potentials[row]
	}
}

// setWeights sets the weights (n), which are given by row. It is called after sort, and
// returns the sum of their masses.
func (s *lineSide) setWeights(weights []float64, unit unit) (sum mass) {
	n := len(s.rows)
	s.weights, s.unit = slices.Grow(s.weights[:0], n)[:n], unit
	for k, row := range s.rows { // a loop of its own, because random reads wait for memory
		s.weights[k] = weights[row]
	}
	s.largest, s.largestIndex = mass{}, 0
	for k, w := range s.weights {
		mass := unit.mass(w)
		sum = sum.plus(mass)
		if s.largest.less(mass) {
			s.largest, s.largestIndex = mass, k
		}
	}
	return sum
}

// mass returns the mass of weight k. Computing it again takes less time than storing it.
func (s *lineSide) mass(k int) mass {
	if k == s.largestIndex {
		return s.largest
	}
	return s.unit.mass(s.weights[k])
}
