package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// Lesson 6: the second half of section 3 of the paper, and Figure 2 with nothing
// trained.
// Claims: 3.3, 3.4, 3.6.
func TestLesson06_FromDualityToACritic(t *testing.T) {
	say(t, `LESSON 6. From duality to a critic
In the page: #lesson6, after go run ./cmd/monge explore

After it you can say
  which gradient an optimal critic gives a generator, where it differs from that of EM,
  what an optimal discriminator gives instead, and by how many orders of magnitude
  that is less.
You need
  lesson 4: cones and potentials; gradients and the chain rule. About 35 minutes.
Definitions
  gθ, a generator; Pθ, or Pg, the law of gθ(Z); the Jacobian ∂gθ(z)/∂θ
  D, a discriminator: a function to [0, 1], the probability that x is real
  L(D) = E_Pr log D + E_Pθ log(1 − D), what D maximises in the game of a GAN; the
      minimax generator minimises E_Pθ log(1 − D), the other one E_Pθ (−log D)
  D*, the D of largest L; the logit of D is log D/(1 − D)`)
	t.Run("1_the_generators_gradient", lessonTheorem3)
	t.Run("2_the_discriminator", lessonDiscriminator)
	t.Run("3_both_on_one_line", lessonBothOnOneLine)
	t.Run("4_and_further_apart", lessonFurtherApart)
}

func lessonTheorem3(t *testing.T) {
	say(t, `
The question
  Theorem 3: ∇θ W(Pr, Pθ) = −E_z ∇θ f(gθ(z)) for an optimal potential f. Which f, and
  does it hold where f has kinks?

The code
  f, err := metrics.NewKantorovich(real, solution, lp.Euclidean)                // from prices
  smooth, err := metrics.SmoothKantorovich(real, fake)                          // without kinks
  gradient, err := metrics.GeneratorGradient(real, fake, solution, jacobian)    // along the plan

The numbers
  the five piles; the generator moves both piles ○ by θ, and f is the cones of lesson 4

    pile ○   mass from the left   from the right    f′ on its left   on its right`)
	p, q := fivePiles(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	f := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
	var leftSlopes, rightSlopes float64 // −E f′ with either one-sided slope
	for j := range q.Len() {
		y := q.Point(j)[0]
		var fromLeft, fromRight float64
		for _, move := range solution.Plan {
			if move.To == j && p.Point(move.From)[0] < y {
				fromLeft += move.Mass
			} else if move.To == j {
				fromRight += move.Mass
			}
		}
		const h = 1e-6
		left, right := (f.At([]float64{y})-f.At([]float64{y - h}))/h, (f.At([]float64{y + h})-f.At([]float64{y}))/h
		say(t, "    y = %.0f    %18.2f   %14.2f    %14.0f   %12.0f", y, fromLeft, fromRight, left, right)
		leftSlopes, rightSlopes = leftSlopes-q.Probability(j)*left, rightSlopes-q.Probability(j)*right
	}
	shift := func(int) [][]float64 { return [][]float64{{1}} }
	along := must(metrics.GeneratorGradient(p, q, solution, shift))(t)[0]
	moved := func(theta float64) float64 {
		return must(metrics.EM(p, must(q.Push(func(y []float64) []float64 { return []float64{y[0] + theta} }))(t)))(t)
	}
	exact := (moved(1e-3) - moved(-1e-3)) / 2e-3
	say(t, "\n    −E f′ with left slopes %.2f, with right slopes %.2f; along the plan %.2f; differences of EM %.2f", leftSlopes, rightSlopes, along, exact)
	holds(t, "the slope along the plan is that of EM", about(along, 0.5) && math.Abs(exact-along) < 1e-9)
	holds(t, "neither one-sided slope of f is", math.Abs(leftSlopes-1) < 1e-6 && math.Abs(rightSlopes+0.5) < 1e-6)
	lessonAffine(t)
	say(t, `
What it says
  Let V(f, θ′) = E_Pr f − E_z f(gθ′(z)), and let f be optimal at θ. As f is 1-Lipschitz,
  W(θ′) ≥ V(f, θ′) for every θ′, with equality at θ. So W − V has a minimum at θ, and
  where both have a gradient the gradients agree. This is Theorem 3: f is held still while
  θ moves. The paper cites the envelope theorem (Milgrom and Segal 2002): the gradient of a
  maximum is that at a maximiser that is held still. It needs no derivative of the
  maximiser. (W − V)/t goes to 0 with t. It need not fall at every step: V bends where a
  point crosses a kink of f, W where another plan becomes the cheapest, so on other seeds
  the quotient may rise from one row to the next. Optimal f differ (answer 4.2), but where
  W has a gradient each f that has one at the generated points gives the same ∇W. W must
  have a gradient there: let Pr be δ₀ and Pθ be δ_θ, at θ = 0. Then f(x) = x and f(x) = −x
  are both optimal, and give −1 and +1; W is |θ|, with no gradient at 0. One might think
  that V is stationary in f. It is not: it is linear in f, and (1 − ε) f has a value lower
  by εW. That W ≥ V is enough.

  Three things more are needed. An optimal f exists, for which the paper cites duality: on a
  compact space the 1-Lipschitz functions with f(x₀) = 0 are a compact set (Arzelà–Ascoli),
  and E_P f − E_Q f is continuous on it, so it has a maximum. f(gθ(z)) has a derivative in
  θ: it is locally Lipschitz in (θ, z), so it has one almost everywhere (Rademacher); and by
  Fubini, for almost every θ, at almost every z, which is with probability 1 if Z has a
  density. (Which θ these are depends on f, and f belongs to one θ; the theorem says "when
  both terms are well-defined".) And the gradient may be taken inside E_z: for θ′ in one
  neighbourhood of θ for all z (lesson 5.4) the quotients (f(gθ′(z)) − f(gθ(z))) / ‖θ′ − θ‖
  are at most the constant L(θ, z) of Theorem 1, which has a mean.

  At y = 4 the cones of two piles meet, and f has a kink. There ∇f does not exist and
  W still has a slope. It weighs the slopes of f by the mass that comes from each side
  (Danskin's theorem, on the slope of a maximum). GeneratorGradient computes that
  along the plan. An optimal f without kinks at the generated points needs no plan.
  Algorithm 1 counts on such an f: train a critic until it is near f, then send its
  gradient back through the generator. One thing is hoped for there and not proved: a
  function that is near f in value need not be near it in slope. Lesson 10.4
  measures how far the gradient of a trained critic is off, in angle and in length.

Where to look
  Wasserstein GAN, Theorem 3; metrics/theorem3_generator_gradient.go,
  metrics/kantorovich_smooth.go; claim 3.3`)
}

// lessonAffine is the second half of lesson 6.1: a generator of the plane.
func lessonAffine(t *testing.T) {
	const n, seeds = 20, 10
	say(t, `
  now gθ(z) = Az + b makes %d points of the plane, against as many real ones

    number     f of the prices   f without kinks    along the plan    differences of EM`, n)
	var offs, alongs []float64
	kinks := 0
	for seed := range uint64(seeds) {
		random := newRandom(600 + seed)
		real, prior := cloud(t, n, 2, nil, random), cloud(t, n, 2, nil, random)
		theta := []float64{1, 0.5, -0.5, 1, 1, 2}
		push := func(theta []float64) *metrics.Distribution { return must(prior.Push(affine(theta)))(t) }
		fake := push(theta)
		solution := earthMover(t, real, fake, lp.Euclidean)
		fromPrices := must(metrics.NewKantorovich(real, solution, lp.Euclidean))(t)
		smooth := must(metrics.SmoothKantorovich(real, fake))(t)
		gradientOf := func(f *metrics.Kantorovich) []float64 { // −E_z ∇θ f(gθ(z))
			gradient := make([]float64, 6)
			for j := range n {
				slope := must(f.Gradient(fake.Point(j)))(t)
				for axis, row := range affineJacobian(prior.Point(j)) {
					floats.AddScaled(gradient, -slope[axis]/n, row)
				}
			}
			return gradient
		}
		kinked, flawless := gradientOf(fromPrices), gradientOf(smooth)
		along := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)
		differences := fd.Gradient(nil, func(theta []float64) float64 {
			return must(metrics.EM(real, push(theta)))(t)
		}, theta, &fd.Settings{Formula: fd.Central, Step: 1e-6})
		if seed == 0 {
			for k, name := range []string{"A₁₁", "A₁₂", "A₂₁", "A₂₂", "b₁", "b₂"} {
				say(t, "    %-6s     %15.8f   %15.8f   %15.8f      %15.8f", name, kinked[k], flawless[k], along[k], differences[k])
			}
			for j := range n {
				touching := 0
				for i, u := range solution.U {
					if fromPrices.At(fake.Point(j))-(u-lp.Euclidean.Between(real.Point(i), fake.Point(j))) < 1e-9 {
						touching++
					}
				}
				if touching > 1 {
					kinks++
				}
			}
			holds(t, "f of the prices gives another gradient", floats.Distance(kinked, differences, math.Inf(1)) > 1e-3)

			say(t, "\n    f without kinks held still while θ moves by t along the gradient\n")
			say(t, "         t      W(θ′)   V(f, θ′)     W − V   (W − V)/t")
			unit := floats.ScaleTo(make([]float64, 6), 1/floats.Norm(along, 2), along)
			var quotients []float64
			for _, step := range []float64{0.1, 0.01, 0.001, 0.0001} {
				other := push(floats.AddScaledTo(make([]float64, 6), theta, step, unit))
				w, v := must(metrics.EM(real, other))(t), real.Mean(smooth.At)-other.Mean(smooth.At)
				say(t, "    %6v   %8.5f   %8.5f   %.1e     %.1e", step, w, v, w-v, (w-v)/step)
				holds(t, "W is at least V", w-v > -1e-12)
				quotients = append(quotients, (w-v)/step)
			}
			const rounding = 1e-14 / 0.0001 // of W − V, over the smallest step
			holds(t, "at the smallest step (W − V)/t is below a thousandth", quotients[3] < 1e-3)
			holds(t, "and less than at the largest, or rounding", quotients[3] < max(quotients[0], rounding))
		}
		offs = append(offs, floats.Distance(flawless, differences, math.Inf(1)))
		alongs = append(alongs, floats.Distance(flawless, along, math.Inf(1)))
	}
	s := spreadOf(offs)
	say(t, "\n    %d of %d generated points lie on a kink of the f of the prices", kinks, n)
	say(t, "    over %d seeds f without kinks differs from differences of EM by %.0e to %.0e", seeds, s.least, s.most)
	holds(t, "f alone gives the gradient of EM to 1e-8", s.most < 1e-8)
	holds(t, "it gives the slope along the plan to rounding", spreadOf(alongs).most < 1e-13)
	holds(t, "some points lie on kinks", kinks > 0)
}

func lessonDiscriminator(t *testing.T) {
	say(t, `
The question
  A GAN trains a discriminator D to tell real from generated. What has it learnt when
  it is optimal, and what does its generator descend then?

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
	random := newRandom(602)
	var best float64 = math.Inf(-1)
	for range 10_000 {
		best = max(best, must(metrics.DiscriminatorValue(real, fake, tabulated(draws(real.Len(), random.Float64)...)))(t))
	}
	say(t, "\n    best of 10000 random discriminators: L = %.6f", best)
	holds(t, "no random discriminator is better", best < value)

	say(t, "\n                               L(D*)   2 JS − 2 log 2         JS")
	lineReal, lineFake := must2(metrics.ParallelLines{Theta: 1e-9}.Discretise(20))(t)
	p, q := fivePiles(t)
	for _, pair := range []struct {
		name     string
		p, q     *metrics.Distribution
		disjoint bool
	}{
		{"the table above", real, fake, false},
		{"the same law", real, real, false},
		{"the five piles", p, q, true},
		{"two lines, θ = 1e-9", lineReal, lineFake, true},
	} {
		d := must(metrics.OptimalDiscriminator(pair.p, pair.q))(t)
		value, js := must(metrics.DiscriminatorValue(pair.p, pair.q, d))(t), must(metrics.JS(pair.p, pair.q))(t)
		say(t, "    %-20s   %9.6f        %9.6f   %8.6f", pair.name, value, 2*js-2*math.Ln2, js)
		holds(t, "L(D*) = 2 JS − 2 log 2", math.Abs(value-(2*js-2*math.Ln2)) < 1e-12)
		holds(t, "L(D*) is 0 if and only if the supports are disjoint", (value == 0) == pair.disjoint)
	}
	eight, one := categorical(t, 1, 1, 1, 1, 1, 1, 1, 1), categorical(t, 1, 0, 0, 0, 0, 0, 0, 0)
	backward, forward := must(metrics.KL(one, eight))(t), must(metrics.KL(eight, one))(t)
	say(t, `
What it says
  Why D* = Pr/(Pr + Pg): at each x choose d to make Pr log d + Pg log(1 − d) largest; its
  derivative Pr/d − Pg/(1 − d) is 0 there. With M = (Pr + Pg)/2 it is D* = Pr/2M, so
  L(D*) = E_Pr log(Pr/2M) + E_Pg log(Pg/2M) = 2 JS − 2 log 2.

  D* has learnt JS, up to constants: ½ L(D) + log 2 is the estimate of JS that the
  paper plots in Figure 4. On disjoint supports D* is 1 on the data and 0 on the model,
  L(D*) = 0 and JS = log 2 wherever the two lie.

  What the generator descends then depends on its loss. With E log(1 − D*) it is 2 JS. D* may
  be held still, as f was in part 1: L(D) ≤ 2 JS − 2 log 2 for every D, with equality at D*,
  and the E_Pr log D in it has no θ. 2 JS is flat where the two laws share no mass, as the
  lines of lesson 2, and has a slope where they overlap. With E(−log D*) it is KL(Pg ‖ Pr) −
  2 JS (Arjovsky and Bottou 2017, theorem 2.5), whose −2 JS pushes the laws apart. For
  −log D* = log(Pg/Pr) − log(1 − D*). With D* still held still, the mean of the second term
  has the gradient of −2 JS. That of the first has the gradient of KL(Pg ‖ Pr): to let the
  Pg inside the logarithm move adds E_Pg ∇ log Pg = ∇ ∫ Pg = 0. Part 4 checks both on
  normals. A generator that makes one of eight equal modes has KL(Pg ‖ Pr) = log 8 = %.2f
  and KL(Pr ‖ Pg) = %v: the first charges only log 8 for seven missing modes, the
  second, that of maximum likelihood, an infinite price.

Where to look
  Wasserstein GAN, sections 3 and 4.2; metrics/discriminator.go; claim 3.4`, backward, forward)
	holds(t, "one mode of eight is log 8 from all, one way", about(backward, math.Log(8)) && math.IsInf(forward, 1))
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
	say(t, "\n  length of the gradient at x")
	draw("log(1 − D*)", minimax, 0, 6)
	draw("f", constant, 0, 6)
	say(t, "\n    at x = 3, the mean of the generated points:   log(1 − D*) %.1e, 10^%.1f   f %.1f", minimax(3), math.Log10(minimax(3)), constant(3))
	holds(t, "the discriminator's gradient there is seven orders of magnitude below 1", math.Round(math.Log10(minimax(3))) == -7)
	holds(t, "it is D* times 6", about(minimax(3), 6*sigmoid(logit(3))))
	for _, at := range x {
		holds(t, "the critic's slope is 1 everywhere", math.Abs(constant(at)-1) < 1e-6)
	}
	wider := must(metrics.NormalEM(distuv.UnitNormal, distuv.Normal{Mu: 0, Sigma: 3}))(t)
	say(t, "    EM between N(0, 1) and N(0, 9): %.3f", wider)
	holds(t, "it is 2 E|Z|, that is 2 √(2/π)", about(wider, 2*math.Sqrt(2/math.Pi)))
	say(t, `
What it says
  D* is nearly 0 and level where the generated points are, so log(1 − D*) gives them
  hardly any gradient. The critic is a straight line. Its gradient has length 1 at
  every generated point and points towards the data.

  On the line a cheapest plan keeps the order of the points: it moves μ + σz to μ′ + σ′z.
  So EM between two normals is E |Δμ + ΔσZ|, with Z standard normal: |Δμ| for equal
  widths, |Δσ| √(2/π) for equal means. A critic is straight where all points move one
  way, and has a corner where they part.

Where to look
  Wasserstein GAN, Figure 2; metrics/normal_critic.go; claims 3.4 and 3.6;
  go run ./cmd/monge plot discriminator-critic`)
}

func lessonFurtherApart(t *testing.T) {
	say(t, `
The question
  By how many orders of magnitude does the discriminator's gradient vanish as the two
  laws move apart? And does the other loss of GANs, −log D, avoid that?

The code
  d := 1 / (1 + math.Exp(-logit(x)))
  minimax := d * slope(x)             // the gradient of log(1 − D*), up to its sign
  nonSaturating := (1 - d) * slope(x) // and that of −log D*

The numbers
  real N(0, 1), generated N(μ, 1), by the generator gθ(z) = z + θ at θ = μ

                          at the point x = μ         mean over the generated points
       μ     JS   EM   ∂log(1−D*)  ∂(−log D*)   ∂log(1−D*)  power of 10  ∂(−log D*)   ∂f`)
	real := distuv.Normal{Mu: 0, Sigma: 1}
	row := make(map[float64]float64) // the minimax gradient of the generator
	for _, mu := range []float64{1, 2, 4, 8, 16, 32} {
		fake := distuv.Normal{Mu: mu, Sigma: 1}
		logit, slope := must2(metrics.NormalDiscriminator(real, fake))(t)
		critic := must(metrics.NormalCritic(real, fake))(t)
		js, em := must(metrics.NormalJS(real, fake))(t), must(metrics.NormalEM(real, fake))(t)
		d := 1 / (1 + math.Exp(-logit(mu)))
		atMinimax, atNonSaturating := d*math.Abs(slope(mu)), (1-d)*math.Abs(slope(mu))
		overlap := normalOverlap(mu)
		minimax, nonSaturating := mu*overlap, mu*(1-overlap) // slope is −μ everywhere
		constant := math.Abs(fd.Derivative(critic, mu, nil))
		say(t, "    %4.0f  %.3f  %3.0f    %9.1e   %9.4f    %9.1e   %10.1f   %9.4f   %2.0f", mu, js, em, atMinimax, atNonSaturating, minimax, math.Log10(minimax), nonSaturating, constant)
		row[mu] = minimax
		holds(t, "EM is μ and the critic's gradient 1", em == mu && math.Abs(constant-1) < 1e-6)
		holds(t, "at the point μ it is at most μ e^(−μ²/2)", atMinimax <= mu*math.Exp(-mu*mu/2))
		if mu >= 8 {
			holds(t, "over all points it is about √(π/2) e^(−μ²/8)", math.Abs(minimax/(math.Sqrt(math.Pi/2)*math.Exp(-mu*mu/8))-1) < 0.1)
			holds(t, "that of −log D is about μ", math.Abs(nonSaturating/mu-1) < 1e-3)
		}
		if mu <= 4 { // beyond, JS is log 2 to all digits that differences have
			ofJS := func(mu float64) float64 { return must(metrics.NormalJS(real, distuv.Normal{Mu: mu, Sigma: 1}))(t) }
			twice := 2 * fd.Derivative(ofJS, mu, &fd.Settings{Formula: fd.Central, Step: 1e-4})
			holds(t, "the minimax generator descends 2 JS", math.Abs(minimax-twice) < 1e-6)
			holds(t, "the other one descends KL(Pg ‖ Pr) − 2 JS", math.Abs(nonSaturating-(mu-twice)) < 1e-6) // KL is μ²/2
		}
	}
	holds(t, "it is larger at 2 than at 1, then it falls", row[2] > row[1] && row[2] > row[4] && row[4] > row[8])
	holds(t, "at μ = 8 it is 3.9e-4, at μ = 32 below 1e-55", math.Abs(row[8]-3.9e-4) < 1e-5 && row[32] < 1e-55)
	say(t, `
What it says
  At the mean of the generated points the minimax gradient vanishes like μ e^(−μ²/2).
  The gradient that the generator gets is a mean over all its points. The few between
  the two laws dominate it, and it vanishes like √(π/2) e^(−μ²/8): at μ = 8 it is three
  orders of magnitude below the critic's, at μ = 16 fourteen. From 1 to 2 it grows.
  That of −log D does not vanish; it approaches μ. The critic's is 1 at any distance.
  How steady they are while D and f still learn is another question, which package gan
  answers with trained networks.

Where to look
  Wasserstein GAN, section 3; Arjovsky and Bottou 2017, theorem 2.4 (the gradient
  vanishes), 2.5 (what −log D descends) and 2.6 (it is unstable);
  metrics/normal_critic.go; claims 3.6 and 3.7

Exercises
  1. Descend EM with the six numbers of Az + b, a hundred steps. Does it reach 0?
  2. Make the generated normal twice as wide as the real one, at the same mean. What
     does the critic look like, and what is EM?

Five questions
  1. Why may f be held still in Theorem 3, although it would be another f for another θ?
  2. Where does −E_z ∇θ f(gθ(z)) differ from the gradient of EM, and which slope of f
     does EM take there?
  3. What is D*, and what is L(D*) on disjoint supports?
  4. What does the generator of an optimal discriminator descend, for either loss?
  5. Two unit normals are 8 apart. Which gradients do D* and the critic give a generator
     that shifts?
  The answers: go test -v -run Answer06 ./metrics`)
	holds(t, "three and fourteen orders of magnitude", math.Round(-math.Log10(row[8])) == 3 && math.Round(-math.Log10(row[16])) == 14)
}

// normalOverlap returns ∫ pq/(p+q) for p = N(0, 1) and q = N(μ, 1): with t = x − μ/2 it
// is e^(−μ²/8)/√(2π) ∫ e^(−t²/2) / (2 cosh(μt/2)) dt.
func normalOverlap(mu float64) float64 {
	integrand := func(t float64) float64 { return math.Exp(-t*t/2) / (2 * math.Cosh(mu*t/2)) }
	var half float64
	for k, cuts := 1, []float64{0, 0.1, 0.5, 1, 2, 4, 12}; k < len(cuts); k++ {
		half += quad.Fixed(integrand, cuts[k-1], cuts[k], 40, quad.Legendre{}, 0)
	}
	return 2 * half * math.Exp(-mu*mu/8) / math.Sqrt(2*math.Pi)
}
