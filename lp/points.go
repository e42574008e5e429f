package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Points is the ground cost between two clouds of points: At(i, j) is
// Ground.Between row i of X (n×d) and row j of Y (m×d). The n×m matrix is
// never built, and most of its entries are never computed: see kdTree.
type Points struct {
	X, Y   *mat.Dense
	Ground Ground
}

// Dims returns the number of rows of X and of Y.
func (p Points) Dims() (n, m int) {
	n, _ = p.X.Dims()
	m, _ = p.Y.Dims()
	return n, m
}

// At returns the ground cost between row i of X and row j of Y.
func (p Points) At(i, j int) float64 {
	return p.Ground.Between(p.X.RawRowView(i), p.Y.RawRowView(j))
}

// pointsSearch looks for sinks near a source in a k-d tree of the sinks.
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

func (s *pointsSearch) cut(ceiling float64) { s.tree.ceiling = ceiling }

func (s *pointsSearch) reprice(minusV []float64) { s.tree.reprice(minusV) }

// guess returns vⱼ = minᵢ cᵢⱼ, as for a matrix, and of large clouds potentials
// that a coarser problem suggests.
func (s *pointsSearch) guess(supply, demand []float64, w *watch) (v []float64, cheapest float64, err error) {
	v, err = largestPotentials(s.of.X, s.sources, make([]float64, len(s.sources)), s.of.Y, s.sinks, s.of.Ground, w)
	if err != nil {
		return nil, 0, err
	}
	cheapest = slices.Min(v)
	if min(len(s.sources), len(s.sinks)) > smallest {
		v, err = s.coarsePotentials(supply, demand, w)
	}
	return v, cheapest, err
}

// largestPotentials returns the potentials vⱼ = minᵢ c(xᵢ, yⱼ) − uᵢ of some rows
// of y, against those of some rows of x; an error if w says stop.
func largestPotentials(x *mat.Dense, rowsX []int, u []float64, y *mat.Dense, rowsY []int, ground Ground, w *watch) ([]float64, error) {
	minusU := slices.Clone(u)
	floats.Scale(-1, minusU)
	tree := newKDTree(x, rowsX, ground)
	tree.reprice(minusU)
	v := make([]float64, len(rowsY))
	inParallel(len(v), func(from, to int) struct{} {
		q := query{kdTree: tree}
		var found []arc
		for j := from; j < to && !w.stopped(); j++ {
			found = q.run(found[:0], int32(j), y.RawRowView(rowsY[j]), 1, 0, math.Inf(1))
			v[j] = found[0].cost + minusU[found[0].sink]
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

func (w *pointsWorker) best(found []arc, i int32, k int, u, least float64) []arc {
	return w.query.run(found, i, w.of.X.RawRowView(w.sources[i]), k, u, least)
}
