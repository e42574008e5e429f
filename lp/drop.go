package lp

import "slices"

// Most arcs that pricing adds never enter the basis. Each scan of the restricted problem reads
// them again, and they take memory: 300 000 points of one square end with 32 arcs each, and
// clouds that are not alike with a hundred. So if a problem has more than mostArcs arcs for each
// source (or sink, if those are more), the arcs of the largest reduced costs are dropped, and
// arcsKept are left. If one of them is needed later, pricing finds it again.
//
// The method still ends: after each pricing an arc may enter, and no sequence of pivots returns to
// an earlier tree, whichever arcs enter. In case of rounding, no arc is dropped after manyOptima
// optima.
const (
	mostArcs          = 16
	arcsKept          = 12
	fewestForDropping = 8192 // sources, or sinks; in a smaller problem all arcs fit into the cache
)

// withRoom returns an empty list for the arcs of the restricted problem. If arcs will be dropped,
// it has room for those that are kept and those that one pricing adds, because a list that
// grows takes its memory twice.
func (net *network) withRoom() []arc {
	size := max(len(net.sources), len(net.sinks))
	if size < fewestForDropping {
		return nil
	}
	return make([]arc, 0, (arcsKept+arcsAdded)*size)
}

// dropArcs drops arcs from the restricted problem if there are too many. p are the potentials
// of the basis. The other arcs stay in their order.
func (net *network) dropArcs(p Potentials) {
	size := max(len(net.sources), len(net.sinks))
	if size < fewestForDropping || len(net.arcs) <= mostArcs*size || net.optima >= manyOptima {
		return
	}
	reduced := func(e arc) float64 { return p.Slack(int(e.source), int(e.sink), e.cost) }
	const every = 16 // the quantile of a sample suffices
	sample := make([]float64, 0, len(net.arcs)/every+1)
	for k := 0; k < len(net.arcs); k += every {
		sample = append(sample, reduced(net.arcs[k]))
	}
	slices.Sort(sample)
	limit := sample[arcsKept*size/every]
	net.arcs = slices.DeleteFunc(net.arcs, func(e arc) bool { return reduced(e) > limit })
}
