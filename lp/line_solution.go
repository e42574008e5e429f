package lp

import "slices"

// The line solver computes the plan and the potentials from left to right. A Solution has them
// in the order of the rows. Reordering accesses memory in random order, which takes a third of
// the time. A caller that needs only the cost and the certificate can avoid it: see
// Solver.CostOnly.

// interval is the part [from, to) of a list.
type interval struct{ from, to int32 }

// writePlan sets the plan of s: the moves of row 0 of X, row 1, …, row n−1, sorted by sink
// within each row. It writes the moves of the two halves of the rows in parallel.
func (l *line) writePlan(s *Solution, n int) {
	l.stairsOfRow = slices.Grow(l.stairsOfRow[:0], n)[:n]
	// How many moves of each half of the staircase come from the first half of the rows.
	var inLeftHalf, inRightHalf int
	middle := n / 2
	parallelPair(func() {
		inLeftHalf = l.indexRows(0, middle, 0, l.leftHalf[:len(l.leftHalf)-1])
	}, func() {
		inRightHalf = l.indexRows(middle, n, len(l.stairs)-len(l.rightHalf), l.rightHalf)
	})
	atMost := n + len(l.y.coords) - 1
	s.Plan = slices.Grow(s.Plan[:0], atMost)[:atMost]
	var moves int
	parallelPair(
		func() { l.planOfRows(s.Plan, 0, middle, 0) },
		func() { moves = l.planOfRows(s.Plan, middle, n, inLeftHalf+inRightHalf) })
	s.Plan = s.Plan[:moves]
}

// indexRows sets stairsOfRow for the sources [from, to), counted from left to right. Their
// stairs are given, and begin at the given index of the staircase. It returns the number of
// moves from the first half of the rows.
func (l *line) indexRows(from, to, begin int, stairs []stair) (movesOfFirstRows int) {
	firstRows := int32(len(l.x.rows) / 2)
	k := 0
	for i := from; i < to; i++ {
		row, first := l.x.rows[i], k
		for ; k < len(stairs) && int(stairs[k].source) == i; k++ {
			if stairs[k].mass > 0 && row < firstRows {
				movesOfFirstRows++
			}
		}
		l.stairsOfRow[row] = interval{int32(begin + first), int32(begin + k)}
	}
	return movesOfFirstRows
}

// planOfRows writes the moves of the rows [from, to) of X to plan, beginning at index next. It
// returns the index after the last.
func (l *line) planOfRows(plan []Move, from, to, next int) (end int) {
	for row := from; row < to; row++ {
		first, stairs := next, l.stairsOfRow[row]
		for _, s := range l.stairs[stairs.from:stairs.to] {
			if s.mass > 0 {
				plan[next] = Move{row, int(s.to), s.mass}
				next++
			}
		}
		sortMoves(plan[first:next])
	}
	return next
}

// writePotentials sets the potentials of s, U (n) and V (m).
func (l *line) writePotentials(s *Solution) {
	parallelPair(func() { s.U = l.x.byRow(s.U) }, func() { s.V = l.y.byRow(s.V) })
}

// byRow returns the potentials in the order of the rows. It uses the memory of the given
// list if that is long enough.
func (s *lineSide) byRow(potentials []float64) []float64 {
	potentials = slices.Grow(potentials[:0], len(s.rows))[:len(s.rows)]
	for k, row := range s.rows {
		potentials[row] = s.potentials[k]
	}
	return potentials
}
