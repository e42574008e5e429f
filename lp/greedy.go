package lp

import (
	"cmp"
	"math"
	"slices"
)

// shipment is an arc of the first plan and its flow.
type shipment struct {
	arc
	flow mass
}

// slack returns the slack of an arc at the guessed potentials, at least 0 for a
// candidate.
func (s *starter) slack(e arc) float64 {
	return s.guess.Slack(int(e.source), int(e.sink), e.cost)
}

// greedyPlan appends shipments to the plan. Each group of arcs belongs to one
// source. In the order of the groups, each source ships along its arc with the
// least slack whose sink has room, until it is empty or no such arc is left. Each
// shipment empties a source or fills a sink, so that the arcs of the plan form no
// cycle. It uses up a and b, the masses of sources and sinks.
func (s *starter) greedyPlan(groups [][]arc, a, b []mass) {
	for _, arcs := range groups {
		i := arcs[0].source
		u, v := s.guess.U[i], s.guess.V
		for !a[i].isZero() {
			best, least := -1, math.Inf(1)
			for k := range arcs {
				e := &arcs[k]
				if slack := e.cost - u - v[e.sink]; slack < least && !b[e.sink].isZero() {
					best, least = k, slack
				}
			}
			if best < 0 {
				break
			}
			e := arcs[best]
			flow := lesser(a[i], b[e.sink])
			a[i], b[e.sink] = a[i].minus(flow), b[e.sink].minus(flow)
			s.plan = append(s.plan, shipment{e, flow})
		}
	}
}

// greedyPlanBySearch makes a plan from the candidates, and for the masses that are
// then left from the best arcs between those, and so on. It returns an error if the
// watch says stop.
func (s *starter) greedyPlanBySearch(net *network, a, b []mass) error {
	bySource := s.candidates.bySource
	for {
		s.greedyPlan(s.byRegret(bySource), a, b)
		left, open := nonzero(a), nonzero(b)
		if len(left) == 0 {
			return nil
		}
		rest := newSearch(net.cost, gather(net.sources, left), gather(net.sinks, open))
		rest.setPotentials(gather(s.guess.V, open))
		arcs, _, err := bestArcs(rest, make([]float64, len(left)), arcsPerSource, math.Inf(1), net.watch)
		if err != nil {
			return err
		}
		for k, e := range arcs {
			arcs[k] = arc{left[e.source], open[e.sink], e.cost}
		}
		bySource = splitBySource(arcs)
	}
}

// byRegret returns the groups of arcs in the order of Vogel's rule: first the
// sources that lose most if they get their second best arc and not their best, and
// before all others those with a single arc. In each group the best arcs come first.
func (s *starter) byRegret(bySource [][]arc) [][]arc {
	regret := func(arcs []arc) float64 {
		if len(arcs) == 1 {
			return math.Inf(1)
		}
		first, second := arcs[0], arcs[1]
		return second.cost - s.guess.V[second.sink] - first.cost + s.guess.V[first.sink]
	}
	ordered := slices.Clone(bySource)
	slices.SortStableFunc(ordered, func(a, b []arc) int { return cmp.Compare(regret(b), regret(a)) })
	return ordered
}

// nonzero returns the indices of the masses that are not 0.
func nonzero(masses []mass) []int32 {
	var indices []int32
	for k, m := range masses {
		if !m.isZero() {
			indices = append(indices, int32(k))
		}
	}
	return indices
}
