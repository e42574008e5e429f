package lp

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A matrix of costs may be one of distances between points that are not known. Then
// two sources with similar costs to a few sinks, the landmarks, are neighbours. Their
// costs to the landmarks serve as coordinates, and the cost between two clusters is an
// average.

// landmarks is the number of sinks by whose costs sources are compared, and of
// sources by whose costs sinks are.
const landmarks = 8

// coarsePotentials is pointsSearch.coarsePotentials for a matrix. It returns nil if
// sources with similar costs to the landmarks do not have similar costs to other
// sinks, as where costs are independent. Then clusters mean nothing.
func (s *matrixSearch) coarsePotentials(supply, demand []float64, w *watch) ([]float64, error) {
	n, m := len(s.sources), len(s.sinks)
	features := mat.NewDense(n, landmarks, nil) // costs of the sources to the landmarks
	for i := range n {
		for l := range landmarks {
			features.Set(i, l, s.cost(int32(i), int32(l*m/landmarks)))
		}
	}
	sources, from := neighbours(features, upTo(n)), clusters(n)
	if !s.similar(sources, from) {
		return nil, nil
	}
	features = mat.NewDense(m, landmarks, nil)
	for j := range m {
		for l := range landmarks {
			features.Set(j, l, s.cost(int32(l*n/landmarks), int32(j)))
		}
	}
	sinks, to := neighbours(features, upTo(m)), clusters(m)

	costs := mat.NewDense(len(from), len(to), nil)
	var ofClusters [clusterSize][]int // one sink of each cluster, for each turn
	for turn := range ofClusters {
		ofClusters[turn] = to.picks(turn, sinks)
	}
	inParallel(len(from), func(first, end int) struct{} {
		rows := s.newWorker()
		for k := first; k < end && !w.stopped(); k++ {
			average := costs.RawRowView(k)
			for turn, picked := range ofClusters {
				row := rows.row(int32(from.pick(k, turn, sources)))
				for l, j := range picked {
					average[l] += row[j] / clusterSize
				}
			}
		}
		return struct{}{}
	})
	net, err := optimum(Problem{clusterWeights(from, gather(supply, sources)), clusterWeights(to, gather(demand, sinks)), costs}, w)
	if err != nil {
		return nil, err
	}

	// vⱼ is the smallest potential that the clusters of sources allow on average.
	u := net.potentials().U
	pieces := inParallel(len(from), func(first, end int) []float64 {
		rows := s.newWorker()
		least, average := make([]float64, m), make([]float64, m)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for k := first; k < end && !w.stopped(); k++ {
			clear(average)
			cluster := sources[from[net.sources[k]][0]:from[net.sources[k]][1]]
			for _, i := range cluster {
				floats.AddScaled(average, 1/float64(len(cluster)), rows.row(int32(i)))
			}
			for j, c := range average {
				least[j] = min(least[j], c-u[k])
			}
		}
		return least
	})
	return minima(pieces), w.err()
}

// similar reports whether the sources of a cluster have about the same costs to sinks
// that are no landmarks: within a cluster the costs differ at most half as much as
// between clusters.
func (s *matrixSearch) similar(sources []int, clusters ranges) bool {
	const samples = 64
	m := len(s.sinks)
	var within, across float64
	for k := range samples {
		cluster := clusters[k*len(clusters)/samples]
		other := clusters[(k*len(clusters)/samples+len(clusters)/2)%len(clusters)]
		for l := range landmarks {
			j := int32((2*l + 1) * m / (2 * landmarks)) // between two landmarks
			c := s.cost(int32(sources[cluster[0]]), j)
			within += math.Abs(c - s.cost(int32(sources[cluster[1]-1]), j))
			across += math.Abs(c - s.cost(int32(sources[other[0]]), j))
		}
	}
	return within < across/2
}
