package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/combin"

	"monge/lp"
)

// The answers to the exercises and questions of lesson 3, and to "Change me" in
// notebook 3:
//
//	go test -v -run Answer03 ./metrics

// vertices returns the vertices of the set of all plans of p: the solutions x ≥ 0 of
// the marginals on n+m−1 pairs, row by row. A degenerate vertex occurs several times.
func vertices(p lp.Problem) [][]float64 {
	n, m := p.Cost.Dims()
	var all [][]float64
	for _, pairs := range combin.Combinations(n*m, n+m-1) {
		a, b := mat.NewDense(n+m-1, n+m-1, nil), mat.NewVecDense(n+m-1, nil)
		for row := range n + m - 1 { // the last equation follows from the others
			if row < n {
				b.SetVec(row, p.Supply[row])
			} else {
				b.SetVec(row, p.Demand[row-n])
			}
		}
		for k, pair := range pairs {
			a.Set(pair/m, k, 1)
			if j := pair % m; j < m-1 {
				a.Set(n+j, k, 1)
			}
		}
		var x mat.VecDense
		if err := x.SolveVec(a, b); err != nil {
			continue // the pairs close a cycle
		}
		plan := make([]float64, n*m)
		for k, pair := range pairs {
			plan[pair] = x.AtVec(k)
		}
		if floats.Min(plan) > -1e-12 {
			all = append(all, plan)
		}
	}
	return all
}

// costOf returns the cost of a plan that vertices returned.
func costOf(p lp.Problem, plan []float64) (cost float64) {
	_, m := p.Cost.Dims()
	for pair, mass := range plan {
		cost += mass * p.Cost.At(pair/m, pair%m)
	}
	return cost
}

// threeHeaps is a problem with several optimal plans: heaps at 0, 3 and 5, holes at
// 1, 2 and 4.
func threeHeaps() lp.Problem {
	return lp.Problem{
		Supply: []float64{0.5, 0.25, 0.25},
		Demand: []float64{0.25, 0.25, 0.5},
		Cost: lp.Points{
			X:      mat.NewDense(3, 1, []float64{0, 3, 5}),
			Y:      mat.NewDense(3, 1, []float64{1, 2, 4}),
			Ground: lp.Euclidean,
		},
	}
}

func TestAnswer03_1_MassMovesAlongTightPairs(t *testing.T) {
	answer(t)
	say(t, `
  Every optimal plan moves mass on tight pairs only (complementary slackness): a unit
  on another pair costs more than is charged for it, and the plan would cost more than
  the dual. The converse holds as well: a plan on tight pairs costs just the dual, so
  it is optimal.
`)
	piles := pilesProblem(t)
	s := must(lp.Solve(piles))(t)
	for i, x := range []int{0, 3, 5} {
		for j, y := range []int{1, 4} {
			say(t, "  from %d to %d: c − u − v = %.0f", x, y, s.Slack(i, j, piles.Cost.At(i, j)))
		}
	}
	for _, problem := range []struct {
		name string
		lp.Problem
	}{{"the five piles", piles}, {"heaps at 0, 3, 5 and holes at 1, 2, 4", threeHeaps()}} {
		s := must(lp.Solve(problem.Problem))(t)
		_, m := problem.Cost.Dims()
		optimal := make(map[string]bool)
		all := vertices(problem.Problem)
		for _, plan := range all {
			onTight := true
			for pair, mass := range plan {
				slack := s.Slack(pair/m, pair%m, problem.Cost.At(pair/m, pair%m))
				onTight = onTight && (mass < 1e-12 || slack < 1e-12)
			}
			best := costOf(problem.Problem, plan) < s.Cost+1e-12
			holds(t, "a vertex is optimal if and only if it is on tight pairs", best == onTight)
			if best {
				optimal[fmt.Sprintf("%.3f", plan)] = true
			}
		}
		say(t, "  %s: %d vertices, %d of them optimal", problem.name, len(all), len(optimal))
		holds(t, "some vertices are optimal and some are not", len(optimal) > 0 && len(optimal) < len(all))
	}
}

func TestAnswer03_2_WhatHasToLeavePaysAnyway(t *testing.T) {
	answer(t)
	say(t, `
  The cost of every plan rises by 10 times what the pile holds, because all of it has
  to leave whichever plan is used. So the optimal plans are the same, and u of that
  pile rises by 10.
`)
	for _, p := range []lp.Problem{pilesProblem(t), threeHeaps()} {
		n, m := p.Cost.Dims()
		dearer := p
		cost := mat.NewDense(n, m, nil)
		cost.Apply(func(i, j int, _ float64) float64 {
			if i == 0 {
				return p.Cost.At(i, j) + 10
			}
			return p.Cost.At(i, j)
		}, cost)
		dearer.Cost = cost
		before, after := must(lp.Solve(p))(t), must(lp.Solve(dearer))(t)
		say(t, "  before %v, after %v, and the first pile holds %v", before.Cost, after.Cost, p.Supply[0])
		holds(t, "the cost rises by 10 times the mass", after.Cost == before.Cost+10*p.Supply[0])
		for _, plan := range vertices(p) {
			holds(t, "the same vertices are optimal", (costOf(p, plan) < before.Cost+1e-12) == (costOf(dearer, plan) < after.Cost+1e-12))
		}
	}
}

func TestAnswer03_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  On the line a cheapest plan need not be unique: from 0 and 1 to 1 and 3, moving
  straight and crossing over cost the same, because mass may overtake mass that goes
  the same way. In the plane, take the corners of a square with the heaps on one
  diagonal and the holes on the other. If the totals differ, lp.Solve returns an error.
`)
	line := lp.Problem{Supply: []float64{0.5, 0.5}, Demand: []float64{0.5, 0.5},
		Cost: lp.Points{X: mat.NewDense(2, 1, []float64{0, 1}), Y: mat.NewDense(2, 1, []float64{1, 3})}}
	square := line
	square.Cost = lp.Points{X: mat.NewDense(2, 2, []float64{0, 0, 1, 1}), Y: mat.NewDense(2, 2, []float64{0, 1, 1, 0})}
	for name, p := range map[string]lp.Problem{"line": line, "square": square} {
		all := vertices(p)
		for _, plan := range all {
			holds(t, "all plans on the "+name+" cost the same", math.Abs(costOf(p, plan)-costOf(p, all[0])) < 1e-12)
		}
	}
	line.Demand = []float64{0.5, 0.6}
	_, err := lp.Solve(line)
	say(t, "  totals 1 and 1.1: %v", err)
	holds(t, "unequal totals are an error", err != nil)
}

func TestAnswer03_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. The unknowns are the masses xᵢⱼ ≥ 0 on the n·m pairs. The equations say that pile
     i of P is used up, Σⱼ xᵢⱼ = aᵢ, and that pile j of Q is filled, Σᵢ xᵢⱼ = bⱼ. The
     cost is Σ cᵢⱼ xᵢⱼ.
  2. At most n + m − 1. Some optimal plan is a vertex, and the moves of a vertex form no
     cycle; a forest on n + m piles has at most n + m − 1 edges.
  3. Prices with uᵢ + vⱼ ≤ cᵢⱼ for all pairs. They prove that every plan costs at least
     Σ a u + Σ b v.
  4. Any plan without cycles has prices that its own moves just cover, and they make
     the two sums equal. If they are not fair on some other pair, a cheaper plan may
     use that pair.
  5. A basis is a spanning tree of the piles. So flows and prices follow by walking
     along the tree, and a pivot changes the flow around one cycle.`)
}
