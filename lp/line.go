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
// With the radix sort all this takes O(n+m) time, and at most 80 bytes for each source
// and sink, or 44 without the plan and the potentials of a solution. For a million
// numbers, most of the time is spent waiting for memory that is read in random order. So
// sources and sinks are stored from left to right, all loops follow that order, and the
// results are written back to rows at the end (line_solution.go). What can be split is
// computed in two halves, in parallel.

// line solves problems on a line, and keeps the memory for the next one.
type line struct {
	unit      unit
	x, y      lineSide
	stairs    []stair // the staircase; low and high are its two halves
	low, high []stair
	ofRow     []interval // see indexRows
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

// solve is Solver.SolveInto for points on a line.
func (l *line) solve(p Problem, points Points, into *Solution, costOnly bool, w *watch) error {
	l.sort(p, points, w)
	if err := w.err(); err != nil {
		return err
	}
	middle := l.northWestCorner(len(l.x.coords) / 2)
	if err := w.err(); err != nil {
		return err
	}
	c := l.certificate(p, points.Ground, middle, w)
	if err := w.err(); err != nil {
		return err
	}
	small := len(p.Supply)*len(p.Demand) <= smallPairs
	if costOnly && !small {
		into.Plan, into.U, into.V = into.Plan[:0], into.U[:0], into.V[:0]
		if c.setGap(c.Primal); c.suffices(p) {
			return into.accept(c)
		} // else the proof looks at the plan and the potentials
	}
	l.writePlan(into, len(p.Supply))
	l.writePotentials(into)
	if small { // as Verify does
		c.MaxViolation = maxViolation(points, into.Potentials, w)
	}
	c.refineGap(p, into, c.Primal)
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

// certificate computes the potentials, in the order of the line, and the certificate that
// Verify computes, but for the gap. It does so in two halves, in parallel.
func (l *line) certificate(p Problem, ground Ground, middle corner, w *watch) Certificate {
	m := len(l.y.coords)
	low := l.low // without the stairs of the sink in the middle
	for len(low) > 0 && low[len(low)-1].to == l.y.rows[middle.sink] {
		low = low[:len(low)-1]
	}
	var primal, dual [2]compensated
	var errs [4]float64
	parallelPair(func() {
		primal[0] = l.setPotentials(ground, middle, l.low, -1)
		errs[0] = l.supplyError(0, middle.source, l.low[:len(l.low)-1])
		errs[1] = l.demandError(0, middle.sink, low)
	}, func() {
		primal[1] = l.setPotentials(ground, middle, l.high, +1)
		errs[2] = l.supplyError(middle.source, len(l.x.coords), l.high)
		errs[3] = l.demandError(middle.sink, m, l.low[len(low):], l.high)
	})
	parallelPair(func() { dual[0] = l.x.dualValue() }, func() { dual[1] = l.y.dualValue() })
	return Certificate{
		Primal:        primal[0].plus(primal[1].high).plus(primal[1].low).value(),
		Dual:          dual[0].plus(dual[1].high).plus(dual[1].low).value(),
		MarginalError: slices.Max(errs[:]) / floats.Sum(p.Supply),
		MaxViolation:  violationOnLine(ground, &l.x, &l.y, w),
	}
}

// setPotentials sets the potentials along some stairs, from the middle corner to the
// right (step 1) or to the left (step −1), with u + v = c on each. It returns the cost
// of the moves.
func (l *line) setPotentials(ground Ground, middle corner, stairs []stair, step int) (primal compensated) {
	x, y := &l.x, &l.y
	i, j := middle.source, middle.sink
	c := ground.betweenNumbers(x.coords[i], y.coords[j])
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
			c = ground.betweenNumbers(x.coords[i], y.coords[j])
			u = v.subtractedFrom(c)
			x.potentials[i] = u.value()
		}
		for y.rows[j] != s.to {
			j += step
			c = ground.betweenNumbers(x.coords[i], y.coords[j])
			v = u.subtractedFrom(c)
			y.potentials[j] = v.value()
		}
		primal = primal.plus(s.mass * c)
	}
	return primal
}

// along returns the ground cost between two numbers.
func (g Ground) betweenNumbers(x, y float64) float64 {
	if g == SquaredEuclidean {
		return (x - y) * (x - y)
	}
	return math.Abs(x - y)
}

// supplyError returns the largest difference between a supply and what is moved, among
// the sources [from, to), whose stairs are given.
func (l *line) supplyError(from, to int, stairs []stair) (worst float64) {
	var moves []Move
	for i := from; i < to; i++ {
		moves = moves[:0]
		for ; len(stairs) > 0 && int(stairs[0].source) == i; stairs = stairs[1:] {
			moves = append(moves, Move{To: int(stairs[0].to), Mass: stairs[0].mass})
		}
		worst = max(worst, math.Abs(remainder(l.x.weights[i], moves)))
	}
	return worst
}

// remainder sorts moves, and returns weight less what they move. Verify subtracts
// in the same order, and rounds to the same number.
func remainder(weight float64, moves []Move) float64 {
	sortMoves(moves)
	for _, move := range moves {
		weight -= move.Mass
	}
	return weight
}

// sortMoves sorts the moves of a row or a column, which are often sorted.
func sortMoves(moves []Move) {
	if len(moves) > 1 && !slices.IsSortedFunc(moves, bySourceAndSink) {
		slices.SortFunc(moves, bySourceAndSink)
	}
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

// dualValue returns the contribution of the potentials to the dual value, Σ weight ·
// potential.
func (s *lineSide) dualValue() (sum compensated) {
	for k, potential := range s.potentials {
		sum = sum.plus(s.weights[k] * potential)
	}
	return sum
}
