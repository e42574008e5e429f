package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"monge/metrics"
)

// The answers to the exercises and questions of lesson 1, and to "Change me" in
// notebook 1:
//
//	go test -v -run Answer01 ./metrics

func TestAnswer01_1_AFamilyThatDoesNotHoldTheTruth(t *testing.T) {
	answer(t)
	say(t, `
  The most likely θ is still the mean, 0: KL grows with (θ − 0)². At θ = 0 KL is not 0
  but log 2 + 1/8 − 1/2. That is due to the wrong width, and no θ removes it.
`)
	real := distuv.Normal{Mu: 0, Sigma: 1}
	kl := func(theta float64) float64 {
		return must(metrics.NormalKL(real, distuv.Normal{Mu: theta, Sigma: 2}))(t)
	}
	for _, theta := range []float64{-0.5, 0, 0.5} {
		say(t, "  θ = %4.1f   KL = %.4f", theta, kl(theta))
	}
	holds(t, "θ = 0 is best", kl(0) < kl(0.01) && kl(0) < kl(-0.01))
	holds(t, "what is left is log 2 + 1/8 − 1/2", about(kl(0), math.Ln2+1./8-1./2))
}

func TestAnswer01_2_TheNoiseForOneNat(t *testing.T) {
	answer(t)
	say(t, `
  θ²/2σ² = 1 for σ = θ/√2, almost as wide as the lines are apart.
`)
	kl := must(metrics.ParallelLines{Theta: 1}.NoisedKL(math.Sqrt2 / 2))(t)
	say(t, "  σ = %.4f   KL = %.4f", math.Sqrt2/2, kl)
	holds(t, "KL is 1", about(kl, 1))
}

func TestAnswer01_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  KL with noise is θ²/2σ². It is below ½ if σ > θ, for every θ. So the noise that you
  need is never small compared with θ: the samples move about as far as the lines are
  apart.
`)
	for _, theta := range []float64{0.1, 1, 10} {
		lines := metrics.ParallelLines{Theta: theta}
		clean, _ := must2(lines.Discretise(40))(t)
		var moved []float64
		for seed := range uint64(10) {
			noised := must(metrics.AddNoise(clean, theta, newRandom(seed)))(t)
			moved = append(moved, must(metrics.EM(clean, noised))(t)/theta)
		}
		s := spreadOf(moved)
		say(t, "  θ = σ = %-4v  KL = %.4f   EM that noise adds: %.2f to %.2f times θ", theta, must(lines.NoisedKL(theta))(t), s.least, s.most)
		holds(t, "KL is ½ at σ = θ", about(must(lines.NoisedKL(theta))(t), 0.5))
		holds(t, "noise moves the samples by 0.7 to 1.5 times θ in the mean", s.mean > 0.7 && s.mean < 1.5)
		holds(t, "and each draw by more than half of θ and less than twice", s.least > 0.5 && s.most < 2)
	}
}

func TestAnswer01_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. KL(Pr ‖ Pθ). The mean log-likelihood tends to −H(Pr) − KL(Pr ‖ Pθ), and the
     entropy H(Pr) of the data does not depend on the model.
  2. If and, for finitely many atoms, only if P has mass where Q has none. (Densities
     can also have an infinite KL because the integral diverges.)
  3. The images that a generator can make form a set of at most as many dimensions
     as its noise has, in a space with one dimension for each pixel. Two such thin sets, the
     data and the model, in general meet in a still thinner one, if at all. A law that is
     spread over its set gives that mass 0.
  4. With noise on both KL becomes θ²/2σ². The samples move by about σ. To halve KL, σ grows by √2.
  5. It needs samples, gθ(z), and a distance that has a slope although Pθ has no
     density. EM is one.`)
	kl := func(sigma float64) float64 { return must(metrics.ParallelLines{Theta: 1}.NoisedKL(sigma))(t) }
	holds(t, "√2 times the noise halves KL", about(kl(0.3*math.Sqrt2), kl(0.3)/2))
}
