package lp

import (
	"math"
	"slices"
)

// tree is a basis of the transport problem. A basis has n+m−1 arcs, which form a
// spanning tree of the bipartite graph of sources and sinks. Supplies and demands
// determine the flows, leaf by leaf. Costs determine the potentials, from the root down.
//
// Sources are the nodes 0 … n−1 and sinks the nodes n … n+m−1. Each node but the
// root stores the arc between it and its parent, which is called the arc of the node. Mass
// always flows from source to sink: on the arc of a source it flows up to the parent, on the
// arc of a sink down from the parent.
//
// The tree is strongly feasible (Cunningham 1976): no flow is negative, and each arc
// without flow points towards the root, so it is the arc of a source. The rule in leaving
// keeps the tree strongly feasible. Then no sequence of pivots can cycle.
type tree struct {
	sources int32
	nodes   []node

	// The nodes in preorder, as a ring: parents come before children, and each
	// subtree is one contiguous piece. last is the last node of the subtree of each node.
	next, prev, last []int32
	order            []int32 // the memory of preorder

	// The potential πᵥ of each node: uᵢ = πᵢ for a source and vⱼ = −πⱼ for a sink.
	// With this sign a pivot adds one number to all nodes of a subtree, and the
	// reduced cost of an arc is c − π_source + π_sink. Only tree and network use π;
	// potentials converts it to U and V. In a tree with regions, πᵥ is potential[v] plus
	// the lift of v's region: see potentialOf.
	potential  []float64
	region     []int32 // the region of each node
	regions    []region
	regionSize int32 // 0 if the tree has no regions
	time       int32 // counts the calls of raiseByRegions

	// size is the number of nodes of each subtree, as of the last computePotentials. It is
	// not set in a tree with regions. After pivots it may be out of date, which makes
	// raiseByNodes slower but not wrong.
	size []int32

	degenerate int // the number of pivots that sent no mass

	mark  []int32 // per node: the walk of join that visited it last
	stamp int32   // the number of the last walk of join
}

// node is a source or a sink: its parent, and the cost and the flow of the arc to its parent.
type node struct {
	parent int32
	cost   float64
	flow   mass
}

// root is the node whose potential is 0. It is a source.
const root int32 = 0

// reset makes t a tree of n+m nodes that are not connected yet. It uses the memory of
// t if that suffices.
func (t *tree) reset(sources, sinks int) {
	nodes := sources + sinks
	t.sources, t.stamp, t.degenerate = int32(sources), 0, 0
	t.nodes, t.potential = grow(t.nodes, nodes), grow(t.potential, nodes)
	t.next, t.prev, t.last = grow(t.next, nodes), grow(t.prev, nodes), grow(t.last, nodes)
	t.size, t.mark = grow(t.size, nodes), grow(t.mark, nodes)
	t.region, t.regions, t.regionSize = t.region[:0], t.regions[:0], 0
	if nodes >= minNodesForRegions {
		t.useRegions(int32(math.Sqrt(float64(nodes))))
	}
}

// grow returns n zeros, in the memory of s if that suffices.
func grow[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

func (t *tree) isSource(v int32) bool { return v < t.sources }

// arc returns the source and the sink of the arc between node v and its parent.
// The sink counts from 0.
func (t *tree) arc(v int32) (source, sink int32) {
	parent := t.nodes[v].parent
	if t.isSource(v) {
		return v, parent - t.sources
	}
	return parent, v - t.sources
}

// setNext makes w the node after v in preorder.
func (t *tree) setNext(v, w int32) { t.next[v], t.prev[w] = w, v }

// thread sets the preorder of a tree whose parents are known. order lists all nodes, parents
// before their children.
func (t *tree) thread(order []int32) {
	for _, v := range order {
		t.last[v] = v
	}
	t.setNext(root, root)
	for _, v := range order[1:] {
		t.insert(v, v, t.nodes[v].parent)
	}
}

// insert puts a piece of the preorder, from first to last, directly behind parent. The piece
// consists of whole subtrees.
func (t *tree) insert(first, last, parent int32) {
	after := t.next[parent]
	t.setNext(parent, first)
	t.setNext(last, after)
	t.replaceEnd(parent, parent, last)
}

// replaceEnd makes new the last node of the subtrees of v and its ancestors, as long as that
// node is old.
func (t *tree) replaceEnd(v, old, new int32) {
	for ; t.last[v] == old; v = t.nodes[v].parent {
		t.last[v] = new
		if v == root {
			return
		}
	}
}

// computePotentials computes all potentials from the tree: u = 0 at the root, and
// u + v = c on each arc. It returns the largest of their absolute values.
func (t *tree) computePotentials() (largest float64) {
	order := t.preorder()
	t.potential[root] = 0
	for _, v := range order[1:] {
		n := &t.nodes[v]
		p := t.potential[n.parent]
		if t.isSource(v) {
			p += n.cost // uᵢ = c − vⱼ
		} else {
			p -= n.cost // −vⱼ = uᵢ − c
		}
		t.potential[v] = p
		largest = max(largest, p, -p)
	}
	if t.regionSize > 0 { // raiseByNodes then changes few nodes, and needs no sizes
		t.regions = t.regions[:0]
		t.divide(order)
		return largest
	}
	for v := range t.size {
		t.size[v] = 1
	}
	for _, v := range slices.Backward(order[1:]) { // children before parents
		t.size[t.nodes[v].parent] += t.size[v]
	}
	return largest
}

// preorder returns the nodes in preorder, valid until the next call. A loop over this list is
// faster than one along the links, which waits for memory at each step.
func (t *tree) preorder() []int32 {
	t.order = append(t.order[:0], root)
	for v := t.next[root]; v != root; v = t.next[v] {
		t.order = append(t.order, v)
	}
	return t.order
}

// potentials sets p to the potentials of the tree, U of its sources and V of its
// sinks.
func (t *tree) potentials(p *Potentials) {
	n := int(t.sources)
	p.resize(n, len(t.nodes)-n)
	for v := range t.nodes {
		if potential := t.potentialOf(int32(v)); v < n {
			p.U[v] = potential
		} else {
			p.V[v-n] = -potential
		}
	}
}
