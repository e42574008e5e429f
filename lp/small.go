package lp

import "math"

// A problem with few pairs needs none of what makes large ones fast: all its
// arcs are the restricted problem, no search finds more, and the first basis is
// looked for among all of them. It is the network simplex at its plainest, and
// what a training loop calls a thousand times a second; so it lives in memory
// that the next problem uses again.

// fewPairs is the number of pairs up to which a problem is small.
const fewPairs = 128 * 128

// small holds the memory of small problems.
type small struct {
	net      network
	tree     tree
	weights  []float64 // n+m, of those that have any
	masses   []mass    // n+m
	g        guess
	plan     []shipment
	touching [][2]int32 // per shipment: the next one of its source, and of its sink
	first    []int32    // n+m: the first shipment of each node
	order    []int32
	reached  []bool
	lift     []float64
	links    []link // per source: the best way to hang it up
	check    checker
}

// none ends a list of shipments.
const none = -1

// solve is Solver.SolveInto for a small problem.
func (s *small) solve(p Problem, into *Solution, w *watch) error {
	net := &s.net
	*net = network{
		sources: withMass(net.sources[:0], p.Supply),
		sinks:   withMass(net.sinks[:0], p.Demand),
		watch:   w,
		tree:    &s.tree,
		ceiling: math.Inf(1),
		doubt:   1,
		arcs:    net.arcs[:0],
	}
	s.list(p.Cost)
	s.start(p)
	net.u, net.minusV = s.tree.potential[:len(net.sources)], s.tree.potential[len(net.sources):]
	net.price()
	err := net.settleAll()
	for err == nil && net.lowerCeiling() {
		err = net.settleAll()
	}
	if err != nil {
		return err
	}
	if err := net.read(p, into); err != nil {
		return err
	}
	return s.check.certify(p, into, w)
}

// settleAll makes the basis optimal, where all arcs are in the restricted
// problem: until the potentials as computed from the tree say so.
func (net *network) settleAll() error {
	for pivots := -1; pivots != net.pivots; {
		pivots = net.pivots
		if err := net.settle(); err != nil {
			return err
		}
		net.price()
	}
	return nil
}

// list makes all pairs the restricted problem, source by source.
func (s *small) list(c GroundCost) {
	net := &s.net
	net.cheapest = math.Inf(1)
	for k, i := range net.sources {
		for l, j := range net.sinks {
			cost := c.At(i, j)
			net.cheapest = min(net.cheapest, cost)
			net.arcs = append(net.arcs, arc{int32(k), int32(l), cost})
		}
	}
}

// row returns the arcs of a source.
func (s *small) row(i int32) []arc {
	m := len(s.net.sinks)
	return s.net.arcs[int(i)*m : (int(i)+1)*m]
}

// start builds a first basis as network.start does: guessed potentials, a greedy
// plan by them, and links that make it a tree.
func (s *small) start(p Problem) {
	n, m := len(s.net.sources), len(s.net.sinks)
	s.weights, s.masses = grow(s.weights, n+m), grow(s.masses, n+m)
	for k, i := range s.net.sources {
		s.weights[k] = p.Supply[i]
	}
	for k, j := range s.net.sinks {
		s.weights[n+k] = p.Demand[j]
	}
	s.net.unit = fillMasses(s.masses[:n], s.masses[n:], s.weights[:n], s.weights[n:])

	s.g.u, s.g.minusV = grow(s.g.u, n), grow(s.g.minusV, m)
	for j := range s.g.minusV {
		s.g.minusV[j] = math.Inf(-1)
	}
	for _, e := range s.net.arcs {
		s.g.minusV[e.sink] = max(s.g.minusV[e.sink], -e.cost)
	}
	for i := range s.g.u {
		s.g.u[i] = math.Inf(1)
		for _, e := range s.row(int32(i)) {
			s.g.u[i] = min(s.g.u[i], e.cost+s.g.minusV[e.sink])
		}
	}
	s.greedy(s.masses[:n], s.masses[n:])
	s.connect()
}

// greedy makes a plan: each source in turn along its best arcs to sinks that
// have room. It uses up a and b.
func (s *small) greedy(a, b []mass) {
	s.plan = s.plan[:0]
	for i := range a {
		for !a[i].isZero() {
			var best arc
			least := math.Inf(1)
			for _, e := range s.row(int32(i)) {
				if slack := s.g.slack(e); slack < least && !b[e.sink].isZero() {
					best, least = e, slack
				}
			}
			flow := a[i]
			if b[best.sink].less(flow) {
				flow = b[best.sink]
			}
			a[i], b[best.sink] = a[i].minus(flow), b[best.sink].minus(flow)
			s.plan = append(s.plan, shipment{best, flow})
		}
	}
}

// connect is network.connect, with the best link of each source in a table: it
// makes the forest of the plan a tree by shortest paths.
func (s *small) connect() {
	n, m := len(s.net.sources), len(s.net.sinks)
	s.tree.reset(n, m)
	s.reached, s.lift, s.links = grow(s.reached, n+m), grow(s.lift, n+m), grow(s.links, n)
	for i := range s.links {
		s.links[i].lift = math.Inf(1)
	}
	s.first, s.touching = grow(s.first, n+m), grow(s.touching, len(s.plan))
	for v := range s.first {
		s.first[v] = none
	}
	for k, e := range s.plan {
		s.touching[k] = [2]int32{s.first[e.source], s.first[n+int(e.sink)]}
		s.first[e.source], s.first[n+int(e.sink)] = int32(k), int32(k)
	}

	s.order = s.order[:0]
	for next := root; next != none; next = s.nextSource() {
		if next != root {
			l := s.links[next]
			s.tree.nodes[next] = node{parent: int32(n) + l.sink, cost: l.cost}
			s.lift[next] = l.lift
		}
		s.grow(next)
	}
	s.tree.thread(s.order)
}

// nextSource returns the source whose link lifts least, none if all are reached.
func (s *small) nextSource() int32 {
	next, least := int32(none), math.Inf(1)
	for i, l := range s.links {
		if !s.reached[i] && (next == none || l.lift < least) {
			next, least = int32(i), l.lift
		}
	}
	return next
}

// grow adds what the plan connects with a node to the tree.
func (s *small) grow(from int32) {
	n := int32(len(s.net.sources))
	s.reached[from] = true
	s.order = append(s.order, from)
	for next := len(s.order) - 1; next < len(s.order); next++ {
		v, side := s.order[next], 0
		if v >= n {
			side = 1
			s.linkTo(v)
		}
		for k := s.first[v]; k != none; k = s.touching[k][side] {
			e := s.plan[k]
			other := e.source + n + e.sink - v
			if s.reached[other] {
				continue
			}
			s.reached[other] = true
			s.order = append(s.order, other)
			s.tree.nodes[other] = node{parent: v, cost: e.cost, flow: e.flow}
			if v < n {
				s.lift[other] = s.lift[v] - s.g.slack(e.arc)
			} else {
				s.lift[other] = s.lift[v] + s.g.slack(e.arc)
			}
		}
	}
}

// linkTo tells the sources that are not reached of a sink that is.
func (s *small) linkTo(v int32) {
	n, m := len(s.net.sources), len(s.net.sinks)
	for i := range n {
		if s.reached[i] {
			continue
		}
		e := s.net.arcs[i*m+int(v)-n]
		if l := s.lift[v] + s.g.slack(e); l < s.links[i].lift {
			s.links[i] = link{e, l}
		}
	}
}
