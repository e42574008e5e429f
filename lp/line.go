package lp

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// On a line no linear program is needed. Let the cost be convex in the
// distance, as all grounds here are. If x ≤ x′ and y ≤ y′ then
//
//	c(x, y) + c(x′, y′)  ≤  c(x, y′) + c(x′, y),
//
// paths that cross cost no less than paths that do not (Monge 1781). So the
// lowest source serves the lowest sink, until one of the two is done with, and
// so on upwards: the plan is a staircase through the sorted n×m matrix, from its
// first entry to its last (the north-west corner rule; Hoffman 1963).
//
// The steps of the staircase are also a basis, n+m−1 pairs that form a tree, and
// its potentials are feasible: take any pair off the staircase. The inequality
// above, for it and for the corner of the stairs that it looks at, says that it
// has no more to gain than pairs nearer to the stairs, and those on them have
// nothing to gain. Sources and sinks without mass are steps of no height.
//
// All of it, sorting by digits included, takes O(n+m) time, and about 150 bytes
// for each source and sink.

// onLine reports whether the points are numbers.
func (p Points) onLine() bool {
	_, d := p.X.Dims()
	return d == 1
}

// line holds the memory of problems on a line.
type line struct {
	x, y     sorter
	weights  [2][]float64 // n and m, sorted
	masses   [2][]mass    // the same, whole
	steps    []bool       // up the staircase: to the next source, or the next sink
	moves    []Move
	first    []int32 // of each row of X, its first move
	check    checker
	solution Solution
}

// solve is Solver.Solve for points on a line.
func (l *line) solve(p Problem, points Points, w *watch) (*Solution, error) {
	x, y := sortBoth(points, &l.x, &l.y, w)
	if err := w.err(); err != nil {
		return nil, err
	}
	s := &l.solution
	s.U, s.V = grow(s.U, len(x)), grow(s.V, len(y))
	l.climb(p, x, y)
	if err := w.err(); err != nil {
		return nil, err
	}
	// The plan is put in order and checked while the potentials are computed and
	// checked.
	var worst float64
	var wait sync.WaitGroup
	wait.Go(func() {
		l.price(points.Ground, x, y)
		if len(x)*len(y) > fewPairs { // the sorted points are at hand
			worst = violationOnLine(points.Ground, x, y, s.U, s.V, w)
		} else {
			worst = maxViolation(points, s.U, s.V, w)
		}
	})
	l.readPlan()
	solution, err := l.check.certifyBy(func(GroundCost, []float64, []float64, *watch) float64 {
		wait.Wait()
		return worst
	}, p, s, w)
	wait.Wait() // on errors, too: the memory is used again
	return solution, err
}

// number is a point of the line and its row.
type number struct {
	at  float64
	row int32
}

// sortBoth returns the points of either cloud from left to right; in any order
// if w says stop.
func sortBoth(p Points, forX, forY *sorter, w *watch) (x, y []number) {
	var wait sync.WaitGroup
	wait.Go(func() { x = forX.rows(p.X, w) })
	y = forY.rows(p.Y, w)
	wait.Wait()
	return x, y
}

// sorter holds the memory of sorting.
type sorter struct{ from, to []number }

// rows returns the rows of a column from left to right, equal ones in order.
//
// It sorts by digits, as punched cards were sorted: by the last digit, by the
// one before, and each time those that are equal stay in order. For a million
// numbers this takes a third of the time of a sort that compares them.
func (s *sorter) rows(column *mat.Dense, w *watch) []number {
	const bits, digits = 11, 6 // of a float64, 64 bits
	n, _ := column.Dims()
	s.from, s.to = slices.Grow(s.from[:0], n)[:n], slices.Grow(s.to[:0], n)[:n]
	from, to := s.from, s.to
	counts := new([digits][1 << bits]int32)
	for i := range from {
		from[i] = number{column.At(i, 0), int32(i)}
		for d, key := 0, sortKey(from[i].at); d < digits; d++ {
			counts[d][key>>(d*bits)&(1<<bits-1)]++
		}
	}
	for d := range digits {
		if w.stopped() {
			break
		}
		count := &counts[d]
		first := sortKey(from[0].at) >> (d * bits) & (1<<bits - 1)
		if int(count[first]) == n {
			continue // all have the same digit
		}
		var sum int32
		for k, c := range count {
			count[k], sum = sum, sum+c
		}
		for _, e := range from {
			at := &count[sortKey(e.at)>>(d*bits)&(1<<bits-1)]
			to[*at] = e
			*at++
		}
		from, to = to, from
	}
	return from
}

// sortKey returns whole numbers in the order of the numbers x.
func sortKey(x float64) uint64 {
	if bits := math.Float64bits(x); bits>>63 == 0 {
		return bits | 1<<63
	} else {
		return ^bits
	}
}

// climb goes up the staircase. It finds the steps and the moves, and of each row
// of X the first.
func (l *line) climb(p Problem, x, y []number) {
	a := slices.Grow(l.masses[0][:0], len(x))[:len(x)]
	b := slices.Grow(l.masses[1][:0], len(y))[:len(y)]
	l.masses = [2][]mass{a, b}
	unit := unitFor(max(floats.Sum(p.Supply), floats.Sum(p.Demand)))
	fill := func(masses []mass, side int, cloud []number, weights []float64) (sum mass, largest *mass) {
		l.weights[side] = slices.Grow(l.weights[side][:0], len(cloud))[:len(cloud)]
		for k, e := range cloud {
			l.weights[side][k] = weights[e.row]
		}
		sum, place := unit.fill(masses, l.weights[side])
		return sum, &masses[place]
	}
	var sumA mass
	var largestA *mass
	var wait sync.WaitGroup
	wait.Go(func() { sumA, largestA = fill(a, 0, x, p.Supply) })
	sumB, largestB := fill(b, 1, y, p.Demand)
	wait.Wait()
	balance(sumA, sumB, largestA, largestB)

	l.moves, l.first = slices.Grow(l.moves[:0], len(x)+len(y)-1), grow(l.first, len(x))
	l.steps = slices.Grow(l.steps[:0], len(x)+len(y)-2)
	for i, j := 0, 0; ; {
		if flow := a[i]; !flow.isZero() && !b[j].isZero() {
			if b[j].less(flow) {
				flow = b[j]
			}
			a[i], b[j] = a[i].minus(flow), b[j].minus(flow)
			l.moves = append(l.moves, Move{int(x[i].row), int(y[j].row), unit.weight(flow)})
		}
		switch {
		case i+1 < len(x) && (a[i].isZero() || j+1 == len(y)):
			i++
			l.steps = append(l.steps, true)
			l.first[x[i].row] = int32(len(l.moves))
		case j+1 < len(y):
			j++
			l.steps = append(l.steps, false)
		default:
			return
		}
	}
}

// price computes the potentials, u + v = c on each step.
func (l *line) price(ground Ground, x, y []number) {
	s := &l.solution
	var u, v exact // of the present source and sink
	v = exact{high: ground.along(x[0].at, y[0].at)}
	s.V[y[0].row] = v.high
	i, j := 0, 0
	for _, source := range l.steps {
		if source {
			i++
			u = v.from(ground.along(x[i].at, y[j].at))
			s.U[x[i].row] = u.high
		} else {
			j++
			v = u.from(ground.along(x[i].at, y[j].at))
			s.V[y[j].row] = v.high
		}
	}
}

// along returns the ground cost between two numbers.
func (g Ground) along(x, y float64) float64 {
	if g == SquaredEuclidean {
		return (x - y) * (x - y)
	}
	return math.Abs(x - y)
}

// exact is a number of twice the digits, the sum of its two parts. Potentials
// on a staircase are sums of up to n+m costs; in this way only the costs are
// rounded, and not their sums.
type exact struct{ high, low float64 }

// from returns c − e.
func (e exact) from(c float64) exact {
	high := c - e.high
	back := high + e.high // Knuth's sum, which finds what rounding took away
	low := (c - back) + (e.high - (back - high)) - e.low
	return exact{high + low, low - ((high + low) - high)}
}

// readPlan puts the moves, which come source by source, into the order of rows.
func (l *line) readPlan() {
	sorted := slices.Grow(l.solution.Plan[:0], len(l.moves))
	for row, k := range l.first {
		from := len(sorted)
		for ; int(k) < len(l.moves) && l.moves[k].From == row; k++ {
			sorted = append(sorted, l.moves[k])
		}
		if own := sorted[from:]; len(own) > 1 && !slices.IsSortedFunc(own, byPlace) {
			slices.SortFunc(own, byPlace)
		}
	}
	l.solution.Plan = sorted
}

// violationOnLine is maxViolation for sorted points of a line, in O(n+m) time.
func violationOnLine(ground Ground, x, y []number, u, v []float64, w *watch) float64 {
	switch {
	case w.stopped():
		return 0
	case ground == SquaredEuclidean:
		return violationOfSquares(x, y, u, v)
	default:
		return violationOfDistances(x, y, u, v)
	}
}

// violationOfDistances is violationOnLine for c = |x−y|. Of all sinks to the
// right of a source that with the largest v − y is worst, and of all sinks to
// its left that with the largest v + y, places counted from the middle. What is
// returned is u + v − c itself, at the pairs that this leads to.
func violationOfDistances(x, y []number, u, v []float64) float64 {
	middle := y[0].at/2 + y[len(y)-1].at/2
	worst := 0.0
	meet := func(source, sink number) {
		worst = max(worst, u[source.row]+v[sink.row]-math.Abs(source.at-sink.at))
	}
	best, which := math.Inf(-1), -1
	for k, j := len(x)-1, len(y)-1; k >= 0; k-- {
		for ; j >= 0 && y[j].at >= x[k].at; j-- {
			if height := v[y[j].row] - (y[j].at - middle); height > best {
				best, which = height, j
			}
		}
		if which >= 0 {
			meet(x[k], y[which])
		}
	}
	best, which = math.Inf(-1), -1
	j := 0
	for _, e := range x {
		for ; j < len(y) && y[j].at <= e.at; j++ {
			if height := v[y[j].row] + (y[j].at - middle); height > best {
				best, which = height, j
			}
		}
		if which >= 0 {
			meet(e, y[which])
		}
	}
	return worst
}

// violationOfSquares is violationOnLine for c = (x−y)². With all places counted
// from the middle of the sinks,
//
//	u + v − c  =  (u − x²) + (v − y²) + 2xy,
//
// so that each sink is a line over x, of slope 2y, and the worst sink of a source
// is on the upper envelope of those lines. Slopes rise with y, and the envelope is
// found and followed from left to right. What is returned is u + v − c itself, at
// the pairs that this leads to and at their neighbours on the envelope.
func violationOfSquares(x, y []number, u, v []float64) float64 {
	middle := y[0].at/2 + y[len(y)-1].at/2
	height := func(j int32) float64 {
		b := y[j].at - middle
		return v[y[j].row] - b*b
	}
	var envelope []int32 // sinks, in order of y
	for j := range int32(len(y)) {
		for len(envelope) > 0 {
			top := envelope[len(envelope)-1]
			if y[top].at == y[j].at && height(top) >= height(j) {
				break // the same slope, and lower
			}
			if y[top].at != y[j].at {
				if len(envelope) == 1 {
					break
				}
				before := envelope[len(envelope)-2]
				left, right := y[top].at-y[before].at, y[j].at-y[top].at
				if (height(top)-height(before))*right > (height(j)-height(top))*left {
					break // top is above the line from before to j
				}
			}
			envelope = envelope[:len(envelope)-1]
		}
		if len(envelope) == 0 || y[envelope[len(envelope)-1]].at != y[j].at {
			envelope = append(envelope, j)
		}
	}
	worst, at := 0.0, 0
	for _, e := range x {
		value := func(k int) float64 { return height(envelope[k]) + 2*(e.at-middle)*(y[envelope[k]].at-middle) }
		for at+1 < len(envelope) && value(at+1) >= value(at) {
			at++
		}
		for k := max(at-1, 0); k < min(at+2, len(envelope)); k++ {
			sink := y[envelope[k]]
			worst = max(worst, u[e.row]+v[sink.row]-(e.at-sink.at)*(e.at-sink.at))
		}
	}
	return worst
}
