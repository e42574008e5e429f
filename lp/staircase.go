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

// northWestCorner finds the stairs by the north-west corner rule. It computes two halves
// in parallel: the second begins at the given source. The mass of all sources to the left
// of it determines the sink where it begins. It returns that corner.
func (l *line) northWestCorner(source int) (middle corner) {
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

	l.stairs = slices.Grow(l.stairs[:0], n+m+2)[:n+m+2]
	room := source + sink + 2 // enough for the first half
	l.stairs[0] = l.stairAt(start, 0)
	var total int
	parallelPair(func() {
		count := l.shipUpTo(middle.source, start, l.y.mass(0), 1)
		l.stairs[count] = l.stairAt(middle, 0)
		l.low = l.stairs[:count+1]
	}, func() {
		total = l.shipUpTo(n, middle, served.minus(held), room)
		l.stairs[total] = l.stairAt(end, 0)
	})
	l.stairs = l.stairs[:total+1]
	l.high = l.stairs[room:]
	return middle
}

// shipUpTo ships from the sources left of end, beginning at corner c, whose sink has
// room for open. It writes the stairs from index at on, and returns the index after the
// last.
func (l *line) shipUpTo(end int, c corner, open mass, at int) (after int) {
	for ; c.source < end; c.source++ {
		left := l.x.mass(c.source)
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
			l.stairs[at] = l.stairAt(c, l.unit.weight(flow))
			at++
		}
	}
	return at
}
