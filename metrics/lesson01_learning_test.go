package metrics_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// Lesson 1: the introduction of the paper.
// Claims: 1.1, 1.2, 1.3, 1.4.
func TestLesson01_LearningAsMaximumLikelihood(t *testing.T) {
	say(t, "LESSON 1. Learning as maximum likelihood, and where that ends")
	t.Run("1_likelihood_is_KL", lessonLikelihood)
	t.Run("2_disjoint_supports", lessonSupports)
	t.Run("3_noise", lessonNoise)
	t.Run("4_a_generator", lessonGenerator)
}

func lessonLikelihood(t *testing.T) {
	say(t, `
The question
  You are given m numbers and a family of models N(θ, 1), and asked for θ. The
  textbook says: take the θ under which your numbers are most likely. Which
  distance between distributions have you made small?

The code
  model := distuv.Normal{Mu: theta, Sigma: 1}
  likelihood, err := metrics.MeanLogLikelihood(samples, model) // (1/m) Σ log Pθ(xᵢ)
  kl, err := metrics.NormalKL(real, model)

The numbers
  drawn from N(1, 1), which the learner does not know

        θ      m = 10    m = 1000  m = 100000       limit          KL`)
	real := distuv.Normal{Mu: 1, Sigma: 1}
	random := newRandom(101)
	samples := draws(100_000, func() float64 { return real.Mu + real.Sigma*random.NormFloat64() })
	sizes := []int{10, 1000, 100_000}
	var limits []float64
	for _, theta := range []float64{-1, 0, 1, 2, 3} {
		model := distuv.Normal{Mu: theta, Sigma: 1}
		var row []float64
		for _, m := range sizes {
			row = append(row, must(metrics.MeanLogLikelihood(samples[:m], model))(t))
		}
		limit, kl := must(metrics.ExpectedLogLikelihood(real, model))(t), must(metrics.NormalKL(real, model))(t)
		say(t, "    %5.1f   %9.4f   %9.4f   %9.4f   %9.4f   %9.4f", theta, row[0], row[1], row[2], limit, kl)
		limits = append(limits, limit)
		holds(t, "the limit is −H − KL", about(limit, -real.Entropy()-kl))
		holds(t, "100000 samples are close to the limit", math.Abs(row[2]-limit) < 0.02)
	}
	holds(t, "the true θ is the most likely one", floats.MaxIdx(limits) == 2)
	say(t, "\n  most likely θ of all, 20 samples each")
	for _, m := range sizes {
		var best []float64
		for seed := range uint64(20) {
			random := newRandom(seed)
			best = append(best, stat.Mean(draws(m, func() float64 { return 1 + random.NormFloat64() }), nil))
		}
		s := spreadOf(best)
		say(t, "    m = %-6d  between %.3f and %.3f", m, s.least, s.most)
		holds(t, "it is within 4/√m of the truth", math.Max(s.most-1, 1-s.least) < 4/math.Sqrt(float64(m)))
	}
	say(t, `
What it says
  The columns for m approach the limit, which is −H(Pr) − KL(Pr ‖ Pθ). The entropy
  H(Pr) of the data, here %.4f, is the same for every model. So to be most likely
  is to be least in KL: you have made KL(Pr ‖ Pθ) small, and never asked for it.

Where to look
  Wasserstein GAN, section 1; metrics/likelihood.go; claim 1.1`, real.Entropy())
}

func lessonSupports(t *testing.T) {
	say(t, `
The question
  KL compares two densities in the same place. What does it say of a model that
  is right in every way, but stands a little beside the data?

The code
  kl, err := metrics.KL(data, model)

The numbers
  the data fill four cells of sixteen; so does the model, some cells to the right

    shift   data and model      KL(data‖model)  KL(model‖data)     ?`)
	box := func(shift int) (*metrics.Distribution, string) {
		x := []float64{float64(shift), float64(shift + 1), float64(shift + 2), float64(shift + 3)}
		return must(metrics.OnLine(x, nil))(t), strings.Repeat("░", shift) + "████" + strings.Repeat("░", 12-shift)
	}
	data, drawn := box(0)
	say(t, "            %s", drawn)
	for _, shift := range []int{0, 1, 2, 4, 12} {
		model, drawn := box(shift)
		forward, backwards := must(metrics.KL(data, model))(t), must(metrics.KL(model, data))(t)
		em := must(metrics.EarthMoverOnLine(data, model))(t)
		say(t, "    %5d   %s    %12.4g    %12.4g   %3.0f", shift, drawn, forward, backwards, em)
		if shift == 0 {
			holds(t, "KL from the data to themselves is 0", forward == 0 && backwards == 0)
		} else {
			holds(t, "KL is infinite", math.IsInf(forward, 1) && math.IsInf(backwards, 1))
		}
		holds(t, "the last column is the shift", em == float64(shift))
	}
	say(t, `
What it says
  One cell of data that the model calls impossible, and KL is infinite; it is then
  infinite for a shift of 1 and for a shift of 12. Nobody can go downhill on that.
  It is not a rare case: points of a plane in a space of thousands of dimensions,
  images among all pictures, lie beside one another nearly always. The last column
  knows better. It is EM, and the subject of the next lesson.

Where to look
  Wasserstein GAN, section 1; metrics/kullback_leibler.go; claim 1.2`)
}

func lessonNoise(t *testing.T) {
	const theta, n, seeds = 1, 40, 10
	say(t, `
The question
  The usual remedy is to add noise N(0, σ²) to model and data, so that both are
  everywhere. What does it buy, and what does it cost?

The code
  kl, err := metrics.ParallelLines{Theta: 1}.NoisedKL(sigma)
  noised, err := metrics.AddNoise(clean, sigma, random)
  solution, err := metrics.EarthMover(clean, noised, lp.Euclidean)

The numbers
  two upright lines of length 1, at distance 1; EM of %d samples, %d seeds

       σ        KL noised    EM from noised to clean samples
                             least    most`, n, seeds)
	clean, _ := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
	klBefore, emBefore := math.Inf(1), -1.0
	for _, sigma := range []float64{0, 0.1, 0.3, 1, 3} {
		kl := must(metrics.ParallelLines{Theta: theta}.NoisedKL(sigma))(t)
		var ems []float64
		for seed := range uint64(seeds) {
			noised := must(metrics.AddNoise(clean, sigma, newRandom(seed)))(t)
			ems = append(ems, earthMover(t, clean, noised, lp.Euclidean).Cost)
		}
		em := spreadOf(ems)
		say(t, "    %4.1f    %12.4g    %7.3f %7.3f  %s", sigma, kl, em.least, em.most, bar(em.mean, 4, 32))
		if sigma > 0 {
			holds(t, "KL is θ²/2σ²", about(kl, 1/(2*sigma*sigma)))
			holds(t, "EM is about σ, at least 0.7 and at most 1.5 of it", em.least > 0.7*sigma && em.most < 1.5*sigma)
		}
		holds(t, "KL falls and EM rises", (sigma == 0 || kl < klBefore) && em.least > emBefore)
		klBefore, emBefore = kl, em.most
	}
	say(t, `
What it says
  KL becomes finite, θ²/2σ², and small if σ is large. But the samples are now about
  σ from where they should be: noise that helps KL is noise in the picture. With
  σ = 0.1 the samples are good and KL is %.0f; with σ = 3 it is tame and the lines
  are a fog three times as wide as they are far apart.

Where to look
  Wasserstein GAN, section 1; metrics/noise.go; claim 1.3`, 1/(2*0.1*0.1))
}

func lessonGenerator(t *testing.T) {
	say(t, `
The question
  Then do without a density. Draw z, return gθ(z), and move θ so that the results
  look like the data. The data are the line at 0; gθ(z) = (θ, z) is a line at θ.
  What does the learner feel?

The code
  fake, err := prior.Push(metrics.ParallelLines{Theta: theta}.Generate)
  solution, err := metrics.EarthMover(real, fake, lp.Euclidean)
  gradient, err := metrics.GeneratorGradient(real, fake, solution, jacobian)
  theta -= rate * gradient[0]

The numbers
    step         θ       EM   dEM/dθ       JS     KL   data ▌ generated █`)
	const n = 20
	real, _ := must2(metrics.ParallelLines{}.Discretise(n))(t)
	prior := must(real.Push(func(x []float64) []float64 { return x[1:] }))(t) // z itself
	jacobian := func(int) [][]float64 { return [][]float64{{1}, {0}} }
	theta, rate := 2.8, 0.4
	var end float64
	for step := range 61 {
		fake := must(prior.Push(metrics.ParallelLines{Theta: theta}.Generate))(t)
		solution := earthMover(t, real, fake, lp.Euclidean)
		slope := must(metrics.GeneratorGradient(real, fake, solution, jacobian))(t)[0]
		js, kl := must(metrics.JS(real, fake))(t), must(metrics.KL(real, fake))(t)
		if step <= 4 || step == 8 || step%20 == 0 {
			at := []rune("▌" + strings.Repeat("·", 28))
			if place := int(math.Round(10 * theta)); place > 0 {
				at[place] = '█'
			}
			say(t, "    %4d   %7.4f   %6.4f   %+6.0f   %6.4f   %4v   %s", step, theta, solution.Cost, slope, js, kl, string(at))
		}
		holds(t, "EM is |θ| with slope sign θ", about(solution.Cost, math.Abs(theta)) && about(slope, math.Copysign(1, theta)))
		holds(t, "JS and KL are what they were", js == math.Ln2 && math.IsInf(kl, 1))
		theta, rate, end = theta-rate*slope, 0.92*rate, theta
	}
	holds(t, "θ ends near 0", math.Abs(end) < 0.01)
	say(t, `
What it says
  EM falls step by step and says which way to go, at any distance. JS and KL read
  the same after each step as before it, until θ is 0 to the last bit. A learner
  that feels only those does not know that it moves.

Where to look
  Wasserstein GAN, section 1 and Example 1; metrics/theorem3_generator_gradient.go,
  which lesson 6 explains; claim 1.4

Exercises
  1. Data are N(0, 1) and the family is N(θ, 4), too wide. Which θ is most likely, and
     is the KL that is left there 0?
  2. The lines are 1 apart. How much noise brings KL down to 1 nat?`)
}
