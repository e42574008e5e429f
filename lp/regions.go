package lp

import "slices"

// In a large problem many pivots change the potentials of half of all nodes, but
// only a few hundred of these are read before the next pivot. So the nodes of a
// large tree are divided into regions, connected pieces of some hundred nodes. A
// change of a whole region is stored once, in the lift of the region: the potential of a
// node is a number of its own plus the lift of its region. In a tree of N nodes with
// regions of √N nodes, a pivot then changes about √N numbers, and not N.
//
// A pivot moves a subtree to another parent. If the subtree is large, the region in
// which it was cut off becomes two regions. Every other region lies either inside
// the subtree, and its lift changes, or outside. If the subtree is small, its nodes are
// changed one by one, and those in the region that was cut join the region of the new
// parent. Regions stay connected in both cases.

// region is a connected piece of the tree.
type region struct {
	top   int32 // the node nearest to the root
	above int32 // the region of the parent of top, or the region itself at the root
	seen  int32 // set by raiseByRegions at time t: t if in the subtree, −t if not
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
		t.region[v] = 1 // for the next loop, which counts here the nodes below v that have no region yet
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

// raiseByRegions adds a number to the potentials of the subtree of v. It first makes the
// subtree consist of whole regions, and then adds to their lifts. To find these regions, it
// walks up from each region until it reaches v, the root, or a region that an earlier walk
// has classified.
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

// climb returns v if it is in the region to, and otherwise its ancestor that is a child of
// a node of that region, or none if there is no such ancestor.
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
