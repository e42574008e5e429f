package lp

// optimum returns the network of p with an optimal basis for its costs. It
// returns an error if w says stop.
func optimum(p Problem, w *watch) (*network, error) {
	if n, m := p.Cost.Dims(); n*m <= smallPairs {
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

// newNetwork returns the network of p with a first basis and a search for arcs. The basis
// is like that of a near problem, unless near is nil. It returns an error if w says stop.
func newNetwork(p Problem, near *Solution, w *watch) (*network, error) {
	net := &network{tree: new(tree)}
	net.reset(p, w)
	points, ok := p.Cost.(Points)
	if ok {
		net.tied = points.manyTies()
		// Neighbours in space become neighbours in memory.
		parallelPair(
			func() { net.sources = neighbours(points.X, net.sources) },
			func() { net.sinks = neighbours(points.Y, net.sinks) })
	}
	if err := w.err(); err != nil {
		return nil, err
	}
	net.search = newSearch(p.Cost, net.sources, net.sinks)
	if net.tied {
		net.backward = newPointsSearch(Points{points.Y, points.X, points.Ground}, net.sinks, net.sources)
	}
	if err := w.err(); err != nil {
		return nil, err
	}
	if err := new(starter).start(net, p, near); err != nil {
		return nil, err
	}
	return net, nil
}

// arcsAdded is the number of arcs, at most, that a source adds to the restricted
// problem each time that all pairs are priced; arcsAddedTied if many costs tie, for then
// more arcs are more of the same. If the best arcs of all sources lead to
// the same few sinks, as with costs min(i, j), it would take one optimum of the
// restricted problem for every few sinks. So after manyRounds optima the number doubles
// at every other one.
const (
	arcsAdded     = 8
	arcsAddedTied = 4
	manyRounds    = 10
)

// addArcs prices all pairs exactly and adds arcs with negative reduced cost to the
// restricted problem, of each source only the most negative ones. It reports
// whether there were any. If not, the basis is optimal for all pairs.
//
// Where many costs tie, neighbouring sources find the same few sinks, and the others stay
// without arcs. So at every other time it is the sinks that look for sources.
func (net *network) addArcs() (added bool, err error) {
	most := len(net.sinks)
	once := arcsAdded
	if net.tied {
		once = arcsAddedTied
	}
	if doublings := max(net.optima-manyRounds, 0) / 2; doublings < 16 {
		most = min(most, once<<doublings)
	}
	p := net.potentials()
	var arcs []arc
	if net.backward != nil && net.round%2 == 1 {
		arcs, net.work, err = net.arcsBackward(p, most, -net.tolerance)
	} else {
		net.search.setPotentials(p.V)
		arcs, net.work, err = bestArcs(net.search, p.U, most, -net.tolerance, net.watch)
	}
	if len(arcs) > 0 && !net.tied {
		net.newest = len(net.arcs)
	}
	net.arcs = append(net.arcs, arcs...)
	return len(arcs) > 0, err
}

// arcsBackward returns the best k arcs of every sink with reduced cost below limit, sink
// by sink, and the work that it took. It returns an error if the watch says stop.
func (net *network) arcsBackward(p Potentials, k int, limit float64) (arcs []arc, work int, err error) {
	net.backward.setPotentials(p.U)
	arcs, work, err = bestArcs(net.backward, p.V, k, limit, net.watch)
	for e := range arcs {
		arcs[e].source, arcs[e].sink = arcs[e].sink, arcs[e].source
	}
	return arcs, work, err
}
