package lp

// optimalNetwork returns the network of p with an optimal basis. It is for coarser problems,
// whose potentials need not be accurate: it does not lower costs to a ceiling (ceiling.go).
// It returns an error if the context of w is done.
func optimalNetwork(p Problem, w *watch) (*network, error) {
	if isSmall(p.Cost.Dims()) {
		s := new(smallSolver)
		if err := s.begin(p, nil, w); err != nil {
			return nil, err
		}
		return &s.net, s.net.optimize()
	}
	net, err := newNetwork(p, nil, w)
	if err != nil {
		return nil, err
	}
	return net, net.optimize()
}

// newNetwork returns the network of a large problem p with a first basis and a search for
// arcs. If warm is not nil, the basis is made from that solution of a similar problem. It
// returns an error if the context of w is done.
func newNetwork(p Problem, warm *Solution, w *watch) (*network, error) {
	net := &network{tree: new(tree)}
	net.reset(p, w)
	points, ok := p.Cost.(Points)
	if ok {
		net.manyTies = points.manyTies()
		// Neighbours in space become neighbours in memory.
		parallelPair(
			func() { net.sources = neighbours(points.X, net.sources) },
			func() { net.sinks = neighbours(points.Y, net.sinks) })
	}
	if err := w.err(); err != nil {
		return nil, err
	}
	net.search = newSearch(p.Cost, net.sources, net.sinks)
	if net.manyTies {
		net.sinkSearch = newPointsSearch(Points{points.Y, points.X, points.Ground}, net.sinks, net.sources)
	}
	if err := w.err(); err != nil {
		return nil, err
	}
	if err := new(starter).start(net, p, warm); err != nil {
		return nil, err
	}
	return net, nil
}

// Each time that all pairs are priced, at most arcsAdded arcs of each source are added to
// the restricted problem. If many reduced costs are equal, more arcs of a source lead to the
// same sinks as those of its neighbours, and at most arcsAddedManyTies are added.
//
// With some costs, such as min(i, j), the best arcs of all sources lead to the same few sinks,
// so that each pricing reaches only a few new sinks. So once the restricted problem has been
// optimal manyOptima times, the number of arcs doubles after every second optimum.
const (
	arcsAdded         = 8
	arcsAddedManyTies = 4
	manyOptima        = 10
)

// addArcs prices all pairs exactly and adds arcs with negative reduced cost to the
// restricted problem, for each source those with the most negative reduced cost. It reports
// whether there were any. If not, the basis is optimal for all pairs.
//
// If many reduced costs are equal (manyTies), the best arcs of neighbouring sources lead to
// the same few sinks, and other sinks get no arcs. So every second round adds the best arcs
// of each sink instead of those of each source.
func (net *network) addArcs() (added bool, err error) {
	most := len(net.sinks)
	once := arcsAdded
	if net.manyTies {
		once = arcsAddedManyTies
	}
	if doublings := max(net.optima-manyOptima, 0) / 2; doublings < 16 {
		most = min(most, once<<doublings)
	}
	p := net.potentials()
	net.dropArcs(p)
	before := len(net.arcs)
	if net.sinkSearch != nil && net.round%2 == 1 {
		net.pricingWork, err = net.addSinkArcs(p, most, -net.tolerance)
	} else {
		net.search.setPotentials(p.V)
		net.arcs, net.pricingWork, err = bestArcs(net.arcs, net.search, p.U, most, -net.tolerance, net.watch)
	}
	added = len(net.arcs) > before
	if added && !net.manyTies {
		net.newest = before
	}
	return added, err
}

// addSinkArcs adds to the restricted problem, for each sink, the best k arcs with reduced cost
// below limit. It returns the work of the search, or an error if the context of the watch is
// done.
func (net *network) addSinkArcs(p Potentials, k int, limit float64) (work int, err error) {
	before := len(net.arcs)
	net.sinkSearch.setPotentials(p.U)
	net.arcs, work, err = bestArcs(net.arcs, net.sinkSearch, p.V, k, limit, net.watch)
	for e := before; e < len(net.arcs); e++ {
		net.arcs[e].source, net.arcs[e].sink = net.arcs[e].sink, net.arcs[e].source
	}
	return work, err
}
