package lp

// bestList keeps the best k arcs of one source at the end of a list, in increasing order of
// their key c − v. It is an insertion sort, because k is small.
type bestList struct {
	k     int
	found []arc
	first int       // the index in found of the first arc of the source
	keys  []float64 // the keys of found[first:]
	bound float64   // only an arc whose key is below it can be among the best
}

// bestLists returns lists with room for k arcs each.
func bestLists(count, k int) []bestList {
	lists, found, keys := make([]bestList, count), make([]arc, count*k), make([]float64, count*k)
	for l := range lists {
		start := l * k
		lists[l].found, lists[l].keys = found[start:start:start+k], keys[start:start:start+k]
	}
	return lists
}

// begin prepares b for a new source: it will append to found arcs whose key is below bound.
func (b *bestList) begin(found []arc, k int, bound float64) {
	b.k, b.found, b.first, b.keys, b.bound = k, found, len(found), b.keys[:0], bound
}

// add adds an arc whose key is below the bound. It reports whether this fills the list.
func (b *bestList) add(key float64, e arc) (fills bool) {
	to := len(b.keys)
	if to < b.k {
		fills = to == b.k-1
		b.keys, b.found = append(b.keys, 0), append(b.found, arc{})
	} else {
		to-- // the worst one drops out
	}
	found := b.found[b.first:]
	for ; to > 0 && key < b.keys[to-1]; to-- {
		b.keys[to], found[to] = b.keys[to-1], found[to-1]
	}
	b.keys[to], found[to] = key, e
	if len(b.keys) == b.k {
		b.bound = b.keys[b.k-1]
	}
	return fills
}
