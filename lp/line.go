package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// On a line no linear program is needed. Let the cost be h(x − y) with h convex, as it is
// for every Ground. If x ≤ x′ and y ≤ y′ then
//
//	c(x, y) + c(x′, y′)  ≤  c(x, y′) + c(x′, y):
//
// paths that cross cost no less than paths that do not (Monge 1781). So the leftmost source
// ships to the leftmost sink until the source is empty or the sink is full. Then the next
// source or sink takes its place. This is the north-west corner rule (Hoffman 1963). In the
// n×m matrix of sorted sources and sinks the plan is a staircase from the first entry to the
// last.
//
// The entries of the staircase are also a basis: n+m−1 pairs that form a tree. Its potentials
// are feasible. To see this, take a pair off the staircase. The inequality above, for the pair
// and the nearest corner of the staircase, says that the reduced cost of the pair is at least
// that of pairs nearer to the staircase. On the staircase the reduced cost is 0.
//
// With a radix sort this takes O(n+m) time. It takes at most 80 bytes for each source and
// sink, or 44 without the plan and the potentials. For a million numbers, most of the time
// goes into waiting for memory that is read in random order. So sources and sinks are stored
// from left to right, and all loops follow that order. The results are written in the order of
// the input at the end (line_solution.go). The two halves of the staircase, with their
// potentials and sums, are computed in parallel.

// line solves problems on a line, and keeps its memory for the next one.
type line struct {
	unit        unit
	x, y        lineSide
	stairs      []stair // the staircase: two halves with unused memory between them
	leftHalf    []stair
	rightHalf   []stair
	stairsOfRow []interval // per row of X, see indexRows
}

// lineSide is all sources of a problem on a line, or all its sinks, from left to right.
type lineSide struct {
	coords     []float64
	rows       []int32 // the row of each in the problem
	potentials []float64

	// The following are set by setWeights:
	weights      []float64
	unit         unit
	largest      mass // the mass of the largest weight, after balance
	largestIndex int  // the index of that weight
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
	fewPairs := len(p.Supply)*len(p.Demand) <= smallPairs // and one side is too large for isSmall
	if costOnly && !fewPairs {
		into.Plan, into.U, into.V = into.Plan[:0], into.U[:0], into.V[:0]
		if c.setGap(c.Primal); c.suffices(p) {
			return into.accept(c)
		}
		// Otherwise requireProof needs the plan and the potentials.
	}
	l.writePlan(into, len(p.Supply))
	l.writePotentials(into)
	if fewPairs { // as Verify does, whose rounding differs from that of the sweeps
		c.MaxViolation = maxViolation(points, into.Potentials, w)
	}
	c.refineGap(p, into, c.Primal)
	if err := w.err(); err != nil {
		return err
	}
	return into.accept(c)
}

// sort sorts sources and sinks from left to right. If the context of w is done, their order
// is undefined.
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

// certificate computes the potentials, from left to right, and returns the certificate that
// Verify computes, without the gap. It computes the parts to the left and to the right of the
// middle corner in parallel.
func (l *line) certificate(p Problem, ground Ground, middle corner, w *watch) Certificate {
	m := len(l.y.coords)
	left := l.leftHalf // without the stairs of the middle sink, which may be in both halves
	for len(left) > 0 && left[len(left)-1].to == l.y.rows[middle.sink] {
		left = left[:len(left)-1]
	}
	var primal, dual [2]compensated
	var errs [4]float64
	parallelPair(func() {
		primal[0] = l.setPotentials(ground, middle, l.leftHalf, -1)
		errs[0] = l.supplyError(0, middle.source, l.leftHalf[:len(l.leftHalf)-1])
		errs[1] = l.demandError(0, middle.sink, left)
	}, func() {
		primal[1] = l.setPotentials(ground, middle, l.rightHalf, +1)
		errs[2] = l.supplyError(middle.source, len(l.x.coords), l.rightHalf)
		errs[3] = l.demandError(middle.sink, m, l.leftHalf[len(left):], l.rightHalf)
	})
	parallelPair(func() { dual[0] = l.x.dualValue() }, func() { dual[1] = l.y.dualValue() })
	return Certificate{
		Primal:        primal[0].plus(primal[1].high).plus(primal[1].low).value(),
		Dual:          dual[0].plus(dual[1].high).plus(dual[1].low).value(),
		MarginalError: slices.Max(errs[:]) / floats.Sum(p.Supply),
		MaxViolation:  violationOnLine(ground, &l.x, &l.y, w),
	}
}

// setPotentials sets the potentials along one half of the stairs, from the middle corner to
// the right (step 1) or to the left (step −1), with u + v = c on each stair. The potential
// of the middle source is 0. It returns the cost of the moves.
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

// betweenNumbers is Between for two points of R¹.
func (g Ground) betweenNumbers(x, y float64) float64 {
	if g == SquaredEuclidean {
		return (x - y) * (x - y)
	}
	return math.Abs(x - y)
}

// supplyError returns the largest difference between a supply and the mass that is moved
// from it, among the sources [from, to). The given stairs are those of these sources.
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

// remainder sorts moves, and subtracts their masses from weight. Verify subtracts in the
// same order, and so rounds to the same number.
func remainder(weight float64, moves []Move) float64 {
	sortMoves(moves)
	for _, move := range moves {
		weight -= move.Mass
	}
	return weight
}

// sortMoves sorts the moves of a row or a column, which often are sorted already.
func sortMoves(moves []Move) {
	if len(moves) > 1 && !slices.IsSortedFunc(moves, bySourceAndSink) {
		slices.SortFunc(moves, bySourceAndSink)
	}
}

// demandError returns the largest difference between a demand and the mass that is moved
// to it, among the sinks [from, to). All pieces together are the stairs of these sinks.
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

// dualValue returns Σ weight · potential, the part of the dual value for s.
func (s *lineSide) dualValue() (sum compensated) {
	for k, potential := range s.potentials {
		sum = sum.plus(s.weights[k] * potential)
	}
	return sum
}
