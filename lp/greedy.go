package lp

import (
	"cmp"
	"math"
	"slices"
)

// shipment is an arc of the first plan, with its flow.
type shipment struct {
	arc
	flow mass
}

// slack returns the slack of an arc at the guessed potentials, at least 0 for a
// candidate.
func (s *starter) slack(e arc) float64 {
	return s.guess.Slack(int(e.source), int(e.sink), e.cost)
}

// greedyPlan appends shipments to the plan. Each group of arcs belongs to one source. One
// source after another, in the order of the groups, ships along its arc of smallest slack to
// a sink that is not full, until the source is empty or has no such arc. Each shipment empties
// a source or fills a sink, so the arcs of the plan form no cycle. greedyPlan subtracts the
// shipments from a (n) and b (m), the masses of sources and sinks.
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

// If there are k times as many sinks as sources, greedyPlanBySearch asks for k times as many
// arcs of each source, but at most maxSinksPerSource times as many. With fewer arcs it
// searches more often. With more, each search is slower.
const maxSinksPerSource = 4

// greedyPlanBySearch ships all mass. It calls greedyPlan with the candidates, and then, as long
// as mass is left, with the best arcs between the sources and sinks that have some. It returns
// an error if the context of the watch is done.
func (s *starter) greedyPlanBySearch(net *network, a, b []mass) error {
	bySource := s.candidates.bySource
	for {
		s.sortByRegret(bySource)
		s.greedyPlan(bySource, a, b)
		left, open := nonzero(a), nonzero(b)
		if len(left) == 0 {
			return nil
		}
		rest := newSearch(net.cost, gather(net.sources, left), gather(net.sinks, open))
		rest.setPotentials(gather(s.guess.V, open))
		most := arcsPerSource * min(max(len(open)/len(left), 1), maxSinksPerSource)
		arcs, _, err := bestArcs(nil, rest, make([]float64, len(left)), most, math.Inf(1), net.watch)
		if err != nil {
			return err
		}
		for k, e := range arcs {
			arcs[k] = arc{left[e.source], open[e.sink], e.cost}
		}
		bySource = splitBySource(arcs)
	}
}

// sortByRegret sorts groups of arcs by decreasing regret, which is Vogel's rule. The regret of
// a source is the slack of its second best arc less that of its best arc, or +Inf if it has
// one arc. The arcs of each group must be sorted by slack.
func (s *starter) sortByRegret(bySource [][]arc) {
	regret := func(arcs []arc) float64 {
		if len(arcs) == 1 {
			return math.Inf(1)
		}
		first, second := arcs[0], arcs[1]
		return second.cost - s.guess.V[second.sink] - first.cost + s.guess.V[first.sink]
	}
	slices.SortStableFunc(bySource, func(a, b []arc) int { return cmp.Compare(regret(b), regret(a)) })
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
