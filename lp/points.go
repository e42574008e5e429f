package lp

import (
	"math"

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

func (s *pointsSearch) nearest() []float64 {
	tree := newKDTree(s.of.X, s.sources, s.of.Ground)
	tree.reprice(make([]float64, len(s.sources)))
	least := make([]float64, len(s.sinks))
	inParallel(len(s.sinks), func(from, to int) struct{} {
		q := query{kdTree: tree, k: 1}
		for j := from; j < to; j++ {
			least[j] = q.run(nil, int32(j), s.of.Y.RawRowView(s.sinks[j]), 0, math.Inf(1))[0].cost
		}
		return struct{}{}
	})
	return least
}

func (s *pointsSearch) worker() worker {
	return &pointsWorker{pointsSearch: s, query: query{kdTree: s.tree}}
}

type pointsWorker struct {
	*pointsSearch
	query query
}

func (w *pointsWorker) best(found []arc, i int32, k int, u, least float64) []arc {
	w.query.k = k
	return w.query.run(found, i, w.of.X.RawRowView(w.sources[i]), u, least)
}
