package lp

import "math"

// A cost of 1e32 beside costs of 1e-3 is someone's way to write "not there".
// No plan will use it, but the tree of a basis may have to: a potential beyond
// that arc is 1e32 plus something small, rounded to 1e16, and the small costs
// on which the optimum depends are gone. The same happens, less crudely, to
// two copies of a cloud at distance 1e-9 of each other.
//
// The remedy is exact. Let some plan use no arc dearer than dearest, and let
// cheapest be the smallest cost of all, and k = min(n, m). Then no optimal
// plan uses an arc with
//
//	c > cheapest + k (dearest − cheapest).
//
// For suppose one did. The difference of the two plans is a sum of cycles, in
// which arcs of the first gain what arcs of the second lose. A cycle through
// the dear arc has at most k arcs of either kind, so that going around it costs
// at most k·dearest − c − (k−1)·cheapest < 0 a unit, and the plan was not
// optimal. Costs above a ceiling can therefore be lowered to it, if the ceiling
// lies strictly above the bound: the optimal plans stay the same, and potentials
// that are feasible for the lower costs are feasible for the true ones. At the
// bound itself plans can tie: [[1, 3], [0, 1]] has dearest 1 and the bound 2, and
// with 2 in place of 3 both of its plans cost 2.

// lowerCeiling sets the ceiling that the present plan allows, twice the bound
// above, and cuts all costs to it. It reports whether that made the potentials
// worth computing again: they were large against the new ceiling, which is
// below half the old one.
func (net *network) lowerCeiling() bool {
	dearest := math.Inf(-1)
	for v := range net.tree.nodes {
		if n := &net.tree.nodes[v]; !n.flow.isZero() {
			dearest = max(dearest, n.cost)
		}
	}
	k := float64(min(len(net.sources), len(net.sinks)))
	ceiling := dearest + max(2*k*(dearest-net.cheapest), math.Abs(dearest))
	if size := max(math.Abs(ceiling), math.Abs(net.cheapest)); net.scale <= 16*size || ceiling > net.ceiling/2 {
		return false
	}
	net.ceiling = ceiling
	if net.search != nil { // a small problem has its arcs and nothing else
		net.search.cut(ceiling)
	}
	for k := range net.arcs {
		net.arcs[k].cost = min(net.arcs[k].cost, ceiling)
	}
	for v := range net.tree.nodes {
		net.tree.nodes[v].cost = min(net.tree.nodes[v].cost, ceiling)
	}
	net.price()
	return true
}
