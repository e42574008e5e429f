package lp

import (
	"math"
	"slices"
)

// connector is the state of connect. It keeps its memory for the next problem.
type connector struct {
	reached    []bool    // n+m
	correction []float64 // n+m
	order      []int32   // the nodes that are reached, parents before children

	// The shipments of each node are a linked list of indices.
	first []int32    // per node: its first shipment (n+m)
	next  [][2]int32 // per shipment: the next one of its source, and the next one of its sink

	links linkQueue
}

// none stands for an index that does not exist.
const none = -1

// connect adds arcs without flow to the forest of the plan, so that it becomes a spanning
// tree of net. It returns an error if the context of the watch is done.
//
// The tree grows from the root. A link joins another component of the forest to it: an arc
// without flow from a source of the component to a sink of the tree. A link points towards
// the root, as it must in a strongly feasible tree.
//
// Links are chosen by Dijkstra's method. The potentials of the tree will be the guess plus a
// correction: u + correction for a source, v − correction for a sink. The slack of an arc of
// the tree must become 0, so a link from source i to sink j sets
//
//	correctionᵢ = correctionⱼ + slackᵢⱼ.
//
// The other arcs of i stay feasible if no other sink of the tree would give a smaller
// correction. So the corrections are the lengths of shortest paths from the root, where the
// length of an arc is its slack. The next link is always the one with the smallest
// correction. If no candidate of a source leads to a sink of the tree, its link may be any
// arc to such a sink.
//
// If the plan is optimal, as between two copies of a cloud, then the potentials of the tree
// are feasible for all candidates.
func (s *starter) connect(net *network) error {
	t, c := net.tree, &s.connector
	c.reached, c.correction, c.order = grow(c.reached, len(t.nodes)), grow(c.correction, len(t.nodes)), c.order[:0]
	c.listShipments(s.plan, len(net.sources))
	c.links.reset(len(net.sources))
	for s.reach(root, t); len(c.order) < len(t.nodes); {
		if net.watch.stopped() {
			return net.watch.err()
		}
		i := c.links.pop()
		if c.reached[i] {
			continue
		}
		best := c.links.best[i]
		if math.IsInf(best.correction, 1) {
			best = s.anyLink(i, net)
		}
		t.nodes[i] = node{parent: t.sources + best.sink, cost: best.cost}
		c.correction[i] = best.correction
		s.reach(i, t)
	}
	t.thread(c.order)
	return nil
}

// reach adds a source, and all nodes that the plan connects with it, to the tree. It then
// offers links to each new sink.
func (s *starter) reach(source int32, t *tree) {
	c := &s.connector
	c.reached[source] = true
	c.order = append(c.order, source)
	for k := len(c.order) - 1; k < len(c.order); k++ {
		v := c.order[k]
		side := 0
		if !t.isSource(v) {
			side = 1
			s.offerLinks(v-t.sources, c.correction[v])
		}
		for p := c.first[v]; p != none; p = c.next[p][side] {
			e := s.plan[p]
			other := e.source + t.sources + e.sink - v
			if c.reached[other] {
				continue
			}
			c.reached[other] = true
			c.order = append(c.order, other)
			t.nodes[other] = node{parent: v, cost: e.cost, flow: e.flow}
			if t.isSource(v) {
				c.correction[other] = c.correction[v] - s.slack(e.arc)
			} else {
				c.correction[other] = c.correction[v] + s.slack(e.arc)
			}
		}
	}
}

// anyLink returns the link from source i to a sink of the tree that has the smallest
// correction, whether the arc is a candidate or not.
func (s *starter) anyLink(i int32, net *network) link {
	best := link{correction: math.Inf(1)}
	for j := range int32(len(net.sinks)) {
		if !s.reached[net.tree.sources+j] {
			continue
		}
		e := arc{i, j, net.search.cost(i, j)}
		if correction := s.correction[net.tree.sources+j] + s.slack(e); correction < best.correction {
			best = link{e, correction}
		}
	}
	return best
}

// listShipments makes the linked lists of the shipments of each node.
func (c *connector) listShipments(plan []shipment, sources int) {
	c.first, c.next = grow(c.first, len(c.reached)), grow(c.next, len(plan))
	for v := range c.first {
		c.first[v] = none
	}
	for k, e := range plan {
		source, sink := &c.first[e.source], &c.first[sources+int(e.sink)]
		c.next[k] = [2]int32{*source, *sink}
		*source, *sink = int32(k), int32(k)
	}
}

// offerLinks offers links to sink j, which is new in the tree and has the given correction. For
// each source that is not in the tree yet, the arc to j becomes its best link if it is better
// than the best one so far.
func (s *starter) offerLinks(j int32, correction float64) {
	arcs, u, v := s.candidates.arcs, s.guess.U, s.guess.V[j]
	if s.candidates.complete {
		best, reached, m := s.links.best[:len(u)], s.reached[:len(u)], len(s.guess.V)
		for i, k := 0, int(j); i < len(u); i, k = i+1, k+m {
			if reached[i] {
				continue
			}
			if sum := correction + (arcs[k].cost - u[i] - v); sum < best[i].correction {
				s.links.improve(link{arcs[k], sum})
			}
		}
		return
	}
	for _, k := range s.candidates.intoSink.items(j) {
		e := arcs[k]
		if sum := correction + s.slack(e); !s.reached[e.source] && sum < s.links.best[e.source].correction {
			s.links.improve(link{e, sum})
		}
	}
}

// link is an arc without flow, and the correction that its source would have.
type link struct {
	arc
	correction float64
}

// linkQueue is a priority queue of sources, a binary heap. Sources are ordered by the
// correction of their best link, and by index if the corrections are equal.
type linkQueue struct {
	best  []link  // per source; its correction is +Inf if it has no link yet
	heap  []int32 // sources
	place []int32 // per source: its index in heap
}

// reset fills q with n sources that have no link.
func (q *linkQueue) reset(n int) {
	q.best, q.heap, q.place = grow(q.best, n), grow(q.heap, n), grow(q.place, n)
	for i := range n {
		q.best[i].correction, q.heap[i], q.place[i] = math.Inf(1), int32(i), int32(i)
	}
}

// improve makes l the best link of its source. Its correction must be smaller than that
// of the best link so far.
func (q *linkQueue) improve(l link) {
	q.best[l.source] = l
	q.up(q.place[l.source])
}

// pop removes and returns the source whose link has the smallest correction.
func (q *linkQueue) pop() int32 {
	top, last := q.heap[0], len(q.heap)-1
	q.set(0, q.heap[last])
	q.heap = q.heap[:last]
	q.down(0)
	return top
}

// set puts source i at index k of the heap.
func (q *linkQueue) set(k, i int32) { q.heap[k], q.place[i] = i, k }

// before reports whether source i comes before source j.
func (q *linkQueue) before(i, j int32) bool {
	a, b := q.best[i].correction, q.best[j].correction
	return a < b || a == b && i < j
}

// up moves the source at index k up to its place.
func (q *linkQueue) up(k int32) {
	i := q.heap[k]
	for k > 0 && q.before(i, q.heap[(k-1)/2]) {
		q.set(k, q.heap[(k-1)/2])
		k = (k - 1) / 2
	}
	q.set(k, i)
}

// down moves the source at index k down to its place.
func (q *linkQueue) down(k int32) {
	if len(q.heap) == 0 {
		return
	}
	i := q.heap[k]
	for {
		child := 2*k + 1
		if int(child) >= len(q.heap) {
			break
		}
		if int(child+1) < len(q.heap) && q.before(q.heap[child+1], q.heap[child]) {
			child++
		}
		if !q.before(q.heap[child], i) {
			break
		}
		q.set(k, q.heap[child])
		k = child
	}
	q.set(k, i)
}

// groups holds the numbers 0 … count−1, grouped by key. The group of key k is
// all[first[k]] … all[first[k+1]−1], in increasing order.
type groups struct{ first, all []int32 }

// items returns the group of a key.
func (g groups) items(key int32) []int32 { return g.all[g.first[key]:g.first[key+1]] }

// groupBy groups the items 0 … count−1 by key, 0 ≤ key < keys, with a counting sort.
func groupBy(keys, count int, key func(item int) int32) groups {
	g := groups{first: make([]int32, keys+1), all: make([]int32, count)}
	for k := range count {
		g.first[key(k)+1]++
	}
	for k := range keys {
		g.first[k+1] += g.first[k]
	}
	free := slices.Clone(g.first)
	for k := range count {
		next := &free[key(k)]
		g.all[*next] = int32(k)
		*next++
	}
	return g
}
