package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// On a line no linear program is needed. Let the cost be h(x − y) with h convex,
// as for all grounds here. If x ≤ x′ and y ≤ y′ then
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
// for each source and sink. Of a million numbers most of the time goes into
// memory that is read here and there. So what is known of sources and sinks is put
// in order once, from left to right, all sweeps follow that order, the
// certificate's too, and what they find is put back into rows at the end. And what
// can be cut in two is, for two processors.

// onLine reports whether the points are numbers.
func (p Points) onLine() bool {
	_, d := p.X.Dims()
	return d == 1
}

// line holds the memory of problems on a line.
type line struct {
	unit      unit
	x, y      lineSide
	stairs    []stair
	low, high []stair // those up to the middle of the staircase, and those after
	of        []piece // of each row of X, its stairs
}

// lineSide is all sources, or all sinks, from left to right.
type lineSide struct {
	sorter     sorter
	at         []float64
	rows       []int32 // what they are called in the problem
	weights    []float64
	masses     []mass // the same, whole
	potentials []float64
}

// stair is a source and a sink that the staircase comes by, and what is moved
// between them: something, but for the two ends and the middle of the staircase.
type stair struct {
	mass   float64
	source int32 // counted from left to right
	to     int32 // the row of the sink
}

// piece is a part of a list.
type piece struct{ from, to int32 }

// solve is Solver.SolveInto for points on a line.
func (l *line) solve(p Problem, points Points, into *Solution, w *watch) error {
	l.put(p, points, w)
	if err := w.err(); err != nil {
		return err
	}
	middle, lowMoves := l.climb(len(l.x.at) / 2)
	if err := w.err(); err != nil {
		return err
	}
	evidence := l.read(p, points.Ground, into, middle, lowMoves)
	if err := w.err(); err != nil {
		return err
	}
	c := l.certify(p, points, into, evidence, w)
	if err := w.err(); err != nil {
		return err
	}
	return into.accept(c)
}

// sort puts the numbers of a column in order; in any order if w says stop.
func (s *lineSide) sort(column *mat.Dense, w *watch) {
	n, _ := column.Dims()
	s.at, s.rows = slices.Grow(s.at[:0], n)[:n], slices.Grow(s.rows[:0], n)[:n]
	s.potentials = slices.Grow(s.potentials[:0], n)[:n]
	s.sorter.rows(column, s.at, s.rows, w)
}

// sortPriced is sort for rows that have potentials.
func (s *lineSide) sortPriced(column *mat.Dense, potentials []float64, w *watch) {
	s.sort(column, w)
	for k, row := range s.rows {
		s.potentials[k] = potentials[row]
	}
}

// weigh puts the weights in that order. It returns the sum of their masses, and
// the largest.
func (s *lineSide) weigh(weights []float64, unit unit) (sum mass, largest *mass) {
	n := len(s.rows)
	s.weights, s.masses = slices.Grow(s.weights[:0], n)[:n], slices.Grow(s.masses[:0], n)[:n]
	for k, row := range s.rows {
		s.weights[k] = weights[row]
	}
	sum, place := unit.fill(s.masses, s.weights)
	return sum, &s.masses[place]
}

// put puts sources and sinks in order.
func (l *line) put(p Problem, points Points, w *watch) {
	l.unit = unitFor(max(floats.Sum(p.Supply), floats.Sum(p.Demand)))
	var sumA, sumB mass
	var largestA, largestB *mass
	both(func() {
		l.x.sort(points.X, w)
		sumA, largestA = l.x.weigh(p.Supply, l.unit)
	}, func() {
		l.y.sort(points.Y, w)
		sumB, largestB = l.y.weigh(p.Demand, l.unit)
	})
	balance(sumA, sumB, largestA, largestB)
}

// corner is a source and a sink by their places from left to right.
type corner struct{ source, sink int }

// stairTo returns a stair at c.
func (l *line) stairTo(c corner, mass float64) stair {
	return stair{mass, int32(c.source), l.y.rows[c.sink]}
}

// climb goes up the staircase, at once from its foot and from where a given source
// comes first, as what all sources before it hold says where that is. It finds the
// stairs, and of each row of X those that it has. It returns where the source came
// first, and the number of moves from the lower half of the rows.
func (l *line) climb(source int) (middle corner, lowMoves int) {
	n, m := len(l.x.masses), len(l.y.masses)
	var held mass
	for _, a := range l.x.masses[:source] {
		held = held.plus(a)
	}
	sink, served := 0, l.y.masses[0]
	for served.less(held) {
		sink++
		served = served.plus(l.y.masses[sink])
	}
	foot, middle, top := corner{0, 0}, corner{source, sink}, corner{n - 1, m - 1}

	l.of = slices.Grow(l.of[:0], n)[:n]
	l.stairs = slices.Grow(l.stairs[:0], n+m+2)[:n+m+2]
	fewer := source + sink + 2 // than are needed up to the middle
	l.stairs[0] = l.stairTo(foot, 0)
	var inLow, inHigh, end int
	both(func() {
		var at int
		at, inLow = l.climbTo(middle.source, foot, l.y.masses[0], 1)
		l.stairs[at] = l.stairTo(middle, 0)
		l.low = l.stairs[:at+1]
	}, func() {
		end, inHigh = l.climbTo(n, middle, served.minus(held), fewer)
		l.stairs[end] = l.stairTo(top, 0)
	})
	l.stairs = l.stairs[:end+1]
	l.high = l.stairs[fewer:]
	return middle, inLow + inHigh
}

// climbTo climbs from c, where the sink wants so much, until the source end would
// come, and puts the stairs at a place in the list. It returns where they end.
func (l *line) climbTo(end int, c corner, want mass, at int) (after, lowMoves int) {
	lowRows := int32(len(l.x.rows) / 2)
	for ; c.source < end; c.source++ {
		row, left, first := l.x.rows[c.source], l.x.masses[c.source], at
		for !left.isZero() {
			if want.isZero() {
				c.sink++
				want = l.y.masses[c.sink]
				continue
			}
			flow := left
			if want.less(flow) {
				flow = want
			}
			left, want = left.minus(flow), want.minus(flow)
			mass := l.unit.weight(flow)
			l.stairs[at] = l.stairTo(c, mass)
			at++
			if mass > 0 && row < lowRows {
				lowMoves++
			}
		}
		l.of[row] = piece{int32(first), int32(at)}
	}
	return at, lowMoves
}

// evidence is what is seen while the solution is read.
type evidence struct {
	primal exact
	missed float64 // the largest error of a marginal, absolute
}

// read computes the plan and the potentials, the two halves of each at once.
func (l *line) read(p Problem, ground Ground, s *Solution, middle corner, lowMoves int) evidence {
	n, m := len(l.x.at), len(l.y.at)
	s.Plan = slices.Grow(s.Plan[:0], n+m-1)[:n+m-1]
	below := l.low // without those of the sink in the middle
	for len(below) > 0 && below[len(below)-1].to == l.y.rows[middle.sink] {
		below = below[:len(below)-1]
	}
	var moves int
	var primal [2]exact
	var missed [4]float64
	both(func() {
		primal[0] = l.price(ground, middle, l.low, -1)
		_, missed[0] = l.readPlan(s.Plan, p.Supply, 0, n/2, 0)
		missed[1] = l.missed(0, middle.sink, below)
	}, func() {
		primal[1] = l.price(ground, middle, l.high, +1)
		moves, missed[2] = l.readPlan(s.Plan, p.Supply, n/2, n, lowMoves)
		missed[3] = l.missed(middle.sink, m, l.low[len(below):], l.high)
	})
	s.Plan = s.Plan[:moves]
	return evidence{primal[0].plus(primal[1].high).plus(primal[1].low), slices.Max(missed[:])}
}

// price computes the potentials, u + v = c at all sources and sinks that some
// stairs come by: from the middle up (step 1), or down (step −1). It returns the
// cost of the moves.
func (l *line) price(ground Ground, middle corner, stairs []stair, step int) (primal exact) {
	x, y := &l.x, &l.y
	i, j := middle.source, middle.sink
	c := ground.along(x.at[i], y.at[j])
	u, v := exact{}, exact{high: c} // of the present source and sink
	if step > 0 {
		x.potentials[i], y.potentials[j] = u.value(), v.value()
	}
	next := 0
	if step < 0 {
		next = len(stairs) - 1
	}
	for range stairs {
		s := stairs[next]
		next += step
		for i != int(s.source) {
			i += step
			c = ground.along(x.at[i], y.at[j])
			u = v.from(c)
			x.potentials[i] = u.value()
		}
		for y.rows[j] != s.to {
			j += step
			c = ground.along(x.at[i], y.at[j])
			v = u.from(c)
			y.potentials[j] = v.value()
		}
		primal = primal.plus(s.mass * c)
	}
	return primal
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

// plus returns e + x.
func (e exact) plus(x float64) exact {
	high := e.high + x
	back := high - e.high // Knuth's sum, which finds what rounding took away
	return exact{high, e.low + ((e.high - (high - back)) + (x - back))}
}

// from returns c − e.
func (e exact) from(c float64) exact { return exact{-e.high, -e.low}.plus(c) }

// value returns e, rounded.
func (e exact) value() float64 { return e.high + e.low }

// readPlan puts the moves from some rows of X in order, from place at of the
// plan on. It returns where they end, and the largest difference between a supply
// and what is moved.
func (l *line) readPlan(plan []Move, supply []float64, from, to, at int) (end int, missed float64) {
	for row := from; row < to; row++ {
		first, own := at, l.of[row]
		for _, s := range l.stairs[own.from:own.to] {
			if s.mass > 0 {
				plan[at] = Move{row, int(s.to), s.mass}
				at++
			}
		}
		missed = max(missed, math.Abs(leftOf(supply[row], plan[first:at])))
	}
	return at, missed
}

// leftOf puts moves in order, and returns what they leave of a weight. The order
// is that of Verify, as rounding depends on it.
func leftOf(weight float64, moves []Move) float64 {
	if len(moves) > 1 && !slices.IsSortedFunc(moves, byPlace) {
		slices.SortFunc(moves, byPlace)
	}
	for _, move := range moves {
		weight -= move.Mass
	}
	return weight
}

// missed returns the largest difference between a demand and what is moved, among
// the sinks from one place to another. The stairs there are those given, one piece
// after the other.
func (l *line) missed(from, to int, pieces ...[]stair) (worst float64) {
	var moves []Move
	j := from
	for _, piece := range pieces {
		for _, s := range piece {
			for ; l.y.rows[j] != s.to; j++ {
				worst = max(worst, math.Abs(leftOf(l.y.weights[j], moves)))
				moves = moves[:0]
			}
			moves = append(moves, Move{From: int(l.x.rows[s.source]), Mass: s.mass})
		}
	}
	for ; j < to; j++ {
		worst = max(worst, math.Abs(leftOf(l.y.weights[j], moves)))
		moves = moves[:0]
	}
	return worst
}

// certify puts the potentials back into rows, and returns what Verify says.
func (l *line) certify(p Problem, points Points, s *Solution, e evidence, w *watch) Certificate {
	s.U, s.V = slices.Grow(s.U[:0], len(p.Supply))[:len(p.Supply)], slices.Grow(s.V[:0], len(p.Demand))[:len(p.Demand)]
	var dual [2]exact
	both(func() { dual[0] = l.x.pay(s.U) }, func() { dual[1] = l.y.pay(s.V) })
	c := Certificate{
		Primal:        e.primal.value(),
		Dual:          dual[0].plus(dual[1].high).plus(dual[1].low).value(),
		MarginalError: e.missed / floats.Sum(p.Supply),
	}
	if len(s.U)*len(s.V) > fewPairs {
		c.MaxViolation = violationOnLine(points.Ground, &l.x, &l.y, w)
	} else {
		c.MaxViolation = maxViolation(points, s.Potentials, w)
	}
	c.closeGap(p, s, c.Primal)
	return c
}

// pay puts the potentials back into rows. It returns what is paid.
func (s *lineSide) pay(potentials []float64) (sum exact) {
	for k, row := range s.rows {
		potentials[row] = s.potentials[k]
		sum = sum.plus(s.weights[k] * s.potentials[k])
	}
	return sum
}
