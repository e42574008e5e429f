package metrics_test

import (
	"math"
	"testing"

	"monge/lp"
	"monge/metrics"
)

// The answers to the exercises and questions of lesson 2, and to "Change me" in
// notebook 2:
//
//	go test -v -run Answer02 ./metrics

func TestAnswer02_1_ALineMovedUp(t *testing.T) {
	answer(t)
	say(t, `
  EM is h: everything moves up, and no plan costs less, because the mean has to move
  by h. TV of the lines is h as well, the mass that one has where the other has none.
  But 50 points on each line coincide only if h is a multiple of 1/50. At h = 0.3 all
  but 15 of each do, and TV is 15/50. At h = 0.31 none do, and TV is 1.
`)
	const n = 50
	for _, h := range []float64{0.3, 0.31} {
		x, y := make([]float64, n), make([]float64, n)
		shift := int(math.Round(h * 100))
		for k := range n { // counted in hundredths, so that places that agree do so exactly
			x[k], y[k] = float64(2*k+1)/100, float64(2*k+1+shift)/100
		}
		p, q := must(metrics.OnLine(x, nil))(t), must(metrics.OnLine(y, nil))(t)
		em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
		say(t, "  h = %.2f   EM = %.4f   TV of %d points = %.4f", h, em, n, tv)
		holds(t, "EM is h", about(em, h))
		if h == 0.3 {
			holds(t, "TV is 15 points of 50", about(tv, 0.3))
		} else {
			holds(t, "no point is where another one is", tv == 1)
		}
	}
}

func TestAnswer02_2_KullbackLeiblerIsInfiniteOneWay(t *testing.T) {
	answer(t)
	say(t, `
  P has no mass where Q has some, so KL(Q‖P) is infinite. Q has mass wherever P has
  some, so KL(P‖Q) is finite.
`)
	p, q := categorical(t, 1, 0), categorical(t, 0.5, 0.5)
	there, back := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
	say(t, "  P = (1, 0), Q = (½, ½): KL(P‖Q) = %.4f, KL(Q‖P) = %v", there, back)
	holds(t, "one is log 2, the other infinite", about(there, math.Ln2) && math.IsInf(back, 1))
}

func TestAnswer02_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  f(x) = −x₁ is 1-Lipschitz, so EM is at least the distance of the two means along the
  first axis (lesson 4). If bend leaves the second coordinate alone, moving each point
  to its own image costs just that, because all points move to the right. With
  1 − x₂ the bent line is turned upside down. The optimal plan still matches points of
  equal height, whichever images they are, and costs the distance of the means.
  Moving each point to its own image now costs more.
`)
	const theta, n = 0.8, 16
	p, q := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
	for _, bend := range []struct {
		name string
		by   func(x []float64) []float64
	}{
		{"x₂ stays", func(x []float64) []float64 { return []float64{x[0] + 0.3*x[1]*x[1], x[1]} }},
		{"1 − x₂", func(x []float64) []float64 { return []float64{x[0] + 0.3*x[1]*x[1], 1 - x[1]} }},
	} {
		bent := must(q.Push(bend.by))(t)
		first := func(x []float64) float64 { return x[0] }
		var own float64
		for i := range n {
			own += lp.Euclidean.Between(p.Point(i), bent.Point(i)) * p.Probability(i)
		}
		em, means := must(metrics.EM(p, bent))(t), bent.Mean(first)-p.Mean(first)
		say(t, "  %-9s EM %.4f   distance of the means %.4f   each to its own image %.4f", bend.name, em, means, own)
		holds(t, "EM is the distance of the means", about(em, means))
		holds(t, "moving to one's own image costs EM only if the height stays", about(own, em) == (bend.name == "x₂ stays"))
	}
}

func TestAnswer02_FiveQuestions(t *testing.T) {
	answer(t)
	lines := metrics.ParallelLines{Theta: -0.5}
	say(t, `
  1. A = {x : p(x) > q(x)}, all that P thinks likelier, or its complement.
  2. TV, √JS and EM. KL is not symmetric, can be infinite and violates the triangle
     inequality; JS violates the triangle inequality. (EM is finite if both have a
     mean.)
  3. TV = %v, KL = %v in both directions, JS = log 2 = %.4f, EM = |θ|; at θ = −½ EM is %v.
  4. The way from (0, Z₁) to (θ, Z₂) is √(θ² + (Z₁ − Z₂)²) ≥ |θ| for every pair of
     points. So its mean under any coupling is at least |θ|.
  5. JS does not move it: its slope is 0 there. EM leads it to θ = 0, with slope 1
     all the way; a constant step ends up jumping around 0.`, lines.TV(), lines.KL(), lines.JS(), lines.EM())
	half, quarter, tiny := categorical(t, 0.5, 0.5), categorical(t, 0.25, 0.75), categorical(t, 0.01, 0.99)
	kl := func(p, q *metrics.Distribution) float64 { return must(metrics.KL(p, q))(t) }
	holds(t, "KL violates the triangle inequality", kl(half, tiny) > kl(half, quarter)+kl(quarter, tiny)+0.1)
	holds(t, "these are the values at θ = −½", lines.TV() == 1 && math.IsInf(lines.KL(), 1) && lines.JS() == math.Ln2 && lines.EM() == 0.5)
}
