package lp

import "slices"

// What the line solver knows from left to right is written to a solution by row. That
// reads and writes memory in random order, which takes a third of the time. Who only asks
// for the cost and the certificate does not wait for it: see Solver.CostOnly.

// interval is the part [from, to) of a list.
type interval struct{ from, to int32 }

// writePlan sets the plan of s, of n rows of X: the moves of each row after those of the
// row before, sorted by sink. It writes the moves of two halves of the rows in parallel.
func (l *line) writePlan(s *Solution, n int) {
	l.ofRow = slices.Grow(l.ofRow[:0], n)[:n]
	var fromLow, fromHigh int // moves from the first half of the rows
	middle := n / 2
	parallelPair(func() {
		fromLow = l.indexRows(0, middle, 0, l.low[:len(l.low)-1])
	}, func() {
		fromHigh = l.indexRows(middle, n, len(l.stairs)-len(l.high), l.high)
	})
	atMost := n + len(l.y.coords) - 1
	s.Plan = slices.Grow(s.Plan[:0], atMost)[:atMost]
	var moves int
	parallelPair(func() { l.planOfRows(s.Plan, 0, n/2, 0) }, func() { moves = l.planOfRows(s.Plan, n/2, n, fromLow+fromHigh) })
	s.Plan = s.Plan[:moves]
}

// indexRows notes for the row of each source [from, to) which stairs are its own. These
// are in a part of the staircase that begins at index at. It returns how many of the moves
// are from the first half of the rows.
func (l *line) indexRows(from, to, at int, stairs []stair) (movesOfLowRows int) {
	lowRows := int32(len(l.x.rows) / 2)
	k := 0
	for i := from; i < to; i++ {
		row, first := l.x.rows[i], k
		for ; k < len(stairs) && int(stairs[k].source) == i; k++ {
			if stairs[k].mass > 0 && row < lowRows {
				movesOfLowRows++
			}
		}
		l.ofRow[row] = interval{int32(at + first), int32(at + k)}
	}
	return movesOfLowRows
}

// planOfRows writes the moves of the rows [from, to) of X to plan, from index at on.
// It returns the index after the last.
func (l *line) planOfRows(plan []Move, from, to, at int) (end int) {
	for row := from; row < to; row++ {
		first, stairs := at, l.ofRow[row]
		for _, s := range l.stairs[stairs.from:stairs.to] {
			if s.mass > 0 {
				plan[at] = Move{row, int(s.to), s.mass}
				at++
			}
		}
		sortMoves(plan[first:at])
	}
	return at
}

// writePotentials sets the potentials of s.
func (l *line) writePotentials(s *Solution) {
	parallelPair(func() { s.U = l.x.byRow(s.U) }, func() { s.V = l.y.byRow(s.V) })
}

// byRow returns the potentials by row, in the memory of a list if it is long enough.
func (s *lineSide) byRow(potentials []float64) []float64 {
	potentials = slices.Grow(potentials[:0], len(s.rows))[:len(s.rows)]
	for k, row := range s.rows {
		potentials[row] = s.potentials[k]
	}
	return potentials
}
