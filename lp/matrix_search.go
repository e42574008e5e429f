package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// matrixSearch is a search for any ground cost: it scans one row (m) for each source.
type matrixSearch struct {
	costs          GroundCost
	sources, sinks []int
	read           func(i int, buffer []float64) []float64
	ceiling        float64
	v              []float64 // the potentials of the sinks
	minima         []float64 // see columnMinima; nil until they are computed
}

func newMatrixSearch(c GroundCost, sources, sinks []int) *matrixSearch {
	return &matrixSearch{costs: c, sources: sources, sinks: sinks, read: rowReader(c), ceiling: math.Inf(1)}
}

func (s *matrixSearch) cost(i, j int32) float64 {
	return min(s.costs.At(s.sources[i], s.sinks[j]), s.ceiling)
}

func (s *matrixSearch) setCeiling(ceiling float64) { s.ceiling = ceiling }

func (s *matrixSearch) setPotentials(v []float64) { s.v = v }

// cheapest reads all costs.
func (s *matrixSearch) cheapest(w *watch) (float64, error) {
	smallest, err := s.columnMinima(w)
	return slices.Min(smallest), err
}

// guess returns the potentials of a coarser problem. If the matrix is not large, or if no
// sources are similar to each other, it returns vⱼ = minᵢ cᵢⱼ instead: the largest feasible
// potentials if those of the sources are 0.
func (s *matrixSearch) guess(supply, demand []float64, w *watch) ([]float64, error) {
	if max(len(s.sources), len(s.sinks)) > worthCoarsening {
		if t, ok := s.costs.(table); ok {
			if v, err := t.guess(s.sources, s.sinks, supply, demand, w); v != nil || err != nil {
				return v, err
			}
		}
		if v, err := s.coarsePotentials(supply, demand, w); v != nil || err != nil {
			return v, err
		}
	}
	v, err := s.columnMinima(w)
	return slices.Clone(v), err
}

// columnMinima returns the smallest cost to each sink.
func (s *matrixSearch) columnMinima(w *watch) ([]float64, error) {
	if s.minima != nil {
		return s.minima, nil
	}
	pieces := inParallel(len(s.sources), func(from, to int) []float64 {
		rows := s.newWorker()
		least := slices.Clone(rows.row(int32(from)))
		for i := from + 1; i < to && !w.stopped(); i++ {
			scan.Lower(least, rows.row(int32(i)))
		}
		return least
	})
	s.minima = minima(pieces)
	return s.minima, w.err()
}

func (s *matrixSearch) worker() worker { return s.newWorker() }

// matrixWorker is the worker of a matrixSearch.
type matrixWorker struct {
	*matrixSearch
	bestList
	whole []float64 // the costs of a source to all sinks, if the ground cost does not store rows
	part  []float64 // the costs of a source to the sinks searched, if they are not a whole row
	rows  int       // the number of rows read so far
}

func (s *matrixSearch) newWorker() *matrixWorker {
	w := &matrixWorker{matrixSearch: s}
	if _, whole := s.costs.(mat.RawRowViewer); !whole {
		_, m := s.costs.Dims()
		w.whole = make([]float64, m)
	}
	return w
}

// row returns the costs of source i to all sinks, valid until the next call.
func (w *matrixWorker) row(i int32) []float64 {
	whole := w.read(w.sources[i], w.whole)
	if len(w.sinks) == len(whole) && math.IsInf(w.ceiling, 1) {
		return whole
	}
	if w.part == nil {
		w.part = make([]float64, len(w.sinks))
	}
	for k, j := range w.sinks {
		w.part[k] = min(whole[j], w.ceiling)
	}
	return w.part
}

func (w *matrixWorker) best(found []arc, from, to int32, k int, u []float64, limit float64) []arc {
	for i := from; i < to; i++ {
		found = w.bestOfRow(found, i, k, u[i], limit)
	}
	w.rows += int(to - from)
	return found
}

// work counts a cost as eight numbers, because it comes from memory and not from a cache.
func (w *matrixWorker) work() int { return 8 * w.rows * len(w.sinks) }

// bestOfRow is best for one source.
func (w *matrixWorker) bestOfRow(found []arc, i int32, k int, u, limit float64) []arc {
	row := w.row(i)
	bound := u + limit
	if math.IsInf(limit, 1) {
		bound = w.boundOf(row, k)
	}
	w.begin(found, k, bound)
	// Each source starts its scan at a different sink. Otherwise all sources would find the
	// same sinks if many costs are equal.
	start := int(i) * len(row) / len(w.sources)
	for _, part := range [2]struct{ from, to int }{{start, len(row)}, {0, start}} {
		for j := part.from; j < part.to; j++ {
			j += scan.Below(row[j:part.to], w.v[j:part.to], w.bound)
			if j == part.to {
				break
			}
			if c := row[j]; c-u-w.v[j] < limit {
				w.add(c-w.v[j], arc{i, int32(j), c})
			}
		}
	}
	return w.found
}

// boundOf returns a number above the k-th smallest c − v of a row. With this bound from the
// start, few arcs are added to a list only to be dropped later.
func (w *matrixWorker) boundOf(row []float64, k int) float64 {
	if k > scan.Lanes {
		return math.Inf(1)
	}
	var least [scan.Lanes]float64
	scan.Minima(&least, row, w.v)
	slices.Sort(least[:])
	return math.Nextafter(least[k-1], math.Inf(1))
}
