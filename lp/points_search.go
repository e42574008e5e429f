package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// pointsSearch finds sinks near a source in a k-d tree of the sinks.
type pointsSearch struct {
	of             Points
	sources, sinks []int
	tree           *kdTree // of the sinks
}

func newPointsSearch(p Points, sources, sinks []int) *pointsSearch {
	return &pointsSearch{p, sources, sinks, newKDTree(p.Y, sinks, p.Ground)}
}

func (s *pointsSearch) cost(i, j int32) float64 {
	return min(s.of.At(s.sources[i], s.sinks[j]), s.tree.ceiling)
}

func (s *pointsSearch) setCeiling(ceiling float64) { s.tree.ceiling = ceiling }

func (s *pointsSearch) setPotentials(v []float64) { s.tree.setPotentials(v) }

// guess returns vⱼ = minᵢ cᵢⱼ, as for a matrix. For large clouds it returns the
// potentials that a coarser problem suggests.
func (s *pointsSearch) guess(supply, demand []float64, w *watch) (v []float64, smallest float64, err error) {
	v, err = largestPotentials(s.of.X, s.sources, make([]float64, len(s.sources)), s.of.Y, s.sinks, s.of.Ground, w)
	if err != nil {
		return nil, 0, err
	}
	smallest = slices.Min(v)
	if min(len(s.sources), len(s.sinks)) > worthCoarsening {
		v, err = s.coarsePotentials(supply, demand, w)
	}
	return v, smallest, err
}

// largestPotentials returns the largest feasible potentials vⱼ = minᵢ c(xᵢ, yⱼ) − uᵢ
// of some rows of y, against some rows of x with potentials u. It returns an error
// if w says stop.
func largestPotentials(x *mat.Dense, rowsX []int, u []float64, y *mat.Dense, rowsY []int, ground Ground, w *watch) ([]float64, error) {
	tree := newKDTree(x, rowsX, ground)
	tree.setPotentials(u)
	v := make([]float64, len(rowsY))
	inParallel(len(v), func(from, to int) struct{} {
		q := query{kdTree: tree}
		var found []arc
		for j := from; j < to && !w.stopped(); j++ {
			found = q.run(found[:0], int32(j), y.RawRowView(rowsY[j]), 1, 0, math.Inf(1))
			v[j] = found[0].cost - u[found[0].sink]
		}
		return struct{}{}
	})
	return v, w.err()
}

func (s *pointsSearch) worker() worker {
	return &pointsWorker{pointsSearch: s, query: query{kdTree: s.tree}}
}

type pointsWorker struct {
	*pointsSearch
	query query
}

func (w *pointsWorker) best(found []arc, i int32, k int, u, limit float64) []arc {
	return w.query.run(found, i, w.of.X.RawRowView(w.sources[i]), k, u, limit)
}
