package lp

import (
	"container/heap"
	"math"
	"slices"
)

// connect makes the forest of the plan a tree. It grows from the root: each
// tree of the forest that is not reached yet is hung by one of its sources,
// over an arc without flow, below a sink that is. Such an arc points towards
// the root, as a strongly feasible tree demands.
//
// The potentials of the tree will be the guess plus a lift, u + lift for a
// source and v − lift for a sink. An arc of the tree is tight, so that hanging
// source i below sink j sets liftᵢ = liftⱼ + slackᵢⱼ; the other arcs of i are
// feasible if no other sink would have made it smaller. This asks for the
// shortest paths from the root, with slacks as lengths, and the method is
// Dijkstra's: of all links that could be made next, the one that lifts least.
// If the plan is optimal already, as between two copies of a cloud, potentials
// then are so, too, as far as the candidates go. Where no candidate leads on,
// all sinks reached are looked at.
func (net *network) connect(plan []shipment, candidates []arc, g guess) error {
	n := int32(len(net.sources))
	shipments := groupBy(len(net.tree.nodes), 2*len(plan), func(k int) int32 {
		if k%2 == 0 {
			return plan[k/2].source
		}
		return n + plan[k/2].sink
	})
	inward := groupBy(len(net.sinks), len(candidates), func(k int) int32 { return candidates[k].sink })

	reached := make([]bool, len(net.tree.nodes))
	lift := make([]float64, len(net.tree.nodes))
	var order []int32 // parents before children
	var links linkHeap
	grow := func(from int32) {
		reached[from] = true
		order = append(order, from)
		for next := len(order) - 1; next < len(order); next++ {
			w := order[next]
			for _, k := range shipments.of(w) {
				s := plan[k/2]
				other := s.source + n + s.sink - w
				if reached[other] {
					continue
				}
				reached[other] = true
				order = append(order, other)
				net.tree.nodes[other] = node{parent: w, cost: s.cost, flow: s.flow}
				if w < n {
					lift[other] = lift[w] - g.slack(s.arc)
				} else {
					lift[other] = lift[w] + g.slack(s.arc)
				}
			}
			if w < n {
				continue
			}
			for _, k := range inward.of(w - n) {
				if e := candidates[k]; !reached[e.source] {
					heap.Push(&links, link{e, lift[w] + g.slack(e)})
				}
			}
		}
	}
	hang := func(l link) {
		net.tree.nodes[l.source] = node{parent: n + l.sink, cost: l.cost}
		lift[l.source] = l.lift
		grow(l.source)
	}

	grow(root)
	for i := int32(0); ; {
		for len(links) > 0 {
			if net.watch.stopped() {
				return net.watch.err()
			}
			if l := heap.Pop(&links).(link); !reached[l.source] {
				hang(l)
			}
		}
		for i < n && reached[i] {
			i++
		}
		if i == n {
			break
		}
		best := link{lift: math.Inf(1)}
		for j := range int32(len(net.sinks)) {
			if !reached[n+j] {
				continue
			}
			e := arc{i, j, net.search.cost(i, j)}
			if l := lift[n+j] + g.slack(e); l < best.lift {
				best = link{e, l}
			}
		}
		hang(best)
	}
	net.tree.thread(order)
	return nil
}

// link is an arc without flow, and the lift that its source would have.
type link struct {
	arc
	lift float64
}

// linkHeap is a heap of links, the one that lifts least on top.
type linkHeap []link

func (h linkHeap) Len() int           { return len(h) }
func (h linkHeap) Less(i, j int) bool { return h[i].lift < h[j].lift }
func (h linkHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *linkHeap) Push(x any)        { *h = append(*h, x.(link)) }
func (h *linkHeap) Pop() any {
	last := len(*h) - 1
	top := (*h)[last]
	*h = (*h)[:last]
	return top
}

// groups lists, for each key, the items that have it, in order.
type groups struct{ first, items []int32 }

func (g groups) of(key int32) []int32 { return g.items[g.first[key]:g.first[key+1]] }

// groupBy sorts the items 0 … count−1 by key, 0 ≤ key < keys, by counting.
func groupBy(keys, count int, key func(item int) int32) groups {
	g := groups{first: make([]int32, keys+1), items: make([]int32, count)}
	for k := range count {
		g.first[key(k)+1]++
	}
	for k := range keys {
		g.first[k+1] += g.first[k]
	}
	free := slices.Clone(g.first)
	for k := range count {
		at := &free[key(k)]
		g.items[*at] = int32(k)
		*at++
	}
	return g
}
