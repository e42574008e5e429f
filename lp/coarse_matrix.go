package lp

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// A matrix may hold distances between points whose coordinates are not known. Then two sources
// are neighbours if they have similar costs to a few sinks, the landmarks. So the costs to the
// landmarks serve as the coordinates of a source. The cost between two clusters is the average
// of some of the costs between their members.

// landmarks is the number of sinks whose costs are the coordinates of the sources, and of
// sources whose costs are the coordinates of the sinks.
const landmarks = 8

// coarsePotentials is pointsSearch.coarsePotentials for a matrix. It returns nil if a coarser
// problem would not help, as with independent random costs: if sources with similar costs to
// the landmarks have different costs to other sinks. If there are more sinks than sources, it
// examines the sinks in the same way.
func (s *matrixSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	n, m := len(s.sources), len(s.sinks)
	transposed := func(j, i int32) float64 { return s.cost(i, j) }
	sources, sinks := byLandmarks(s.cost, n, m), byLandmarks(transposed, m, n)
	from, to := clustersIfMore(n), clustersIfMore(m)
	if n >= m && !clustersCostAlike(s.cost, sources, from, m) || n < m && !clustersCostAlike(transposed, sinks, to, n) {
		return nil, nil
	}

	net, err := optimalNetwork(Problem{
		clusterWeights(from, gather(supply, sources)),
		clusterWeights(to, gather(demand, sinks)),
		s.averages(sources, from, sinks, to, w),
	}, w)
	if err != nil {
		return nil, err
	}
	return s.extend(net.potentials().U, sources, from, net.sources, w), w.err()
}

// averages returns the average costs between clusters of sources and clusters of sinks. It
// averages the costs of clusterSize pairs of two clusters: each turn takes the next source and
// the next sink.
func (s *matrixSearch) averages(sources []int, from ranges, sinks []int, to ranges, w *watch) *mat.Dense {
	// For each turn, one sink of each cluster. They are in the order of the sinks, in which
	// memory is read fastest.
	type pick struct{ sink, cluster int32 }
	var picks [clusterSize][]pick
	for turn := range picks {
		picks[turn] = make([]pick, len(to))
		for l := range to {
			picks[turn][l] = pick{int32(to.pick(l, turn, sinks)), int32(l)}
		}
		slices.SortFunc(picks[turn], func(a, b pick) int { return cmp.Compare(a.sink, b.sink) })
	}
	costs := mat.NewDense(len(from), len(to), nil)
	inParallel(len(from), func(first, end int) struct{} {
		rows := s.newWorker()
		for k := first; k < end && !w.stopped(); k++ {
			average := costs.RawRowView(k)
			for turn, ofTurn := range picks {
				row := rows.row(int32(from.pick(k, turn, sources)))
				for _, p := range ofTurn {
					average[p.cluster] += row[p.sink] / clusterSize
				}
			}
		}
		return struct{}{}
	})
	return costs
}

// extend returns the potentials vⱼ = minₖ (cₖⱼ − uₖ) of the sinks, the largest feasible ones for
// the given clusters of sources. cₖⱼ is the average cost from cluster k to sink j, and uₖ the
// potential of the cluster. It reads all rows of a cluster at the same time.
func (s *matrixSearch) extend(u []float64, sources []int, from ranges, clusters []int, w *watch) []float64 {
	return minima(inParallel(len(clusters), func(first, end int) []float64 {
		v := make([]float64, len(s.sinks))
		for j := range v {
			v[j] = math.Inf(1)
		}
		var rows [clusterSize]*matrixWorker
		for turn := range rows {
			rows[turn] = s.newWorker()
		}
		for k := first; k < end && !w.stopped(); k++ {
			var costs [clusterSize][]float64
			for turn := range costs {
				costs[turn] = rows[turn].row(int32(from.pick(clusters[k], turn, sources)))
			}
			scan.LowerToMean(v, costs, u[k])
		}
		return v
	}))
}

// byLandmarks returns the rows 0 … n−1 in an order in which rows with similar costs to the
// landmarks, some of the m others, are neighbours.
func byLandmarks(cost func(row, other int32) float64, n, m int) []int {
	features := mat.NewDense(n, landmarks, nil)
	for i := range n {
		for l := range landmarks {
			features.Set(i, l, cost(int32(i), int32(l*m/landmarks)))
		}
	}
	return neighbours(features, upTo(n))
}

// clustersCostAlike reports whether the rows of a cluster have similar costs to others that are
// not landmarks: whether these costs differ less than half as much within a cluster as between
// clusters.
func clustersCostAlike(cost func(row, other int32) float64, rows []int, clusters ranges, m int) bool {
	const samples = 64
	var within, across float64
	for k := range samples {
		cluster := clusters[k*len(clusters)/samples]
		other := clusters[(k*len(clusters)/samples+len(clusters)/2)%len(clusters)]
		for l := range landmarks {
			j := int32((2*l + 1) * m / (2 * landmarks)) // between two landmarks
			c := cost(int32(rows[cluster[0]]), j)
			within += math.Abs(c - cost(int32(rows[cluster[1]-1]), j))
			across += math.Abs(c - cost(int32(rows[other[0]]), j))
		}
	}
	return within < across/2
}
