package lp

// tree is a basis of the transport problem. A basis has n+m−1 arcs, and the
// arcs of a basis form a spanning tree of the bipartite graph of sources and
// sinks: then flows follow from supplies and demands, leaf by leaf, and
// potentials follow from costs, from the root down.
//
// Sources are the nodes 0 … n−1 and sinks n … n+m−1. Each node but the root
// carries the arc between it and its parent. Mass always flows from source to
// sink, so that it goes up the arc of a source and down the arc of a sink.
//
// The tree is kept strongly feasible (Cunningham 1976): flows are not
// negative, and an arc without flow points towards the root, that is, belongs
// to a source. Only a sink's arc can then block a pivot for nothing, and the
// rule in leaving makes sure that none cycles.
type tree struct {
	sources   int32
	nodes     []node
	potential []float64 // u of the sources, then v of the sinks
}

// node is a source or a sink, its place in the tree, and the arc to its parent.
type node struct {
	parent, firstChild       int32 // none if there is none
	nextSibling, prevSibling int32
	size                     int32 // nodes in the subtree, this one included
	cost                     float64
	flow                     mass
}

// none stands for no node.
const none int32 = -1

// root is the node that all potentials are counted from, a source.
const root int32 = 0

// newTree returns n+m nodes that are not connected yet.
func newTree(sources, sinks int) *tree {
	t := &tree{
		sources:   int32(sources),
		nodes:     make([]node, sources+sinks),
		potential: make([]float64, sources+sinks),
	}
	for v := range t.nodes {
		t.nodes[v] = node{parent: none, firstChild: none, nextSibling: none, prevSibling: none, size: 1}
	}
	return t
}

// attach makes parent the parent of v, over an arc of that cost and flow.
func (t *tree) attach(v, parent int32, cost float64, flow mass) {
	next := t.nodes[parent].firstChild
	if next != none {
		t.nodes[next].prevSibling = v
	}
	t.nodes[parent].firstChild = v
	n := &t.nodes[v]
	n.parent, n.nextSibling, n.prevSibling = parent, next, none
	n.cost, n.flow = cost, flow
}

// detach takes v, with all below it, from its parent.
func (t *tree) detach(v int32) {
	n := &t.nodes[v]
	if n.prevSibling == none {
		t.nodes[n.parent].firstChild = n.nextSibling
	} else {
		t.nodes[n.prevSibling].nextSibling = n.nextSibling
	}
	if n.nextSibling != none {
		t.nodes[n.nextSibling].prevSibling = n.prevSibling
	}
}

// after returns the node that follows v in a walk through the subtree of top
// that visits parents before children; none after the last one.
func (t *tree) after(v, top int32) int32 {
	if child := t.nodes[v].firstChild; child != none {
		return child
	}
	for ; v != top; v = t.nodes[v].parent {
		if next := t.nodes[v].nextSibling; next != none {
			return next
		}
	}
	return none
}

// price computes all potentials from the tree: u_root = 0, and u + v = c on
// each arc. It returns the largest of their absolute values.
func (t *tree) price() (scale float64) {
	t.potential[root] = 0
	for v := t.after(root, root); v != none; v = t.after(v, root) {
		p := t.nodes[v].cost - t.potential[t.nodes[v].parent]
		t.potential[v] = p
		scale = max(scale, p, -p)
	}
	return scale
}

// pivot brings the arc from source i to sink j into the basis. It closes a
// cycle with the tree; reduced < 0, its cost c − uᵢ − vⱼ, is what a unit of
// mass sent around that cycle costs. So much is sent that an arc of the cycle
// runs dry, and that arc leaves.
func (t *tree) pivot(i, j int32, cost, reduced float64) {
	join, out, flow := t.leaving(i, j)
	t.send(i, j, join, flow)

	// The arc above out is cut. The part below it, which holds one end of the
	// new arc, is hung up again by that end.
	in, to := i, j
	if !t.isSource(out) { // see leaving: then it is on j's side
		in, to = j, i
	}
	t.resize(out, to, join)
	t.rehang(in, to, out, cost, flow)

	// Below the new arc, potentials move by its reduced cost, those of its own
	// side up and those of the other side down, so that it becomes tight and
	// the arcs between them stay so.
	own := t.isSource(in)
	for v := in; v != none; v = t.after(v, in) {
		if t.isSource(v) == own {
			t.potential[v] += reduced
		} else {
			t.potential[v] -= reduced
		}
	}
}

func (t *tree) isSource(v int32) bool { return v < t.sources }

// leaving finds the cycle that the arc from source i to sink j closes: i and j
// and their ancestors up to join, where they meet. Along it flow goes from
// join down to i, over the new arc to j, and back up. The arcs against that
// direction lose flow: those of sources on i's side, those of sinks on j's.
// It returns the largest flow that they allow, and the node whose arc then
// runs dry.
//
// Of several such arcs it takes the last along the cycle from join. This keeps
// the tree strongly feasible, and then no sequence of pivots returns to a tree
// it has left, whatever the choice of entering arcs (Cunningham 1976).
func (t *tree) leaving(i, j int32) (join, out int32, flow mass) {
	const most = ^uint64(0)
	outI, flowI := none, mass{most, most}
	outJ, flowJ := none, mass{most, most}
	// A subtree is smaller than that of any ancestor: whichever side has the
	// smaller one is not yet at the join.
	for i != j {
		if t.nodes[i].size < t.nodes[j].size {
			n := &t.nodes[i]
			if t.isSource(i) && n.flow.less(flowI) {
				outI, flowI = i, n.flow
			}
			i = n.parent
		} else {
			n := &t.nodes[j]
			if !t.isSource(j) && !flowJ.less(n.flow) {
				outJ, flowJ = j, n.flow
			}
			j = n.parent
		}
	}
	if flowI.less(flowJ) {
		return i, outI, flowI
	}
	return i, outJ, flowJ
}

// send pushes flow around the cycle of i, j and join.
func (t *tree) send(i, j, join int32, flow mass) {
	if flow.isZero() {
		return
	}
	for v := i; v != join; v = t.nodes[v].parent {
		t.push(v, flow, !t.isSource(v))
	}
	for v := j; v != join; v = t.nodes[v].parent {
		t.push(v, flow, t.isSource(v))
	}
}

// push adds flow to the arc of v, or takes it away.
func (t *tree) push(v int32, flow mass, add bool) {
	if n := &t.nodes[v]; add {
		n.flow = n.flow.plus(flow)
	} else {
		n.flow = n.flow.minus(flow)
	}
}

// resize tells the ancestors of out that they lose its subtree, and those of
// to that they gain it. From join upwards nothing changes.
func (t *tree) resize(out, to, join int32) {
	size := t.nodes[out].size
	for v := t.nodes[out].parent; v != join; v = t.nodes[v].parent {
		t.nodes[v].size -= size
	}
	for v := to; v != join; v = t.nodes[v].parent {
		t.nodes[v].size += size
	}
}

// rehang cuts the subtree of out from its parent and hangs it below to by the
// node in, over an arc of that cost and flow. On the way from in up to out
// each parent becomes a child, and takes the arc between them with it.
func (t *tree) rehang(in, to, out int32, cost float64, flow mass) {
	whole, cut := t.nodes[out].size, int32(0)
	for v, parent := in, to; ; {
		n := &t.nodes[v]
		up, upCost, upFlow, size := n.parent, n.cost, n.flow, n.size
		t.detach(v)
		t.attach(v, parent, cost, flow)
		// All of the subtree now hangs from in, and from each node above it
		// all but what lay below its former child.
		n.size, cut = whole-cut, size
		if v == out {
			return
		}
		v, parent, cost, flow = up, v, upCost, upFlow
	}
}
