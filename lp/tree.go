package lp

import (
	"math"
	"slices"
)

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
// to a source. Only a source's arc can then block a pivot for nothing, and the
// rule in leaving makes sure that none cycles.
type tree struct {
	sources int32
	nodes   []node
	// The nodes in preorder, parents before children and each subtree in one
	// piece, as a ring; and where the subtree of each node ends.
	next, prev, last []int32
	// The potential πᵥ of each node: uᵢ = πᵢ of a source, vⱼ = −πⱼ of a sink. With
	// this sign a subtree moves by one number for all of its nodes. What the region
	// of a node is lifted by comes on top of it, see regions.go.
	potential  []float64
	region     []int32 // of each node
	regions    []region
	regionSize int32 // 0 for no regions
	time       int32 // of raise

	// The size of each subtree when price last went through the tree, if there are
	// no regions. Pivots make it wrong, which costs time and nothing else: see shift.
	size []int32

	mark  []int32 // of join
	stamp int32
}

// node is the place of a source or a sink in the tree, and the arc to its
// parent.
type node struct {
	parent int32
	cost   float64
	flow   mass
}

// root is the node that all potentials are counted from, a source.
const root int32 = 0

// newTree returns n+m nodes that are not connected yet.
func newTree(sources, sinks int) *tree {
	t := new(tree)
	t.reset(sources, sinks)
	return t
}

// reset makes t what newTree returns, in its own memory if that is enough.
func (t *tree) reset(sources, sinks int) {
	nodes := sources + sinks
	t.sources, t.stamp = int32(sources), 0
	t.nodes, t.potential = grow(t.nodes, nodes), grow(t.potential, nodes)
	t.next, t.prev, t.last = grow(t.next, nodes), grow(t.prev, nodes), grow(t.last, nodes)
	t.size, t.mark = grow(t.size, nodes), grow(t.mark, nodes)
	t.region, t.regions, t.regionSize = t.region[:0], t.regions[:0], 0
	if nodes >= fewestForRegions {
		t.haveRegions(int32(math.Sqrt(float64(nodes))))
	}
}

// grow returns n zeros, in the memory of s if that is enough.
func grow[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// link makes w the node after v in preorder.
func (t *tree) link(v, w int32) { t.next[v], t.prev[w] = w, v }

// thread puts the nodes in preorder, by their parents; they come in an order in
// which parents precede children.
func (t *tree) thread(order []int32) {
	for _, v := range order {
		t.last[v] = v
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
	if t.regionSize > 0 { // what shift moves is little then
		t.regions = t.regions[:0]
		t.divide()
		return scale
	}
	for v := range t.size {
		t.size[v] = 1
	}
	for v := t.prev[root]; v != root; v = t.prev[v] { // children before parents
		t.size[t.nodes[v].parent] += t.size[v]
	}
	return scale
}

// pivot brings the arc from source i to sink j into the basis. It closes a
// cycle with the tree; reduced < 0, its cost c − uᵢ − vⱼ, is what a unit of
// mass sent around that cycle costs. So much is sent that an arc of the cycle
// runs dry, and that arc leaves.
func (t *tree) pivot(i, j int32, cost, reduced float64) {
	out, flow := t.leaving(i, j)

	// The arc above out is cut. The part below it, which holds one end of the
	// new arc, is hung up again by that end.
	in, to := i, j
	if !t.isSource(out) { // see leaving: then it is on j's side
		in, to = j, i
	}
	// Its arc becomes tight: the potentials of the subtree move by the reduced cost,
	// those of its own side up and those of the other side down, so that the arcs
	// between them stay tight.
	if !t.isSource(in) {
		reduced = -reduced
	}
	size, regions := t.size[out], len(t.regions) > 0
	whole := regions && !t.fewer(out, t.regionSize)
	switch {
	case whole:
		t.raise(out, reduced)
	case regions:
		t.mend(in, to, out)
	}
	t.rehang(in, to, out)
	t.reverse(in, to, out, cost, flow)
	t.size[in] = size
	if regions {
		t.turn(in, out)
	}
	if !whole {
		t.shift(in, reduced)
	}
}

func (t *tree) isSource(v int32) bool { return v < t.sources }

// leaving finds the cycle that the arc from source i to sink j closes: i and j
// and their ancestors up to where they meet. Along it flow goes from there down
// to i, over the new arc to j, and back up. The arcs against that direction
// lose flow: those of sources on i's side, those of sinks on j's. It sends as
// much as they allow, and returns the node whose arc then runs dry, and the
// flow of the new arc.
//
// Of several such arcs it takes the last along the cycle from the meeting
// point. This keeps the tree strongly feasible, and then no sequence of pivots
// returns to a tree it has left, whatever the choice of entering arcs
// (Cunningham 1976).
func (t *tree) leaving(i, j int32) (out int32, flow mass) {
	if v := t.dry(i); v >= 0 && !t.below(j, v) {
		return v, mass{}
	}
	join := t.join(i, j)
	const most = ^uint64(0)
	out, flow = root, mass{most, most}
	for v := i; v != join; v = t.nodes[v].parent {
		if n := &t.nodes[v]; t.isSource(v) && n.flow.less(flow) {
			out, flow = v, n.flow
		}
	}
	for v := j; v != join; v = t.nodes[v].parent {
		if n := &t.nodes[v]; !t.isSource(v) && !flow.less(n.flow) {
			out, flow = v, n.flow
		}
	}
	if flow.isZero() {
		return out, flow
	}
	for v := i; v != join; v = t.nodes[v].parent {
		t.push(v, flow, !t.isSource(v))
	}
	for v := j; v != join; v = t.nodes[v].parent {
		t.push(v, flow, t.isSource(v))
	}
	return out, flow
}

// dry returns the first source from i upwards whose arc has no flow, if it is
// among the first few; or −1. If j is not below it, it is on the cycle, and as
// the arcs of sinks have flow it is the one that leaves. Where weights are
// equal most pivots are of this kind, and most cycles too long to go around.
func (t *tree) dry(i int32) int32 {
	const few = 4
	for range few {
		if i == root {
			break
		}
		if t.nodes[i].flow.isZero() {
			return i
		}
		i = t.nodes[t.nodes[i].parent].parent
	}
	return -1
}

// below reports whether v is in the subtree of w. It looks for w among the
// ancestors of v and for v in the subtree of w, and ends with the shorter
// search.
func (t *tree) below(v, w int32) bool {
	end := t.last[w]
	for up, down := v, w; ; up, down = t.nodes[up].parent, t.next[down] {
		if up == w || down == v {
			return true
		}
		if up == root || down == end {
			return false
		}
	}
}

// join returns the nearest common ancestor of i and j. It climbs from both in
// turn, and marks where it was, until one comes to a mark of the other.
func (t *tree) join(i, j int32) int32 {
	if t.stamp > math.MaxInt32-2 {
		t.stamp = 0
		clear(t.mark)
	}
	t.stamp += 2
	fromI, fromJ := t.stamp-1, t.stamp
	for {
		if t.mark[i] == fromJ {
			return i
		}
		t.mark[i] = fromI
		if t.mark[j] == fromI {
			return j
		}
		t.mark[j] = fromJ
		if i != root {
			i = t.nodes[i].parent
		}
		if j != root {
			j = t.nodes[j].parent
		}
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

// shift adds to the potentials of the subtree of v. It does no harm to take the
// same from all others instead, if they are fewer.
//
// It waits for memory: where a list goes on is known only when its last link has
// come. So the list is followed from both its ends at once.
func (t *tree) shift(v int32, reduced float64) {
	from, to := v, t.last[v]
	if 2*int(t.size[v]) > len(t.nodes) {
		from, to, reduced = t.next[to], t.prev[v], -reduced
	}
	for from != to && t.next[from] != to { // more than two
		t.potential[from] += reduced
		t.potential[to] += reduced
		from, to = t.next[from], t.prev[to]
	}
	t.potential[from] += reduced
	if from != to {
		t.potential[to] += reduced
	}
}

// reverse makes in a child of to, over an arc of that cost and flow. On the way
// from in up to out each parent becomes a child, and takes the arc between
// them with it.
func (t *tree) reverse(in, to, out int32, cost float64, flow mass) {
	for v, parent := in, to; ; {
		old := t.nodes[v]
		t.nodes[v] = node{parent: parent, cost: cost, flow: flow}
		if v == out {
			return
		}
		v, parent, cost, flow = old.parent, v, old.cost, old.flow
	}
}
