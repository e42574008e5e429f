package lp

import (
	"math"
	"slices"

	"monge/lp/internal/scan"
)

// search prices the pairs of a large problem: at given potentials, it finds the arcs of each
// source with the smallest reduced costs. matrixSearch scans rows, and pointsSearch scans
// blocks of points. To make another kind of ground cost faster, write a type that implements
// search, a type that implements worker, and a case in newSearch.
//
// A search covers n of the sources and m of the sinks of a problem, usually those with mass.
// i and j are indices among these, from 0.
//
// Results must be exact: if a search finds no arc, the solver concludes that the basis is
// optimal, and Verify that the potentials are feasible. Results must not depend on the
// number of goroutines, or on earlier calls of best.
type search interface {
	// cost returns the ground cost from source i to sink j, or the ceiling if that
	// is smaller. Several goroutines may call cost, guess and worker at the same time.
	cost(i, j int32) float64
	// cheapest returns the smallest of all costs. It returns an error if the context of w
	// is done.
	cheapest(w *watch) (float64, error)
	// guess returns potentials v of the sinks (m) from which the solver starts. Any v is
	// allowed; a v that is nearly optimal saves most of the pivots. supply (n) and demand
	// (m) are the weights of the sources and sinks. It returns an error if the context of w
	// is done.
	guess(supply, demand []float64, w *watch) (v []float64, err error)
	// setCeiling lowers all costs above ceiling to it, from now on.
	setCeiling(ceiling float64)
	// setPotentials sets the potentials v of the sinks (m) for the calls of best that
	// follow. The caller must not change v until the next call.
	setPotentials(v []float64)
	// worker returns a new worker. Each goroutine that searches needs its own worker.
	worker() worker
}

// worker is the part of a search that belongs to one goroutine.
type worker interface {
	// best appends to found the best arcs of the sources from … to−1, source by source, and
	// returns found. The best arcs of a source are the k arcs with the smallest c − v, in
	// increasing order. Arcs whose reduced cost c − u − v is not below limit are left out, so
	// there may be fewer than k. If several arcs have the same c − v, any of them may be
	// chosen, but always the same ones. If limit is +Inf and k ≥ 1, there is at least one arc
	// per source. There are at most groupSize sources, and from is a multiple of groupSize.
	// u (n) are the potentials of the sources.
	best(found []arc, from, to int32, k int, u []float64, limit float64) []arc
	// work returns an estimate of the time that the worker has taken so far. Its unit is the
	// time to read one number from a cache and compare it.
	work() int
}

// groupSize is the number of sources that are searched together.
const groupSize = scan.Size

// newSearch returns the search for a ground cost among sources (n) and sinks (m), which are
// indices of the problem.
func newSearch(c GroundCost, sources, sinks []int) search {
	if points, ok := c.(Points); ok {
		return newPointsSearch(points, sources, sinks)
	}
	return newMatrixSearch(c, sources, sinks)
}

// bestArcs is worker.best for all sources, on all processors. It also returns the work of all
// workers. It returns an error if the context of w is done.
func bestArcs(found []arc, s search, u []float64, k int, limit float64, w *watch) (arcs []arc, work int, err error) {
	type piece struct {
		chunks [][]arc
		work   int
	}
	// Without a limit nearly all sources have k arcs. All pieces then write into one list.
	var flat []arc
	if math.IsInf(limit, 1) {
		found = slices.Grow(found, len(u)*k)
		flat = found[len(found) : len(found)+len(u)*k]
	}
	pieces := inParallel(len(u), func(from, to int) (p piece) {
		var chunk []arc
		if flat != nil {
			chunk = flat[from*k : from*k : to*k]
		}
		worker := s.worker()
		for i := from; i < to && !w.stopped(); i += groupSize {
			if flat == nil && cap(chunk)-len(chunk) < groupSize*arcsAdded {
				p.chunks = append(p.chunks, chunk)
				chunk = make([]arc, 0, min(chunkSize, groupSize*arcsAdded+(to-i)*k))
			}
			chunk = worker.best(chunk, int32(i), int32(min(i+groupSize, to)), k, u, limit)
		}
		p.chunks, p.work = append(p.chunks, chunk), worker.work()
		return p
	})
	count := 0
	for _, p := range pieces {
		for _, chunk := range p.chunks {
			count += len(chunk)
		}
		work += p.work
	}
	found = slices.Grow(found, count)
	for _, p := range pieces {
		for _, chunk := range p.chunks {
			found = append(found, chunk...)
		}
	}
	return found, work, w.err()
}

// chunkSize is the number of arcs that a worker collects in one list, before it begins another.
// Several lists waste less memory than one list that grows.
const chunkSize = 1 << 15
