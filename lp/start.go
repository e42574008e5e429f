package lp

import "math"

// starter builds the first basis of a network, in four steps:
//
//  1. It guesses potentials. Those of the sinks are vⱼ = minᵢ cᵢⱼ, or come from the search of
//     a large problem. Those of the sources are the largest feasible ones,
//     uᵢ = minⱼ (cᵢⱼ − vⱼ), so that no candidate has negative slack.
//  2. It chooses candidates, the arcs that the basis may have. These are all arcs of a small
//     problem, and for a large problem the arcs of each source with the smallest slack.
//  3. greedyPlan ships mass along the candidates. The arcs with flow form a forest. If the
//     plan is a matching of points, it is made cheaper (cells.go).
//  4. connect adds arcs without flow, so that the forest becomes a strongly feasible tree.
//
// A warm start takes the potentials of a similar problem as the guess. It ships mass along
// the arcs of that problem's plan, before greedyPlan ships the rest (warm.go).
//
// A starter keeps its memory for the next problem.
type starter struct {
	guess      Potentials
	candidates candidates

	weights []float64 // n+m, of the sources and then of the sinks with mass
	masses  []mass    // n+m, the weights in units of mass
	plan    []shipment
	connector
}

// start gives net its first basis. If warm is not nil, it is the solution of a similar problem,
// for a warm start. start returns an error if the context of the watch is done.
func (s *starter) start(net *network, p Problem, warm *Solution) error {
	n, m := len(net.sources), len(net.sinks)
	s.weights, s.masses = grow(s.weights, n+m), grow(s.masses, n+m)
	for k, i := range net.sources {
		s.weights[k] = p.Supply[i]
	}
	for k, j := range net.sinks {
		s.weights[n+k] = p.Demand[j]
	}
	a, b := s.masses[:n], s.masses[n:]
	net.unit = setMasses(a, b, s.weights[:n], s.weights[n:])

	s.guess.resize(n, m)
	s.plan = s.plan[:0]
	if net.search == nil {
		s.planSmall(net, warm, a, b)
	} else if err := s.planLarge(net, warm, a, b); err != nil {
		return err
	}
	net.tree.reset(n, m)
	if err := s.connect(net); err != nil {
		return err
	}
	net.computePotentials()
	return nil
}

// planSmall makes the first plan of a small problem.
func (s *starter) planSmall(net *network, warm *Solution, a, b []mass) {
	s.chooseAllPairs(net, warm)
	if warm != nil {
		s.shipAlongPlan(warm, net, a, b)
	}
	s.greedyPlan(s.candidates.bySource, a, b)
}

// planLarge makes the first plan of a large problem, and its restricted problem. It returns an
// error if the context of the watch is done.
func (s *starter) planLarge(net *network, warm *Solution, a, b []mass) error {
	if err := s.chooseBestArcs(net, warm); err != nil {
		return err
	}
	if warm != nil {
		s.shipAlongPlan(warm, net, a, b)
	}
	if err := s.greedyPlanBySearch(net, a, b); err != nil {
		return err
	}
	s.weights, s.masses, s.candidates.bySource = nil, nil, nil // frees memory for the next steps
	if warm == nil {
		if err := s.improvePlan(net); err != nil {
			return err
		}
	}
	net.arcs = s.candidates.arcs
	if net.sinkSearch != nil && warm == nil {
		_, err := net.addSinkArcs(s.guess, arcsPerSource/2, math.Inf(1))
		return err
	}
	return nil
}

// candidates are the arcs that the first basis may have.
type candidates struct {
	arcs     []arc
	bySource [][]arc // the arcs of each source that has any
	intoSink groups  // the indices of the arcs into each sink; not set if complete
	complete bool    // whether arcs are all n×m pairs, source by source
}

// chooseAllPairs makes all arcs of a small problem candidates. It takes the guess from warm if
// that is not nil, and otherwise computes it from all costs.
func (s *starter) chooseAllPairs(net *network, warm *Solution) {
	m := len(net.sinks)
	s.candidates = candidates{arcs: net.arcs, bySource: s.candidates.bySource[:0], complete: true}
	for from := 0; from < len(net.arcs); from += m {
		s.candidates.bySource = append(s.candidates.bySource, net.arcs[from:from+m])
	}
	if warm != nil {
		for k, j := range net.sinks {
			s.guess.V[k] = warm.V[j]
		}
	} else {
		for j := range s.guess.V {
			s.guess.V[j] = math.Inf(1)
		}
		for _, e := range net.arcs {
			s.guess.V[e.sink] = min(s.guess.V[e.sink], e.cost)
		}
	}
	for i, arcs := range s.candidates.bySource {
		s.guess.U[i] = math.Inf(1)
		for _, e := range arcs {
			s.guess.U[i] = min(s.guess.U[i], e.cost-s.guess.V[e.sink])
		}
	}
}

// arcsPerSource is the number of candidates of each source of a large problem. With fewer,
// pricing has to add more arcs. With more, each scan of the restricted problem is slower. If
// manyTies, half of them are replaced by the best arcs of each sink: see addArcs.
//
// arcsPerSourceWarm is their number in a warm start. The forest of a similar problem's plan
// needs few more arcs to become a tree.
const (
	arcsPerSource     = 10
	arcsPerSourceWarm = 3
)

// chooseBestArcs takes the guess from warm if that is not nil, and otherwise from the search.
// It makes the arcs of each source with the smallest slack candidates. It returns an error if
// the context of the watch is done.
func (s *starter) chooseBestArcs(net *network, warm *Solution) (err error) {
	n := len(net.sources)
	if warm != nil {
		s.guess.V = gather(warm.V, net.sinks)
	} else if s.guess.V, err = net.search.guess(s.weights[:n], s.weights[n:], net.watch); err != nil {
		return err
	}
	count := arcsPerSource
	switch {
	case warm != nil:
		count = arcsPerSourceWarm
	case net.manyTies:
		count /= 2
	}
	return s.chooseCandidates(net, count)
}

// chooseCandidates makes the arcs of each source with the smallest slack at the guessed V
// candidates, at most count of each source. It sets the guessed U to the largest feasible
// potentials. It returns an error if the context of the watch is done.
func (s *starter) chooseCandidates(net *network, count int) error {
	net.search.setPotentials(s.guess.V)
	arcs, work, err := bestArcs(net.withRoom(), net.search, s.guess.U, count, math.Inf(1), net.watch)
	if err != nil {
		return err
	}
	net.pricingWork = work
	s.candidates = candidates{
		arcs:     arcs,
		bySource: splitBySource(arcs),
		intoSink: groupBy(len(net.sinks), len(arcs), func(k int) int32 { return arcs[k].sink }),
	}
	for _, ofSource := range s.candidates.bySource {
		best := ofSource[0]
		s.guess.U[best.source] = best.cost - s.guess.V[best.sink]
	}
	return nil
}

// splitBySource splits a list of arcs, ordered by source, into the arcs of each source.
func splitBySource(arcs []arc) (bySource [][]arc) {
	count := 0
	for k := range arcs {
		if k == 0 || arcs[k].source != arcs[k-1].source {
			count++
		}
	}
	bySource = make([][]arc, 0, count)
	for from := 0; from < len(arcs); {
		to := from + 1
		for to < len(arcs) && arcs[to].source == arcs[from].source {
			to++
		}
		bySource = append(bySource, arcs[from:to])
		from = to
	}
	return bySource
}
