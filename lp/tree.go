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
	sources int32
	nodes   []node
	// The nodes in preorder, parents before children and each subtree in one
	// piece, as a ring; and where the subtree of each node ends.
	next, prev, last []int32
	// The potential πᵥ of each node: uᵢ = πᵢ of a source, vⱼ = −πⱼ of a sink. With
	// this sign a subtree moves by one number for all of its nodes.
	potential []float64
}

// node is the place of a source or a sink in the tree, and the arc to its
// parent.
type node struct {
	parent int32
	size   int32 // nodes in the subtree, this one included
	cost   float64
	flow   mass
}

// root is the node that all potentials are counted from, a source.
const root int32 = 0

// newTree returns n+m nodes that are not connected yet.
func newTree(sources, sinks int) *tree {
	return &tree{
		sources:   int32(sources),
		nodes:     make([]node, sources+sinks),
		next:      make([]int32, sources+sinks),
		prev:      make([]int32, sources+sinks),
		last:      make([]int32, sources+sinks),
		potential: make([]float64, sources+sinks),
	}
}

// link makes w the node after v in preorder.
func (t *tree) link(v, w int32) { t.next[v], t.prev[w] = w, v }

// thread computes subtree sizes and preorder from the parents of the nodes,
// which come in an order in which parents precede children.
func (t *tree) thread(order []int32) {
	for _, v := range order {
		t.nodes[v].size, t.last[v] = 1, v
	}
	for k := len(order) - 1; k > 0; k-- {
		child := &t.nodes[order[k]]
		t.nodes[child.parent].size += child.size
	}
	t.link(root, root)
	for _, v := range order[1:] {
		t.insert(v, v, t.nodes[v].parent)
	}
}

// insert makes the piece of preorder from first to last, subtrees all, follow
// parent.
func (t *tree) insert(first, last, parent int32) {
	after := t.next[parent]
	t.link(parent, first)
	t.link(last, after)
	t.endsAt(parent, parent, last)
}

// endsAt tells v and its ancestors, as far as their subtrees ended at old,
// that they end at new.
func (t *tree) endsAt(v, old, new int32) {
	for ; t.last[v] == old; v = t.nodes[v].parent {
		t.last[v] = new
		if v == root {
			return
		}
	}
}

// price computes all potentials from the tree: u_root = 0, and u + v = c on
// each arc. It returns the largest of their absolute values.
func (t *tree) price() (scale float64) {
	t.potential[root] = 0
	for v := t.next[root]; v != root; v = t.next[v] {
		n := &t.nodes[v]
		p := t.potential[n.parent]
		if t.isSource(v) {
			p += n.cost // uᵢ = c − vⱼ
		} else {
			p -= n.cost // −vⱼ = uᵢ − c
		}
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
	t.rehang(in, to, out)
	t.reverse(in, to, out, cost, flow)
	t.shift(in, reduced)
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
	outI, flowI := root, mass{most, most}
	outJ, flowJ := root, mass{most, most}
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

// rehang moves the subtree of out, in preorder, to where it belongs as the
// subtree of in below to.
//
// The nodes from in up to out are the stem, s₀ = in, s₁, …, sₖ = out. In
// preorder the subtree of out is a nest,
//
//	sₖ Aₖ … s₂ A₂ s₁ A₁ [s₀ and all below it] B₁ B₂ … Bₖ,
//
// and turned around it is a row: [s₀ and all below it] s₁ A₁ B₁ s₂ A₂ B₂ … . Each
// Aᵢ ends before sᵢ₋₁ and each Bᵢ ends where the subtree of sᵢ does, so that only
// the stem has to be walked.
func (t *tree) rehang(in, to, out int32) {
	before, end := t.prev[out], t.last[out]
	after := t.next[end]

	tail := t.last[in]
	endA, below, firstB := t.prev[in], tail, t.next[tail]
	for s := in; s != out; {
		s = t.nodes[s].parent
		lastB, nextA, nextB := t.last[s], t.prev[s], t.next[t.last[s]]
		t.link(tail, s)
		tail = endA
		if lastB != below {
			t.link(tail, firstB)
			tail, below, firstB = lastB, lastB, nextB
		}
		endA = nextA
	}

	t.link(before, after)
	t.endsAt(t.nodes[out].parent, end, before)
	for s := in; ; s = t.nodes[s].parent {
		t.last[s] = tail
		if s == out {
			break
		}
	}
	t.insert(in, tail, to)
}

// shift makes the arc above v tight, whose reduced cost is given: the potentials
// of its subtree move by it, those of v's own side up and those of the other
// side down, so that the arcs between them stay tight. It does no harm to move
// all others the other way instead, if they are fewer.
func (t *tree) shift(v int32, reduced float64) {
	if !t.isSource(v) {
		reduced = -reduced
	}
	from, count := v, int(t.nodes[v].size)
	if 2*count > len(t.nodes) {
		from, count, reduced = t.next[t.last[v]], len(t.nodes)-count, -reduced
	}
	for w := from; count > 0; count-- {
		t.potential[w] += reduced
		w = t.next[w]
	}
}

// reverse makes in a child of to, over an arc of that cost and flow. On the way
// from in up to out each parent becomes a child, and takes the arc between
// them with it.
func (t *tree) reverse(in, to, out int32, cost float64, flow mass) {
	whole, cut := t.nodes[out].size, int32(0)
	for v, parent := in, to; ; {
		// All of the subtree now hangs from in, and from each node above it
		// all but what lay below its former child.
		old := t.nodes[v]
		t.nodes[v] = node{parent: parent, size: whole - cut, cost: cost, flow: flow}
		if v == out {
			return
		}
		v, parent, cost, flow, cut = old.parent, v, old.cost, old.flow, old.size
	}
}
