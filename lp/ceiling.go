package lp

import "math"

// A cost of 1e32 beside costs of 1e-3 usually stands for "forbidden". No optimal plan
// uses it, but the tree of a basis may have to contain it. A potential beyond that arc
// is 1e32 plus something small, rounded to 1e16, and loses the small costs on which the
// optimum depends. To a lesser extent this also happens to two copies of a cloud at
// distance 1e-9 of each other.
//
// The remedy is exact. Let dearest be the largest cost that some plan uses, cheapest
// the smallest of all costs, and k = min(n, m). Then no optimal plan uses an arc with
//
//	c > cheapest + k (dearest − cheapest).
//
// Proof. Suppose that one did. The difference of the two plans is a sum of cycles, in
// which the arcs of the first plan gain what arcs of the second lose. The cycle through
// the arc of cost c has at most k arcs of either kind. Sending a unit around it changes
// the cost by at most k·dearest − c − (k−1)·cheapest < 0, so the plan was not optimal.
//
// Costs above a ceiling that is higher than this bound can therefore be lowered to the
// ceiling. The optimal plans stay the same, potentials that are feasible for the lower
// costs are feasible for the true ones, and nothing forces them to be large. At the
// bound itself plans can tie: [[1, 3], [0, 1]] has dearest 1 and the bound 2, and with 2
// in place of 3 both of its plans cost 2.

// lowerCeiling sets the ceiling to twice the bound that the present plan gives, and
// lowers all costs to it. It reports whether the potentials have to be computed again.
// It changes nothing, and returns false, if the potentials are small compared with the
// new ceiling, or if the new ceiling is more than half of the old one.
func (net *network) lowerCeiling() bool {
	dearest := math.Inf(-1)
	for v := range net.tree.nodes {
		if n := &net.tree.nodes[v]; !n.flow.isZero() {
			dearest = max(dearest, n.cost)
		}
	}
	if net.scale <= 16*math.Abs(dearest) { // the ceiling is as large at least
		return false
	}
	if net.search != nil {
		var err error
		if net.cheapest, err = net.search.cheapest(net.watch); err != nil {
			return false // the caller asks the watch again, and stops
		}
	}
	k := float64(min(len(net.sources), len(net.sinks)))
	ceiling := dearest + max(2*k*(dearest-net.cheapest), math.Abs(dearest))
	if size := max(math.Abs(ceiling), math.Abs(net.cheapest)); net.scale <= 16*size || ceiling > net.ceiling/2 {
		return false
	}
	net.ceiling = ceiling
	if net.search != nil {
		net.search.setCeiling(ceiling)
	}
	if net.backward != nil {
		net.backward.setCeiling(ceiling)
	}
	for k := range net.arcs {
		net.arcs[k].cost = min(net.arcs[k].cost, ceiling)
	}
	for v := range net.tree.nodes {
		net.tree.nodes[v].cost = min(net.tree.nodes[v].cost, ceiling)
	}
	net.computePotentials()
	return true
}
