package lp

// In a large problem many pivots move the potentials of half of all nodes, and of
// those only a few hundred are looked at before the next pivot. So the nodes of a
// large tree are divided into regions, connected pieces of some hundred nodes, and
// what a region moves by as a whole is kept in one place: the potential of a node is
// its own number plus the lift of its region. For 2n nodes in regions of √(2n), that
// is some √n numbers to change instead of n.
//
// A pivot hangs up a subtree elsewhere. If that is large, the region that the cut
// goes through becomes two. All others are either in the subtree or not, and those
// that are get the lift. If it is small, its nodes move one by one, and what it
// holds of the region that was cut goes over to the region next to it. Both keep
// regions connected.

// region is a connected piece of the tree.
type region struct {
	top   int32 // the node nearest to the root
	above int32 // the region of the parent of top; its own if top is the root
	seen  int32 // by raise at time t: t if in the subtree, −t if not
	lift  float64
}

// fewestForRegions is the number of nodes from which on a tree has regions. Fewer
// are near at hand.
const fewestForRegions = 4096

// As regions are cut their number grows. When there are mostRegions times as many
// as would do for their size, they are made anew.
const mostRegions = 4

// haveRegions makes price divide the tree into regions of about so many nodes.
func (t *tree) haveRegions(size int32) {
	t.region, t.regionSize = grow(t.region, len(t.nodes)), size
}

// at returns the potential of v.
func (t *tree) at(v int32) float64 {
	if len(t.regions) == 0 {
		return t.potential[v]
	}
	return t.potential[v] + t.regions[t.region[v]].lift
}

// divide makes regions anew, of at least regionSize nodes each but for the one at
// the root. The lifts they had go into the potentials of their nodes.
func (t *tree) divide() {
	for v, r := range t.region {
		if len(t.regions) > 0 {
			t.potential[v] += t.regions[r].lift
		}
		t.region[v] = 1 // for now, the number of nodes that are left below it
	}
	const begins = -1
	for v := t.prev[root]; v != root; v = t.prev[v] { // children before parents
		if t.region[v] >= t.regionSize {
			t.region[v] = begins
		} else {
			t.region[t.nodes[v].parent] += t.region[v]
		}
	}
	t.regions, t.time = append(t.regions[:0], region{top: root}), 0
	t.region[root] = 0
	for v := t.next[root]; v != root; v = t.next[v] {
		above := t.region[t.nodes[v].parent]
		if t.region[v] == begins {
			t.region[v] = int32(len(t.regions))
			t.regions = append(t.regions, region{top: v, above: above})
		} else {
			t.region[v] = above
		}
	}
}

// raise adds to the potentials of the subtree of v, of which it makes whole
// regions. It follows each region upwards, to v or to the root, or until it comes by
// one that was followed before.
func (t *tree) raise(v int32, by float64) {
	if len(t.regions) > mostRegions*len(t.nodes)/int(t.regionSize) {
		t.divide()
	}
	from := t.region[v]
	if t.regions[from].top != v {
		part := int32(len(t.regions))
		t.regions = append(t.regions, region{top: v, above: from, lift: t.regions[from].lift})
		t.handOver(v, part)
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

// fewer reports whether the subtree of v has no more than so many nodes.
func (t *tree) fewer(v, many int32) bool {
	end := t.last[v]
	for range many {
		if v == end {
			return true
		}
		v = t.next[v]
	}
	return false
}

// handOver makes what the subtree of v holds of the region of v part of another.
func (t *tree) handOver(v, to int32) {
	from, end := t.region[v], t.next[t.last[v]]
	change := t.regions[from].lift - t.regions[to].lift
	for v != end {
		if r := t.region[v]; r == from {
			t.region[v] = to
			t.potential[v] += change
			v = t.next[v]
		} else { // the top of a region below
			t.regions[r].above = to
			v = t.next[t.last[v]]
		}
	}
}

// mend keeps regions connected when the subtree of out is hung up by in below to.
func (t *tree) mend(in, to, out int32) {
	from := t.region[out]
	if t.regions[from].top == out {
		return
	}
	for t.region[in] != from {
		in, to = t.nodes[in].parent, in
	}
	if next := t.region[to]; next != from {
		t.handOver(out, next)
	}
}

// turn tells the regions from in up to out, which has just been turned around,
// where their tops are.
func (t *tree) turn(in, out int32) {
	for v := out; ; v = t.nodes[v].parent {
		if r, above := t.region[v], t.region[t.nodes[v].parent]; r != above {
			t.regions[r].top, t.regions[r].above = v, above
		}
		if v == in {
			return
		}
	}
}
