package lp

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// pointsSearch is a search for Points. It divides the sinks into blocks. A lower bound of c − v
// over a block shows whether the block can have one of the best arcs. If so, the block is
// scanned with vector instructions (internal/scan), and otherwise it is skipped. This is fast
// if neighbours in space are near each other in the order of the sources, and of the sinks:
// see neighbours.
type pointsSearch struct {
	points         Points
	sources, sinks []int
	cloud          *scan.Cloud // the sinks
	ceiling        float64
	v              []float64 // the potentials of the sinks
	pivotsPerNode  float64   // pivots that the coarser problem took, or 0 if there was none
}

func newPointsSearch(p Points, sources, sinks []int) *pointsSearch {
	_, d := p.Y.Dims()
	return &pointsSearch{
		points: p, sources: sources, sinks: sinks,
		cloud:   scan.NewCloud(scan.Norm(p.Ground), len(sinks), d, func(k int) []float64 { return p.Y.RawRowView(sinks[k]) }),
		ceiling: math.Inf(1),
	}
}

func (s *pointsSearch) cost(i, j int32) float64 {
	return min(s.points.between(s.sources[i], s.sinks[j]), s.ceiling)
}

func (s *pointsSearch) setCeiling(ceiling float64) {
	s.ceiling = ceiling
	s.cloud.SetCeiling(ceiling)
}

func (s *pointsSearch) setPotentials(v []float64) {
	s.v = v
	s.cloud.SetPotentials(v)
}

func (s *pointsSearch) cheapest(w *watch) (float64, error) {
	nearest, err := s.nearest(w)
	if err != nil {
		return 0, err
	}
	return slices.Min(nearest), nil
}

// nearest returns the cost to each sink from the nearest source.
func (s *pointsSearch) nearest(w *watch) ([]float64, error) {
	return largestPotentials(s.points.X, s.sources, make([]float64, len(s.sources)), s.points.Y, s.sinks, s.points.Ground, w)
}

// guess returns the potentials of a coarser problem. If the clouds are small, or their clusters
// are not narrow, it returns vⱼ = minᵢ cᵢⱼ instead.
func (s *pointsSearch) guess(supply, demand []float64, w *watch) ([]float64, error) {
	if max(len(s.sources), len(s.sinks)) > worthCoarsening && s.clustersAreNarrow() {
		return s.coarsePotentials(supply, demand, w)
	}
	return s.nearest(w)
}

// largestPotentials returns the largest feasible potentials vⱼ = minᵢ c(xᵢ, yⱼ) − uᵢ. The points
// are the rows rowsX of x, with potentials u, and the rows rowsY of y. It returns an error if
// the context of w is done.
func largestPotentials(x *mat.Dense, rowsX []int, u []float64, y *mat.Dense, rowsY []int, ground Ground, w *watch) ([]float64, error) {
	s := newPointsSearch(Points{y, x, ground}, rowsY, rowsX)
	s.setPotentials(u)
	arcs, _, err := bestArcs(nil, s, make([]float64, len(rowsY)), 1, math.Inf(1), w)
	if err != nil {
		return nil, err
	}
	v := make([]float64, len(rowsY))
	for _, e := range arcs {
		v[e.source] = e.cost - u[e.sink]
	}
	return v, nil
}

func (s *pointsSearch) worker() worker {
	return &pointsWorker{pointsSearch: s, query: s.cloud.NewQuery(), dim: s.points.X.RawMatrix().Cols}
}

type pointsWorker struct {
	*pointsSearch
	query  *scan.Query
	bounds []float64
	dim    int
	lists  []bestList // of the sources of a group
}

func (w *pointsWorker) best(found []arc, from, to int32, k int, u []float64, limit float64) []arc {
	if w.lists == nil {
		w.lists = bestLists(groupSize, min(k, arcsPerSource))
	}
	w.query.SetRows(int(to-from), func(row int) []float64 { return w.points.X.RawRowView(w.sources[from+int32(row)]) })
	for i := from; i < to; i++ {
		list := &w.lists[i-from]
		list.begin(list.found[:0], k, u[i]+limit)
	}
	if math.IsInf(limit, 1) {
		w.query.Nearest(k)
		w.scan(from, to, u, limit)
	}
	w.bounds = w.bounds[:0]
	for i := from; i < to; i++ {
		w.bounds = append(w.bounds, w.lists[i-from].bound)
	}
	w.query.Below(w.bounds)
	w.scan(from, to, u, limit)
	for i := from; i < to; i++ {
		found = append(found, w.lists[i-from].found...)
	}
	return found
}

func (w *pointsWorker) work() int { return w.query.Work }

// scan adds the best arcs to the lists, among those to the blocks that the query has chosen.
func (w *pointsWorker) scan(from, to int32, u []float64, limit float64) {
	q := w.query
	for part := range q.Parts() {
		q.Look(part, func(row int) float64 { return w.lists[row].bound })
		for i := from; i < to; i++ {
			list := &w.lists[i-from]
			for q.Begin(int(i-from), part); q.Next(list.bound); {
				for q.Mask != 0 {
					// Each source starts at another sink, as in matrixWorker.best.
					k := q.First(int(i) % scan.Size)
					j := int32(q.Block*scan.Size + k)
					if int(j) >= len(w.sinks) {
						continue
					}
					c := min(w.between(i, j, k), w.ceiling)
					if key := c - w.v[j]; key < list.bound && c-u[i]-w.v[j] < limit {
						// If many points tie, the first ones fill the list. Narrow then removes
						// the other points of the block at once.
						if list.add(key, arc{i, j, c}) {
							q.Narrow(list.bound)
						}
					}
				}
			}
		}
	}
}

// between is Points.between. In the plane it takes the coordinates from the block that the
// query has just read, which is faster: sink j is point k of this block.
func (w *pointsWorker) between(i, j int32, k int) float64 {
	if w.dim == 2 {
		dx, dy := w.query.Offset(0, k), w.query.Offset(1, k)
		switch w.points.Ground {
		case Euclidean:
			if c := dx*dx + dy*dy; c > minSquare && c < maxSquare {
				return math.Sqrt(c)
			}
		case SquaredEuclidean:
			return float64(dx*dx) + float64(dy*dy) // rounded as in Ground.Between
		case CityBlock:
			return math.Abs(dx) + math.Abs(dy)
		case Chebyshev:
			return max(math.Abs(dx), math.Abs(dy))
		}
	}
	return w.points.between(w.sources[i], w.sinks[j])
}
