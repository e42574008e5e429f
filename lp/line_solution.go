package lp

import "slices"

// The plan and the potentials of the line solver are in the order of the line, and those of
// a solution in the order of the rows. To write one to the other reads and writes memory in
// random order, which takes a third of the time. A caller that needs only the cost and the
// certificate can leave it out: see Solver.CostOnly.

// interval is the part [from, to) of a list.
type interval struct{ from, to int32 }

// writePlan sets the plan of s: the moves of row 0 of X, row 1, …, row n−1, those of each
// row sorted by sink. It writes the moves of two halves of the rows in parallel.
func (l *line) writePlan(s *Solution, n int) {
	l.stairsOfRow = slices.Grow(l.stairsOfRow[:0], n)[:n]
	var inLeftHalf, inRightHalf int // stairs whose rows are in the first half of the rows
	middle := n / 2
	parallelPair(func() {
		inLeftHalf = l.indexRows(0, middle, 0, l.leftHalf[:len(l.leftHalf)-1])
	}, func() {
		inRightHalf = l.indexRows(middle, n, len(l.stairs)-len(l.rightHalf), l.rightHalf)
	})
	atMost := n + len(l.y.coords) - 1
	s.Plan = slices.Grow(s.Plan[:0], atMost)[:atMost]
	var moves int
	parallelPair(func() { l.planOfRows(s.Plan, 0, n/2, 0) }, func() { moves = l.planOfRows(s.Plan, n/2, n, inLeftHalf+inRightHalf) })
	s.Plan = s.Plan[:moves]
}

// indexRows sets stairsOfRow for the sources [from, to) from left to right. Their stairs are
// given, and begin at index at of the staircase. It returns the number of moves that leave
// the first half of the rows.
func (l *line) indexRows(from, to, at int, stairs []stair) (movesOfFirstRows int) {
	firstRows := int32(len(l.x.rows) / 2)
	k := 0
	for i := from; i < to; i++ {
		row, first := l.x.rows[i], k
		for ; k < len(stairs) && int(stairs[k].source) == i; k++ {
			if stairs[k].mass > 0 && row < firstRows {
				movesOfFirstRows++
			}
		}
		l.stairsOfRow[row] = interval{int32(at + first), int32(at + k)}
	}
	return movesOfFirstRows
}

// planOfRows writes the moves of the rows [from, to) of X to plan, from index at on.
// It returns the index after the last.
func (l *line) planOfRows(plan []Move, from, to, at int) (end int) {
	for row := from; row < to; row++ {
		first, stairs := at, l.stairsOfRow[row]
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
