package lp

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A cloud of points looks much the same from afar when each cluster of neighbours is
// merged into one point. So do the potentials of its transport problem, since they
// are 1-Lipschitz and clusters are small. The solver therefore first solves the
// problem between clusters, which it starts from the problem between clusters of
// clusters, and so on. Each problem starts from the potentials of the coarser one
// (Mérigot 2011; Schmitzer 2016). This decides where the search for an optimum
// starts, but not where it ends.

// clusterSize is the largest number of points in a cluster. With four times fewer
// points per level all coarser levels together take less time than the finest, and
// each level is near enough to the next for its potentials to be good.
const clusterSize = 4

// worthCoarsening is the number of sources or sinks above which a coarser problem
// saves time.
const worthCoarsening = 500

// clusters returns the labels of the points of the tree in groups of neighbours.
func (t *kdTree) clusters() [][]int32 {
	var groups [][]int32
	var split func(from, to int)
	split = func(from, to int) {
		if to-from > clusterSize {
			split(from, (from+to)/2)
			split((from+to)/2, to)
			return
		}
		groups = append(groups, t.label[from:to])
	}
	split(0, len(t.label))
	return groups
}

// clusterWeights returns the weight of each cluster. Weights are by label.
func clusterWeights(clusters [][]int32, weights []float64) []float64 {
	totals := make([]float64, len(clusters))
	for k, cluster := range clusters {
		for _, label := range cluster {
			totals[k] += weights[label]
		}
	}
	return totals
}

// centroids returns the weighted mean of each cluster. Rows and weights are by
// label.
func centroids(points *mat.Dense, rows []int, clusters [][]int32, weights []float64) *mat.Dense {
	_, d := points.Dims()
	means := mat.NewDense(len(clusters), d, nil)
	for k, total := range clusterWeights(clusters, weights) {
		for _, label := range clusters[k] {
			floats.AddScaled(means.RawRowView(k), weights[label]/total, points.RawRowView(rows[label]))
		}
	}
	return means
}

// coarsePotentials returns potentials of the sinks (m), from the optimum of the
// problem between clusters:
//
//	vⱼ = minₖ c(Xₖ, yⱼ) − uₖ
//
// over the centroids Xₖ of the sources and their potentials uₖ, the largest that
// those allow. Supply (n) and demand (m) are those of the sources and sinks searched.
// It returns an error if w says stop.
func (s *pointsSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	from, to := newKDTree(s.of.X, s.sources, s.of.Ground).clusters(), s.tree.clusters()
	points := Points{
		X:      centroids(s.of.X, s.sources, from, supply),
		Y:      centroids(s.of.Y, s.sinks, to, demand),
		Ground: s.of.Ground,
	}
	net, err := optimum(Problem{clusterWeights(from, supply), clusterWeights(to, demand), points}, w)
	if err != nil {
		return nil, err
	}
	u := net.potentials().U
	return largestPotentials(points.X, net.sources, u, s.of.Y, s.sinks, s.of.Ground, w)
}
