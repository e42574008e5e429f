package lp

import "slices"

// stair is an entry of the staircase, a source and a sink, and the mass moved between
// them. That mass is positive, except at both ends and in the middle.
type stair struct {
	mass   float64
	source int32 // counted from left to right
	to     int32 // the row of the sink
}

// corner is a source and a sink, both counted from left to right.
type corner struct{ source, sink int }

// stairAt returns the stair at c.
func (l *line) stairAt(c corner, mass float64) stair {
	return stair{mass, int32(c.source), l.y.rows[c.sink]}
}

// northWestCorner finds the stairs by the north-west corner rule, and the stairs of
// each row of X. It computes two halves in parallel: the second begins at the given
// source. The mass of all sources to the left of it determines the sink where it
// begins. It returns that corner, and the number of moves from the first half of the
// rows of X.
func (l *line) northWestCorner(source int) (middle corner, movesOfLowRows int) {
	n, m := len(l.x.coords), len(l.y.coords)
	var held mass
	for i := range source {
		held = held.plus(l.x.mass(i))
	}
	sink, served := 0, l.y.mass(0)
	for served.less(held) {
		sink++
		served = served.plus(l.y.mass(sink))
	}
	start, middle, end := corner{0, 0}, corner{source, sink}, corner{n - 1, m - 1}

	l.ofRow = slices.Grow(l.ofRow[:0], n)[:n]
	l.stairs = slices.Grow(l.stairs[:0], n+m+2)[:n+m+2]
	room := source + sink + 2 // enough for the first half
	l.stairs[0] = l.stairAt(start, 0)
	var inLow, inHigh, total int
	parallelPair(func() {
		var count int
		count, inLow = l.shipUpTo(middle.source, start, l.y.mass(0), 1)
		l.stairs[count] = l.stairAt(middle, 0)
		l.low = l.stairs[:count+1]
	}, func() {
		total, inHigh = l.shipUpTo(n, middle, served.minus(held), room)
		l.stairs[total] = l.stairAt(end, 0)
	})
	l.stairs = l.stairs[:total+1]
	l.high = l.stairs[room:]
	return middle, inLow + inHigh
}

// shipUpTo ships from the sources left of end, beginning at corner c, whose sink has
// room for open. It writes the stairs from index at on. It returns the index after the
// last, and the number of moves from the first half of the rows of X.
func (l *line) shipUpTo(end int, c corner, open mass, at int) (after, movesOfLowRows int) {
	lowRows := int32(len(l.x.rows) / 2)
	for ; c.source < end; c.source++ {
		row, left, first := l.x.rows[c.source], l.x.mass(c.source), at
		for !left.isZero() {
			if open.isZero() {
				c.sink++
				open = l.y.mass(c.sink)
				continue
			}
			flow := left
			if open.less(flow) {
				flow = open
			}
			left, open = left.minus(flow), open.minus(flow)
			mass := l.unit.weight(flow)
			l.stairs[at] = l.stairAt(c, mass)
			at++
			if mass > 0 && row < lowRows {
				movesOfLowRows++
			}
		}
		l.ofRow[row] = interval{int32(first), int32(at)}
	}
	return at, movesOfLowRows
}
