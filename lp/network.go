package lp

import (
	"cmp"
	"math"
	"slices"
)

// Solve returns an optimal plan and optimal potentials of p by the network
// simplex method, with the certificate that Verify gives them. It is exact: the
// plan is a vertex of the polytope of all plans, up to the rounding of
// supplies and demands described at Problem, and its cost is optimal up to the
// rounding of potentials.
//
// It works on a restricted problem of a few arcs a source. When that is solved
// it prices all n·m pairs and takes in the arcs that would improve the plan,
// until there are none. A matrix is read row by row, a handful of times, and
// of Points most pairs are never looked at; besides the problem itself, memory
// is O(n+m), about 1 kB for each source and sink. Rows are read, and points
// searched, on all processors; the result does not depend on how many.
//
// Errors are those of an ill-posed problem. They name the entry: a negative,
// infinite or NaN weight or cost, sides that hold no mass, totals that differ,
// sizes that do not match.
func Solve(p Problem) (*Solution, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	net := newNetwork(p)
	net.optimize()
	for net.lowerCeiling() {
		net.optimize()
	}
	s := net.solution(p)
	var err error
	if s.Certificate, err = verify(p, s); err != nil {
		return nil, err
	}
	s.Cost = s.Certificate.Primal
	return s, nil
}

// network is the state of the network simplex. Sources and sinks without mass
// take no part in it, so its own indices count only those that have some.
type network struct {
	sources, sinks []int // what they are called in the problem
	unit           unit

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
}

// newNetwork returns the network of p with a first basis.
func newNetwork(p Problem) *network {
	net := &network{
		sources: withMass(p.Supply),
		sinks:   withMass(p.Demand),
		ground:  p.Cost,
		ceiling: math.Inf(1),
		doubt:   1,
	}
	if points, ok := p.Cost.(Points); ok {
		// Neighbours in space become neighbours in memory.
		net.sources = newKDTree(points.X, net.sources, points.Ground).order(net.sources)
		net.sinks = newKDTree(points.Y, net.sinks, points.Ground).order(net.sinks)
	}
	net.search = newSearch(p.Cost, net.sources, net.sinks)
	net.start(at(p.Supply, net.sources), at(p.Demand, net.sinks))
	net.u, net.minusV = net.tree.potential[:len(net.sources)], net.tree.potential[len(net.sources):]
	net.price()
	return net
}

// withMass returns the places of the positive weights.
func withMass(weights []float64) []int {
	var places []int
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
func (net *network) optimize() {
	for round := 1; ; round++ {
		net.settle()
		if round%patienceRounds == 0 {
			net.doubt *= 2
		}
		net.price()
		if !net.widen(round) {
			return
		}
	}
}

// solution reads the plan and the potentials off the basis.
func (net *network) solution(p Problem) *Solution {
	n, m := p.Cost.Dims()
	s := &Solution{U: make([]float64, n), V: make([]float64, m)}
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
	slices.SortFunc(s.Plan, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for k, i := range net.sources {
		s.U[i] = net.u[k]
	}
	for k, j := range net.sinks {
		s.V[j] = -net.minusV[k]
	}
	completePotentials(p, s)
	return s
}

// completePotentials gives sources and sinks without mass the largest
// potential that is feasible: vⱼ = minᵢ (cᵢⱼ − uᵢ) over the sources with mass,
// and then uᵢ = minⱼ (cᵢⱼ − vⱼ) over all sinks.
func completePotentials(p Problem, s *Solution) {
	for j, b := range p.Demand {
		if b > 0 {
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
		if a > 0 {
			continue
		}
		s.U[i] = math.Inf(1)
		for j := range p.Demand {
			s.U[i] = min(s.U[i], p.Cost.At(i, j)-s.V[j])
		}
	}
}
