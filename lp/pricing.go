package lp

import "math"

// tolerance is the reduced cost, relative to the largest potential, below
// which an arc enters the basis. Potentials are sums of costs along paths of
// the tree, rounded at each step: a true reduced cost of 0 comes out as a few
// times 2⁻⁵³ of them, on either side. With no tolerance the arcs of the tree
// itself would enter, again and again.
const tolerance = 0x1p-50

// Patience is the number of pivots per node, and the number of times that all
// pairs are priced, after which rounding is suspected of undoing what was done,
// and the tolerance doubles. Random problems take 2 to 5 pivots a node and 10
// rounds; of the structured ones tried, costs −√|i−j| took most of both, 79
// pivots a node and 20 rounds.
const (
	patiencePivots = 500
	patienceRounds = 100
)

// The potentials are computed from the tree anew after as many pivots as a
// twentieth of the nodes, and a thousand at least. Between two such times each
// is the sum of its updates, and their rounding adds up.
const (
	priceShare = 20
	priceEvery = 1000
)

// settle pivots until no arc of the restricted problem has negative reduced
// cost, or until the watch says stop. It looks at the arcs in blocks, round and
// round, and takes the worst of the first block that has any. A block costs less
// to scan than a pivot costs to make. As arcs come source by source, and sources near each other are near each
// other in the list, pivots that follow each other change the same part of the
// tree, which the processor's cache then holds.
func (net *network) settle() error {
	const share, fewest = 5, 16
	block := max(int(math.Sqrt(float64(len(net.arcs))))/share, fewest)
	every := max(len(net.tree.nodes)/priceShare, priceEvery)
	at := 0
	for quiet := 0; quiet < len(net.arcs); {
		if net.watch.stopped() {
			return net.watch.err()
		}
		worst, least := net.worst(at, block)
		at = (at + block) % len(net.arcs)
		if worst < 0 {
			quiet += block
			continue
		}
		quiet = 0
		e := net.arcs[worst]
		net.tree.pivot(e.source, int32(len(net.sources))+e.sink, e.cost, least)
		net.pivots++
		if net.pivots%(patiencePivots*len(net.tree.nodes)) == 0 {
			net.doubt *= 2
		}
		if net.pivots%every == 0 {
			net.price()
			net.watch.report(net)
		}
	}
	return nil
}

// worst returns which of some arcs has the least reduced cost, and that cost; −1
// if none is below the tolerance. After the last arc comes the first.
func (net *network) worst(at, many int) (worst int, least float64) {
	worst, least = -1, -net.tolerance
	arcs, u, minusV := net.arcs, net.u, net.minusV
	t := net.tree
	regions := len(t.regions) > 0 // then potentials are in two parts
	for range many {
		e := &arcs[at]
		reduced := e.cost - u[e.source] + minusV[e.sink]
		if regions {
			reduced += t.regions[t.region[t.sources+e.sink]].lift - t.regions[t.region[e.source]].lift
		}
		if reduced < least {
			worst, least = at, reduced
		}
		if at++; at == len(arcs) {
			at = 0
		}
	}
	return worst, least
}

// arcsAdded is the number of arcs, at most, that a source adds to the
// restricted problem each time that all pairs are priced. Most problems take
// six to ten such rounds. Where the worst arcs of all sources lead to the same
// few sinks, as with costs min(i, j), they would take a round for every few
// sinks; so after manyRounds the number doubles every other round.
const (
	arcsAdded  = 4
	manyRounds = 10
)

// widen prices all pairs, exactly, and adds to the restricted problem those
// with negative reduced cost, of each source only the worst few. It reports
// whether there was any: if not, the basis is optimal for the whole problem.
func (net *network) widen() (widened bool, err error) {
	most := len(net.sinks)
	if doublings := max(net.round-manyRounds, 0) / 2; doublings < 16 {
		most = min(most, arcsAdded<<doublings)
	}
	net.search.reprice(net.minusV)
	added, err := collect(net.search, most, net.u, -net.tolerance, net.watch)
	net.arcs = append(net.arcs, added...)
	return len(added) > 0, err
}
