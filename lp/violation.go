package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// violationFunc returns the largest uᵢ + vⱼ − cᵢⱼ over all pairs, or 0 if none is positive.
// If the context of w is done, the result is undefined.
type violationFunc func(c GroundCost, potentials Potentials, w *watch) float64

// maxViolation is the violationFunc that computes the violation of each pair.
func maxViolation(c GroundCost, potentials Potentials, w *watch) float64 {
	n, m := c.Dims()
	if n*m <= smallPairs {
		return violationOfRows(c, potentials, 0, n, w)
	}
	return slices.Max(inParallel(n, func(from, to int) float64 {
		return violationOfRows(c, potentials, from, to, w)
	}))
}

// violationOfRows is maxViolation for the sources from … to−1 and all sinks.
func violationOfRows(c GroundCost, potentials Potentials, from, to int, w *watch) (worst float64) {
	for i := from; i < to && !w.stopped(); i++ {
		for j := range potentials.V {
			if violation := potentials.violation(i, j, c.At(i, j)); !(violation <= worst) { // NaN, too
				worst = violation
			}
		}
	}
	return worst
}

// prunedViolation is the violationFunc that skips pairs that cannot have the largest
// violation. It uses a search, which finds the pair with the largest violation of each source,
// or for points on a line two sweeps over the sorted points.
func prunedViolation(c GroundCost, potentials Potentials, w *watch) float64 {
	u, v := potentials.U, potentials.V
	if len(u)*len(v) <= smallPairs {
		return maxViolation(c, potentials, w) // preparing a search would take longer
	}
	if floats.HasNaN(u) || floats.HasNaN(v) {
		return math.NaN()
	}
	if points, ok := c.(Points); ok && points.onLine() {
		x, y := new(lineSide), new(lineSide)
		parallelPair(func() { x.sortWithPotentials(points.X, u, w) }, func() { y.sortWithPotentials(points.Y, v, w) })
		return violationOnLine(points.Ground, x, y, w)
	}
	c, err := tabulate(c, w)
	if err != nil {
		return 0
	}
	sources, sinks := upTo(len(u)), upTo(len(v))
	if points, ok := c.(Points); ok {
		parallelPair(
			func() { sources = neighbours(points.X, sources) },
			func() { sinks = neighbours(points.Y, sinks) })
	}
	pairs := newSearch(c, sources, sinks)
	pairs.setPotentials(gather(v, sinks))
	var worst float64
	found, _, _ := bestArcs(nil, pairs, gather(u, sources), 1, 0, w)
	for _, e := range found {
		worst = max(worst, potentials.violation(sources[e.source], sinks[e.sink], e.cost))
	}
	return worst
}
