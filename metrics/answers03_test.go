package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// The answers to the exercises and questions of lesson 3, and to "Change me" in
// notebook 3:
//
//	go test -v -run Answer03 ./metrics

func TestAnswer03_1_MassMovesAlongTightPairs(t *testing.T) {
	answer(t)
	say(t, `
  Every optimal plan moves along tight pairs and nowhere else (complementary
  slackness): each unit that moved along another one would cost more than its two
  ends are worth. The converse holds as well: a plan on tight pairs is optimal.
`)
	p := threeHeaps()
	s, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	tight := make(map[[2]int]bool)
	for i := range 3 {
		for j := range 3 {
			slack := p.Cost.At(i, j) - s.U[i] - s.V[j]
			tight[[2]int{i, j}] = math.Abs(slack) < 1e-12
			say(t, "  heap %d, hole %d: c − u − v = %.2f", i, j, slack)
		}
	}
	for _, move := range s.Plan {
		if !tight[[2]int{move.From, move.To}] {
			t.Errorf("mass moves from %d to %d, which is not tight", move.From, move.To)
		}
	}
}

func TestAnswer03_2_WhatHasToLeavePaysAnyway(t *testing.T) {
	answer(t)
	say(t, `
  The cost rises by 10 times what the heap holds, whoever gets it: it has to leave
  anyway. So the plan is as good as it was, and that heap's potential pays.
`)
	p := threeHeaps()
	before, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	dearer := mat.NewDense(3, 3, nil)
	dearer.Apply(func(i, j int, _ float64) float64 {
		if i == 0 {
			return p.Cost.At(i, j) + 10
		}
		return p.Cost.At(i, j)
	}, dearer)
	p.Cost = dearer
	after, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	say(t, "  before %v, after %v, and the first heap holds %v", before.Cost, after.Cost, p.Supply[0])
	if after.Cost != before.Cost+10*p.Supply[0] {
		t.Errorf("the cost is %v, want %v", after.Cost, before.Cost+10*p.Supply[0])
	}
}
