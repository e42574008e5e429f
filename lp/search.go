package lp

import (
	"math"

	"monge/lp/internal/scan"
)

// search is all that the solver asks of a ground cost: for a source and given
// potentials, the arcs with the smallest reduced cost. Whoever knows a faster way to
// find these for some kind of cost implements search and worker and names the kind
// in newSearch. matrixSearch scans rows, pointsSearch scans blocks of points.
//
// A search is over some of the sources and sinks of a problem, those with mass.
// Indices i and j count these, from 0.
//
// Answers are exact: the solver takes "no arc" for the proof that the basis is
// optimal, and Verify takes it for the proof that potentials are feasible. They do
// not depend on the number of goroutines, or on what was asked before.
type search interface {
	// cost returns the ground cost from source i to sink j, or the ceiling if that
	// is smaller. Methods called cost, guess and worker may be called by several
	// goroutines at the same time.
	cost(i, j int32) float64
	// cheapest returns the smallest of all costs. It returns an error if w says stop.
	cheapest(w *watch) (float64, error)
	// guess returns potentials v of the sinks (m) to start from. Any v is allowed; one
	// that is nearly optimal saves most of the pivots. Supply (n) and demand (m) are
	// those of the sources and sinks searched. It returns an error if w says stop.
	guess(supply, demand []float64, w *watch) (v []float64, err error)
	// setCeiling lowers all costs above ceiling to it, from now on.
	setCeiling(ceiling float64)
	// setPotentials sets the potentials v of the sinks (m) for the calls of best that
	// follow. The caller must not change v until the next call.
	setPotentials(v []float64)
	// worker returns the state of one goroutine that searches.
	worker() worker
}

// worker searches for one goroutine.
type worker interface {
	// best searches for the sources from … to−1, one after the other. For each it
	// appends to found the k arcs with the smallest c − v, in increasing order. Arcs
	// whose reduced cost c − u − v is not below limit do not count, so there may be
	// fewer than k. Of several arcs with the same c − v it takes any, and the same
	// ones each time. With limit = +Inf and k ≥ 1 it appends at least one per source.
	// There are at most groupSize sources, and from is a multiple of it; u is indexed
	// by source.
	best(found []arc, from, to int32, k int, u []float64, limit float64) []arc
	// work returns how much the worker has done so far, in numbers read.
	work() int
}

// groupSize is the number of sources that are searched together.
const groupSize = scan.Size

// newSearch returns the search among the given sources and sinks of a ground cost.
func newSearch(c GroundCost, sources, sinks []int) search {
	if points, ok := c.(Points); ok {
		return newPointsSearch(points, sources, sinks)
	}
	return newMatrixSearch(c, sources, sinks)
}

// bestArcs returns the best k arcs of every source with reduced cost below limit,
// source by source, at potentials u of the sources (n), and the work that it took. It
// uses all processors. It returns an error if w says stop.
func bestArcs(s search, u []float64, k int, limit float64, w *watch) (arcs []arc, work int, err error) {
	type piece struct {
		arcs []arc
		work int
	}
	pieces := inParallel(len(u), func(from, to int) (p piece) {
		if math.IsInf(limit, 1) {
			p.arcs = make([]arc, 0, (to-from)*k)
		}
		worker := s.worker()
		for i := from; i < to && !w.stopped(); i += groupSize {
			p.arcs = worker.best(p.arcs, int32(i), int32(min(i+groupSize, to)), k, u, limit)
		}
		p.work = worker.work()
		return p
	})
	arcs, work = pieces[0].arcs, pieces[0].work
	for _, p := range pieces[1:] {
		arcs = append(arcs, p.arcs...)
		work += p.work
	}
	return arcs, work, w.err()
}
