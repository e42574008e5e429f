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
  Leave in place the mass min(p, q) that P and Q have in common at each point. What is
  left on either side is TV. So TV moves, and none of it further than the diameter. The
  two are equal if all of it has to go the whole diameter.
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
  P = δ₀ and Pₙ = δ₁/ₙ.
`)
	for _, n := range []float64{1, 10, 100, 1000} {
		p, q := must(metrics.OnLine([]float64{1 / n}, nil))(t), must(metrics.OnLine([]float64{0}, nil))(t)
		em, tv, js := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
		say(t, "  n = %4v   EM %.3f   TV %v   JS %.4f", n, em, tv, js)
		holds(t, "EM is 1/n, TV 1 and JS log 2", about(em, 1/n) && tv == 1 && about(js, math.Ln2))
	}
}

func TestAnswer05_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  In the sequence of the notebook a mass of 1/2n moves by 1/n: EM is 1/2n² and TV is
  1/2n. TV stays and EM goes to 0 for δ₀ and δ₁/ₙ. EM stays and TV goes to 0 if a mass of
  1/n moves by n. Both KL stay finite if both have the same atoms, as in sequence 1.
`)
	for _, n := range []float64{10, 100, 1000} {
		p, q := must(metrics.OnLine([]float64{0, 1}, nil))(t), must(metrics.OnLine([]float64{0, 1, 1 + 1/n}, []float64{1, 1 - 1/n, 1 / n}))(t)
		em, tv := must(metrics.EM(p, q))(t), must(metrics.TV(p, q))(t)
		zero, far := must(metrics.OnLine([]float64{0}, nil))(t), must(metrics.OnLine([]float64{0, n}, []float64{1 - 1/n, 1 / n}))(t)
		farEM, farTV := must(metrics.EM(zero, far))(t), must(metrics.TV(zero, far))(t)
		one, same := must2(metrics.Hierarchy()[0].At(int(n)))(t)
		kl, reverse := must(metrics.KL(one, same))(t), must(metrics.KL(same, one))(t)
		say(t, "  n = %4v   notebook: EM %.2g, TV %.2g   far: EM %.2g, TV %.2g   same atoms: KL %.2g and %.2g", n, em, tv, farEM, farTV, kl, reverse)
		holds(t, "EM is 1/2n² and TV 1/2n in the notebook", math.Abs(em-0.5/(n*n)) < 1e-12 && about(tv, 0.5/n))
		holds(t, "far mass keeps EM at 1 while TV is 1/n", about(farEM, 1) && about(farTV, 1/n))
		holds(t, "KL is finite and goes to 0 both ways", kl < 1/n && reverse < 1/n)
	}
}

func TestAnswer05_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. d₂(Pₙ, P) → 0 always implies d₁(Pₙ, P) → 0: more sequences converge in d₁. On a
     bounded space EM is the weakest of the four.
  2. TV → 0 without KL: U[0, 1] and U[1/n, 1+1/n]. EM → 0 without TV: δ₀ and δ₁/ₙ.
  3. Mass 1/2n at distance 2n has TV 1/2n → 0 and EM 1. On a bounded space EM is at
     most diameter · TV.
  4. |W(Pr, Pθ) − W(Pr, Pθ′)| ≤ W(Pθ, Pθ′), by the triangle inequality. And
     W(Pθ, Pθ′) ≤ E‖gθ(Z) − gθ′(Z)‖ → 0, because (gθ(Z), gθ′(Z)) is a coupling.
  5. Continuity. JS is log 2 for θ ≠ 0 and 0 at θ = 0; its derivative exists for every
     θ ≠ 0 and is 0.`)
	js := func(theta float64) float64 { return metrics.ParallelLines{Theta: theta}.JS() }
	holds(t, "JS jumps at 0 and is flat beside it", js(0) == 0 && js(1e-300) == math.Ln2 && js(0.5) == js(0.6))
}
