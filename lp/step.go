package lp

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Step is one step of the simplex method, as Solver.Observe receives it: a basis, and the
// pivot that led to it. The observer may keep the Step and its slices.
type Step struct {
	// Pivot is the change that led from the previous basis to this one. It is nil for the
	// first basis, which a greedy rule builds.
	Pivot *Pivot
	// Basis lists the arcs of the basis, sorted by source and then by sink. They form a
	// spanning tree of the sources and sinks with mass: k of these have k−1 arcs. The arcs
	// with positive flow are the plan.
	Basis []BasisArc
	// Potentials are those of the basis: Uᵢ + Vⱼ = cᵢⱼ on each of its arcs. They are 0 for
	// sources and sinks without mass. If the basis is not optimal, they are not feasible:
	// some arc outside the basis has negative slack, and may enter.
	Potentials
	// Cost is the cost of the plan, in units of cost × mass.
	Cost float64
}

// Pivot is one iteration of the simplex method.
type Pivot struct {
	// Entering is the arc that enters the basis, with its flow after the pivot.
	Entering BasisArc
	// ReducedCost is the slack of the entering arc before the pivot. It is negative. Each
	// unit of mass sent around the cycle that the arc closes changes the cost by this much.
	ReducedCost float64
	// Cycle lists the arcs of that cycle, with their flows after the pivot, in order around
	// the cycle, from the entering arc on. Arcs 0, 2, 4, … gain Theta of flow, and arcs
	// 1, 3, 5, … lose as much.
	Cycle []BasisArc
	// Theta is the mass that is sent around the cycle, the smallest flow of arcs 1, 3, 5, …
	// before the pivot. A degenerate pivot has Theta 0. It changes the basis, but no flow.
	Theta float64
	// Leaving is the arc that leaves the basis. Its flow is 0 after the pivot.
	Leaving BasisArc
}

// BasisArc is an arc of a basis: from source From to sink To, with the cost of one unit of
// mass and the mass that the plan moves along the arc.
type BasisArc struct {
	From, To   int
	Cost, Flow float64
}

// observe calls the observer with the present basis and the pivot that led to it.
func (net *network) observe(pivot *Pivot) {
	n, m := net.cost.Dims()
	step := Step{Pivot: pivot}
	step.resize(n, m)
	for v := range net.tree.nodes {
		v := int32(v)
		if potential := net.tree.potentialOf(v); net.tree.isSource(v) {
			step.U[net.sources[v]] = potential
		} else {
			step.V[net.sinks[v-net.tree.sources]] = -potential
		}
		if v != root {
			step.Basis = append(step.Basis, net.basisArc(v))
		}
	}
	slices.SortFunc(step.Basis, func(a, b BasisArc) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	var terms []float64
	for _, e := range step.Basis {
		if e.Flow > 0 {
			terms = append(terms, e.Flow*e.Cost)
		}
	}
	step.Cost = floats.SumCompensated(terms)
	net.observer(step)
}

// basisArc returns the arc between node v and its parent.
func (net *network) basisArc(v int32) BasisArc {
	i, j := net.tree.arc(v)
	from, to := net.sources[i], net.sinks[j]
	return BasisArc{from, to, net.cost.At(from, to), net.unit.weight(net.tree.nodes[v].flow)}
}

// observePivot makes the pivot with entering arc e of the given reduced cost, and calls the
// observer.
func (net *network) observePivot(e arc, reduced float64) {
	t := net.tree
	i, j := e.source, t.sources+e.sink
	// The cycle goes along e to j, up the tree to the nearest common ancestor of i and j, and
	// down to i. up and down are the nodes whose arcs it uses, in this order.
	join := t.join(i, j)
	var up, down []int32
	for v := j; v != join; v = t.nodes[v].parent {
		up = append(up, v)
	}
	for v := i; v != join; v = t.nodes[v].parent {
		down = append(down, v)
	}
	slices.Reverse(down)
	from, to := net.sources[e.source], net.sinks[e.sink]
	cycle := []BasisArc{{From: from, To: to, Cost: net.cost.At(from, to)}}
	before := slices.Clone(t.nodes) // the pivot changes flows and parents
	for _, v := range slices.Concat(up, down) {
		cycle = append(cycle, net.basisArc(v))
	}

	out, theta := t.pivot(i, j, e.cost, reduced)

	p := &Pivot{ReducedCost: reduced, Theta: net.unit.weight(theta), Cycle: cycle}
	for k, v := range slices.Concat([]int32{none}, up, down) {
		flow := theta
		switch {
		case k > 0 && k%2 == 0:
			flow = before[v].flow.plus(theta)
		case k > 0:
			flow = before[v].flow.minus(theta)
		}
		cycle[k].Flow = net.unit.weight(flow)
		if v == out {
			p.Leaving = cycle[k]
		}
	}
	p.Entering = cycle[0]
	net.observe(p)
}
