package lp

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// search finds, among the arcs from one source to all sinks, those that matter.
// It is all that the solver asks of a ground cost: a matrix reads its row,
// points look around in a k-d tree. Indices are those of the network: only
// sources and sinks with mass count.
type search interface {
	// cost returns the ground cost from source i to sink j, cut to the ceiling.
	cost(i, j int32) float64
	// guess returns potentials v of the sinks (m) to start from, and the
	// smallest cost of all; an error if w says stop.
	guess(supply, demand []float64, w *watch) (v []float64, cheapest float64, err error)
	// cut lowers all costs above ceiling to it.
	cut(ceiling float64)
	// reprice says what the sinks are worth from now on: minusV is −v (m), and
	// must not change until the next call.
	reprice(minusV []float64)
	// worker returns what one goroutine searches with.
	worker() worker
}

// worker searches for one goroutine.
type worker interface {
	// best appends to found the arcs from source i with c − u − v < least, in
	// order of c − v: the first k, if there are more.
	best(found []arc, i int32, k int, u, least float64) []arc
}

// newSearch returns the search among some sources and some sinks of a cost.
func newSearch(c GroundCost, sources, sinks []int) search {
	if points, ok := c.(Points); ok {
		return newPointsSearch(points, sources, sinks)
	}
	return newMatrixSearch(c, sources, sinks)
}

// collect returns the best k arcs of every source with c − u − v < least,
// source by source; an error if w says stop.
func collect(s search, k int, u []float64, least float64, w *watch) ([]arc, error) {
	pieces := inParallel(len(u), func(from, to int) []arc {
		worker := s.worker()
		var found []arc
		for i := from; i < to && !w.stopped(); i++ {
			found = worker.best(found, int32(i), k, u[i], least)
		}
		return found
	})
	return slices.Concat(pieces...), w.err()
}

// keeper appends arcs of one source to a list, the best k of them, in order of
// c − v.
type keeper struct {
	k     int
	found []arc
	first int       // where those of the source begin
	keys  []float64 // c − v of found[first:]
	bound float64   // of c − v: what is not below it is of no use
}

// begin makes the keeper append to found, if c − v is below bound.
func (b *keeper) begin(found []arc, k int, bound float64) {
	b.k, b.found, b.first, b.keys, b.bound = k, found, len(found), b.keys[:0], bound
}

// keep takes an arc whose key c − v is below the bound.
func (b *keeper) keep(key float64, e arc) {
	at := len(b.keys)
	if at < b.k {
		b.keys, b.found = append(b.keys, 0), append(b.found, arc{})
	} else {
		at--
	}
	found := b.found[b.first:]
	for ; at > 0 && key < b.keys[at-1]; at-- {
		b.keys[at], found[at] = b.keys[at-1], found[at-1]
	}
	b.keys[at], found[at] = key, e
	if len(b.keys) == b.k {
		b.bound = b.keys[b.k-1]
	}
}

// minima returns the smallest value at each place; it writes to the first piece.
func minima(pieces [][]float64) []float64 {
	for _, piece := range pieces[1:] {
		for j, x := range piece {
			pieces[0][j] = min(pieces[0][j], x)
		}
	}
	return pieces[0]
}

// inParallel splits 0 … n−1 into pieces [from, to), calls do for all of them at
// once, and returns what it returned, in order. What do does for an index must
// not depend on the piece that it is in; then the results do not depend on the
// number of processors.
func inParallel[T any](n int, do func(from, to int) T) []T {
	const fewest = 64 // fewer are not worth a goroutine
	pieces := make([]T, max(min(runtime.GOMAXPROCS(0), n/fewest), 1))
	var wait sync.WaitGroup
	for k := range pieces[1:] {
		wait.Go(func() { pieces[k] = do(k*n/len(pieces), (k+1)*n/len(pieces)) })
	}
	last := len(pieces) - 1
	pieces[last] = do(last*n/len(pieces), n)
	wait.Wait()
	return pieces
}

// both calls two functions at once.
func both(f, g func()) {
	var wait sync.WaitGroup
	wait.Go(f)
	g()
	wait.Wait()
}

// matrixSearch reads the rows of any ground cost.
type matrixSearch struct {
	of             GroundCost
	sources, sinks []int
	read           func(i int, buffer []float64) []float64
	ceiling        float64
	minusV         []float64
}

func newMatrixSearch(c GroundCost, sources, sinks []int) *matrixSearch {
	return &matrixSearch{of: c, sources: sources, sinks: sinks, read: rowReader(c), ceiling: math.Inf(1)}
}

func (s *matrixSearch) cost(i, j int32) float64 {
	return min(s.of.At(s.sources[i], s.sinks[j]), s.ceiling)
}

func (s *matrixSearch) cut(ceiling float64) { s.ceiling = ceiling }

func (s *matrixSearch) reprice(minusV []float64) { s.minusV = minusV }

// guess returns vⱼ = minᵢ cᵢⱼ, the largest potential of each sink that the
// cheapest way to it allows if sources get nothing; and of large matrices whose
// sources resemble each other, potentials that a coarser problem suggests.
func (s *matrixSearch) guess(supply, demand []float64, w *watch) (v []float64, cheapest float64, err error) {
	pieces := inParallel(len(s.sources), func(from, to int) []float64 {
		rows := s.newWorker()
		least := slices.Clone(rows.row(int32(from)))
		for i := from + 1; i < to && !w.stopped(); i++ {
			for j, c := range rows.row(int32(i)) {
				if c < least[j] {
					least[j] = c
				}
			}
		}
		return least
	})
	v = minima(pieces)
	cheapest = slices.Min(v)
	if min(len(s.sources), len(s.sinks)) > smallest {
		coarse, err := s.coarsePotentials(supply, demand, w)
		if err != nil {
			return nil, 0, err
		}
		if coarse != nil {
			v = coarse
		}
	}
	return v, cheapest, w.err()
}

func (s *matrixSearch) worker() worker { return s.newWorker() }

// matrixWorker reads rows into its own buffers.
type matrixWorker struct {
	*matrixSearch
	keeper
	whole, part []float64
}

func (s *matrixSearch) newWorker() *matrixWorker {
	_, m := s.of.Dims()
	return &matrixWorker{matrixSearch: s, whole: make([]float64, m), part: make([]float64, len(s.sinks))}
}

// row returns the costs of source i to all sinks, until the next call.
func (w *matrixWorker) row(i int32) []float64 {
	whole := w.read(w.sources[i], w.whole)
	if len(w.sinks) == len(whole) && math.IsInf(w.ceiling, 1) {
		return whole
	}
	for k, j := range w.sinks {
		w.part[k] = min(whole[j], w.ceiling)
	}
	return w.part
}

func (w *matrixWorker) best(found []arc, i int32, k int, u, least float64) []arc {
	w.begin(found, k, u+least)
	row := w.row(i)
	// Each source starts to look elsewhere, so that where many costs are equal
	// not all find the same sinks.
	start := int(i) * len(row) / len(w.sources)
	bound := w.bound // within reach of the innermost loop
	for _, part := range [2]struct{ from, to int }{{start, len(row)}, {0, start}} {
		costs := row[part.from:part.to]
		minusV := w.minusV[part.from:][:len(costs)] // no bounds to check below
		for at, c := range costs {
			if key := c + minusV[at]; key < bound && c-u+minusV[at] < least {
				w.keep(key, arc{i, int32(part.from + at), c})
				bound = w.bound
			}
		}
	}
	return w.found
}
