package lp

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// arc is a pair of a source and a sink that may enter the basis.
type arc struct {
	source, sink int32 // sink counts from 0, as columns do
	cost         float64
}

// guess is a pair of potentials to start from: those of the sinks are the
// search's guess, and those of the sources the largest that they allow,
// uᵢ = minⱼ (cᵢⱼ − vⱼ), so that no arc has negative slack.
type guess struct{ u, minusV []float64 }

// slack returns the reduced cost c − u − v ≥ 0 of an arc.
func (g guess) slack(e arc) float64 { return e.cost - g.u[e.source] + g.minusV[e.sink] }

// arcsPerSource is how many arcs of each source the first restricted problem
// holds. Fewer leave more to the exact pricing, more make every pass over them
// slower.
const arcsPerSource = 10

// start builds a first basis of real arcs: a greedy plan, whose arcs form a
// forest, and links without flow that make the forest a strongly feasible tree.
func (net *network) start(supply, demand []float64) error {
	var g guess
	var err error
	if g.minusV, net.cheapest, err = net.search.guess(supply, demand, net.watch); err != nil {
		return err
	}
	floats.Scale(-1, g.minusV)
	net.search.reprice(g.minusV)
	candidates, err := collect(net.search, arcsPerSource, make([]float64, len(net.sources)), math.Inf(1), net.watch)
	if err != nil {
		return err
	}
	g.u = make([]float64, len(net.sources))
	for k := len(candidates) - 1; k >= 0; k-- { // backwards: the first of each source stays
		e := candidates[k]
		g.u[e.source] = e.cost + g.minusV[e.sink]
	}

	a, b, unit := wholeMasses(supply, demand)
	net.unit = unit
	plan, err := net.greedy(candidates, g.minusV, a, b)
	if err != nil {
		return err
	}
	net.tree = newTree(len(net.sources), len(net.sinks))
	if err := net.connect(plan, candidates, g); err != nil {
		return err
	}
	net.arcs = candidates
	return nil
}
