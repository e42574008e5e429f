package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// The answers to the exercises and questions of lesson 6, and to "Change me" in
// notebook 6:
//
//	go test -v -run Answer06 ./metrics

func TestAnswer06_1_SixNumbersAreTooFew(t *testing.T) {
	answer(t)
	say(t, `
  It falls and stays above 0: an affine image of twenty points of the prior is not the
  twenty points of the data, whatever the six numbers are.
`)
	random := newRandom(61)
	real, prior := cloud(t, 20, 2, nil, random), cloud(t, 20, 2, nil, random)
	theta := []float64{1, 0.5, -0.5, 1, 1, 2}
	var first, least float64
	for step := range 101 {
		fake := must(prior.Push(affine(theta)))(t)
		solution := earthMover(t, real, fake, lp.Euclidean)
		if step == 0 {
			first, least = solution.Cost, solution.Cost
		}
		least = min(least, solution.Cost)
		if step%25 == 0 {
			say(t, "  step %3d   EM %.4f", step, solution.Cost)
		}
		gradient := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)
		floats.AddScaled(theta, -0.3*math.Pow(0.97, float64(step)), gradient)
	}
	holds(t, "EM falls to less than half", least < first/2)
	holds(t, "and not to 0", least > 0.05)
}

func TestAnswer06_2_ARoof(t *testing.T) {
	answer(t)
	say(t, `
  It is −|x|, a roof with its ridge at the common mean. EM is the difference of the
  mean distances from the mean, (2 − 1)·√(2/π).
`)
	real, fake := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 0, Sigma: 2}
	f := must(metrics.NormalCritic(real, fake))(t)
	em := must(metrics.NormalEM(real, fake))(t)
	say(t, "  f(−2), f(−1), f(0), f(1), f(2) = %v, %v, %v, %v, %v; EM = %.4f", f(-2), f(-1), f(0), f(1), f(2), em)
	holds(t, "it is −|x|", f(-2) == -2 && f(-1) == -1 && f(0) == 0 && f(1) == -1 && f(2) == -2)
	holds(t, "EM is √(2/π)", math.Abs(em-math.Sqrt(2/math.Pi)) < 1e-6)
}

func TestAnswer06_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  With equal means the corner lies at the mean. There the two distribution functions
  cross, and f′ = sign(G − F). For equal widths the gradient of log(1 − D*) falls below
  a millionth at these distances of the means:
`)
	real := distuv.Normal{Mu: 0, Sigma: 1}
	f := must(metrics.NormalCritic(real, distuv.Normal{Mu: 0, Sigma: 1.5}))(t)
	holds(t, "the corner is at the mean", f(-1) < f(0) && f(1) < f(0))
	threshold := func(gradient func(mu float64) float64) float64 {
		low, high := 2.0, 40.0
		for range 60 {
			if middle := (low + high) / 2; gradient(middle) > 1e-6 {
				low = middle
			} else {
				high = middle
			}
		}
		return high
	}
	point := threshold(func(mu float64) float64 { return mu * math.Exp(-mu*mu/2) })
	generator := threshold(func(mu float64) float64 { return mu * normalOverlap(mu) })
	say(t, "  at the generated mean %.1f, for a generator that shifts %.1f", point, generator)
	logit, slope := must2(metrics.NormalDiscriminator(real, distuv.Normal{Mu: point, Sigma: 1}))(t)
	d := 1 / (1 + math.Exp(-logit(point)))
	holds(t, "at the mean it is a millionth there", math.Abs(d*math.Abs(slope(point))/1e-6-1) < 1e-3)
	holds(t, "the generator's lasts until about 10", generator > 9 && generator < 11)
}

func TestAnswer06_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. W(θ′) ≥ V(f, θ′) for every θ′, because f stays 1-Lipschitz, and W(θ) = V(f, θ). So
     W − V has a minimum at θ, and where both gradients exist they agree.
  2. At kinks of f: where a generated point lies where cones in different directions
     meet. EM weighs the slopes by the mass that comes from each direction.
  3. D*(x) = Pr(x)/(Pr(x) + Pg(x)). On disjoint supports L(D*) = 0 and JS = log 2.
  4. With log(1 − D*): 2 JS. With −log D*: KL(Pg ‖ Pr) − 2 JS.
  5. With log(1 − D*) %.1e, with −log D* %.4f, from the critic 1. (At the mean of the
     generated points log(1 − D*) has %.1e.)`, 8*normalOverlap(8), 8*(1-normalOverlap(8)), 8*math.Exp(-32))
}
