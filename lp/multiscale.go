package lp

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A cloud of points looks much the same from afar when each handful of
// neighbours is put into one point, and so do the potentials of its transport
// problem: they are 1-Lipschitz, and a handful is small. So the solver first
// solves the problem of the handfuls, and that of the handfuls of handfuls
// before, and starts each from the potentials of the coarser one. This decides
// only where the search for an optimum starts, not where it ends.
//
// A matrix of costs may be one of distances, too, without saying between what.
// Then sources whose costs to a few sinks are alike are neighbours, and costs
// of handfuls are averages; see landmarks.

// handful is the number of points that are put into one, at most. Four times
// fewer points a level are few enough for all coarser levels together to take
// less time than the finest, and close enough for their potentials to be good.
const handful = 4

// smallest is the number of sources or sinks up to which a coarser problem is
// not worth it.
const smallest = 500

// handfuls returns the labels of the points in the tree, neighbours together.
func (t *kdTree) handfuls() [][]int32 {
	var groups [][]int32
	var gather func(from, to int)
	gather = func(from, to int) {
		if to-from > handful {
			gather(from, (from+to)/2)
			gather((from+to)/2, to)
			return
		}
		groups = append(groups, t.label[from:to])
	}
	gather(0, len(t.label))
	return groups
}

// sums returns the weight of each handful; weights are by label.
func sums(groups [][]int32, weights []float64) []float64 {
	totals := make([]float64, len(groups))
	for k, group := range groups {
		for _, label := range group {
			totals[k] += weights[label]
		}
	}
	return totals
}

// centres returns the point where each handful balances under its weights.
// Rows and weights are by label.
func centres(points *mat.Dense, rows []int, groups [][]int32, weights []float64) *mat.Dense {
	_, d := points.Dims()
	balance := mat.NewDense(len(groups), d, nil)
	for k, total := range sums(groups, weights) {
		for _, label := range groups[k] {
			floats.AddScaled(balance.RawRowView(k), weights[label]/total, points.RawRowView(rows[label]))
		}
	}
	return balance
}

// coarsePotentials returns potentials of the sinks, from the optimum of the
// problem of the centres (positions and potentials U, u):
//
//	vⱼ = min over U of c(U, yⱼ) − u,
//
// the largest that those sources allow. Supplies and demands are those of the
// sources and sinks that take part.
func (s *pointsSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	from, to := newKDTree(s.of.X, s.sources, s.of.Ground).handfuls(), s.tree.handfuls()
	points := Points{
		X:      centres(s.of.X, s.sources, from, supply),
		Y:      centres(s.of.Y, s.sinks, to, demand),
		Ground: s.of.Ground,
	}
	net, err := optimum(Problem{sums(from, supply), sums(to, demand), points}, w)
	if err != nil {
		return nil, err
	}
	return largestPotentials(points.X, net.sources, net.u, s.of.Y, s.sinks, s.of.Ground, w)
}

// landmarks is the number of sinks by whose costs sources are compared, and the
// other way round.
const landmarks = 8

// coarsePotentials is the same for a matrix. It returns nil if sources that
// cost alike to the landmarks do not cost alike to others: then handfuls mean
// nothing, as where costs are independent.
func (s *matrixSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	n, m := len(s.sources), len(s.sinks)
	like := mat.NewDense(n, landmarks, nil) // costs of the sources to the landmarks
	for i := range n {
		for l := range landmarks {
			like.Set(i, l, s.cost(int32(i), int32(l*m/landmarks)))
		}
	}
	from := newKDTree(like, upTo(n), Euclidean).handfuls()
	if !s.alike(from) {
		return nil, nil
	}
	like = mat.NewDense(m, landmarks, nil)
	for j := range m {
		for l := range landmarks {
			like.Set(j, l, s.cost(int32(l*n/landmarks), int32(j)))
		}
	}
	to := newKDTree(like, upTo(m), Euclidean).handfuls()

	costs := mat.NewDense(len(from), len(to), nil)
	inParallel(len(from), func(first, end int) struct{} {
		rows := s.newWorker()
		for k := first; k < end && !w.stopped(); k++ {
			average := costs.RawRowView(k)
			for pair := range handful {
				row := rows.row(from[k][pair%len(from[k])])
				for l, sinks := range to {
					average[l] += row[sinks[pair%len(sinks)]] / handful
				}
			}
		}
		return struct{}{}
	})
	net, err := optimum(Problem{sums(from, supply), sums(to, demand), costs}, w)
	if err != nil {
		return nil, err
	}

	// vⱼ is the smallest of what the handfuls of sources allow on average.
	pieces := inParallel(len(from), func(first, end int) []float64 {
		rows := s.newWorker()
		least, average := make([]float64, m), make([]float64, m)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for k := first; k < end && !w.stopped(); k++ {
			clear(average)
			for _, i := range from[net.sources[k]] {
				floats.AddScaled(average, 1/float64(len(from[net.sources[k]])), rows.row(i))
			}
			for j, c := range average {
				least[j] = min(least[j], c-net.u[k])
			}
		}
		return least
	})
	return minima(pieces), w.err()
}

// alike reports whether sources of one handful cost about the same to sinks
// that were not asked: their costs differ by half of what those of different
// handfuls differ, at most.
func (s *matrixSearch) alike(groups [][]int32) bool {
	const samples = 64
	m := len(s.sinks)
	var within, across float64
	for k := range samples {
		group, other := groups[k*len(groups)/samples], groups[(k*len(groups)/samples+len(groups)/2)%len(groups)]
		for l := range landmarks {
			j := int32((2*l + 1) * m / (2 * landmarks)) // between two landmarks
			c := s.cost(group[0], j)
			within += math.Abs(c - s.cost(group[len(group)-1], j))
			across += math.Abs(c - s.cost(other[0], j))
		}
	}
	return within < across/2
}
