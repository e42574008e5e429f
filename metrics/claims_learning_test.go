package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// The claims of the paper's introduction: learning as maximum likelihood, where it
// fails, and learning without a density.

// E log Pθ and KL are integrals, computed here by quadrature and by the closed
// forms. E log Pθ + KL is −H(Pr) for every model, so the maximiser of one is the
// minimiser of the other. The maximiser of a sample's likelihood approaches it like
// σ/√m.
func TestClaim1_1_MaximumLikelihoodIsMinimumKullbackLeibler(t *testing.T) {
	t.Parallel()
	real := distuv.Normal{Mu: 0.7, Sigma: 1.3}
	thetas := floats.Span(make([]float64, 61), -2.3, 3.7) // 0.7 is among them
	mean := func(f func(x float64) float64) float64 {     // E_Pr f
		density := func(x float64) float64 { return real.Prob(x) * f(x) }
		return quad.Fixed(density, real.Mu-12*real.Sigma, real.Mu+12*real.Sigma, 200, quad.Legendre{}, 0)
	}
	entropy := -mean(real.LogProb)
	var limit, divergence []float64
	for k, theta := range thetas {
		model := distuv.Normal{Mu: theta, Sigma: real.Sigma}
		limit = append(limit, mean(model.LogProb))
		divergence = append(divergence, mean(func(x float64) float64 { return real.LogProb(x) - model.LogProb(x) }))
		wantNear(t, "E log Pθ", must(metrics.ExpectedLogLikelihood(real, model))(t), limit[k], 1e-12)
		if kl := must(metrics.NormalKL(real, model))(t); math.Abs(kl-divergence[k]) > 1e-12 {
			t.Errorf("θ = %v: KL = %v, quadrature gives %v", theta, kl, divergence[k])
		}
		wantNear(t, "−(E log Pθ + KL)", -limit[k]-divergence[k], entropy, 1e-12)
	}
	if best, closest := floats.MaxIdx(limit), floats.MinIdx(divergence); best != closest || math.Abs(thetas[best]-real.Mu) > 1e-12 {
		t.Errorf("likelihood is largest at θ = %v, KL smallest at θ = %v", thetas[best], thetas[closest])
	}

	// If both σ agree, KL is symmetric, and if Pr is one of the models, both KL are smallest
	// there. Here neither is so. The likelihood has the maximiser of KL(Pr‖Pθ), and KL(Pθ‖Pr)
	// has another one.
	curve := func(theta float64) distuv.Normal { return distuv.Normal{Mu: theta, Sigma: math.Exp(-1 - 1.5*theta)} }
	var onCurve, forward, reversed []float64
	for _, theta := range thetas {
		model := curve(theta)
		limit := mean(model.LogProb)
		wantNear(t, "E log Pθ on the curve", must(metrics.ExpectedLogLikelihood(real, model))(t), limit, 1e-10)
		onCurve = append(onCurve, limit)
		forward = append(forward, must(metrics.NormalKL(real, model))(t))
		reversed = append(reversed, must(metrics.NormalKL(model, real))(t))
	}
	likeliest, other := floats.MaxIdx(onCurve), floats.MinIdx(reversed)
	if closest := floats.MinIdx(forward); likeliest != closest || math.Abs(thetas[likeliest]-thetas[other]) < 0.4 {
		t.Errorf("on the curve likelihood is largest at θ = %v, KL(Pr‖Pθ) smallest at %v, KL(Pθ‖Pr) at %v", thetas[likeliest], thetas[closest], thetas[other])
	}

	const seeds = 20
	for _, m := range []int{100, 10_000, 100_000} {
		var slips, gaps []float64 // of the maximiser, and of the curve at its worst
		for seed := range uint64(seeds) {
			random := newRandom(seed)
			samples := draws(m, func() float64 { return real.Mu + real.Sigma*random.NormFloat64() })
			var gap float64
			for k, theta := range thetas {
				if k%10 == 0 {
					mean := must(metrics.MeanLogLikelihood(samples, distuv.Normal{Mu: theta, Sigma: real.Sigma}))(t)
					gap = max(gap, math.Abs(mean-limit[k]))
				}
			}
			// Of all θ the sample mean is the most likely.
			theta := stat.Mean(samples, nil)
			best := must(metrics.MeanLogLikelihood(samples, distuv.Normal{Mu: theta, Sigma: real.Sigma}))(t)
			var square float64 // the mean square deviation, in units of σ
			for _, x := range samples {
				square += (x - theta) * (x - theta) / (real.Sigma * real.Sigma) / float64(m)
			}
			wantNear(t, "the likelihood at the sample mean", best, -math.Log(real.Sigma*math.Sqrt(2*math.Pi))-square/2, 1e-11)
			if m == 10_000 {
				most := must(metrics.MeanLogLikelihood(samples, curve(thetas[likeliest])))(t)
				if less := must(metrics.MeanLogLikelihood(samples, curve(thetas[other])))(t); !(most > less) {
					t.Errorf("seed %d: θ = %v has the likelihood %v, θ = %v has %v", seed, thetas[likeliest], most, thetas[other], less)
				}
			}
			for _, beside := range []float64{theta - 1e-4, theta + 1e-4} {
				if other := must(metrics.MeanLogLikelihood(samples, distuv.Normal{Mu: beside, Sigma: real.Sigma}))(t); other >= best {
					t.Errorf("m = %d, seed %d: θ = %v is more likely than the sample mean", m, seed, beside)
				}
			}
			slips, gaps = append(slips, math.Abs(theta-real.Mu)), append(gaps, gap)
		}
		// Standard errors: of the mean, and of log Pθ at θ = μ ± 3, which is
		// −(z + 3/σ)²/2 up to a constant, with z standard normal.
		ofMean := real.Sigma / math.Sqrt(float64(m))
		ofCurve := math.Sqrt((0.5 + 9/(real.Sigma*real.Sigma)) / float64(m))
		t.Logf("m = %6d: |argmax − μ| %.2g, curve off by %.2g (least, mean, most of %d seeds)", m, spreadOf(slips), spreadOf(gaps), seeds)
		if most := spreadOf(slips).most; most > 4*ofMean {
			t.Errorf("m = %d: the maximiser is %v off, four standard errors are %v", m, most, 4*ofMean)
		}
		if most := spreadOf(gaps).most; most > 4*ofCurve {
			t.Errorf("m = %d: the curve is %v off, four standard errors are %v", m, most, 4*ofCurve)
		}
	}
}

func TestClaim1_2_KullbackLeiblerIsInfiniteWithoutOverlap(t *testing.T) {
	t.Parallel()
	box := func(from, to int) []float64 { // uniform on cells from … to−1 of ten
		p := make([]float64, 10)
		for k := from; k < to; k++ {
			p[k] = 1 / float64(to-from)
		}
		return p
	}
	for _, test := range []struct {
		name               string
		p, q               []float64
		forward, backwards float64
	}{
		{"two atoms", []float64{1, 0}, []float64{0, 1}, math.Inf(1), math.Inf(1)},
		{"two boxes that do not meet", box(0, 4), box(6, 10), math.Inf(1), math.Inf(1)},
		{"two boxes that overlap", box(0, 6), box(4, 10), math.Inf(1), math.Inf(1)},
		{"a box in a box", box(2, 7), box(0, 10), math.Log(2), math.Inf(1)},
	} {
		p, q := categorical(t, test.p...), categorical(t, test.q...)
		forward, backwards := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
		wantNear(t, test.name+": KL(p‖q)", forward, test.forward, 1e-15)
		wantNear(t, test.name+": KL(q‖p)", backwards, test.backwards, 1e-15)
	}
	for _, theta := range []float64{-1, 1e-300, 3} {
		lines := metrics.ParallelLines{Theta: theta}
		p, q := must2(lines.Discretise(7))(t)
		for _, kl := range []float64{
			lines.KL(), must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t),
		} {
			if !math.IsInf(kl, 1) {
				t.Errorf("KL between the lines at 0 and %v is %v", theta, kl)
			}
		}
	}
}

// KL of the noised lines is θ²/2σ², as quadrature in the plane confirms. Exact EM
// measures how far noise moves the samples. It lies between two bounds. Any plan has
// to undo the noise across the line. The plan that moves each point back to its origin
// undoes all noise. For a small σ this plan is optimal, and EM is the mean length of the
// noise, σ√(π/2) for noise in both coordinates.
func TestClaim1_3_NoiseMakesKullbackLeiblerFiniteAndSamplesWorse(t *testing.T) {
	t.Parallel()
	const theta, n, seeds = 2, 60, 10
	clean, _ := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
	sigmas := []float64{0.001, 0.01, 0.1, 0.3, 1, 3, 10}
	distances := make([][]float64, len(sigmas))
	for seed := range uint64(seeds) {
		before := 0.0
		for k, sigma := range sigmas {
			noised := must(metrics.AddNoise(clean, sigma, newRandom(seed)))(t) // the same draws for each σ
			var across, all float64
			for i := range n {
				across += math.Abs(noised.Point(i)[0]) / n
				all += lp.Euclidean.Between(noised.Point(i), clean.Point(i)) / n
			}
			distance := earthMover(t, clean, noised, lp.Euclidean).Cost
			if distance <= before || distance < across*(1-1e-12) || distance > all*(1+1e-12) {
				t.Errorf("seed %d, σ = %v: EM to the clean samples is %v, not between %v and %v, or not above %v", seed, sigma, distance, across, all, before)
			}
			before = distance
			distances[k] = append(distances[k], distance/sigma)
		}
	}
	// The length of n·seeds draws has the standard error √(2 − π/2)/√(n·seeds).
	length, of := spreadOf(distances[0]).mean, math.Sqrt((2-math.Pi/2)/(n*seeds))
	if math.Abs(length-math.Sqrt(math.Pi/2)) > 4*of {
		t.Errorf("σ = %v: EM/σ = %v, the mean length of noise is %v ± %v", sigmas[0], length, math.Sqrt(math.Pi/2), of)
	}
	before := metrics.ParallelLines{Theta: theta}.KL()
	for k, sigma := range sigmas {
		kl := must(metrics.ParallelLines{Theta: theta}.NoisedKL(sigma))(t)
		if sigma >= 0.1 {
			wantNear(t, "KL of the noised lines", kl, noisedKL(theta, sigma), 1e-9)
		}
		if !(kl < before) {
			t.Errorf("σ = %v: KL is %v after %v", sigma, kl, before)
		}
		before = kl
		if s := spreadOf(distances[k]); s.least < 0.7 || s.most > 1.5 {
			t.Errorf("σ = %v: EM/σ = %.3f: EM does not rise like σ", sigma, s)
		}
		t.Logf("σ = %5g: KL = %10.4g, EM/σ = %.3f (least, mean, most of %d seeds)", sigma, kl, spreadOf(distances[k]), seeds)
	}
}

// noisedKL returns KL between the lines at 0 and at θ, convolved with N(0, σ²I), by
// quadrature over the plane. The densities are quadratures over the lines.
func noisedKL(theta, sigma float64) float64 {
	noise := distuv.Normal{Mu: 0, Sigma: sigma}
	density := func(x, y float64) float64 { // of the line at 0
		along := func(z float64) float64 { return noise.Prob(x) * noise.Prob(y-z) }
		var sum float64
		for k := 0.0; k < 5; k++ { // σ is a tenth of the line or more
			sum += quad.Fixed(along, k/5, (k+1)/5, 8, quad.Legendre{}, 0)
		}
		return sum
	}
	inner := func(x float64) float64 {
		return quad.Fixed(func(y float64) float64 {
			p, q := density(x, y), density(x-theta, y)
			if p == 0 {
				return 0
			}
			return p * math.Log(p/q)
		}, -8*sigma, 1+8*sigma, 60, quad.Legendre{}, 0)
	}
	return quad.Fixed(inner, -8*sigma, 8*sigma, 30, quad.Legendre{}, 0)
}

// A generator needs no density to move gθ(Z) to the data: exact EM and the gradient
// of Theorem 3 suffice. The data are the line at 0, with other draws of Z than the
// generator's. KL is +Inf at every step. The test computes KL at common draws of Z,
// because at different draws it is +Inf even between equal distributions.
func TestClaim1_4_AGeneratorLearnsWithoutADensity(t *testing.T) {
	t.Parallel()
	const steps, n = 120, 20
	var ends []float64
	for seed := range uint64(10) {
		random := newRandom(seed)
		real := must(must(metrics.OnLine(draws(n, random.Float64), nil))(t).Push(metrics.ParallelLines{Theta: 0}.Generate))(t)
		prior := must(metrics.OnLine(draws(n, random.Float64), nil))(t) // other samples of the same Z
		goal := must(prior.Push(metrics.ParallelLines{Theta: 0}.Generate))(t)
		if kl := must(metrics.KL(goal, goal))(t); kl != 0 {
			t.Errorf("seed %d: KL = %v at θ = 0", seed, kl)
		}
		theta := 10*random.Float64() - 5
		for step := range steps {
			fake := must(prior.Push(metrics.ParallelLines{Theta: theta}.Generate))(t)
			if kl := must(metrics.KL(goal, fake))(t); !math.IsInf(kl, 1) {
				t.Fatalf("seed %d: KL = %v at step %d", seed, kl, step)
			}
			solution := earthMover(t, real, fake, lp.Euclidean)
			gradient := must(metrics.GeneratorGradient(real, fake, solution, func(int) [][]float64 {
				return [][]float64{{1}, {0}} // ∂(θ, z)/∂θ
			}))(t)
			theta -= 0.4 * math.Pow(0.95, float64(step)) * gradient[0]
		}
		ends = append(ends, math.Abs(theta))
	}
	t.Logf("|θ| after %d steps: %.1e (least, mean, most of %d seeds)", steps, spreadOf(ends), len(ends))
	if most := spreadOf(ends).most; most > 1e-2 {
		t.Errorf("θ ends %v from the data", most)
	}
}
