package lp

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// network is the state of the network simplex. Sources and sinks without mass
// take no part in it, so its own indices count only those that have some.
type network struct {
	sources, sinks []int // what they are called in the problem
	unit           unit
	watch          *watch

	ground   GroundCost
	search   search
	ceiling  float64 // costs above it are cut to it
	cheapest float64 // the smallest cost

	tree      *tree
	u, minusV []float64 // the potentials of the tree: u, and v with its sign changed
	scale     float64   // the largest of them, when last computed
	tolerance float64   // of reduced costs, absolute
	doubt     float64   // what the tolerance is multiplied by, see patience
	arcs      []arc     // the restricted problem
	pivots    int
	round     int
}

// optimum returns the network of p with an optimal basis, for the costs as the
// problem has them; an error if w says stop.
func optimum(p Problem, w *watch) (*network, error) {
	net, err := newNetwork(p, w)
	if err != nil {
		return nil, err
	}
	return net, net.optimize()
}

// newNetwork returns the network of p with a first basis; an error if w says
// stop.
func newNetwork(p Problem, w *watch) (*network, error) {
	net := &network{
		sources: withMass(nil, p.Supply),
		sinks:   withMass(nil, p.Demand),
		watch:   w,
		ground:  p.Cost,
		ceiling: math.Inf(1),
		doubt:   1,
	}
	if points, ok := p.Cost.(Points); ok {
		// Neighbours in space become neighbours in memory.
		var wait sync.WaitGroup
		wait.Go(func() { net.sources = newKDTree(points.X, net.sources, points.Ground).order(net.sources) })
		net.sinks = newKDTree(points.Y, net.sinks, points.Ground).order(net.sinks)
		wait.Wait()
	}
	if err := w.err(); err != nil {
		return nil, err
	}
	net.search = newSearch(p.Cost, net.sources, net.sinks)
	if err := w.err(); err != nil {
		return nil, err
	}
	if err := net.start(at(p.Supply, net.sources), at(p.Demand, net.sinks)); err != nil {
		return nil, err
	}
	net.u, net.minusV = net.tree.potential[:len(net.sources)], net.tree.potential[len(net.sources):]
	net.price()
	return net, nil
}

// withMass appends the places of the positive weights to places.
func withMass(places []int, weights []float64) []int {
	for i, w := range weights {
		if w > 0 {
			places = append(places, i)
		}
	}
	return places
}

// at returns the values at those places.
func at[T any, I int | int32](values []T, places []I) []T {
	picked := make([]T, len(places))
	for k, place := range places {
		picked[k] = values[place]
	}
	return picked
}

// price computes the potentials from the tree, and what follows from them.
func (net *network) price() {
	net.scale = net.tree.price()
	net.tolerance = tolerance * net.doubt * net.scale
}

// optimize makes the basis optimal for the costs as the ceiling leaves them.
//
// It ends. A pivot either lowers the cost of the plan or leaves it as it is,
// and Cunningham's rule allows only finitely many of the latter in a row (see
// tree.leaving). That is a proof for exact arithmetic. Masses are exact;
// potentials are not, and an arc whose true reduced cost is 0 might enter for
// its rounding. Should that go on, the tolerance grows until it covers it.
func (net *network) optimize() error {
	for net.round = 1; ; net.round++ {
		net.watch.report(net)
		if err := net.settle(); err != nil {
			return err
		}
		if net.round%patienceRounds == 0 {
			net.doubt *= 2
		}
		net.price()
		if widened, err := net.widen(); err != nil || !widened {
			return err
		}
	}
}

// read reads the plan and the potentials of p off the basis, into s; an error if
// the watch says stop.
func (net *network) read(p Problem, s *Solution) error {
	n, m := p.Cost.Dims()
	s.Plan = slices.Grow(s.Plan[:0], n+m-1)
	s.resize(n, m)
	for v, node := range net.tree.nodes {
		if node.flow.isZero() {
			continue
		}
		i, j := v, int(node.parent)
		if !net.tree.isSource(int32(v)) {
			i, j = j, i
		}
		s.Plan = append(s.Plan, Move{
			From: net.sources[i],
			To:   net.sinks[j-len(net.sources)],
			Mass: net.unit.weight(node.flow),
		})
	}
	slices.SortFunc(s.Plan, byPlace)
	for k, i := range net.sources {
		s.U[i] = net.u[k]
	}
	for k, j := range net.sinks {
		s.V[j] = -net.minusV[k]
	}
	return completePotentials(p, s, net.watch)
}

// byPlace orders moves by source and then by sink.
func byPlace(a, b Move) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) }

// completePotentials gives sources and sinks without mass the largest
// potential that is feasible: vⱼ = minᵢ (cᵢⱼ − uᵢ) over the sources with mass,
// and then uᵢ = minⱼ (cᵢⱼ − vⱼ) over all sinks. An error if w says stop.
func completePotentials(p Problem, s *Solution, w *watch) error {
	if points, ok := p.Cost.(Points); ok && len(s.U)*len(s.V) > fewPairs {
		return completeOfPoints(p, points, s, w)
	}
	for j, b := range p.Demand {
		if b > 0 || w.stopped() {
			continue
		}
		s.V[j] = math.Inf(1)
		for i, a := range p.Supply {
			if a > 0 {
				s.V[j] = min(s.V[j], p.Cost.At(i, j)-s.U[i])
			}
		}
	}
	for i, a := range p.Supply {
		if a > 0 || w.stopped() {
			continue
		}
		s.U[i] = math.Inf(1)
		for j := range p.Demand {
			s.U[i] = min(s.U[i], p.Cost.At(i, j)-s.V[j])
		}
	}
	return w.err()
}

// completeOfPoints is completePotentials with a search for each minimum.
func completeOfPoints(p Problem, points Points, s *Solution, w *watch) error {
	sources := withMass(nil, p.Supply)
	if empty := withoutMass(p.Demand); len(empty) > 0 {
		v, err := largestPotentials(points.X, sources, at(s.U, sources), points.Y, empty, points.Ground, w)
		if err != nil {
			return err
		}
		for k, j := range empty {
			s.V[j] = v[k]
		}
	}
	if empty := withoutMass(p.Supply); len(empty) > 0 {
		u, err := largestPotentials(points.Y, upTo(len(s.V)), s.V, points.X, empty, points.Ground, w)
		if err != nil {
			return err
		}
		for k, i := range empty {
			s.U[i] = u[k]
		}
	}
	return nil
}

// withoutMass returns the places of the weights that are 0.
func withoutMass(weights []float64) []int {
	var places []int
	for i, w := range weights {
		if w == 0 {
			places = append(places, i)
		}
	}
	return places
}
