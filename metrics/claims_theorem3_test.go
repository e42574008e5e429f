package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"

	"monge/lp"
	"monge/metrics"
)

// The claim of section 3 of the paper about the generator's gradient.

// affine is the generator gθ(z) = Az + b of the plane, θ = (A, b) row by row.
func affine(theta []float64) func(z []float64) []float64 {
	return func(z []float64) []float64 {
		return []float64{
			theta[0]*z[0] + theta[1]*z[1] + theta[4],
			theta[2]*z[0] + theta[3]*z[1] + theta[5],
		}
	}
}

// affineJacobian returns ∂gθ(z)/∂θ (2×6), which does not depend on θ.
func affineJacobian(z []float64) [][]float64 {
	return [][]float64{
		{z[0], z[1], 0, 0, 1, 0},
		{0, 0, z[0], z[1], 0, 1},
	}
}

// W is differentiable except on a set of measure zero, where the optimal plan
// changes. The finite differences of exact EM, with a step of 1e-6, do not meet it.
func TestClaim3_3_TheGradientOfEarthMoverIsMinusTheMeanGradientOfThePotential(t *testing.T) {
	t.Parallel()
	var offs []float64
	for seed := range uint64(12) {
		random := newRandom(seed)
		n, m := 15, 15
		var weightsReal, weightsPrior []float64
		if seed%3 != 0 { // else equal weights
			m = 12
			weightsReal, weightsPrior = draws(n, random.Float64), draws(m, random.Float64)
		}
		real, prior := cloud(t, n, 2, weightsReal, random), cloud(t, m, 2, weightsPrior, random)
		theta := draws(6, random.NormFloat64)
		push := func(theta []float64) *metrics.Distribution { return must(prior.Push(affine(theta)))(t) }

		fake := push(theta)
		solution := earthMover(t, real, fake, lp.Euclidean)
		gradient := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)
		differences := fd.Gradient(nil, func(theta []float64) float64 {
			return earthMover(t, real, push(theta), lp.Euclidean).Cost
		}, theta, &fd.Settings{Formula: fd.Central, Step: 1e-6})
		off := floats.Distance(gradient, differences, 2) / floats.Norm(differences, 2)
		offs = append(offs, off)
		if off > 1e-8 {
			t.Errorf("seed %d: the gradient is %v, finite differences are %v", seed, gradient, differences)
		}
	}
	t.Logf("relative difference from finite differences: %.1e (least, mean, most of %d seeds)", spreadOf(offs), len(offs))
}

// An optimal potential f without kinks at the generated points gives the gradient of
// Theorem 3 alone: −E_z ∇θ f(gθ(z)). The test also takes ∇f by finite differences.
func TestClaim3_3_APotentialWithoutKinksGivesTheSameGradient(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		random := newRandom(seed)
		const n = 15
		real, prior := cloud(t, n, 2, nil, random), cloud(t, n, 2, nil, random)
		theta := draws(6, random.NormFloat64)
		fake := must(prior.Push(affine(theta)))(t)
		solution := earthMover(t, real, fake, lp.Euclidean)
		exact := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)

		potential := must(metrics.SmoothKantorovich(real, fake))(t)
		wantNear(t, "E f(real) − E f(fake)", real.Mean(potential.At)-fake.Mean(potential.At), solution.Cost, 1e-12)
		fromSlopes, fromDifferences := make([]float64, 6), make([]float64, 6)
		for j := range n {
			slope := must(potential.Gradient(fake.Point(j)))(t)
			differences := fd.Gradient(nil, potential.At, fake.Point(j), &fd.Settings{Formula: fd.Central, Step: 1e-6})
			for axis, row := range affineJacobian(prior.Point(j)) {
				floats.AddScaled(fromSlopes, -fake.Probability(j)*slope[axis], row)
				floats.AddScaled(fromDifferences, -fake.Probability(j)*differences[axis], row)
			}
		}
		if difference := floats.Distance(exact, fromSlopes, math.Inf(1)); difference > 1e-14 {
			t.Errorf("seed %d: from the plan %v, from the potential %v", seed, exact, fromSlopes)
		}
		if difference := floats.Distance(exact, fromDifferences, math.Inf(1)); difference > 1e-8 {
			t.Errorf("seed %d: from the plan %v, from differences of the potential %v", seed, exact, fromDifferences)
		}
	}
}

// The solver's potential has kinks at some fake atoms. At each of the others its gradient
// points to the real atom that the plan matches it with.
func TestClaim3_3_WhereThePotentialIsDifferentiableItPointsAlongThePlan(t *testing.T) {
	t.Parallel()
	var smooth, all int
	for seed := range uint64(12) {
		random := newRandom(seed)
		real := cloud(t, 20, 2, draws(20, random.Float64), random)
		fake := cloud(t, 15, 2, draws(15, random.Float64), random)
		solution := earthMover(t, real, fake, lp.Euclidean)
		potential := must(metrics.NewKantorovich(real, solution, lp.Euclidean))(t)
		for _, move := range solution.Plan {
			x, y := real.Point(move.From), fake.Point(move.To)
			touching := 0
			for i, u := range solution.U {
				if potential.At(y)-(u-lp.Euclidean.Between(real.Point(i), y)) < 1e-9 {
					touching++
				}
			}
			all++
			if touching > 1 {
				continue
			}
			smooth++
			slope := must(potential.Gradient(y))(t)
			way := lp.Euclidean.Between(x, y)
			for axis := range slope {
				if math.Abs(slope[axis]-(x[axis]-y[axis])/way) > 1e-14 {
					t.Errorf("seed %d: the slope at fake atom %d is %v, the way to real atom %d is %v", seed, move.To, slope, move.From, x)
				}
			}
		}
	}
	t.Logf("%d of %d moves end where the potential is differentiable", smooth, all)
	if smooth < 20 {
		t.Errorf("only %d moves end where the potential is differentiable", smooth)
	}
}
