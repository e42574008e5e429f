package lp

import "math"

// fits reports whether s, the solution of a near problem, can start one of n sources and
// m sinks: whether it has their size, and numbers that can be computed with.
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

// leaf is what greedyPlanLike knows of a node: how many arcs it has left, and the
// exclusive or of their indices, which is the index of the last one.
type leaf struct{ arcs, xor int }

// greedyPlanLike appends shipments along the arcs of the plan of a near problem. If
// only costs have changed since, the plan stays as it was. It uses up a and b, the masses
// of sources and sinks. What it leaves of them, where weights have changed, is for
// greedyPlan.
//
// The arcs of a plan form a forest. It cuts off one leaf after the other, and each ships
// what it can along its only arc. So each shipment empties a source or fills a sink, as
// in greedyPlan. If the arcs are no forest after all, those of its cycles are left out.
func (s *starter) greedyPlanLike(near *Solution, net *network, a, b []mass) {
	n, m := net.cost.Dims()
	source, sink := indicesOf(net.sources, n), indicesOf(net.sinks, m)
	arcs := make([]arc, 0, len(near.Plan))
	leaves := make([]leaf, len(a)+len(b))
	for _, move := range near.Plan {
		i, j := source[move.From], sink[move.To]
		if i == none || j == none { // without mass now
			continue
		}
		for _, v := range [...]int{int(i), len(a) + int(j)} {
			leaves[v].arcs++
			leaves[v].xor ^= len(arcs)
		}
		arcs = append(arcs, arc{i, j, min(net.cost.At(move.From, move.To), net.ceiling)})
	}
	for v := range leaves {
		for leaves[v].arcs == 1 {
			k := leaves[v].xor
			e := arcs[k]
			if flow := lesser(a[e.source], b[e.sink]); !flow.isZero() {
				a[e.source], b[e.sink] = a[e.source].minus(flow), b[e.sink].minus(flow)
				s.plan = append(s.plan, shipment{e, flow})
			}
			i, j := int(e.source), len(a)+int(e.sink)
			for _, w := range [...]int{i, j} {
				leaves[w].arcs--
				leaves[w].xor ^= k
			}
			v = i + j - v // the other end may be a leaf now
		}
	}
}

// indicesOf returns, for each of n indices, where it is in a list, or none.
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
