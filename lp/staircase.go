package lp

import "slices"

// stair is an entry of the staircase: a source, a sink and the mass moved between them. The
// mass is positive, except that three stairs of mass 0 mark the first corner, the middle
// corner and the last corner.
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

// northWestCorner computes the staircase by the north-west corner rule, both halves at the same
// time. It returns the middle corner, where the right half begins: the given source, and the
// first sink at which the demand so far is no less than the supply of the sources to the left.
func (l *line) northWestCorner(source int) (middle corner) {
	n, m := len(l.x.coords), len(l.y.coords)
	var supply mass // of the sources to the left of the given one
	for i := range source {
		supply = supply.plus(l.x.mass(i))
	}
	sink, demand := 0, l.y.mass(0) // of the sinks up to and including this one
	for demand.less(supply) {
		sink++
		demand = demand.plus(l.y.mass(sink))
	}
	start, middle, end := corner{0, 0}, corner{source, sink}, corner{n - 1, m - 1}

	l.stairs = slices.Grow(l.stairs[:0], n+m+2)[:n+m+2]
	rightFrom := source + sink + 2 // the left half has at most so many stairs
	l.stairs[0] = l.stairAt(start, 0)
	var total int
	parallelPair(func() {
		count := l.shipUpTo(middle.source, start, l.y.mass(0), 1)
		l.stairs[count] = l.stairAt(middle, 0)
		l.leftHalf = l.stairs[:count+1]
	}, func() {
		total = l.shipUpTo(n, middle, demand.minus(supply), rightFrom)
		l.stairs[total] = l.stairAt(end, 0)
	})
	l.stairs = l.stairs[:total+1]
	l.rightHalf = l.stairs[rightFrom:]
	return middle
}

// shipUpTo ships the mass of the sources from that of corner c to the one before end. The sink
// of c still needs the given mass. It writes the stairs, beginning at index next, and returns
// the index after the last.
func (l *line) shipUpTo(end int, c corner, needed mass, next int) (after int) {
	for ; c.source < end; c.source++ {
		left := l.x.mass(c.source)
		for !left.isZero() {
			if needed.isZero() {
				c.sink++
				needed = l.y.mass(c.sink)
				continue
			}
			flow := lesser(left, needed)
			left, needed = left.minus(flow), needed.minus(flow)
			l.stairs[next] = l.stairAt(c, l.unit.weight(flow))
			next++
		}
	}
	return next
}
