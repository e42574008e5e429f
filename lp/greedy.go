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

// greedy returns a plan along candidates, which come source by source and best
// first. Sources that would lose most by their second choice go first (Vogel's
// rule), each along its candidates in turn as far as those have room. Then it
// looks for candidates among the sources and sinks that are left, and so on
// until none is. As each shipment empties a source or fills a sink, their arcs
// hold no cycle. It uses up a and b.
func (net *network) greedy(candidates []arc, minusV []float64, a, b []mass) (plan []shipment, err error) {
	left, open := holding(a), holding(b) // all of them: none is without mass
	for {
		for _, choice := range byRegret(candidates, at(minusV, open)) {
			for _, e := range choice {
				e = arc{left[e.source], open[e.sink], e.cost}
				flow := a[e.source]
				if b[e.sink].less(flow) {
					flow = b[e.sink]
				}
				if flow.isZero() {
					continue
				}
				a[e.source], b[e.sink] = a[e.source].minus(flow), b[e.sink].minus(flow)
				plan = append(plan, shipment{e, flow})
			}
		}
		if left, open = holding(a), holding(b); len(left) == 0 {
			return plan, nil
		}
		rest := newSearch(net.ground, at(net.sources, left), at(net.sinks, open))
		rest.reprice(at(minusV, open))
		candidates, err = collect(rest, arcsPerSource, make([]float64, len(left)), math.Inf(1), net.watch)
		if err != nil {
			return nil, err
		}
	}
}

// byRegret groups arcs, which come source by source and in order of c − v, by
// source, and sorts the groups by how much worse the second choice is than the
// first: largest first, and before all others those without a second.
func byRegret(arcs []arc, minusV []float64) [][]arc {
	regret := func(choice []arc) float64 {
		if len(choice) == 1 {
			return math.Inf(1)
		}
		first, second := choice[0], choice[1]
		return second.cost + minusV[second.sink] - first.cost - minusV[first.sink]
	}
	var choices [][]arc
	for from := 0; from < len(arcs); {
		to := from + 1
		for to < len(arcs) && arcs[to].source == arcs[from].source {
			to++
		}
		choices = append(choices, arcs[from:to])
		from = to
	}
	slices.SortStableFunc(choices, func(a, b []arc) int { return cmp.Compare(regret(b), regret(a)) })
	return choices
}

// holding returns the places of what is not zero.
func holding(masses []mass) []int32 {
	var places []int32
	for k, m := range masses {
		if !m.isZero() {
			places = append(places, int32(k))
		}
	}
	return places
}
