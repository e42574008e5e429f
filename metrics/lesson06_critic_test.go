package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// Lesson 6: the second half of section 3 of the paper, and Figure 2 with nothing
// trained.
// Claims: 3.3, 3.4.
func TestLesson06_FromDualityToACritic(t *testing.T) {
	say(t, "LESSON 6. From duality to a critic")
	t.Run("1_the_generators_gradient", lessonTheorem3)
	t.Run("2_the_discriminator", lessonDiscriminator)
	t.Run("3_both_on_one_line", lessonBothOnOneLine)
	t.Run("4_and_further_apart", lessonFurtherApart)
}

func lessonTheorem3(t *testing.T) {
	const n, seeds = 20, 10
	say(t, `
The question
  A generator gθ(z) = Az + b makes points of the plane. How should its six numbers
  change to bring EM down, if the optimal potential f is known?

The code
  fake, err := prior.Push(generator(theta))
  solution, err := metrics.EarthMover(real, fake, lp.Euclidean)
  gradient, err := metrics.GeneratorGradient(real, fake, solution, jacobian)

The numbers
  −E_z ∇θ f(gθ(z)), and the differences of exact EM when one number is moved

    number     Theorem 3     differences`)
	var offs []float64
	for seed := range uint64(seeds) {
		random := newRandom(600 + seed)
		real, prior := cloud(t, n, 2, nil, random), cloud(t, n, 2, nil, random)
		theta := []float64{1, 0.5, -0.5, 1, 1, 2}
		push := func(theta []float64) *metrics.Distribution { return must(prior.Push(affine(theta)))(t) }
		fake := push(theta)
		solution := earthMover(t, real, fake, lp.Euclidean)
		gradient := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)
		differences := fd.Gradient(nil, func(theta []float64) float64 {
			return earthMover(t, real, push(theta), lp.Euclidean).Cost
		}, theta, &fd.Settings{Formula: fd.Central, Step: 1e-6})
		if seed == 0 {
			for k, name := range []string{"A₁₁", "A₁₂", "A₂₁", "A₂₂", "b₁", "b₂"} {
				say(t, "    %-6s   %11.8f     %11.8f", name, gradient[k], differences[k])
			}
		}
		offs = append(offs, floats.Distance(gradient, differences, math.Inf(1)))
	}
	s := spreadOf(offs)
	say(t, "\n    largest difference between the two, over %d seeds: from %.0e to %.0e", seeds, s.least, s.most)
	holds(t, "the two agree to 1e-8", s.most < 1e-8)
	say(t, `
What it says
  ∇θ W(Pr, Pθ) = −E_z ∇θ f(gθ(z)), which is Theorem 3. The potential is held still
  while θ moves: that it would be another one for another θ does not count to first
  order, because it is optimal. So train a critic until it is near f, then send its
  gradient back through the generator. That is Algorithm 1.

Where to look
  Wasserstein GAN, Theorem 3; metrics/theorem3_generator_gradient.go, also for what
  happens at kinks of f; claim 3.3`)
}

func lessonDiscriminator(t *testing.T) {
	say(t, `
The question
  A GAN trains a discriminator D to tell real from generated. What has it learnt
  when it cannot get better?

The code
  d, err := metrics.OptimalDiscriminator(real, fake) // d(x) = Pr(x)/(Pr(x) + Pg(x))
  value, err := metrics.DiscriminatorValue(real, fake, d)
  js, err := metrics.JS(real, fake)

The numbers
    real                     generated                   D*`)
	real, fake := categorical(t, 0.4, 0.3, 0.2, 0.1, 0), categorical(t, 0, 0.1, 0.2, 0.3, 0.4)
	d := must(metrics.OptimalDiscriminator(real, fake))(t)
	for k := range real.Len() {
		r, f, at := real.Probability(k), fake.Probability(k), d(real.Point(k))
		say(t, "    %.1f  %-16s     %.1f  %-16s     %.2f  %s", r, bar(r, 0.4, 16), f, bar(f, 0.4, 16), at, bar(at, 1, 16))
	}
	value := must(metrics.DiscriminatorValue(real, fake, d))(t)
	js := must(metrics.JS(real, fake))(t)
	say(t, "\n    L(D*) = %.6f       2 JS − 2 log 2 = %.6f", value, 2*js-2*math.Ln2)
	holds(t, "L(D*) = 2 JS − 2 log 2", about(value, 2*js-2*math.Ln2))
	random := newRandom(602)
	var best float64 = math.Inf(-1)
	for range 10_000 {
		best = max(best, must(metrics.DiscriminatorValue(real, fake, tabulated(draws(real.Len(), random.Float64)...)))(t))
	}
	say(t, "    best of 10000 random discriminators: L = %.6f", best)
	holds(t, "no random discriminator is better", best < value)
	say(t, `
What it says
  It has learnt JS, up to constants: ½ L(D) + log 2 is the estimate of JS that the
  paper plots in Figure 4. A GAN with a perfect discriminator descends JS, and that
  is the plateau of lesson 2.

Where to look
  Wasserstein GAN, sections 3 and 4.2; metrics/discriminator.go; claim 3.4`)
}

func lessonBothOnOneLine(t *testing.T) {
	say(t, `
The question
  Figure 2 of the paper trains a discriminator and a critic on two Gaussians. What
  are they if both are trained to the end?

The code
  logit, slope, err := metrics.NormalDiscriminator(real, fake) // of D*
  f, err := metrics.NormalCritic(real, fake)

The numbers
  real is N(−3, 1), generated is N(3, 1); x from −6 to 6
`)
	real, fake := distuv.Normal{Mu: -3, Sigma: 1}, distuv.Normal{Mu: 3, Sigma: 1}
	logit, slope := must2(metrics.NormalDiscriminator(real, fake))(t)
	critic := must(metrics.NormalCritic(real, fake))(t)
	x := floats.Span(make([]float64, 49), -6, 6)
	draw := func(name string, f func(x float64) float64, low, high float64) {
		values := make([]float64, len(x))
		for k := range x {
			values[k] = f(x[k])
		}
		for k, line := range chart(values, low, high, 2) {
			say(t, "    %-12s %4s %s", []string{"", name}[k], []string{fmt.Sprintf("%.4g", high), fmt.Sprintf("%.4g", low)}[k], line)
		}
	}
	sigmoid := func(t float64) float64 { return 1 / (1 + math.Exp(-t)) }
	minimax := func(x float64) float64 { return sigmoid(logit(x)) * math.Abs(slope(x)) }
	constant := func(x float64) float64 { return math.Abs(fd.Derivative(critic, x, nil)) }
	draw("real", real.Prob, 0, 0.4)
	draw("generated", fake.Prob, 0, 0.4)
	draw("D*", func(x float64) float64 { return sigmoid(logit(x)) }, 0, 1)
	draw("f", critic, critic(x[len(x)-1]), critic(x[0]))
	say(t, "%22s−6         −3           0           3           6", "")
	say(t, "\n  size of the gradient that a point at x is given")
	draw("log(1 − D*)", minimax, 0, 6)
	draw("f", constant, 0, 6)
	say(t, "\n    at x = 3, amid the generated points:   log(1 − D*) %.1e   f %.1f", minimax(3), constant(3))
	holds(t, "the discriminator's gradient is gone where it is needed", minimax(3) < 1e-6)
	holds(t, "it is D* times 6", about(minimax(3), 6*sigmoid(logit(3))))
	for _, at := range x {
		holds(t, "the critic's slope is 1 everywhere", math.Abs(constant(at)-1) < 1e-6)
	}
	say(t, `
What it says
  D* is 0 where the generated points are, and level: it is sure of itself, and says
  nothing about which way to go. The critic is a straight line. Its gradient is 1 at
  every generated point, and points at the data.

Where to look
  Wasserstein GAN, Figure 2; metrics/normal_critic.go; claims 3.4 and 3.6;
  go run ./cmd/monge plot discriminator-critic`)
}

func lessonFurtherApart(t *testing.T) {
	say(t, `
The question
  How fast does the discriminator's gradient go as the two move apart? And the other
  loss of GANs, −log D, is that a way out?

The code
  d := 1 / (1 + math.Exp(-logit(x)))
  minimax := d * slope(x)             // the gradient of log(1 − D*), up to its sign
  nonSaturating := (1 - d) * slope(x) // and that of −log D*

The numbers
  real N(0, 1), generated N(μ, 1), seen by the point at μ

       μ        JS        EM   |∂log(1−D*)|   |∂(−log D*)|    |∂f|`)
	real := distuv.Normal{Mu: 0, Sigma: 1}
	before := math.Inf(1)
	for _, mu := range []float64{1, 2, 4, 8, 16, 32} {
		fake := distuv.Normal{Mu: mu, Sigma: 1}
		logit, slope := must2(metrics.NormalDiscriminator(real, fake))(t)
		critic := must(metrics.NormalCritic(real, fake))(t)
		js, em := must(metrics.NormalJS(real, fake))(t), must(metrics.NormalEM(real, fake))(t)
		d := 1 / (1 + math.Exp(-logit(mu)))
		minimax, nonSaturating := d*math.Abs(slope(mu)), (1-d)*math.Abs(slope(mu))
		constant := math.Abs(fd.Derivative(critic, mu, nil))
		say(t, "    %4.0f    %.4f    %6.1f      %9.1e      %9.4f  %6.1f", mu, js, em, minimax, nonSaturating, constant)
		holds(t, "EM is μ and the critic's gradient 1", em == mu && math.Abs(constant-1) < 1e-6)
		holds(t, "the minimax gradient falls, like e^−μ²/2", minimax < before && minimax <= mu*math.Exp(-mu*mu/2))
		holds(t, "the other one grows like μ", math.Abs(nonSaturating-mu) < 0.4*mu)
		before = minimax
	}
	holds(t, "the minimax gradient all but vanishes", before < 1e-200)
	say(t, `
What it says
  The minimax gradient vanishes like μ e^(−μ²/2). That of −log D does not; it grows
  with the distance and approaches μ. The critic gives 1, near and far. How steady
  the two of them are while D and f are still learning is another question, which
  package gan answers with trained networks.

Where to look
  Wasserstein GAN, section 3; Arjovsky and Bottou 2017, Theorems 2.4 and 2.6;
  metrics/normal_critic.go

Exercises
  1. Descend EM with the six numbers of Az + b, a hundred steps. Does it reach 0?
  2. Make the generated normal twice as wide as the real one, at the same mean. What
     does the critic look like, and what is EM?`)
}
