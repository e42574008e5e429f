package lp

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// arc is a pair of a source and a sink that may enter the basis.
type arc struct {
	source, sink int32 // sink counts from 0, as columns do
	cost         float64
}

// candidate is an arc with its reduced cost against the starting potentials.
type candidate struct {
	arc
	reduced float64
}

// arcsPerSource is how many arcs of each source the first restricted problem
// holds. Fewer leave more to the exact pricing, more make every pass over them
// slower.
const arcsPerSource = 8

// candidates returns the most promising arcs, at most arcsPerSource of each
// source, in order of reduced cost: against potentials v that the search
// guesses, and uᵢ = minⱼ (cᵢⱼ − vⱼ). It also returns −v.
func (net *network) candidates(supply, demand []float64) (best []candidate, minusV []float64) {
	minusV, net.cheapest = net.search.guess(supply, demand)
	floats.Scale(-1, minusV)
	net.search.reprice(minusV)
	arcs := collect(net.search, arcsPerSource, make([]float64, len(net.sources)), math.Inf(1))
	return byReducedCost(arcs, minusV), minusV
}

// byReducedCost sorts arcs, which come source by source and in order of c − v,
// by c − u − v, with u the least c − v of their source.
func byReducedCost(arcs []arc, minusV []float64) []candidate {
	sorted := make([]candidate, len(arcs))
	var u float64
	for k, e := range arcs {
		reduced := e.cost + minusV[e.sink]
		if k == 0 || arcs[k-1].source != e.source {
			u = reduced
		}
		sorted[k] = candidate{e, reduced - u}
	}
	slices.SortStableFunc(sorted, func(a, b candidate) int { return cmp.Compare(a.reduced, b.reduced) })
	return sorted
}

// start builds a first basis of real arcs: a greedy plan along the best
// candidates, whose arcs form a forest, and links without flow that make the
// forest a strongly feasible tree.
func (net *network) start(supply, demand []float64) {
	best, minusV := net.candidates(supply, demand)
	a, b, unit := wholeMasses(supply, demand)
	net.unit = unit
	plan := net.greedy(best, minusV, a, b)
	net.tree = newTree(len(net.sources), len(net.sinks))
	net.connect(plan, best, minusV)
	net.arcs = make([]arc, len(best))
	for k, c := range best {
		net.arcs[k] = c.arc
	}
}

// shipment is an arc of the first plan and its flow.
type shipment struct {
	arc
	flow mass
}

// greedyRounds is how often greedy looks for new candidates before it takes
// what is nearest, source by source.
const greedyRounds = 20

// greedy sends as much as it can along each candidate in turn; then it looks
// for candidates among those sources and sinks that are left, and so on. As
// each shipment empties a source or fills a sink, their arcs hold no cycle. It
// uses up a and b.
func (net *network) greedy(best []candidate, minusV []float64, a, b []mass) []shipment {
	var plan []shipment
	ship := func(e arc) {
		flow := a[e.source]
		if b[e.sink].less(flow) {
			flow = b[e.sink]
		}
		if flow.isZero() {
			return
		}
		a[e.source], b[e.sink] = a[e.source].minus(flow), b[e.sink].minus(flow)
		plan = append(plan, shipment{e, flow})
	}
	for _, c := range best {
		ship(c.arc)
	}
	left, open := holding(a), holding(b)
	for round := 0; len(left) > 0 && round < greedyRounds; round++ {
		rest := newSearch(net.ground, at(net.sources, left), at(net.sinks, open))
		rest.reprice(at(minusV, open))
		for _, c := range byReducedCost(collect(rest, arcsPerSource, make([]float64, len(left)), math.Inf(1)), at(minusV, open)) {
			ship(arc{left[c.source], open[c.sink], c.cost})
		}
		left, open = holding(a), holding(b)
	}
	for _, i := range left {
		for !a[i].isZero() {
			e, place := net.nearestOf(i, open, minusV)
			ship(e)
			if b[e.sink].isZero() {
				open = slices.Delete(open, place, place+1)
			}
		}
	}
	return plan
}

// holding returns the places of what is not zero.
func holding(masses []mass) []int32 {
	var places []int32
	for k, m := range masses {
		if !m.isZero() {
			places = append(places, int32(k))
		}
	}
	return places
}

// nearestOf returns the arc from source i to that one of some sinks, and its
// place among them, for which c − v is least.
func (net *network) nearestOf(i int32, sinks []int32, minusV []float64) (e arc, place int) {
	least := math.Inf(1)
	for k, j := range sinks {
		if c := net.search.cost(i, j); c+minusV[j] < least {
			least, e, place = c+minusV[j], arc{i, j, c}, k
		}
	}
	return e, place
}

// connect makes the forest of the plan a tree. It grows from the root: each
// tree of the forest that is not reached yet is hung by one of its sources,
// over an arc without flow, below a sink that is. Such an arc points towards
// the root, as a strongly feasible tree demands. Of the candidates that would
// do, it takes the one of least reduced cost each time (as Prim's algorithm
// does); where none is left, the best of all arcs of the next source.
func (net *network) connect(plan []shipment, best []candidate, minusV []float64) {
	n := int32(len(net.sources))
	shipments := groupBy(len(net.tree.nodes), 2*len(plan), func(k int) int32 {
		if k%2 == 0 {
			return plan[k/2].source
		}
		return n + plan[k/2].sink
	})
	inward := groupBy(len(net.sinks), len(best), func(k int) int32 { return best[k].sink })

	reached := make([]bool, len(net.tree.nodes))
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
				if !reached[other] {
					reached[other] = true
					order = append(order, other)
					net.tree.nodes[other] = node{parent: w, cost: s.cost, flow: s.flow}
				}
			}
			if w < n {
				continue
			}
			for _, k := range inward.of(w - n) {
				if !reached[best[k].source] {
					heap.Push(&links, best[k])
				}
			}
		}
	}
	hang := func(e arc) {
		net.tree.nodes[e.source] = node{parent: n + e.sink, cost: e.cost}
		grow(e.source)
	}

	grow(root)
	for i := int32(0); ; {
		for len(links) > 0 {
			if e := heap.Pop(&links).(candidate); !reached[e.source] {
				hang(e.arc)
			}
		}
		for i < n && reached[i] {
			i++
		}
		if i == n {
			break
		}
		var open []int32
		for j := range int32(len(net.sinks)) {
			if reached[n+j] {
				open = append(open, j)
			}
		}
		e, _ := net.nearestOf(i, open, minusV)
		hang(e)
	}
	net.tree.thread(order)
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

// linkHeap is a heap of candidates by reduced cost.
type linkHeap []candidate

func (h linkHeap) Len() int           { return len(h) }
func (h linkHeap) Less(i, j int) bool { return h[i].reduced < h[j].reduced }
func (h linkHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *linkHeap) Push(x any)        { *h = append(*h, x.(candidate)) }
func (h *linkHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
