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
  It comes down and stays above 0: twenty points that are an affine image of twenty
  others are not the data, whatever the six numbers.
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
	holds(t, "EM falls to less than a third", least < first/3)
	holds(t, "and not to 0", least > 0.05)
}

func TestAnswer06_2_ARoof(t *testing.T) {
	answer(t)
	say(t, `
  A roof with its ridge at the mean: each half is a straight line, up to where there
  is more real mass and down to where there is more generated. EM is the difference
  of the mean distances from the mean, (2 − 1)·√(2/π).
`)
	real, fake := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 0, Sigma: 2}
	f := must(metrics.NormalCritic(real, fake))(t)
	em := must(metrics.NormalEM(real, fake))(t)
	say(t, "  f(−2), f(−1), f(0), f(1), f(2) = %v, %v, %v, %v, %v; EM = %.4f", f(-2), f(-1), f(0), f(1), f(2), em)
	holds(t, "it is −|x|", f(-2) == -2 && f(-1) == -1 && f(0) == 0 && f(1) == -1 && f(2) == -2)
	holds(t, "EM is √(2/π)", math.Abs(em-math.Sqrt(2/math.Pi)) < 1e-6)
}
