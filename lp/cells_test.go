package lp

import (
	"cmp"
	"runtime"
	"slices"
	"testing"
)

// improvePlan turns a poor matching into a cheaper one. Each source still sends to one sink
// and each sink receives from one source, the costs are those of the arcs, and the result
// does not depend on the number of processors.
func TestImprovePlan(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	p := squares(fewestForCells + 100)[0].p // so that the last cell is not full
	points := p.Cost.(Points)
	plans := make([][]shipment, 0, 2)
	for _, processors := range []int{1, 3} {
		runtime.GOMAXPROCS(processors)
		net := &network{sources: neighbours(points.X, upTo(len(p.Supply))), sinks: neighbours(points.Y, upTo(len(p.Demand))), cost: points, watch: unwatched()}
		search := newPointsSearch(points, net.sources, net.sinks)
		search.pivotsPerNode = manyPivotsPerNode
		net.search = search
		s := new(starter)
		s.guess.resize(len(net.sources), len(net.sinks))
		var before float64
		for i := range int32(len(net.sources)) {
			cost := search.cost(i, i)
			s.plan = append(s.plan, shipment{arc{i, i, cost}, mass{lo: 1}})
			before += cost
		}
		if err := s.improvePlan(net); err != nil {
			t.Fatal(err)
		}
		var after float64
		full := make([]bool, len(net.sinks))
		slices.SortFunc(s.plan, func(a, b shipment) int { return cmp.Compare(a.source, b.source) })
		for i, e := range s.plan {
			if int(e.source) != i || full[e.sink] || e.cost != search.cost(e.source, e.sink) || e.flow != (mass{lo: 1}) {
				t.Fatalf("shipment %d is %v", i, e)
			}
			full[e.sink] = true
			after += e.cost
		}
		if !(after < 0.8*before) {
			t.Errorf("the plan costs %v, and %v before", after, before)
		}
		plans = append(plans, s.plan)
	}
	if !slices.Equal(plans[0], plans[1]) {
		t.Error("the plan depends on the number of processors")
	}
}

// A plan that is no matching, such as one that splits a mass, is left as it is.
func TestIsMatching(t *testing.T) {
	net := &network{sources: upTo(2), sinks: upTo(2)}
	one, two := mass{lo: 1}, mass{lo: 2}
	for _, c := range []struct {
		plan []shipment
		want bool
	}{
		{[]shipment{{arc{0, 1, 5}, one}, {arc{1, 0, 5}, one}}, true},
		{[]shipment{{arc{0, 1, 5}, one}, {arc{1, 0, 5}, two}}, false},
		{[]shipment{{arc{0, 0, 5}, one}, {arc{0, 1, 5}, one}, {arc{1, 1, 5}, one}}, false},
	} {
		if got := (&starter{plan: c.plan}).isMatching(net); got != c.want {
			t.Errorf("%v: %v", c.plan, got)
		}
	}
}
