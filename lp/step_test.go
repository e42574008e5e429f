package lp

import (
	"context"
	"math"
	"slices"
	"testing"
)

// Each step that an observer receives is a basis, one pivot away from the basis before. The
// cost does not rise, and the last basis has the cost and the plan of the solution.
func TestObservedStepsLeadToTheSolution(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			random := newRandom(41)
			for k := range 40 {
				p := family.draw(1+random.IntN(12), 1+random.IntN(12), random)
				want, err := Solve(p)
				if err != nil {
					t.Fatal(err)
				}
				var steps []Step
				solver := Solver{Observe: func(s Step) { steps = append(steps, s) }}
				got, err := solver.Solve(context.Background(), p)
				if k%2 == 1 {
					steps = nil
					want, _ = solveAsLarge(p)
					got, err = solved(func(s *Solution) error { return solveLarge(p, nil, s, solver.Observe, unwatched()) })
				}
				if err != nil {
					t.Fatal(err)
				}
				if got.Certificate != want.Certificate || !slices.Equal(got.Plan, want.Plan) || !slices.Equal(got.U, want.U) {
					t.Fatalf("observed: %+v, unobserved: %+v", got.Certificate, want.Certificate)
				}
				for k, step := range steps {
					validStep(t, p, step)
					if k > 0 {
						followsFrom(t, p, steps[k-1], step)
					} else if step.Pivot != nil {
						t.Fatal("a pivot before the first basis")
					}
				}
				last := steps[len(steps)-1]
				var plan []Move
				for _, e := range last.Basis {
					if e.Flow > 0 {
						plan = append(plan, Move{e.From, e.To, e.Flow})
					}
				}
				if last.Cost != want.Cost || !slices.Equal(plan, want.Plan) {
					t.Fatalf("the last step costs %v with plan %v, the solution %v with %v", last.Cost, plan, want.Cost, want.Plan)
				}
			}
		})
	}
}

// validStep fails the test unless the arcs of the basis form a spanning tree, have slack 0,
// and carry flows that meet the marginals.
func validStep(t *testing.T, p Problem, s Step) {
	t.Helper()
	left := slices.Concat(p.Supply, p.Demand)
	n := len(p.Supply)
	nodes := len(withMass(nil, left))
	if len(s.Basis) != nodes-1 {
		t.Fatalf("%d arcs for %d nodes", len(s.Basis), nodes)
	}
	component := upTo(len(left))
	find := func(v int) int {
		for component[v] != v {
			v = component[v]
		}
		return v
	}
	total := costScale(Problem{Supply: p.Supply, Demand: p.Demand, Cost: p.Cost}) + 1e-300
	for _, e := range s.Basis {
		a, b := find(e.From), find(n+e.To)
		if a == b {
			t.Fatalf("the basis %v has a cycle", s.Basis)
		}
		component[a] = b
		left[e.From] -= e.Flow
		left[n+e.To] -= e.Flow
		scale := math.Abs(s.U[e.From]) + math.Abs(s.V[e.To]) + math.Abs(e.Cost)
		if slack := s.Slack(e.From, e.To, e.Cost); math.Abs(slack) > 1e-13*(scale+total) {
			t.Fatalf("arc %v of the basis has slack %v", e, slack)
		}
	}
	for v, rest := range left {
		if math.Abs(rest) > 1e-14*sum(p.Supply) {
			t.Fatalf("node %d keeps %v", v, rest)
		}
	}
}

// followsFrom fails the test unless the pivot of the step after leads from the step before
// to it.
func followsFrom(t *testing.T, p Problem, before, after Step) {
	t.Helper()
	pivot := after.Pivot
	type pair struct{ from, to int }
	flows := func(s Step) map[pair]float64 {
		arcs := map[pair]float64{}
		for _, e := range s.Basis {
			arcs[pair{e.From, e.To}] = e.Flow
		}
		return arcs
	}
	was, is := flows(before), flows(after)
	in, out := pair{pivot.Entering.From, pivot.Entering.To}, pair{pivot.Leaving.From, pivot.Leaving.To}
	_, had := was[in]
	if _, has := is[out]; had || has || pivot.Leaving.Flow != 0 || pivot.Entering.Flow != pivot.Theta {
		t.Fatalf("pivot %+v from %v to %v", pivot, before.Basis, after.Basis)
	}
	if !(pivot.ReducedCost < 0) || after.Cost > before.Cost+1e-13*costScale(p) {
		t.Fatalf("reduced cost %v, cost %v after %v", pivot.ReducedCost, after.Cost, before.Cost)
	}
	rounding := 1e-14 * sum(p.Supply)
	was[in], is[out] = 0, 0
	for k, e := range pivot.Cycle {
		arc, next := pair{e.From, e.To}, pivot.Cycle[(k+1)%len(pivot.Cycle)]
		if k%2 == 0 && e.To != next.To || k%2 == 1 && e.From != next.From {
			t.Fatalf("%v is no cycle", pivot.Cycle)
		}
		change := pivot.Theta
		if k%2 == 1 {
			change = -change
		}
		if math.Abs(was[arc]+change-is[arc]) > rounding || e.Flow != is[arc] {
			t.Fatalf("arc %v of the cycle changes from %v to %v by θ = %v", e, was[arc], is[arc], pivot.Theta)
		}
		was[arc] = is[arc]
	}
	for arc, flow := range is {
		if was[arc] != flow {
			t.Fatalf("arc %v off the cycle changes from %v to %v", arc, was[arc], flow)
		}
	}
}
