package lp

import (
	"cmp"
	"math"
	"slices"
)

// writeSolution sets s to the plan and the potentials of the basis, without a certificate. It
// returns an error if the context of the watch is done.
func (net *network) writeSolution(p Problem, s *Solution) error {
	s.Plan = slices.Grow(s.Plan[:0], len(net.tree.nodes)-1)
	for v, node := range net.tree.nodes {
		if node.flow.isZero() {
			continue
		}
		i, j := net.tree.arc(int32(v))
		s.Plan = append(s.Plan, Move{From: net.sources[i], To: net.sinks[j], Mass: net.unit.weight(node.flow)})
	}
	slices.SortFunc(s.Plan, bySourceAndSink)
	n, m := p.Cost.Dims()
	s.resize(n, m)
	for k, i := range net.sources {
		s.U[i] = net.tree.potentialOf(int32(k))
	}
	for k, j := range net.sinks {
		s.V[j] = -net.tree.potentialOf(net.tree.sources + int32(k))
	}
	return completePotentials(p, s, net.watch)
}

// bySourceAndSink compares two moves by source and then by sink.
func bySourceAndSink(a, b Move) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}

// completePotentials sets the potentials of sources and sinks without mass, which are not in
// the tree, to the largest feasible ones (c-transforms). For sinks these are
// vⱼ = minᵢ (cᵢⱼ − uᵢ) over the sources with mass, and then for sources uᵢ = minⱼ (cᵢⱼ − vⱼ)
// over all sinks. It returns an error if the context of w is done.
func completePotentials(p Problem, s *Solution, w *watch) error {
	if points, ok := p.Cost.(Points); ok && len(s.U)*len(s.V) > smallPairs {
		return completePotentialsBySearch(p, points, s, w)
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

// completePotentialsBySearch is completePotentials for Points. A search finds each minimum.
func completePotentialsBySearch(p Problem, points Points, s *Solution, w *watch) error {
	if empty := neighbours(points.Y, withoutMass(p.Demand)); len(empty) > 0 {
		sources := neighbours(points.X, withMass(nil, p.Supply))
		v, err := largestPotentials(points.X, sources, gather(s.U, sources), points.Y, empty, points.Ground, w)
		if err != nil {
			return err
		}
		for k, j := range empty {
			s.V[j] = v[k]
		}
	}
	if empty := neighbours(points.X, withoutMass(p.Supply)); len(empty) > 0 {
		sinks := neighbours(points.Y, upTo(len(s.V)))
		u, err := largestPotentials(points.Y, sinks, gather(s.V, sinks), points.X, empty, points.Ground, w)
		if err != nil {
			return err
		}
		for k, i := range empty {
			s.U[i] = u[k]
		}
	}
	return nil
}

// withoutMass returns the indices of the weights that are 0.
func withoutMass(weights []float64) []int {
	var indices []int
	for i, w := range weights {
		if w == 0 {
			indices = append(indices, i)
		}
	}
	return indices
}

// gather returns the values at the given indices, in the order of the indices.
func gather[T any, I int | int32](values []T, indices []I) []T {
	gathered := make([]T, len(indices))
	for k, index := range indices {
		gathered[k] = values[index]
	}
	return gathered
}

// upTo returns 0, 1, …, n−1.
func upTo(n int) []int {
	all := make([]int, n)
	for k := range all {
		all[k] = k
	}
	return all
}
