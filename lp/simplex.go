package lp

import (
	"math"
	"slices"
)

// network is the state of the network simplex method: the simplex method for a
// linear program whose bases are spanning trees.
//
// It solves a restricted problem, which has only some of the n·m pairs as arcs. The
// restricted problem of a small problem has all of them. That of a large problem starts with
// a few arcs of each source. A search then prices all pairs, which means that it computes
// their reduced costs, and adds arcs with negative reduced cost. Pivots and pricing alternate
// until there are no such arcs (column generation).
//
// computePotentials computes the potentials from the tree, and each pivot updates them.
//
// Sources and sinks without mass are left out, and indices count only the others.
type network struct {
	sources, sinks []int // their indices in the problem
	unit           unit
	watch          *watch
	observer       func(Step) // nil if nobody observes

	cost   GroundCost
	search search // nil if all pairs are arcs of the restricted problem
	// sinkSearch finds the best arcs of each sink. It is nil unless manyTies: see addArcs.
	sinkSearch *pointsSearch
	ceiling    float64 // costs above it are lowered to it, see lowerCeiling
	cheapest   float64 // the smallest cost; in a large problem set by lowerCeiling

	tree *tree
	arcs []arc // the restricted problem, source by source
	// newest is the index of the first arc that the last pricing added, where the scan for
	// entering arcs begins. It stays 0 if manyTies, because new arcs are then no better than
	// others.
	newest   int
	manyTies bool // many reduced costs are equal, see Points.manyTies
	// largestPotential is the largest absolute potential, as of the last computePotentials. An
	// arc may enter if its reduced cost is below −tolerance.
	largestPotential, tolerance float64
	toleranceScale              float64 // doubled when rounding may have undone pivots
	pivots, round               int
	optima                      int // how often the restricted problem was optimal
	roundsCutShort              int // how often maxFruitlessScans ended a round
	pricingWork                 int // the work of the last pricing of all pairs, see worker.work
}

// arc is a pair of a source and a sink that may enter the basis.
type arc struct {
	source, sink int32 // both count from 0
	cost         float64
}

// relativeTolerance is the tolerance of reduced costs, relative to the largest potential.
// Potentials are sums of costs along paths of the tree, and each addition is rounded. So a
// reduced cost that is exactly 0 may be computed as a few times 2⁻⁵³ of the potentials, with
// either sign. Without a tolerance, arcs of the tree itself would enter, again and again.
const relativeTolerance = 0x1p-50

// If a solution takes very long, rounding may have undone pivots. So the tolerance doubles
// after pivotPatience pivots per node, after optimaPatience optima of the restricted problem,
// and after optimaPatience rounds that maxFruitlessScans ended; and again after as many more.
// Random problems take 2 to 20 pivots per node and 10 optima. Of the structured problems
// tried, the costs −√|i−j| took the most: 79 pivots per node and 20 optima.
const (
	pivotPatience  = 500
	optimaPatience = 100
)

// Potentials are recomputed from the tree after N/recomputeShare pivots in a tree of N nodes,
// but at least recomputeEvery pivots. In between, pivots update them, and the rounding errors
// of the updates add up.
const (
	recomputeShare = 20
	recomputeEvery = 1000
)

// reset makes net the network of p, without arcs and without a basis.
func (net *network) reset(p Problem, w *watch) {
	*net = network{
		sources:        withMass(net.sources[:0], p.Supply),
		sinks:          withMass(net.sinks[:0], p.Demand),
		watch:          w,
		cost:           p.Cost,
		ceiling:        math.Inf(1),
		tree:           net.tree,
		arcs:           net.arcs[:0],
		toleranceScale: 1,
	}
}

// withMass appends the indices of the positive weights to indices.
func withMass(indices []int, weights []float64) []int {
	indices = slices.Grow(indices, len(weights))
	for i, w := range weights {
		if w > 0 {
			indices = append(indices, i)
		}
	}
	return indices
}

// useAllPairs makes all pairs arcs of the restricted problem, source by source.
func (net *network) useAllPairs() {
	net.cheapest = math.Inf(1)
	costs := net.cost
	for k, i := range net.sources {
		for l, j := range net.sinks {
			cost := costs.At(i, j)
			net.cheapest = min(net.cheapest, cost)
			net.arcs = append(net.arcs, arc{int32(k), int32(l), cost})
		}
	}
}

// computePotentials computes the potentials from the tree, and the tolerance from them.
func (net *network) computePotentials() {
	net.largestPotential = net.tree.computePotentials()
	net.tolerance = relativeTolerance * net.toleranceScale * net.largestPotential
}

// solve makes the basis optimal for p, and sets s to the solution, with a certificate by k.
// It returns an error if the context of the watch is done.
func (net *network) solve(p Problem, s *Solution, k *verifier) error {
	if net.observer != nil {
		net.observe(nil)
	}
	err := net.optimize()
	for err == nil && net.lowerCeiling() {
		err = net.optimize()
	}
	if err != nil {
		return err
	}
	if err := net.writeSolution(p, s); err != nil {
		return err
	}
	return k.certify(p, s, net.watch)
}

// optimize makes the basis optimal for the costs, lowered to the ceiling. It returns an
// error if the context of the watch is done.
//
// It terminates. In exact arithmetic each pivot lowers the cost of the plan or is degenerate,
// and the rule in tree.leaving allows only finitely many degenerate pivots in a row. Masses
// are exact, but potentials are rounded, so that an arc whose reduced cost is 0 may enter. If
// this happens too often, the tolerance grows until it is larger than the rounding errors.
func (net *network) optimize() error {
	net.optima = 0
	for net.round = 1; ; net.round++ {
		net.watch.report(net)
		pivots := net.pivots
		optimal, err := net.pivotRound()
		if err != nil {
			return err
		}
		if optimal {
			if net.optima++; net.optima%optimaPatience == 0 {
				net.toleranceScale *= 2
			}
		}
		net.computePotentials()
		again := net.pivots > pivots // with the recomputed potentials another arc may enter
		if net.search != nil {
			if again, err = net.addArcs(); err != nil {
				return err
			}
		}
		if !again {
			return nil
		}
	}
}

// pivotRound pivots until no arc of the restricted problem has negative reduced cost, or until
// it is time to price all pairs again. It reports whether the restricted problem is optimal.
// It returns an error if the context of the watch is done.
//
// It scans the arcs in blocks, cyclically, beginning with the newest arcs. The arc of a block
// with the most negative reduced cost enters (block pricing). Scanning a block takes less time
// than a pivot. Arcs are listed source by source, and neighbouring sources are close in the
// list. So consecutive pivots change the same part of the tree, which then is in the
// processor's cache. If manyTies, blocks are twice as long, so that a better arc is found
// among those with equal reduced costs.
func (net *network) pivotRound() (optimal bool, err error) {
	const fewest = 16
	block := int(math.Sqrt(float64(net.arcsForBlock())))
	if !net.manyTies {
		block /= 2
	}
	block = max(block, fewest)
	before, last := net.pivots, net.pivots+net.pivotsPerRound()
	fruitless, mostFruitless := 0, net.maxFruitlessScans() // arcs in blocks without an entering arc
	recompute := max(len(net.tree.nodes)/recomputeShare, recomputeEvery)
	first := net.newest                          // the first arc of the block
	for scanned := 0; scanned < len(net.arcs); { // arcs scanned since the last pivot
		if net.watch.stopped() {
			return false, net.watch.err()
		}
		if net.pivots == last {
			return false, nil
		}
		entering, reduced := net.mostNegative(first, block)
		first = (first + block) % len(net.arcs)
		if entering < 0 {
			if fruitless += block; fruitless > mostFruitless && net.pivots > before {
				if net.roundsCutShort++; net.roundsCutShort%optimaPatience == 0 {
					net.toleranceScale *= 2
				}
				return false, nil
			}
			scanned += block
			continue
		}
		scanned = 0
		e := net.arcs[entering]
		if net.observer != nil {
			net.observePivot(e, reduced)
		} else {
			net.tree.pivot(e.source, net.tree.sources+e.sink, e.cost, reduced)
		}
		net.pivots++
		if net.pivots%(pivotPatience*len(net.tree.nodes)) == 0 {
			net.toleranceScale *= 2
		}
		if net.pivots%recompute == 0 {
			net.computePotentials()
			net.watch.report(net)
		}
	}
	return true, nil
}

// If most pivots are degenerate, as with equal weights, the length of a block counts at most
// arcsPerNode arcs for each node. The restricted problem has more arcs than that if all mass
// goes in the same direction. Longer blocks then find better arcs, but save less time than
// their scans take.
const arcsPerNode = 8

// arcsForBlock returns the number of arcs from which the length of a block is computed.
func (net *network) arcsForBlock() int {
	if net.search != nil && 4*net.tree.degenerate > 3*net.pivots {
		return min(len(net.arcs), arcsPerNode*len(net.tree.nodes))
	}
	return len(net.arcs)
}

// The restricted problem need not be solved to its optimum. While arcs are missing, its
// optimal potentials can be far from those of the whole problem. Pivots then choose arcs that
// are not in the final basis. So all pairs are priced again after one pivot for every
// nodesPerPivot nodes, which saves a third of the pivots. If pricing takes longer than these
// pivots, pivots go on for as long as pricing took. A pivot takes as long as workOfPivot units
// of worker.work.
const (
	nodesPerPivot = 2
	workOfPivot   = 6000
)

// pivotsPerRound returns the number of pivots after which all pairs are priced again.
func (net *network) pivotsPerRound() int {
	if net.search == nil {
		return math.MaxInt - net.pivots
	}
	return max(len(net.tree.nodes)/nodesPerPivot, net.pricingWork/workOfPivot)
}

// maxFruitlessScans returns how many arcs may be scanned, in blocks without an entering arc,
// before all pairs are priced again. If few arcs of the restricted problem have negative
// reduced cost, pricing finds an entering arc sooner. Scanning an arc takes about five units
// of worker.work, so these scans take up to five times as long as the last pricing.
func (net *network) maxFruitlessScans() int {
	if net.search == nil {
		return math.MaxInt
	}
	return net.pricingWork
}

// mostNegative returns the index of the arc with the most negative reduced cost among count
// arcs, and that reduced cost. The arcs are those from index first on, cyclically. The
// index is −1 if no reduced cost is below −tolerance.
func (net *network) mostNegative(first, count int) (entering int, reduced float64) {
	end := min(first+count, len(net.arcs))
	entering, reduced = net.mostNegativeOf(first, end, -net.tolerance)
	if rest := min(first+count-end, first); rest > 0 {
		if again, r := net.mostNegativeOf(0, rest, reduced); again >= 0 {
			return again, r
		}
	}
	return entering, reduced
}

// mostNegativeOf is mostNegative for the arcs [from, to) and reduced costs below limit. It has
// one loop for trees with regions and one for trees without, because this is an inner loop.
func (net *network) mostNegativeOf(from, to int, limit float64) (entering int, reduced float64) {
	entering, reduced = -1, limit
	arcs, t := net.arcs[from:to], net.tree
	ofSource, ofSink := t.potential[:t.sources], t.potential[t.sources:]
	if len(t.regions) == 0 {
		for k := range arcs {
			e := &arcs[k]
			if r := e.cost - ofSource[e.source] + ofSink[e.sink]; r < reduced { // c − π + π
				entering, reduced = from+k, r
			}
		}
		return entering, reduced
	}
	regionOfSource, regionOfSink := t.region[:t.sources], t.region[t.sources:]
	for k := range arcs {
		e := &arcs[k]
		r := e.cost - ofSource[e.source] + ofSink[e.sink]
		r += t.regions[regionOfSink[e.sink]].lift - t.regions[regionOfSource[e.source]].lift
		if r < reduced {
			entering, reduced = from+k, r
		}
	}
	return entering, reduced
}

// potentials returns the potentials of the basis.
func (net *network) potentials() (p Potentials) {
	net.tree.potentials(&p)
	return p
}
