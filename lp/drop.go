package lp

import "slices"

// Most arcs that pricing adds never enter the basis, but take memory, and time in each scan of
// the restricted problem. At the end there would be 32 arcs per source for 300 000 points of
// one square, and a hundred for two clouds of different shapes. So if there are more than
// four thirds of arcsKept arcs per source (or per sink, if there are more sinks), those with the
// largest reduced costs are dropped, until arcsKept per source are left. If one of them is
// needed later, pricing finds it again.
//
// A problem that takes many pivots needs more arcs: with 12 per source a half moon of 30 000
// points takes 36 pricings, with 24 it takes 17. So arcsKeptManyPivots per source are left if
// the coarser problem took many pivots, except in problems so large that memory matters more.
//
// The method still terminates: after each pricing some arc can enter, and no sequence of pivots
// returns to an earlier tree, whichever arcs enter. Rounding could break this argument, so no
// arc is dropped after manyOptima optima.
const (
	arcsKept           = 12
	arcsKeptManyPivots = 24
	fewestForDropping  = 8192    // sources, or sinks; in a smaller problem all arcs fit into the cache
	mostForManyArcs    = 1 << 17 // sources, or sinks; with more, arcsKept are left
)

// size returns the number of sources or of sinks, whichever is larger.
func (net *network) size() int { return max(len(net.sources), len(net.sinks)) }

// arcsToKeep returns how many arcs are left when arcs are dropped.
func (net *network) arcsToKeep() int {
	size := net.size()
	if size <= mostForManyArcs && net.coarserTookManyPivots() {
		return arcsKeptManyPivots * size
	}
	return arcsKept * size
}

// withRoom returns an empty list for the arcs of the restricted problem. If arcs will be dropped,
// the list has room for the arcs that are kept and for those that one pricing adds. So it need
// not grow, which would take its memory twice.
func (net *network) withRoom() []arc {
	if net.size() < fewestForDropping {
		return nil
	}
	return make([]arc, 0, net.arcsToKeep()+arcsAdded*net.size())
}

// dropArcs drops the arcs of largest reduced cost from the restricted problem if it has too many
// arcs. p are the potentials of the basis. The other arcs stay in their order.
func (net *network) dropArcs(p Potentials) {
	kept := net.arcsToKeep()
	if net.size() < fewestForDropping || 3*len(net.arcs) <= 4*kept || net.optima >= manyOptima {
		return
	}
	reduced := func(e arc) float64 { return p.Slack(int(e.source), int(e.sink), e.cost) }
	const every = 16 // the limit is a quantile, and that of every 16th arc is accurate enough
	sample := make([]float64, 0, len(net.arcs)/every+1)
	for k := 0; k < len(net.arcs); k += every {
		sample = append(sample, reduced(net.arcs[k]))
	}
	slices.Sort(sample)
	limit := sample[kept/every]
	net.arcs = slices.DeleteFunc(net.arcs, func(e arc) bool { return reduced(e) > limit })
}
