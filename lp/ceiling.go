package lp

import "math"

// A cost of 1e32 beside costs of 1e-3 usually means "forbidden". No optimal plan uses such an
// arc, but the tree of a basis may have to contain it. The potentials below that arc are 1e32
// plus something small. Their rounding errors are about 1e16, so they lose the small costs on
// which the optimum depends. Two copies of a cloud at distance 1e-9 from each other have the
// same problem on a smaller scale.
//
// The solver therefore lowers all costs above a ceiling to it. A high enough ceiling does not
// change the optimal plans. Take any plan. Let highestUsed be the largest cost of its arcs
// with flow, cheapest the smallest of all costs, and k = min(n, m). Then no optimal plan uses
// an arc of cost
//
//	c > cheapest + k (highestUsed − cheapest).
//
// Proof. Suppose that an optimal plan uses such an arc. The difference of the two plans is a
// sum of cycles. On each cycle arcs of the first plan gain what arcs of the optimal plan lose.
// The cycle through the arc of cost c has at most k arcs of either kind. Sending one unit
// around it changes the cost by at most k·highestUsed − c − (k−1)·cheapest < 0. So the plan
// was not optimal.
//
// So the ceiling may be any number above this bound. Potentials that are feasible for the
// lowered costs are feasible for the true costs, and they need not be large. A ceiling equal
// to the bound could make other plans optimal: [[1, 3], [0, 1]] has highestUsed 1 and the
// bound 2, and with 2 in place of 3 both of its plans cost 2.

// lowerCeiling sets the ceiling well above the bound of the present plan, and lowers all
// costs above it. It reports whether it did so; the basis must then be optimized again. It
// does nothing if the potentials are not large compared with the new ceiling, or if the new
// ceiling is more than half of the old one.
func (net *network) lowerCeiling() bool {
	highestUsed := math.Inf(-1)
	for v := range net.tree.nodes {
		if n := &net.tree.nodes[v]; !n.flow.isZero() {
			highestUsed = max(highestUsed, n.cost)
		}
	}
	if net.largestPotential <= 16*math.Abs(highestUsed) { // size below will be |highestUsed| or more
		return false
	}
	if net.search != nil {
		var err error
		if net.cheapest, err = net.search.cheapest(net.watch); err != nil {
			return false // the context is done, and the caller will see that
		}
	}
	k := float64(min(len(net.sources), len(net.sinks)))
	ceiling := highestUsed + max(2*k*(highestUsed-net.cheapest), math.Abs(highestUsed))
	if size := max(math.Abs(ceiling), math.Abs(net.cheapest)); net.largestPotential <= 16*size || ceiling > net.ceiling/2 {
		return false
	}
	net.ceiling = ceiling
	if net.search != nil {
		net.search.setCeiling(ceiling)
	}
	if net.sinkSearch != nil {
		net.sinkSearch.setCeiling(ceiling)
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
