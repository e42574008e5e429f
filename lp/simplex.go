package lp

import "math"

// network is the state of the network simplex method: the simplex method for a
// linear program whose bases are spanning trees.
//
// It solves a restricted problem, which has only some of the arcs. For a small
// problem these are all arcs. For a large one they are a few of each source at
// first, and after each optimum of the restricted problem the search prices all
// pairs and adds arcs with negative reduced cost, until there are none.
//
// To price a pair is to compute its reduced cost; pricing is the search for the arcs
// that may enter. The potentials, which the reduced costs need, are computed from the
// tree (computePotentials) and updated by each pivot.
//
// Sources and sinks without mass take no part. Its indices count only the others.
type network struct {
	sources, sinks []int // their indices in the problem
	unit           unit
	watch          *watch
	observer       func(Step) // nil if nobody observes

	cost   GroundCost
	search search // nil if all pairs are arcs of the restricted problem
	// The search for sources of each sink, if many costs tie; else nil. See addArcs.
	backward *pointsSearch
	ceiling  float64 // costs above it are lowered to it, see lowerCeiling
	cheapest float64 // the smallest cost; of a large problem, once lowerCeiling asked for it

	tree *tree
	arcs []arc // the restricted problem, source by source
	// The index of the first of the arcs that were added last, where pivots begin; 0 if
	// many costs tie, for then those arcs are no better than others.
	newest int
	tied   bool // many costs tie, as between points with cityblock and chebyshev
	// The largest absolute potential when last computed, and the reduced cost below
	// which arcs enter.
	scale, tolerance float64
	toleranceScale   float64 // doubled when rounding is suspected of undoing pivots
	pivots, round    int
	optima           int // how often the restricted problem was optimal
	vain             int // how often pricing came before, see vainPerRound
	work             int // of the last pricing of all pairs
}

// arc is a pair of a source and a sink that may enter the basis.
type arc struct {
	source, sink int32 // both count from 0
	cost         float64
}

// relativeTolerance is the reduced cost, relative to the largest potential, below
// whose negative an arc enters the basis. Potentials are sums of costs along paths
// of the tree, rounded at each step, so that a reduced cost of 0 is computed as a
// few times 2⁻⁵³ of them, of either sign. With no tolerance the arcs of the tree
// itself would enter, again and again.
const relativeTolerance = 0x1p-50

// After pivotPatience pivots per node, or optimaPatience optima of the restricted
// problem, or as many rounds that ended because arcs were scanned in vain, rounding is
// suspected of undoing what was done, and the tolerance doubles.
// Random problems take 2 to 20 pivots per node and 10 optima. Of the structured problems
// tried, costs −√|i−j| took most of both, 79 pivots per node and 20 optima.
const (
	pivotPatience  = 500
	optimaPatience = 100
)

// Potentials are computed anew from the tree after as many pivots as a twentieth
// of the nodes, and at least a thousand. In between, each potential is a sum of
// updates, whose rounding errors add up.
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
	net.scale = net.tree.computePotentials()
	net.tolerance = relativeTolerance * net.toleranceScale * net.scale
}

// solve makes the basis optimal for the costs of the problem, and sets s to the
// solution. It returns an error if the watch says stop.
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
	if err := net.solution(p, s); err != nil {
		return err
	}
	return k.certify(p, s, net.watch)
}

// optimize makes the basis optimal for the costs that the ceiling leaves. It
// returns an error if the watch says stop.
//
// It terminates. A pivot either lowers the cost of the plan or leaves it the same,
// and the rule in tree.leaving allows only finitely many of the latter in a row.
// This is a proof for exact arithmetic. Masses are exact. Potentials are rounded,
// and an arc whose reduced cost is 0 may enter because of that; if this goes on,
// the tolerance grows until it covers the rounding.
func (net *network) optimize() error {
	net.optima = 0
	for net.round = 1; ; net.round++ {
		net.watch.report(net)
		pivots := net.pivots
		optimal, err := net.pivot()
		if err != nil {
			return err
		}
		if optimal {
			if net.optima++; net.optima%optimaPatience == 0 {
				net.toleranceScale *= 2
			}
		}
		net.computePotentials()
		again := net.pivots > pivots // the new potentials may show other arcs
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

// pivot pivots until no arc of the restricted problem has negative reduced cost, or until
// it is time to price all pairs again. It reports which of the two it was. It returns an
// error if the watch says stop.
//
// It scans the arcs in blocks, cyclically from the newest on, and the arc with the most
// negative reduced cost of a block enters (block pricing). A block costs less to scan
// than a pivot costs. Arcs come source by source, and neighbouring sources are close in
// the list, so that consecutive pivots change the same part of the tree, which the
// processor's cache then holds. Where many costs tie, blocks are twice as long: a larger
// choice makes up for ties.
func (net *network) pivot() (optimal bool, err error) {
	const fewest = 16
	block := int(math.Sqrt(float64(len(net.arcs))))
	if !net.tied {
		block /= 2
	}
	block = max(block, fewest)
	before, last := net.pivots, net.pivots+net.pivotsPerRound()
	vain, most := 0, net.vainPerRound() // arcs in blocks without a negative one
	every := max(len(net.tree.nodes)/recomputeShare, recomputeEvery)
	first := net.newest // of the block
	for scanned := 0; scanned < len(net.arcs); {
		if net.watch.stopped() {
			return false, net.watch.err()
		}
		if net.pivots == last {
			return false, nil
		}
		entering, reduced := net.mostNegative(first, block)
		first = (first + block) % len(net.arcs)
		if entering < 0 {
			if vain += block; vain > most && net.pivots > before {
				if net.vain++; net.vain%optimaPatience == 0 {
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
		if net.pivots%every == 0 {
			net.computePotentials()
			net.watch.report(net)
		}
	}
	return true, nil
}

// The restricted problem need not be solved to its optimum. With arcs missing, its
// potentials swing far beyond those of the whole problem, and the next arcs are chosen
// by them. All pairs are priced again after one pivot for every other node. This saves a
// third of the pivots. If pricing takes longer than these pivots, then pivots go on for
// as long as pricing took: a pivot takes as long as reading some thousand numbers.
const (
	nodesPerPivot = 2
	workPerPivot  = 6000
)

// pivotsPerRound returns the number of pivots after which all pairs are priced again.
func (net *network) pivotsPerRound() int {
	if net.search == nil {
		return math.MaxInt - net.pivots
	}
	return max(len(net.tree.nodes)/nodesPerPivot, net.work/workPerPivot)
}

// vainPerRound returns how many arcs may be scanned in vain until all pairs are priced
// again. When few arcs of the restricted problem have negative reduced cost, most blocks
// have none. Pricing then brings better ones sooner. An arc takes about as long to scan as
// five numbers to read, so this is five times as long as pricing took.
func (net *network) vainPerRound() int {
	if net.search == nil {
		return math.MaxInt
	}
	return net.work
}

// mostNegative returns the index of the arc with the most negative reduced cost
// among count arcs from first on, and that reduced cost. The index is −1 if none is
// below −tolerance. The arc after the last is the first.
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

// mostNegativeOf is mostNegative for the arcs [from, to), and for reduced costs below
// limit. It is an inner loop: it asks once whether the tree has regions, and not per arc.
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
