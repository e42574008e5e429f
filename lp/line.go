package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// On a line no linear program is needed. Let the cost be h(x − y) with h convex, as for
// all grounds here. If x ≤ x′ and y ≤ y′ then
//
//	c(x, y) + c(x′, y′)  ≤  c(x, y′) + c(x′, y):
//
// paths that cross cost no less than paths that do not (Monge 1781). So the leftmost
// source serves the leftmost sink until one of the two is done, and so on to the
// right. In the n×m matrix of sorted sources and sinks this plan is a staircase from
// the first entry to the last: the north-west corner rule (Hoffman 1963).
//
// The entries of the staircase are also a basis, n+m−1 pairs that form a tree, and its
// potentials are feasible. Take any pair off the staircase. The inequality above, for
// the pair and the nearest corner of the staircase, says that its reduced cost is at
// least that of pairs nearer to the staircase, and on the staircase it is 0.
//
// With the radix sort all this takes O(n+m) time, and about 120 bytes for each source
// and sink. For a million numbers, most of the time is spent waiting for memory that
// is read in random order. So sources and sinks are stored from left to right, all
// loops follow that order, and the results are written back to rows at the end. What
// can be split is computed in two halves, in parallel.

// line solves problems on a line, and keeps the memory for the next one.
type line struct {
	unit      unit
	x, y      lineSide
	stairs    []stair // the staircase; low and high are its two halves
	low, high []stair
	ofRow     []interval // the stairs of each row of X
}

// lineSide is all sources, or all sinks, from left to right.
type lineSide struct {
	coords     []float64
	rows       []int32 // their rows in the problem
	potentials []float64

	// Not set by sortWithPotentials:
	weights   []float64
	unit      unit
	largest   mass // of the weights in units, after balance
	largestAt int
}

// interval is the part [from, to) of a list.
type interval struct{ from, to int32 }

// solve is Solver.SolveInto for points on a line.
func (l *line) solve(p Problem, points Points, into *Solution, w *watch) error {
	l.sort(p, points, w)
	if err := w.err(); err != nil {
		return err
	}
	middle, movesOfLowRows := l.northWestCorner(len(l.x.coords) / 2)
	if err := w.err(); err != nil {
		return err
	}
	e := l.solution(p, points.Ground, into, middle, movesOfLowRows)
	if err := w.err(); err != nil {
		return err
	}
	c := l.certify(p, points, into, e, w)
	if err := w.err(); err != nil {
		return err
	}
	return into.accept(c)
}

// sort sorts sources and sinks from left to right. If w says stop, their order is
// undefined.
func (l *line) sort(p Problem, points Points, w *watch) {
	l.unit = unitFor(p.Supply, p.Demand)
	var sumA, sumB mass
	parallelPair(func() {
		l.x.sort(points.X, w)
		sumA = l.x.setWeights(p.Supply, l.unit)
	}, func() {
		l.y.sort(points.Y, w)
		sumB = l.y.setWeights(p.Demand, l.unit)
	})
	balance(sumA, sumB, &l.x.largest, &l.y.largest)
}

// evidence is what the certificate needs of the plan.
type evidence struct {
	primal        compensated
	marginalError float64 // the largest, absolute
}

// solution sets s to the plan and the potentials, each in two halves, in parallel.
// The potentials are still in the order of the line: certify writes them to s.
func (l *line) solution(p Problem, ground Ground, s *Solution, middle corner, movesOfLowRows int) evidence {
	n, m := len(l.x.coords), len(l.y.coords)
	s.Plan = slices.Grow(s.Plan[:0], n+m-1)[:n+m-1]
	low := l.low // without the stairs of the sink in the middle
	for len(low) > 0 && low[len(low)-1].to == l.y.rows[middle.sink] {
		low = low[:len(low)-1]
	}
	var moves int
	var primal [2]compensated
	var errs [4]float64
	parallelPair(func() {
		primal[0] = l.setPotentials(ground, middle, l.low, -1)
		_, errs[0] = l.planOfRows(s.Plan, p.Supply, 0, n/2, 0)
		errs[1] = l.demandError(0, middle.sink, low)
	}, func() {
		primal[1] = l.setPotentials(ground, middle, l.high, +1)
		moves, errs[2] = l.planOfRows(s.Plan, p.Supply, n/2, n, movesOfLowRows)
		errs[3] = l.demandError(middle.sink, m, l.low[len(low):], l.high)
	})
	s.Plan = s.Plan[:moves]
	return evidence{primal[0].plus(primal[1].high).plus(primal[1].low), slices.Max(errs[:])}
}

// setPotentials sets the potentials along some stairs, from the middle corner to the
// right (step 1) or to the left (step −1), with u + v = c on each. It returns the cost
// of the moves.
func (l *line) setPotentials(ground Ground, middle corner, stairs []stair, step int) (primal compensated) {
	x, y := &l.x, &l.y
	i, j := middle.source, middle.sink
	c := ground.along(x.coords[i], y.coords[j])
	u, v := compensated{}, compensated{high: c} // of source i and sink j
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
			c = ground.along(x.coords[i], y.coords[j])
			u = v.subtractedFrom(c)
			x.potentials[i] = u.value()
		}
		for y.rows[j] != s.to {
			j += step
			c = ground.along(x.coords[i], y.coords[j])
			v = u.subtractedFrom(c)
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

// planOfRows writes the moves of the rows [from, to) of X to plan, from index at on.
// It returns the index after the last, and the largest difference between a supply and
// what is moved.
func (l *line) planOfRows(plan []Move, supply []float64, from, to, at int) (end int, worst float64) {
	for row := from; row < to; row++ {
		first, stairs := at, l.ofRow[row]
		for _, s := range l.stairs[stairs.from:stairs.to] {
			if s.mass > 0 {
				plan[at] = Move{row, int(s.to), s.mass}
				at++
			}
		}
		worst = max(worst, math.Abs(remainder(supply[row], plan[first:at])))
	}
	return at, worst
}

// remainder sorts moves, and returns weight less what they move. Verify subtracts
// in the same order, and rounds to the same number.
func remainder(weight float64, moves []Move) float64 {
	if len(moves) > 1 && !slices.IsSortedFunc(moves, bySourceAndSink) {
		slices.SortFunc(moves, bySourceAndSink)
	}
	for _, move := range moves {
		weight -= move.Mass
	}
	return weight
}

// demandError returns the largest difference between a demand and what is moved,
// among the sinks [from, to). The stairs of these sinks are those of all pieces.
func (l *line) demandError(from, to int, pieces ...[]stair) (worst float64) {
	var moves []Move
	j := from
	for _, piece := range pieces {
		for _, s := range piece {
			for ; l.y.rows[j] != s.to; j++ {
				worst = max(worst, math.Abs(remainder(l.y.weights[j], moves)))
				moves = moves[:0]
			}
			moves = append(moves, Move{From: int(l.x.rows[s.source]), Mass: s.mass})
		}
	}
	for ; j < to; j++ {
		worst = max(worst, math.Abs(remainder(l.y.weights[j], moves)))
		moves = moves[:0]
	}
	return worst
}

// certify writes the potentials to s, by row, and returns the certificate that Verify
// computes.
func (l *line) certify(p Problem, points Points, s *Solution, e evidence, w *watch) Certificate {
	s.U = slices.Grow(s.U[:0], len(p.Supply))[:len(p.Supply)]
	s.V = slices.Grow(s.V[:0], len(p.Demand))[:len(p.Demand)]
	var dual [2]compensated
	parallelPair(func() { dual[0] = l.x.dualValue(s.U) }, func() { dual[1] = l.y.dualValue(s.V) })
	c := Certificate{
		Primal:        e.primal.value(),
		Dual:          dual[0].plus(dual[1].high).plus(dual[1].low).value(),
		MarginalError: e.marginalError / floats.Sum(p.Supply),
	}
	if len(s.U)*len(s.V) > smallPairs {
		c.MaxViolation = violationOnLine(points.Ground, &l.x, &l.y, w)
	} else {
		c.MaxViolation = maxViolation(points, s.Potentials, w)
	}
	c.closeGap(p, s, c.Primal)
	return c
}

// dualValue writes the potentials to a list by row. It returns their contribution to
// the dual value, Σ weight · potential.
func (s *lineSide) dualValue(potentials []float64) (sum compensated) {
	for k, row := range s.rows {
		potentials[row] = s.potentials[k]
		sum = sum.plus(s.weights[k] * s.potentials[k])
	}
	return sum
}
