package metrics_test

import (
	"math"
	"testing"

	"monge/lp"
	"monge/metrics"
)

// The answers to the exercises and questions of lesson 5, and to "Change me" in
// notebook 5:
//
//	go test -v -run Answer05 ./metrics

func TestAnswer05_1_WhatIsInCommonStays(t *testing.T) {
	answer(t)
	say(t, `
  What is in common stays, and TV is what is left: no more than TV moves, and none
  of it further than the diameter. They are equal if all of it has to go all the
  way.
`)
	random := newRandom(51)
	tightest := 0.0
	for range 200 {
		x := []float64{0, 1, 2, 3, 4, 5}
		a, b := make([]float64, len(x)), make([]float64, len(x))
		for k := range x {
			a[k], b[k] = random.ExpFloat64(), random.ExpFloat64()
		}
		p, q := must(metrics.OnLine(x, a))(t), must(metrics.OnLine(x, b))(t)
		em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
		holds(t, "EM is at most 5 TV", em <= 5*tv*(1+1e-12))
		tightest = max(tightest, em/(5*tv))
	}
	ends := []float64{0, 5}
	p, q := must(metrics.OnLine(ends, []float64{0.7, 0.3}))(t), must(metrics.OnLine(ends, []float64{0.2, 0.8}))(t)
	em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
	say(t, "  of 200 random pairs the closest has EM = %.2f · diameter · TV; two ends: EM %.2f, 5 TV %.2f", tightest, em, 5*tv)
	holds(t, "equal between two ends", about(em, 5*tv))
}

func TestAnswer05_2_NearAndApart(t *testing.T) {
	answer(t)
	say(t, `
  An atom at 1/n, and one at 0.
`)
	for _, n := range []float64{1, 10, 100, 1000} {
		p, q := must(metrics.OnLine([]float64{1 / n}, nil))(t), must(metrics.OnLine([]float64{0}, nil))(t)
		em, tv, js := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
		say(t, "  n = %4v   EM %.3f   TV %v   JS %.4f", n, em, tv, js)
		holds(t, "EM is 1/n, TV 1 and JS log 2", about(em, 1/n) && tv == 1 && about(js, math.Ln2))
	}
}
