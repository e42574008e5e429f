package lp

import (
	"math"
	"testing"
)

// requireStronglyFeasible fails the test unless the tree of net is a spanning tree with the
// right preorder, subtrees, potentials and regions, its flows meet the marginals a and b, and each arc
// without flow points towards the root.
func requireStronglyFeasible(t *testing.T, net *network, a, b []mass) {
	t.Helper()
	left := append(append([]mass(nil), a...), b...)
	sizes := make([]int32, len(net.tree.nodes))
	var order []int32
	for v := root; len(order) == 0 || v != root; v = net.tree.next[v] {
		if net.tree.prev[net.tree.next[v]] != v {
			t.Fatalf("%d follows %d, but not the other way round", net.tree.next[v], v)
		}
		order = append(order, v)
	}
	if len(order) != len(net.tree.nodes) {
		t.Fatalf("the tree reaches %d of %d nodes", len(order), len(net.tree.nodes))
	}
	for k := len(order) - 1; k >= 0; k-- {
		v := order[k]
		n := &net.tree.nodes[v]
		sizes[v]++
		if end := order[k+int(sizes[v])-1]; end != net.tree.last[v] {
			t.Fatalf("the subtree of node %d ends at %d, not %d", v, end, net.tree.last[v])
		}
		if v == root {
			break
		}
		if net.tree.isSource(v) == net.tree.isSource(n.parent) {
			t.Fatalf("nodes %d and %d are on the same side", v, n.parent)
		}
		sizes[n.parent] += sizes[v]
		for _, end := range []int32{v, n.parent} {
			if left[end].less(n.flow) {
				t.Fatalf("the arcs of node %d carry more than it has", end)
			}
			left[end] = left[end].minus(n.flow)
		}
		if n.flow.isZero() && !net.tree.isSource(v) {
			t.Fatalf("the arc without flow above sink %d points away from the root", v)
		}
		up, down := v, n.parent // the source and the sink
		if !net.tree.isSource(v) {
			up, down = down, up
		}
		if tight := net.tree.potentialOf(up) - net.tree.potentialOf(down) - n.cost; math.Abs(tight) > 1e-14*max(net.largestPotential, 1) {
			t.Fatalf("the arc above %d is off by %v", v, tight)
		}
		if len(net.tree.regions) == 0 {
			continue
		}
		r, above := net.tree.region[v], net.tree.region[n.parent]
		if of := net.tree.regions[r]; r != above && (of.top != v || of.above != above) {
			t.Fatalf("region %d %+v of node %d is below region %d", r, of, v, above)
		}
	}
	for k, w := range order {
		for l, v := range order {
			if is := k <= l && l < k+int(sizes[w]); net.tree.inSubtree(v, w) != is {
				t.Fatalf("that node %d is in the subtree of %d is %v", v, w, is)
			}
		}
	}
	for v, rest := range left {
		if !rest.isZero() {
			t.Fatalf("node %d keeps %v", v, rest)
		}
	}
}

// Whichever arc with negative reduced cost enters, the tree stays strongly feasible, the cost
// does not rise, and the pivots come to an end. This holds with regions and without.
func TestEveryPivotKeepsTheTreeStronglyFeasible(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			random := newRandom(5)
			for range 60 {
				p := family.draw(1+random.IntN(9), 1+random.IntN(9), random)
				net, err := newNetwork(p, nil, unwatched())
				if err != nil {
					t.Fatal(err)
				}
				if size := int32(random.IntN(5)); size > 0 {
					net.tree.useRegions(size)
					net.computePotentials()
				}
				a, b, _ := massesOf(gather(p.Supply, net.sources), gather(p.Demand, net.sinks))
				requireStronglyFeasible(t, net, a, b)
				for {
					var entering []arc
					for i := range net.sources {
						for j := range net.sinks {
							c := net.search.cost(int32(i), int32(j))
							if net.reduced(i, j, c) < -net.tolerance {
								entering = append(entering, arc{int32(i), int32(j), c})
							}
						}
					}
					if len(entering) == 0 {
						break
					}
					e := entering[random.IntN(len(entering))]
					before, size := net.planCost()
					net.tree.pivot(e.source, int32(len(net.sources))+e.sink, e.cost, net.reduced(int(e.source), int(e.sink), e.cost))
					requireStronglyFeasible(t, net, a, b)
					if after, _ := net.planCost(); after > before+1e-14*size {
						t.Fatalf("the cost rose from %v to %v", before, after)
					}
					if random.IntN(4) == 0 {
						net.computePotentials()
					}
				}
			}
		})
	}
}

// reduced returns the reduced cost of the arc from source i to sink j.
func (net *network) reduced(i, j int, c float64) float64 {
	return c - net.tree.potentialOf(int32(i)) + net.tree.potentialOf(int32(len(net.sources)+j))
}

// planCost returns the cost of the flows of the tree, and the sum of its absolute terms.
func (net *network) planCost() (sum, size float64) {
	for _, n := range net.tree.nodes {
		term := n.cost * net.unit.weight(n.flow)
		sum, size = sum+term, size+math.Abs(term)
	}
	return sum, size
}
