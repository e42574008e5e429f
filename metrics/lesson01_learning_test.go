package metrics_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// Lesson 1: the introduction of the paper.
// Claims: 1.1, 1.2, 1.3, 1.4.
func TestLesson01_LearningAsMaximumLikelihood(t *testing.T) {
	say(t, `LESSON 1. Learning as maximum likelihood, and where that ends
In the page: #lesson1, after go run ./cmd/monge explore

After it you can say
  which distance maximum likelihood minimises, why that distance is infinite between
  data and a model that lie beside each other, what noise repairs and what it
  spoils, and how a generator learns without a density.
You need
  densities, expectations, logarithms. About 20 minutes.
Definitions
  KL(P ‖ Q) = E_P log(p/q), for densities or for the probabilities of atoms; it is
      +Inf if P has mass where Q has none
  H(P) = −E_P log p, the entropy; all logarithms are natural
  EM(P, Q), the least Σ mass · way that moves P onto Q; lesson 2 makes it precise
  JS, a bounded relative of KL: also lesson 2
  gθ(Z), what a generator with parameters θ makes of noise Z; Pθ is its law`)
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
		deviation := math.Sqrt(0.5 + (theta-1)*(theta-1)) // of log Pθ(x) for x from N(1, 1)
		holds(t, "100000 samples are within four standard errors of the limit", math.Abs(row[2]-limit) < 4*deviation/math.Sqrt(100_000))
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
  H(Pr) of the data, here %.4f, is the same for every model. So in the limit the
  θ of greatest likelihood is the θ of least KL(Pr ‖ Pθ). Maximum likelihood
  minimises KL, although its formula names no distance.

Where to look
  Wasserstein GAN, section 1; metrics/likelihood.go; claim 1.1`, real.Entropy())
}

func lessonSupports(t *testing.T) {
	say(t, `
The question
  KL compares two densities at the same point. What does it say of a model that has
  the shape of the data, but lies a little beside them?

The code
  kl, err := metrics.KL(data, model)

The numbers
  the data fill four cells of sixteen; so does the model, some cells to the right

    shift   data and model      KL(data‖model)  KL(model‖data)    EM`)
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
  five piles, the example of the lessons to come: data ●, model ○
%s

    moved by        KL        JS      EM`, picturePiles)
	p, q := fivePiles(t)
	for _, shift := range []float64{-0.1, 0, 0.1} {
		moved := must(q.Push(func(x []float64) []float64 { return []float64{x[0] + shift} }))(t)
		kl, js, em := must(metrics.KL(p, moved))(t), must(metrics.JS(p, moved))(t), must(metrics.EM(p, moved))(t)
		say(t, "    %8.1f      %4v    %.4f    %.3f", shift, kl, js, em)
		holds(t, "KL is infinite and JS is log 2 for every shift", math.IsInf(kl, 1) && js == math.Ln2)
		holds(t, "EM is 1.75 + shift/2", about(em, 1.75+shift/2))
	}
	say(t, `
What it says
  If the model gives probability 0 to one cell that has data, KL is infinite. It is
  infinite for a shift of 1 and for a shift of 12, so it has no slope that leads back.
  This is the usual case for images: data and outputs of a generator lie on thin sets, of
  far fewer dimensions than there are pixels. Of the data that is an assumption, for which
  Arjovsky and Bottou name evidence. A generator that is locally Lipschitz in z makes a set
  of no more dimensions than z has, a hundred in a DCGAN; a picture of 64×64 pixels has
  64·64·3 = %d numbers. Two thin sets in general
  position meet in a set of even fewer dimensions, or not at all. Laws that are spread
  over the two sets give it mass 0. So some discriminator tells them apart without an
  error (Arjovsky and Bottou 2017, theorems 2.1 and 2.2). The last column of the first
  table is EM. It is the shift itself, and of the five piles it says that moving the
  model to the left helps.

Where to look
  Wasserstein GAN, section 1; metrics/kullback_leibler.go; claim 1.2`, 64*64*3)
}

func lessonNoise(t *testing.T) {
	const theta, n, seeds = 1, 40, 10
	say(t, `
The question
  The usual remedy adds noise N(0, σ²) to the model, so that it has a density
  everywhere. What does it gain, and what does it cost?

The code
  kl, err := metrics.ParallelLines{Theta: 1}.NoisedKL(sigma)
  noised, err := metrics.AddNoise(clean, sigma, random)
  solution, err := metrics.EarthMover(clean, noised, lp.Euclidean)

The numbers
  two upright lines of length 1, at distance 1: the mean log-likelihood of clean data, noise
  on the model; KL, noise on both; EM of %d samples, %d seeds

       σ   log-likelihood    KL noised    EM from noised to clean samples
                                          least    most`, n, seeds)
	clean, _ := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
	klBefore, emBefore := math.Inf(1), -1.0
	var likelihoods []float64
	for _, sigma := range []float64{0, 0.1, 0.3, 1, 3} {
		kl := must(metrics.ParallelLines{Theta: theta}.NoisedKL(sigma))(t)
		var ems []float64
		for seed := range uint64(seeds) {
			noised := must(metrics.AddNoise(clean, sigma, newRandom(seed)))(t)
			ems = append(ems, earthMover(t, clean, noised, lp.Euclidean).Cost)
		}
		em := spreadOf(ems)
		likelihood := lineLikelihood(theta, sigma)
		likelihoods = append(likelihoods, likelihood)
		say(t, "    %4.1f   %14.2f %12.4g    %7.3f %7.3f  %s", sigma, likelihood, kl, em.least, em.most, bar(em.mean, 4, 32))
		if sigma > 0 {
			holds(t, "the likelihood is finite, and greater for a model on the data", likelihood > -100 && lineLikelihood(0, sigma) > likelihood)
			holds(t, "by KL of noised laws", about(lineLikelihood(0, sigma)-likelihood, kl))
			holds(t, "KL is θ²/2σ²", about(kl, 1/(2*sigma*sigma)))
			holds(t, "in the mean EM is about σ, at least 0.7 and at most 1.5 of it", em.mean > 0.7*sigma && em.mean < 1.5*sigma)
			holds(t, "and for each seed more than half of σ and less than twice", em.least > 0.5*sigma && em.most < 2*sigma)
		}
		holds(t, "KL falls and EM rises", (sigma == 0 || kl < klBefore) && em.least > emBefore)
		klBefore, emBefore = kl, em.most
	}
	holds(t, "of these σ the most likely is 1, the distance of the lines", floats.MaxIdx(likelihoods) == 3)
	say(t, `
What it says
  With noise on the model alone the likelihood is finite and can be maximised, although
  KL(Pr ‖ Pθ) stays +Inf: between the two is −H(Pr), which is +Inf for data without a
  density. The likelihood depends on θ as −θ²/2σ², and of these σ it is greatest at 1, as wide
  as the model is off.
  With noise on both KL is finite, θ²/2σ², and small if σ is large. Arjovsky and Bottou (2017)
  propose this for GANs: noise on the samples of both before the discriminator sees them, and
  less of it as training goes on. A WGAN does without.

  But the samples are now about σ away from where they belong, in each draw more than half
  of σ and less than twice. With σ = 0.1 they are about 0.1 off and KL is %.0f. With σ = 3 KL
  is %.2g, and the noise is three times as wide as the lines are apart. The paper reports
  that for images the most likely noise is about 0.1 on each pixel, where pixels go from 0
  to 1: the samples get blurred, so papers show them without the noise that they were
  trained with. Variational autoencoders (VAEs) maximise a bound of the likelihood, so they
  need such noise, too.

Where to look
  Wasserstein GAN, section 1; metrics/noise.go; claim 1.3`, 1/(2*0.1*0.1), 1/(2*3.0*3.0))
}

// lineLikelihood returns E log Pθ(x) for x on the line at 0, where Pθ is the line at θ with
// noise N(0, σ²I): across the lines a normal density, along them one between two ends.
func lineLikelihood(theta, sigma float64) float64 {
	if sigma == 0 {
		return math.Inf(-1)
	}
	along := quad.Fixed(func(u float64) float64 {
		return math.Log(distuv.UnitNormal.CDF((1-u)/sigma) - distuv.UnitNormal.CDF(-u/sigma))
	}, 0, 1, 200, quad.Legendre{}, 0)
	return distuv.Normal{Mu: theta, Sigma: sigma}.LogProb(0) + along
}

func lessonGenerator(t *testing.T) {
	say(t, `
The question
  The paper does without a density: draw z, return gθ(z), and change θ until the
  results look like the data. The data are the line at 0; gθ(z) = (θ, z) is a line
  at θ. Which distance tells the learner where to go?

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
	before, end := math.Inf(1), 0.
	for step := range 61 {
		fake := must(prior.Push(metrics.ParallelLines{Theta: theta}.Generate))(t)
		solution := earthMover(t, real, fake, lp.Euclidean)
		slope := must(metrics.GeneratorGradient(real, fake, solution, jacobian))(t)[0]
		js, kl := must(metrics.JS(real, fake))(t), must(metrics.KL(real, fake))(t)
		if step <= 3 || slices.Contains([]int{8, 10, 11, 12, 20, 40, 60}, step) {
			at := []rune("▌" + strings.Repeat("·", 28))
			if place := int(math.Round(10 * theta)); place > 0 {
				at[place] = '█'
			}
			say(t, "    %4d   %7.4f   %6.4f   %+6.0f   %6.4f   %4v   %s", step, theta, solution.Cost, slope, js, kl, string(at))
		}
		holds(t, "EM is |θ| with slope sign θ", about(solution.Cost, math.Abs(theta)) && about(slope, math.Copysign(1, theta)))
		holds(t, "JS and KL are what they were", js == math.Ln2 && math.IsInf(kl, 1))
		holds(t, "EM falls up to step 10, then it is at most the last step", step <= 10 && solution.Cost < before || step > 10 && solution.Cost <= rate/0.92)
		holds(t, "step 10 is the first beyond 0", step > 10 || (step < 10) == (theta > 0))
		holds(t, "EM rises at step 11", step != 11 || solution.Cost > before)
		before, theta, rate, end = solution.Cost, theta-rate*slope, 0.92*rate, theta
	}
	holds(t, "θ ends near 0", math.Abs(end) < 0.01)
	say(t, `
What it says
  The slope of EM says which way to go from any distance. EM falls up to step 10,
  the first that goes beyond 0. From there θ jumps to and fro across 0. The slope of EM
  is ±1 right up to 0, so the jumps get smaller only because we let the rate shrink. JS
  and KL have the same values after each step as before it. They change only if θ is
  exactly 0. A learner that sees only them gets no direction.

  The paper names two advantages of gθ(z) over a density. Its law may lie on a thin set,
  where no density can be. And samples are often what a model is wanted for, while it is
  hard to draw from a density in many dimensions.

Where to look
  Wasserstein GAN, section 1 and Example 1; metrics/theorem3_generator_gradient.go,
  which lesson 6 explains; claim 1.4

Exercises
  1. Data are N(0, 1) and the family is N(θ, 4), too wide. Which θ is most likely, and
     is the KL that is left there 0?
  2. The lines are 1 apart. How much noise brings KL down to 1 nat?

Five questions
  1. What does maximum likelihood minimise as the sample grows, and which part of the
     likelihood does not depend on the model?
  2. When is KL(P ‖ Q) infinite?
  3. Why is that the usual case for a generator of images?
  4. What does noise of width σ on both do to KL between the two lines, and to the samples?
  5. What does a generator need, if not a density?
  The answers: go test -v -run Answer01 ./metrics`)
}
