package lp

import "math"

// pivot brings the arc from source i to sink j into the basis. Both are nodes. The arc
// closes a cycle with the tree. For each unit of mass that is sent around the cycle, the cost
// changes by the reduced cost c − uᵢ − vⱼ < 0. pivot sends as much mass as the cycle allows.
// An arc of the cycle that then has no flow leaves the basis.
//
// It returns the node whose arc left, and the mass that was sent.
func (t *tree) pivot(i, j int32, cost, reduced float64) (out int32, theta mass) {
	out, theta = t.leaving(i, j)
	if theta.isZero() {
		t.degenerate++
	}

	// The subtree of out is cut off. It contains one end of the new arc, in, and
	// becomes a subtree of the other end, to.
	in, to := i, j
	if !t.isSource(out) { // then out is on j's side, see leaving
		in, to = j, i
	}
	// The new arc must become tight, u + v = c, and the arcs within the subtree must stay
	// tight. So the reduced cost is added to the potentials u or v of all nodes of the subtree
	// on the side of in, and subtracted from those on the other side. For π both are the same
	// number.
	if !t.isSource(in) {
		reduced = -reduced
	}
	size, regions := t.size[out], len(t.regions) > 0
	large := regions && !t.hasAtMost(out, t.regionSize)
	switch {
	case large:
		t.raiseByRegions(out, reduced)
	case regions:
		t.keepConnected(in, to, out)
	}
	t.moveInPreorder(in, to, out)
	t.reverse(in, to, out, cost, theta)
	t.size[in] = size
	if regions {
		t.updateTops(in, out)
	}
	if !large {
		t.raiseByNodes(in, reduced)
	}
	return out, theta
}

// leaving finds the cycle that the arc from source i to sink j closes, sends as
// much mass around it as possible, and returns the node whose arc leaves the basis
// and the mass that was sent. It is the ratio test of the simplex method.
//
// The cycle consists of the new arc and the paths from i and from j up to their
// nearest common ancestor, the join. Mass goes from the join down to i, over the
// new arc to j, and up to the join. Arcs in the opposite direction lose flow: those
// of sources on i's side and those of sinks on j's side.
//
// If several arcs lose all their flow, the last of them along the cycle leaves,
// counted from the join. This rule keeps the tree strongly feasible, so that no
// sequence of pivots returns to an earlier tree, whichever arcs enter (Cunningham
// 1976).
func (t *tree) leaving(i, j int32) (out int32, theta mass) {
	if v := t.zeroFlowAbove(i); v >= 0 && !t.inSubtree(j, v) {
		return v, mass{}
	}
	join := t.join(i, j)
	const most = ^uint64(0)
	out, theta = root, mass{most, most}
	for v := i; v != join; v = t.nodes[v].parent {
		if n := &t.nodes[v]; t.isSource(v) && n.flow.less(theta) {
			out, theta = v, n.flow
		}
	}
	for v := j; v != join; v = t.nodes[v].parent {
		if n := &t.nodes[v]; !t.isSource(v) && !theta.less(n.flow) {
			out, theta = v, n.flow
		}
	}
	if theta.isZero() {
		return out, theta
	}
	for v := i; v != join; v = t.nodes[v].parent {
		t.addFlow(v, theta, !t.isSource(v))
	}
	for v := j; v != join; v = t.nodes[v].parent {
		t.addFlow(v, theta, t.isSource(v))
	}
	return out, theta
}

// zeroFlowAbove returns the first of the four sources nearest to source i, on its path to the
// root, whose arc has no flow. It returns −1 if there is none. If sink j is not in the subtree
// of that source, its arc is on the cycle and leaves. With equal weights most pivots are
// degenerate and most cycles are long, so this avoids most walks around cycles.
func (t *tree) zeroFlowAbove(i int32) int32 {
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

// inSubtree reports whether v is in the subtree of w. It walks through the ancestors of v and
// through the subtree of w at the same time, and stops when the shorter walk ends. In a tree
// with regions it first climbs from v, region by region, to the region of w.
func (t *tree) inSubtree(v, w int32) bool {
	top, end := root, t.last[w]
	if len(t.regions) > 0 {
		if v = t.climb(v, t.region[w]); v == none {
			return false
		}
		top = t.regions[t.region[w]].top
	}
	for up, down := v, w; ; up, down = t.nodes[up].parent, t.next[down] {
		if up == w || down == v {
			return true
		}
		if up == top || down == end {
			return false
		}
	}
}

// join returns the nearest common ancestor of i and j. It walks up from both at the same time
// and marks the nodes that it visits, until one walk meets a mark of the other.
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

// addFlow adds flow to the arc of v if add is true, and otherwise subtracts it.
func (t *tree) addFlow(v int32, flow mass, add bool) {
	if n := &t.nodes[v]; add {
		n.flow = n.flow.plus(flow)
	} else {
		n.flow = n.flow.minus(flow)
	}
}

// moveInPreorder cuts the subtree of out off, makes in its top, and moves it behind to in the
// preorder.
//
// Let s₀ = in, s₁, …, sₖ = out be the path from in up to out. Before the move the preorder of
// the subtree is
//
//	sₖ Aₖ … s₂ A₂ s₁ A₁ [subtree of s₀] B₁ B₂ … Bₖ,
//
// where Aᵢ and Bᵢ are the other children of sᵢ with their subtrees. After it the preorder is
//
//	[subtree of s₀] s₁ A₁ B₁ s₂ A₂ B₂ … sₖ Aₖ Bₖ.
//
// Each Aᵢ ends before sᵢ₋₁, and each Bᵢ ends where the subtree of sᵢ ends. So it is enough to
// walk along the path.
func (t *tree) moveInPreorder(in, to, out int32) {
	before, end := t.prev[out], t.last[out]
	after := t.next[end]

	tail := t.last[in]
	endA, below, firstB := t.prev[in], tail, t.next[tail]
	for s := in; s != out; {
		s = t.nodes[s].parent
		lastB, nextA, nextB := t.last[s], t.prev[s], t.next[t.last[s]]
		t.setNext(tail, s)
		tail = endA
		if lastB != below {
			t.setNext(tail, firstB)
			tail, below, firstB = lastB, lastB, nextB
		}
		endA = nextA
	}

	t.setNext(before, after)
	t.replaceEnd(t.nodes[out].parent, end, before)
	for s := in; ; s = t.nodes[s].parent {
		t.last[s] = tail
		if s == out {
			break
		}
	}
	t.insert(in, tail, to)
}

// reverse makes in a child of to, with an arc of the given cost and flow. On the path from in
// up to out it turns all arcs around: each parent becomes the child of its child.
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

// raiseByNodes adds a number to the potentials of the subtree of v, node by node. If there are
// fewer nodes outside the subtree, it subtracts the number from those instead: only
// differences of potentials matter.
//
// Each step along a linked list waits for memory. So the list is followed from both ends at
// the same time.
func (t *tree) raiseByNodes(v int32, by float64) {
	from, to := v, t.last[v]
	if 2*int(t.size[v]) > len(t.nodes) {
		from, to, by = t.next[to], t.prev[v], -by
	}
	for from != to && t.next[from] != to { // more than two nodes are left
		t.potential[from] += by
		t.potential[to] += by
		from, to = t.next[from], t.prev[to]
	}
	t.potential[from] += by
	if from != to {
		t.potential[to] += by
	}
}
