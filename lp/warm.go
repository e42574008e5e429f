package lp

import "math"

// fits reports whether a problem of n sources and m sinks can start from s: whether all moves
// are in range, and V has m entries that are within the limits of costs. It is false if s is
// nil.
func (s *Solution) fits(n, m int) bool {
	if s == nil || len(s.V) != m {
		return false
	}
	for _, v := range s.V {
		if !(math.Abs(v) <= largestCost) {
			return false
		}
	}
	for _, move := range s.Plan {
		if move.From < 0 || move.From >= n || move.To < 0 || move.To >= m {
			return false
		}
	}
	return true
}

// forestNode is a node of the forest from which shipAlongPlan removes one arc after the
// other. degree is the number of arcs that it still has, and xorOfArcs is the exclusive or of
// their indices. If the node is a leaf, xorOfArcs is the index of its only arc.
type forestNode struct{ degree, xorOfArcs int }

// shipAlongPlan appends shipments along the arcs of warm's plan. If only costs have changed,
// the result is that plan. If weights have changed, some mass is left, which greedyPlan
// ships. shipAlongPlan subtracts the shipments from a (n) and b (m), the masses of sources and
// sinks.
//
// The arcs of a plan form a forest. shipAlongPlan takes one leaf after the other. The leaf
// ships as much as possible along its only arc, which is then removed. So each shipment
// empties a source or fills a sink, as in greedyPlan. If the moves of warm contain a cycle,
// the arcs of that cycle are not used.
func (s *starter) shipAlongPlan(warm *Solution, net *network, a, b []mass) {
	n, m := net.cost.Dims()
	source, sink := indicesOf(net.sources, n), indicesOf(net.sinks, m)
	arcs := make([]arc, 0, len(warm.Plan))
	nodes := make([]forestNode, len(a)+len(b))
	for _, move := range warm.Plan {
		i, j := source[move.From], sink[move.To]
		if i == none || j == none { // the source or the sink has no mass now
			continue
		}
		for _, v := range [...]int{int(i), len(a) + int(j)} {
			nodes[v].degree++
			nodes[v].xorOfArcs ^= len(arcs)
		}
		arcs = append(arcs, arc{i, j, min(net.cost.At(move.From, move.To), net.ceiling)})
	}
	for v := range nodes {
		for nodes[v].degree == 1 {
			k := nodes[v].xorOfArcs
			e := arcs[k]
			if flow := lesser(a[e.source], b[e.sink]); !flow.isZero() {
				a[e.source], b[e.sink] = a[e.source].minus(flow), b[e.sink].minus(flow)
				s.plan = append(s.plan, shipment{e, flow})
			}
			i, j := int(e.source), len(a)+int(e.sink)
			for _, w := range [...]int{i, j} {
				nodes[w].degree--
				nodes[w].xorOfArcs ^= k
			}
			v = i + j - v // the other end may be a leaf now
		}
	}
}

// indicesOf returns, for each number 0 … n−1, its index in a list, or none if it is not in
// the list.
func indicesOf(list []int, n int) []int32 {
	places := make([]int32, n)
	for k := range places {
		places[k] = none
	}
	for k, index := range list {
		places[index] = int32(k)
	}
	return places
}
