package lp

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A cloud of points looks much the same from afar when each handful of
// neighbours is put into one point, and so do the potentials of its transport
// problem: they are 1-Lipschitz, and a handful is small. So the solver first
// solves the problem of the handfuls, and that of the handfuls of handfuls
// before, and starts each from the potentials of the coarser one. This decides
// only where the search for an optimum starts, not where it ends.

// handful is the number of points that are put into one, at most. Four times
// fewer points a level are few enough for all coarser levels together to take
// less time than the finest, and close enough for their potentials to be good.
const handful = 4

// smallest is the number of sources or sinks up to which a coarser problem is
// not worth it.
const smallest = 500

// coarsePotentials returns potentials of the sinks, from the optimum of a
// coarser problem with sources (positions and potentials U, u):
//
//	vⱼ = min over U of c(U, yⱼ) − u,
//
// the largest that those sources allow. Supplies and demands are those of the
// sources and sinks that take part.
func (s *pointsSearch) coarsePotentials(supply, demand []float64) []float64 {
	var coarse Problem
	points := Points{Ground: s.of.Ground}
	points.X, coarse.Supply = newKDTree(s.of.X, s.sources, s.of.Ground).handfuls(supply)
	points.Y, coarse.Demand = s.tree.handfuls(demand)
	coarse.Cost = points
	net := newNetwork(coarse)
	net.optimize()

	v := largestPotentials(points.X, net.sources, net.u, s.of.Y, s.sinks, s.of.Ground)
	floats.Scale(1-shrinkage, v)
	return v
}

// shrinkage is how much smaller than the coarse optimum the potentials are made to
// start with. Along a line, say, the optimal potential rises by 1 a step, and
// then all sinks that lie in that direction are equally good, near or far; by
// making it rise a little less, near ones are found first.
const shrinkage = 0.05

// handfuls returns one point for each handful of neighbours in the tree: where
// they balance under their weights, which are by label, and the sum of those.
func (t *kdTree) handfuls(weights []float64) (centres *mat.Dense, sums []float64) {
	var data []float64
	var gather func(from, to int)
	gather = func(from, to int) {
		if to-from > handful {
			gather(from, (from+to)/2)
			gather((from+to)/2, to)
			return
		}
		centre, sum := make([]float64, t.d), 0.0
		for k := from; k < to; k++ {
			sum += weights[t.label[k]]
		}
		for k := from; k < to; k++ {
			share := weights[t.label[k]] / sum
			for axis := range centre {
				centre[axis] += share * t.point(k)[axis]
			}
		}
		data, sums = append(data, centre...), append(sums, sum)
	}
	gather(0, len(t.label))
	return mat.NewDense(len(sums), t.d, data), sums
}
