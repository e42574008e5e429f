package lp

import "slices"

// In a large problem many pivots change the potentials of half of all nodes, but only a few
// hundred of these are read before the next pivot. So the nodes of a large tree are divided
// into regions: connected parts of about √N nodes in a tree of N nodes. A number that is added
// to the potentials of a whole region is stored once, in the lift of the region. The potential
// of a node is its own number plus the lift of its region. A pivot then changes about √N
// numbers, and not up to N.
//
// A pivot moves a subtree to another parent. If the subtree is large, the region that the cut
// goes through becomes two regions. Then each region lies either inside the subtree or outside
// of it, and the lifts of those inside change. If the subtree is small, its nodes are changed
// one by one, and its part of the region that the cut goes through joins the region of the new
// parent. In both cases regions stay connected.

// region is a connected piece of the tree.
type region struct {
	top   int32 // the node nearest to the root
	above int32 // the region of the parent of top, or the region itself at the root
	seen  int32 // raiseByRegions sets it at time t to t if inside the subtree, and to −t if not
	lift  float64
}

// minNodesForRegions is the number of nodes from which a tree has regions. All
// potentials of a smaller tree fit in the cache, and are cheap to change.
const minNodesForRegions = 4096

// maxRegionGrowth is the factor by which the number of regions may grow, as pivots cut them,
// before the tree is divided anew.
const maxRegionGrowth = 4

// useRegions makes computePotentials divide the tree into regions of about size nodes.
func (t *tree) useRegions(size int32) {
	t.region, t.regionSize = grow(t.region, len(t.nodes)), size
}

// potentialOf returns the potential π of v, with the lift of its region.
func (t *tree) potentialOf(v int32) float64 {
	if len(t.regions) == 0 {
		return t.potential[v]
	}
	return t.potential[v] + t.regions[t.region[v]].lift
}

// divide divides the tree, whose nodes come in preorder, into new regions of at least
// regionSize nodes each, except for the one at the root. The lifts of the old regions are
// added to the potentials of their nodes.
func (t *tree) divide(order []int32) {
	for v, r := range t.region {
		if len(t.regions) > 0 {
			t.potential[v] += t.regions[r].lift
		}
		t.region[v] = 1 // the next loop counts here the nodes of v's subtree that have no region yet
	}
	const begins = -1
	for _, v := range slices.Backward(order[1:]) { // children before parents
		if t.region[v] >= t.regionSize {
			t.region[v] = begins
		} else {
			t.region[t.nodes[v].parent] += t.region[v]
		}
	}
	t.regions, t.time = append(t.regions[:0], region{top: root}), 0
	t.region[root] = 0
	for _, v := range order[1:] {
		above := t.region[t.nodes[v].parent]
		if t.region[v] == begins {
			t.region[v] = int32(len(t.regions))
			t.regions = append(t.regions, region{top: v, above: above})
		} else {
			t.region[v] = above
		}
	}
}

// raiseByRegions adds a number to the potentials of the subtree of v. It first divides the
// region of v, so that the subtree consists of whole regions. It then adds the number to their
// lifts. To find these regions, it walks up from each region until it reaches the region of
// v, that of the root, or a region that an earlier walk has classified.
func (t *tree) raiseByRegions(v int32, by float64) {
	if len(t.regions) > maxRegionGrowth*len(t.nodes)/int(t.regionSize) {
		t.divide(t.preorder())
	}
	from := t.region[v]
	if t.regions[from].top != v {
		part := int32(len(t.regions))
		t.regions = append(t.regions, region{top: v, above: from, lift: t.regions[from].lift})
		t.reassign(v, part)
		from = part
	}
	t.time++
	t.regions[t.region[root]].seen = -t.time
	t.regions[from].seen = t.time
	for r := range t.regions {
		known := &t.regions[r]
		for known.seen != t.time && known.seen != -t.time {
			known = &t.regions[known.above]
		}
		seen := known.seen
		for s := &t.regions[r]; s != known; s = &t.regions[s.above] {
			s.seen = seen
		}
		if seen > 0 {
			t.regions[r].lift += by
		}
	}
}

// climb returns v if v is in the region to. Otherwise it goes up from v, and returns the last
// node on its way before that region, or none if it reaches the root first.
func (t *tree) climb(v, to int32) int32 {
	for r := t.region[v]; r != to; r = t.regions[r].above {
		if v = t.regions[r].top; v == root {
			return none
		}
	}
	return v
}

// hasAtMost reports whether the subtree of v has no more than count nodes.
func (t *tree) hasAtMost(v, count int32) bool {
	end := t.last[v]
	for range count {
		if v == end {
			return true
		}
		v = t.next[v]
	}
	return false
}

// reassign moves the nodes that are in the subtree of v and in the region of v to
// another region. Their potentials stay what they are.
func (t *tree) reassign(v, to int32) {
	from, end := t.region[v], t.next[t.last[v]]
	change := t.regions[from].lift - t.regions[to].lift
	for v != end {
		if r := t.region[v]; r == from {
			t.region[v] = to
			t.potential[v] += change
			v = t.next[v]
		} else { // v is the top of a region below
			t.regions[r].above = to
			v = t.next[t.last[v]]
		}
	}
}

// keepConnected is called before the subtree of out becomes the subtree of in below to. It
// moves nodes to other regions, so that all regions stay connected.
func (t *tree) keepConnected(in, to, out int32) {
	from := t.region[out]
	if t.regions[from].top == out {
		return
	}
	for t.region[in] != from {
		in, to = t.nodes[in].parent, in
	}
	if next := t.region[to]; next != from {
		t.reassign(out, next)
	}
}

// updateTops sets the tops of the regions on the path between in and out, after
// reverse has turned it around.
func (t *tree) updateTops(in, out int32) {
	for v := out; ; v = t.nodes[v].parent {
		if r, above := t.region[v], t.region[t.nodes[v].parent]; r != above {
			t.regions[r].top, t.regions[r].above = v, above
		}
		if v == in {
			return
		}
	}
}
