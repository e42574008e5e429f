package lp

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// If each cluster of neighbouring points is merged into one point, costs change little.
// Potentials change little, too: potentials of a distance are 1-Lipschitz, and clusters are
// small. So the solver first solves the coarser problem between clusters, and starts from its
// potentials. It solves the coarser problem in the same way, from a still coarser one, and so
// on (Mérigot 2011; Schmitzer 2016). This saves pivots, and does not change the optimum.

// clusterSize is the largest number of points in a cluster. A coarser problem has about a
// quarter of the points of the next finer one. So all coarser problems together take less time
// than the finest, and the potentials of each are still close to those of the next.
const clusterSize = 4

// A coarser problem saves time if there are more than worthCoarsening sources or sinks. If only
// one side has so many, the other side is not coarsened.
const worthCoarsening = 100

// clustersIfMore returns the clusters of n points if there are more than worthCoarsening, and n
// clusters of one point otherwise.
func clustersIfMore(n int) (groups ranges) {
	if n > worthCoarsening {
		return clusters(n)
	}
	for i := range n {
		groups = append(groups, [2]int{i, i + 1})
	}
	return groups
}

// clusterWeights returns the weight of each cluster.
func clusterWeights(clusters ranges, weights []float64) []float64 {
	totals := make([]float64, len(clusters))
	for k, c := range clusters {
		totals[k] = floats.Sum(weights[c[0]:c[1]])
	}
	return totals
}

// centroids returns the weighted mean of each cluster of some rows of points.
func centroids(points *mat.Dense, rows []int, clusters ranges, weights []float64) *mat.Dense {
	_, d := points.Dims()
	means := mat.NewDense(len(clusters), d, nil)
	for k, total := range clusterWeights(clusters, weights) {
		for i := clusters[k][0]; i < clusters[k][1]; i++ {
			floats.AddScaled(means.RawRowView(k), weights[i]/total, points.RawRowView(rows[i]))
		}
	}
	return means
}

// coarsePotentials returns potentials of the sinks (m), from the optimum of the
// problem between clusters:
//
//	vⱼ = minₖ c(Xₖ, yⱼ) − uₖ
//
// over the centroids Xₖ of the clusters of sources and their potentials uₖ. These are the
// largest feasible ones. It also sets pivotsPerNode. If the clouds nearly coincide, it leaves
// pivotsPerNode at 0 and returns vⱼ = minᵢ cᵢⱼ instead. supply (n) and demand (m) are the weights
// of the sources and sinks. It returns an error if the context of w is done.
func (s *pointsSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	from, to := clustersIfMore(len(s.sources)), clustersIfMore(len(s.sinks))
	points := Points{
		X:      centroids(s.points.X, s.sources, from, supply),
		Y:      centroids(s.points.Y, s.sinks, to, demand),
		Ground: s.points.Ground,
	}
	net, err := optimalNetwork(Problem{clusterWeights(from, supply), clusterWeights(to, demand), points}, w)
	if err != nil {
		return nil, err
	}
	if s.nearlyCoincide(net, from) {
		return s.nearest(w)
	}
	s.pivotsPerNode = float64(net.pivots) / float64(len(net.tree.nodes))
	u := net.potentials().U
	return largestPotentials(points.X, net.sources, u, s.points.Y, s.sinks, s.points.Ground, w)
}

// manyPivotsPerNode separates problems that take many pivots from others. The coarser problem
// of two samples of one square mostly takes two to three pivots per node, and that of clouds of
// different shapes five to eight.
const manyPivotsPerNode = 4

// coarserTookManyPivots reports whether there was a coarser problem of points that took many
// pivots. Then so will this problem.
func (net *network) coarserTookManyPivots() bool {
	points, ok := net.search.(*pointsSearch)
	return ok && points.pivotsPerNode >= manyPivotsPerNode
}

// nearlyCoincide reports whether mass moves less than half as far in the coarser optimum as the
// clusters of sources are wide. Most points are then nearer to the point that receives their mass
// than to their own cluster's other points. Potentials of centroids do not show such distances.
func (s *pointsSearch) nearlyCoincide(coarser *network, clusters ranges) bool {
	width := 0.0 // the mean cost from the first to the last point of a cluster
	for _, c := range clusters {
		first, last := s.sources[c[0]], s.sources[c[1]-1]
		cost := s.points.Ground.Between(s.points.X.RawRowView(first), s.points.X.RawRowView(last))
		width += cost / float64(len(clusters))
	}
	share := 0.5
	if s.points.Ground == SquaredEuclidean {
		share *= share
	}
	return coarser.meanCost() < share*width
}

// meanCost returns the mean cost of a unit of mass in the plan of the basis.
func (net *network) meanCost() float64 {
	var cost, mass float64
	for _, node := range net.tree.nodes {
		flow := net.unit.weight(node.flow)
		cost += flow * node.cost
		mass += flow
	}
	return cost / mass
}

// clustersAreNarrow reports whether the points of a cluster are much nearer to each other than to
// other points. In many dimensions they are not, and then a coarser problem does not help. It
// examines a sample of the sources, or of the sinks if there are more sinks.
func (s *pointsSearch) clustersAreNarrow() bool {
	const samples, ratio = 64, 3
	points, rows := s.points.X, s.sources
	if len(s.sinks) > len(rows) {
		points, rows = s.points.Y, s.sinks
	}
	all := clusters(len(rows))
	var within, across float64
	for sample := range samples {
		k := sample * len(all) / samples
		first, last := all[k][0], all[k][1]-1
		other := all[(k+len(all)/2)%len(all)][0]
		x := points.RawRowView(rows[first])
		within += Euclidean.Between(x, points.RawRowView(rows[last]))
		across += Euclidean.Between(x, points.RawRowView(rows[other]))
	}
	return within < across/ratio
}
