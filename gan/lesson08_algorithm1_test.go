package gan_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/gan"
	"monge/metrics"
)

// Lesson 8: Algorithm 1 of the paper.
// Claims: 2.7, 3.5, 3.9.
func TestLesson08_Algorithm1(t *testing.T) {
	say(t, `LESSON 8. Algorithm 1
In the page: #lesson8, after go run ./cmd/monge explore

After it you can say
  how EM and JS change as the weights of a generator move, what changes from a GAN to a
  WGAN, and what one iteration of Algorithm 1 does.
You need
  lesson 4: EM as a supremum; lesson 5.4: Theorem 1; lesson 7: clipping and RMSProp.
  About 30 minutes.
Definitions
  gθ(Z), the generator's sample of noise Z; Pθ, its law; Pr, that of the data
  f, the critic: a network with one output, its score; θ and w, the weights of g and f
  α, the learning rate; m, the samples in a minibatch; n_critic, the critic's steps for
      each of the generator's
  D = 1/(1 + e^−s), a discriminator with score s; lesson 6 has the L(D) it maximises`)
	t.Run("1_a_generator_without_a_density", lessonGenerator)
	t.Run("2_weights_and_distances", lessonContinuity)
	t.Run("3_objectives_side_by_side", lessonObjectives)
	t.Run("4_one_iteration", lessonIteration)
	t.Run("5_example_1_trained", lessonExample1)
	t.Run("6_five_piles_trained", lessonFivePiles)
	t.Run("7_each_setting_alone", lessonSettings)
}

func lessonGenerator(t *testing.T) {
	say(t, `
The question
  Lesson 1 gave up on densities: where supports do not meet, KL is infinite. What is
  there to learn from instead?

The code
  z := noise(64)                    // m×2 numbers that are easy to draw
  x := generator.Forward(z)         // m×2 samples; nobody knows their density
  f := critic.Forward(x)            // m×1 scores: all that the generator is told

The numbers`)
	c := gan.DefaultConfig()
	g := must(c.Game(gan.Wasserstein, must(gan.FindData(c.Data))(t), 1))(t)
	z := normals(c.Batch*c.Noise, newRandom(1))
	x := g.Generator.NewPass(c.Batch).Forward(z)
	f := g.Critic.NewPass(c.Batch).Forward(x)
	say(t, "  z  %3d numbers    first row (%.3f, %.3f)", len(z), z[0], z[1])
	say(t, "  x  %3d numbers    first row (%.3f, %.3f)", len(x), x[0], x[1])
	say(t, "  f  %3d numbers    first row %.4f", len(f), f[0])
	say(t, "  the generator has %d parameters, the critic %d", len(g.Generator.Parameters), len(g.Critic.Parameters))
	holds(t, "there is a point for each row of noise", len(x) == c.Batch*2 && len(f) == c.Batch)
	holds(t, "the critic has as many parameters as 2→64→64→64→1 needs", len(g.Critic.Parameters) == 3*64+65*64+65*64+65)
	say(t, `
What it says
  A generator is a way to draw, not a formula for how likely a point is. So it is
  trained through its samples: by the gradient of a score with respect to them, and
  then by the chain rule back to its weights.

Where to look
  Wasserstein GAN, section 2; gan/network.go; claim 1.4`)
}

func lessonContinuity(t *testing.T) {
	say(t, `
The question
  Theorem 1: EM is continuous in the weights of a generator, and differentiable almost
  everywhere. JS need not be continuous. What is that in numbers?

The code
  moving.Parameters = w + t·(w′ − w)          // from one random network to another
  metrics.EM(at t = 0, at t)                  // and JS, for t from −1 to 1
  metrics.EM(at t, at t + step)               // W(Pθ, Pθ′)

The numbers
  the largest of each, from one step to the next; Pr is Pθ at t = 0
`)
	const finest = 64 // steps on either side of 0
	random := newRandom(1)
	from, to := gan.NewNetwork([]int{1, 16, 2}, gan.ReLU, random), gan.NewNetwork([]int{1, 16, 2}, gan.ReLU, random)
	noise, moving := normals(48, random), from.Clone()
	moveTo := func(at float64) *gan.Network {
		for k := range moving.Parameters {
			moving.Parameters[k] = from.Parameters[k] + at*(to.Parameters[k]-from.Parameters[k])
		}
		return moving
	}
	generate := func(at float64) *metrics.Distribution {
		moveTo(at)
		x := slices.Clone(moving.NewPass(len(noise)).Forward(noise))
		return must(metrics.NewDistribution(mat.NewDense(len(noise), 2, x), nil))(t)
	}
	real := generate(0)
	var em, js []float64
	var laws []*metrics.Distribution
	for k := -finest; k <= finest; k++ {
		fake := generate(float64(k) / finest)
		laws = append(laws, fake)
		em = append(em, must(metrics.EM(real, fake))(t))
		js = append(js, must(metrics.JS(real, fake))(t))
	}
	say(t, "  step     |W(Pr,Pθ) − W(Pr,Pθ′)|   ≤   W(Pθ,Pθ′)   ≤   E‖gθ(z) − gθ′(z)‖       change of JS")
	before, bound := math.Inf(1), math.Inf(1)
	for step := finest / 4; step > 0; step /= 4 {
		var jumpEM, jumpJS, between, moved float64
		for k := step; k < len(em); k += step {
			left, middle := math.Abs(em[k]-em[k-step]), must(metrics.EM(laws[k-step], laws[k]))(t)
			var right float64
			for i := range laws[k].Len() {
				right += floats.Distance(laws[k].Point(i), laws[k-step].Point(i), 2) / float64(laws[k].Len())
			}
			holds(t, "the three are in order", left <= middle*(1+1e-9) && middle <= right*(1+1e-9))
			jumpEM, between, moved = max(jumpEM, left), max(between, middle), max(moved, right)
			jumpJS = max(jumpJS, math.Abs(js[k]-js[k-step]))
		}
		say(t, "  1/%-4d   %22.5f       %9.5f       %17.5f       %12.5f", finest/step, jumpEM, between, moved, jumpJS)
		holds(t, "with a quarter of the step the bound is less than half", moved < bound/2)
		bound = moved
		holds(t, "with a quarter of the step EM jumps half as far at most", jumpEM < before/2)
		holds(t, "JS jumps by log 2 whatever the step", math.Abs(jumpJS-math.Ln2) < 1e-12)
		before = jumpEM
	}
	here := polyline(moveTo(0))
	for k := 1; k <= finest; k++ {
		for _, at := range []float64{float64(-k) / finest, float64(k) / finest} {
			holds(t, "the curves at 0 and at t share no segment", sharedLength(here, polyline(moveTo(at))) == 0)
		}
	}
	holds(t, "a curve shares all of itself with itself, which sharedLength sees", sharedLength(here, here) > 0.1)
	say(t, `
What it says
  EM changes by at most the mean way of the samples, and the smaller the step the less.
  That is the proof of Theorem 1 (lesson 5.4) in numbers, along one line of weights, on
  which all weights of a network move at once. No density is needed, of the data or of Pθ.

  JS is 0 at t = 0 and log 2 at each other t that was tried. That is so of the laws and not
  only of the samples: a ReLU network of one-dimensional noise makes a polyline, and no
  segment of the one at 0 lies along a segment of the one at t. It is Example 1 with a
  network in place of θ. As there, JS is level beside 0, with a derivative of 0.
  Continuity is what fails. With noise in the plane, which spreads the law over the plane, JS
  falls with the step (a test of claim 2.7).

Where to look
  Theorem 1 and Corollary 1; figures/gallery/continuity.png; claim 2.7`)
}

func lessonObjectives(t *testing.T) {
	say(t, `
The question
  What has to change in a GAN to make it a Wasserstein GAN?

The code
  loss.Critic(real, fake, dReal, dFake)   // what the critic minimises
  loss.Generator(fake, dFake)             // what the generator minimises

The numbers
  for one real sample of score 2 and one generated one of score s

                       critic's loss                  generator's loss, and d/ds
                       s = −20   0        20          s = −20          0                20`)
	type row struct{ critic, generator, slope [3]float64 }
	table := make(map[gan.Loss]row)
	for _, loss := range gan.Losses() {
		var r row
		for k, s := range []float64{-20, 0, 20} {
			d := make([]float64, 1)
			r.critic[k] = loss.Critic([]float64{2}, []float64{s}, make([]float64, 1), make([]float64, 1))
			r.generator[k] = loss.Generator([]float64{s}, d)
			r.slope[k] = d[0]
		}
		table[loss] = r
		say(t, "  %-18s %7.3f  %7.3f  %7.3f     %6.2f (%7.0e)  %6.2f (%5.2f)  %6.2f (%5.2f)", loss, r.critic[0], r.critic[1], r.critic[2],
			r.generator[0], r.slope[0], r.generator[1], r.slope[1], r.generator[2], r.slope[2])
	}
	w, minimax, non := table[gan.Wasserstein], table[gan.Minimax], table[gan.NonSaturating]
	scratch := make([]float64, 1)
	raised := gan.Wasserstein.Critic([]float64{2 + 7}, []float64{7}, scratch, scratch)
	generators := gan.Wasserstein.Generator([]float64{7}, scratch)
	holds(t, "7 more on all scores leave the critic's loss as it is, and not the generator's", raised == w.critic[1] && generators == w.generator[1]-7)
	holds(t, "without logarithm the critic's loss is a difference of scores", w.critic == [3]float64{-22, -2, 18})
	holds(t, "its generator always gets a slope of −1", w.slope == [3]float64{-1, -1, -1})
	holds(t, "minimax gets none from a discriminator that is sure", math.Abs(minimax.slope[0]) < 1e-8)
	holds(t, "−log D gets one there", math.Abs(non.slope[0]+1) < 1e-8)
	say(t, `
What it says
  Take the logarithm out of the loss and the sigmoid out of the network: a critic
  returns any number, and not a probability. Duality has plain means of f, hence no
  logarithm. A sigmoid would keep f between 0 and 1: then E f(x) − E f(gθ(z)) is at most 1,
  however far apart the two laws are, and f is level where it is near 0 or 1. Duality asks
  for a Lipschitz f; without a bound on the slope the supremum is infinite. So the weights
  are clipped to [−c, c], or the slope is penalised. The networks and the two turns are the
  same; Algorithm 1 also trains the critic n_critic times for each step of the generator,
  and by RMSProp.

  A score of −20 is a discriminator that is sure: there log(1 − D) is flat in the score,
  −log D is not, and the loss of a WGAN's generator falls by 1 for each 1 that the score
  rises, whatever the score.

  Only the difference E f(x) − E f(gθ(z)) estimates a distance. f + 7 is as good a critic
  as f, so the generator's loss −E f(gθ(z)) alone says nothing of quality.

Where to look
  gan/loss.go; claim 3.5`)
}

func lessonIteration(t *testing.T) {
	say(t, `
The question
  What is one iteration of Algorithm 1, in numbers that fit on a line?

The code
  for range n_critic:
      g_w ← ∇w [mean f(x) − mean f(gθ(z))]
      w   ← clip(w + α · RMSProp(w, g_w), −c, c)
  g_θ ← −∇θ mean f(gθ(z));  θ ← θ − α · RMSProp(θ, g_θ)

The numbers`)
	c := gan.DefaultConfig()
	say(t, "  the paper's: α = %v, c = %v, m = %d, n_critic = %d, %s\n", c.Rate, c.Clip, c.Batch, c.CriticSteps, c.Optimizer)
	holds(t, "the defaults are the paper's", c.Rate == 5e-5 && c.CriticRate == 5e-5 && c.Clip == 0.01 && c.Batch == 64 && c.CriticSteps == 5 && c.Optimizer == gan.KindRMSProp)

	// The smallest WGAN there is: θ moves a line, the critic is f(x) = w₁x₁ + w₂x₂ + b.
	const rate, clip = 0.01, 0.1
	g := &gan.Game{
		Loss: gan.Wasserstein, Data: must(gan.FindData("lines"))(t), Prior: gan.Uniform, Batch: 64, CriticSteps: 1, Clip: clip,
		Generator: gan.NewLineGenerator(1), Critic: gan.NewNetwork([]int{2, 1}, gan.Linear, newRandom(1)), Streams: gan.NewStreams(1),
	}
	copy(g.Critic.Parameters, []float64{0.05, 0.05, 0})
	g.GeneratorOptimizer = must(gan.NewOptimizer(gan.KindRMSProp, rate, 0, len(g.Generator.Parameters)))(t)
	g.CriticOptimizer = must(gan.NewOptimizer(gan.KindRMSProp, rate, 0, len(g.Critic.Parameters)))(t)
	say(t, "  real points (0, z), generated ones (θ, z), critic f(x) = w·x; α = %v, c = %v\n", rate, clip)
	say(t, "                      w₁        θ")
	say(t, "  before          %7.4f   %.4f", g.Critic.Parameters[0], gan.Theta(g.Generator))
	before := gan.Theta(g.Generator)
	if err := g.TrainCritic(1); err != nil {
		t.Fatal(err)
	}
	say(t, "  a critic step   %7.4f   %.4f", g.Critic.Parameters[0], gan.Theta(g.Generator))
	// d/dw₁ of mean f(x) − mean f(gθ(z)) is 0 − θ = −1. RMSProp's first step is
	// α·g/√((1−ρ)g²) = 10α in the direction of g, for ρ = 0.99: −0.1. Then ±c.
	wantNear(t, "w₁ after a step of the critic", g.Critic.Parameters[0], 0.05-10*rate, 1e-6)
	if err := g.TrainCritic(1); err != nil {
		t.Fatal(err)
	}
	say(t, "  another         %7.4f   %.4f   clipped", g.Critic.Parameters[0], gan.Theta(g.Generator))
	holds(t, "the second step ends at −c", g.Critic.Parameters[0] == -clip)
	if err := g.TrainGenerator(); err != nil {
		t.Fatal(err)
	}
	say(t, "  generator       %7.4f   %.4f", g.Critic.Parameters[0], gan.Theta(g.Generator))
	// d/dθ of −mean f is −w₁ = c > 0, so that θ falls, by 10α.
	wantNear(t, "θ after a step of the generator", gan.Theta(g.Generator), before-10*rate, 1e-6)
	say(t, `
What it says
  The critic wants to be high on real and low on generated points: w₁ falls, as far as
  c allows. Its slope then tells θ which way: down. w climbs mean f(x) − mean
  f(gθ(z)), hence its +; θ descends the same difference, hence its −. It is a minimax
  game. E f(x) does not depend on θ and has no gradient in θ, so only −mean f(gθ(z))
  is left for θ. Each critic step draws a fresh minibatch, for with the same one again
  the critic would fit that sample (lesson 4.5). The generator's step draws its own noise:
  the critic has just been fitted to the last minibatch, while at new noise the gradient is
  an unbiased one for this critic. An iteration takes n_critic gradients of the critic, each
  at m real and m generated samples, and one of the generator at m, which goes backward
  through both networks. With n_critic = 5 and two networks of one size most of it is the
  critic's.

  RMSProp divides by the usual size of a gradient: the first step is 10α, and later ones
  are of the order of α as long as gradients keep their size, whatever that is. So a small c,
  which makes all gradients small, does not slow it down, until they are below its ε (lesson
  7). Gradients that fall quickly do (part 5). Why the paper takes RMSProp and not Adam is in
  lesson 10.1.

  w is kept from one iteration to the next. So the n_critic steps need not begin anew: they
  follow a generator that has moved a little.

  What each of α, c, m and n_critic does is in part 7.

  The paper gives no derivation of its α, c and m, one α for both players, and no settings of
  RMSProp (here they are those of lesson 7). It says that all its experiments use these
  values; yet the lower half of Figure 3 has rates that it calls substantially high.
  n_critic = 5 is a compromise: a critic near its optimum is better (lesson 9.3) and takes
  longer. The code of its authors takes a hundred steps in each of the first 25 iterations,
  when the critic knows nothing, and in every 500th.

Where to look
  Algorithm 1; gan/algorithm1.go, and gan/algorithm1_test.go for a network that is
  done by hand and for values of PyTorch; claim 3.9`)
}

func lessonExample1(t *testing.T) {
	say(t, `
The question
  In lesson 2 EM between two lines was |θ| and JS was log 2. What does that mean for
  somebody who has to find θ by gradients?

The code
  monge train --preset lines --width 16 --batch 32 --iters 200 --seeds 5

The numbers
  θ over training, median of 5 seeds; a block is 0.05
`)
	_, records := play(t, lessonPreset("lines", func(c *gan.Config) {
		c.Losses = []gan.Loss{gan.Wasserstein, gan.Minimax}
		c.Width, c.Iterations, c.EvalEvery, c.EvalSamples = 16, 200, 40, 32
	}))
	ends := make(map[gan.Loss]over)
	for _, loss := range []gan.Loss{gan.Wasserstein, gan.Minimax} {
		for at := 0; at < len(records[loss]); at += seedsOfLessons {
			o := overSeeds(last(records[loss][:at+seedsOfLessons], func(r gan.Record) float64 { return *r.Theta }))
			ends[loss] = o
			say(t, "  %-8s %3d  %6.3f  %s", loss, records[loss][at].Step, o.median, strings.Repeat("█", int(math.Abs(o.median)/0.05+0.5)))
		}
	}
	gradients := overSeeds(last(records[gan.Minimax], gradient))
	say(t, "\n  what is left of minimax's gradient at the end: %s", gradients)
	slowing := minimaxOnLines(t, 1e-8)
	say(t, "\n  minimax, seed 1: θ, its gradient g, RMSProp's √v and the step α·g/√v\n\n  iteration        θ         g        √v      step")
	for _, s := range slowing[0] {
		say(t, "  %9d   %6.4f   %.1e   %.1e   %.1e", s.iteration, s.theta, s.gradient, s.root, s.rate*s.gradient/s.root)
	}
	for seed, tiny := range minimaxOnLines(t, 1e-20) {
		late, latest := slowing[seed][1], slowing[seed][2] // after 50 and 100 iterations
		holds(t, "from iteration 50 to 100 θ moves less than a thousandth, with a gradient far above ε", math.Abs(late.theta-latest.theta) < 1e-3 && latest.gradient > 10*1e-8)
		holds(t, "the gradient falls more than a hundredfold, √v by less than a third", latest.gradient < late.gradient/100 && latest.root > 2*late.root/3)
		holds(t, "with ε = 1e-20 θ ends in the same place, to a thousandth", math.Abs(tiny[3].theta-slowing[seed][3].theta) < 1e-3)
	}
	holds(t, "WGAN comes to 0", math.Abs(ends[gan.Wasserstein].least) < 0.05 && math.Abs(ends[gan.Wasserstein].most) < 0.05)
	holds(t, "minimax stops on its way", ends[gan.Minimax].least > 0.3)
	holds(t, "its gradient is gone", gradients.most < 1e-6)
	say(t, `
What it says
  The critic falls from the data towards the generated line. The gradient of θ is −f′,
  f′ the critic's slope across the lines. It has the sign of θ, near or far, and a
  size that c bounds. RMSProp divides by its usual size, so θ walks to 0 at the pace
  of the optimiser. The discriminator learns to be sure within some steps, and then
  the minimax generator is told nothing more.

  Why does RMSProp not make up for that, as for the small gradients of a small c? A step is
  α·g/√v, and v is a mean of past g². √v falls by at most a factor of √ρ = 0.995 a step. g
  falls by more than that in each step here, so the steps shrink. From iteration 50 to 100 g
  is far above ε and θ moves less than 0.001, where 50 steps of α would be 0.25. With ε = 1e-20
  θ ends in the same place, within 0.001. So RMSProp makes up for gradients that are small all the time, and
  not for gradients that fall quickly.

Where to look
  Example 1 of the paper; gan/example1_line.go; figures/gallery/theta.png; claims 2.4 and 3.7`)
}

// slowingStep is a step of θ in Example 1: θ after it, the absolute value of its gradient,
// RMSProp's √v and rate.
type slowingStep struct {
	iteration                   int
	theta, gradient, root, rate float64
}

// minimaxOnLines trains minimax as lessonExample1 does, with that ε in the generator's
// RMSProp. It returns, for each seed, steps 25, 50, 100 and 200.
func minimaxOnLines(t *testing.T, epsilon float64) (steps [][]slowingStep) {
	t.Helper()
	c := lessonPreset("lines", func(c *gan.Config) { c.Width = 16 })
	for seed := range uint64(seedsOfLessons) {
		g := must(c.Game(gan.Minimax, must(gan.FindData(c.Data))(t), 1+seed))(t)
		optimizer := g.GeneratorOptimizer.(*gan.RMSProp)
		optimizer.Epsilon = epsilon
		now := slowingStep{rate: c.Rate}
		var square float64
		g.AfterLine = func(m gan.LineState) {
			if m.Line == 10 { // only θ has a gradient
				now.gradient = floats.Norm(g.Generator.Gradients, 2)
				square = optimizer.Decay*square + (1-optimizer.Decay)*now.gradient*now.gradient
			}
		}
		var kept []slowingStep
		for now.iteration < 200 {
			before := gan.Theta(g.Generator)
			if err := g.Iterate(); err != nil {
				t.Fatal(err)
			}
			now.iteration++
			now.theta, now.root = gan.Theta(g.Generator), math.Sqrt(square)
			holds(t, "θ moves by α·g/(√v + ε)", math.Abs(math.Abs(now.theta-before)-c.Rate*now.gradient/(now.root+epsilon)) < 1e-6)
			if slices.Contains([]int{25, 50, 100, 200}, now.iteration) {
				kept = append(kept, now)
			}
		}
		steps = append(steps, kept)
	}
	return steps
}

func lessonFivePiles(t *testing.T) {
	trains(t)
	say(t, `
The question
  The five piles of lesson 1 had prices in lesson 3, cones in lesson 4 and a critic in
  lesson 6. Can a generator learn the data P of that example?

The code
  data, err := gan.NewSampler("piles", 1, draw)   // ½ at 0, ¼ at 3, ¼ at 5
  game, err := config.Game(gan.WassersteinGP, data, seed)
  game.Iterate()

The numbers
  data ●, generated ○ of the median seed: the share of 512 samples within ½ of each x
`)
	piles := []float64{0, 0, 3, 5}
	data := must(gan.NewSampler("piles", 1, func(x []float64, random *rand.Rand) { x[0] = piles[random.IntN(len(piles))] }))(t)
	config := lessonConfig(func(c *gan.Config) { c.Noise, c.Width, c.Rate, c.CriticRate = 1, 32, 1e-3, 1e-3 })
	config.Prior, config.Penalty = gan.Uniform, 1
	var starts, ends, inPiles []float64
	var pictures []string
	for seed := range uint64(seedsOfLessons) {
		g := must(config.Game(gan.WassersteinGP, data, 1+seed))(t)
		e := gan.NewEvaluator(data, g.Prior, 1, 512, 1+seed)
		starts = append(starts, must(e.EarthMover(t.Context(), e.Samples(g)))(t))
		for range 1500 {
			if err := g.Iterate(); err != nil {
				t.Fatal(err)
			}
		}
		samples := e.Samples(g)
		ends = append(ends, must(e.EarthMover(t.Context(), samples))(t))
		inPiles = append(inPiles, shareNear(samples, 0, 3, 5))
		pictures = append(pictures, "    ●  "+shares(e.HeldOut)+"\n    ○  "+shares(samples))
	}
	start, end := overSeeds(starts), overSeeds(ends)
	say(t, "    x       0     1     2     3     4     5\n%s\n", pictures[slices.Index(ends, end.median)])
	say(t, "  EM before  %s\n  EM after   %s", start, end)
	holds(t, "EM falls to less than half in each seed", end.most < start.least/2)
	atPiles := inPiles[slices.Index(ends, end.median)]
	holds(t, "more than half of its mass is within ½ of a pile, and a fifth is not, in the median seed", atPiles > 0.5 && atPiles < 0.8)
	say(t, `
What it says
  This critic is penalised (wgan-gp, lesson 7.4) and not clipped. The generator was told
  nothing but the critic's gradient at its own samples, and %.0f %% of them are within ½
  of a pile. EM has fallen to %.2f of what it was. A generator that is continuous in z
  cannot make three atoms: to get from one pile to the next it has to pass through the
  gap. So some mass lies in between. How much, continuity does not say. The shares of the
  piles are not right, either. Whether more training would mend that, this does not tell.

Where to look
  gan.NewSampler; lessons 1, 3, 4 and 6 of package metrics`, 100*atPiles, end.median/start.median)
}

func lessonSettings(t *testing.T) {
	trains(t)
	say(t, `
The question
  What do α, c, m and n_critic do, if one of them changes and the others stay?

The code
  monge train --preset critic-steps --loss wgan --width 32 --batch 32 --seeds 5   # and a flag

The numbers
  exact EM on the ring after 300 iterations, about 2 at the start, and the critic's slope at
  generated samples: median and range of %d seeds

  setting            EM                          slope`, seedsOfLessons)
	ends := make(map[string]over)
	for _, setting := range []struct {
		name   string
		change func(c *gan.Config)
	}{
		{"the preset", func(*gan.Config) {}},
		{"α = 5e-5", func(c *gan.Config) { c.Rate, c.CriticRate = 5e-5, 5e-5 }},
		{"α = 5e-3", func(c *gan.Config) { c.Rate, c.CriticRate = 5e-3, 5e-3 }},
		{"c = 0.01", func(c *gan.Config) { c.Clip = 0.01 }},
		{"c = 1", func(c *gan.Config) { c.Clip = 1 }},
		{"m = 8", func(c *gan.Config) { c.Batch = 8 }},
		{"m = 128", func(c *gan.Config) { c.Batch = 128 }},
		{"n_critic = 1", func(c *gan.Config) { c.CriticSteps = 1 }},
		{"n_critic = 25", func(c *gan.Config) { c.CriticSteps = 25 }},
	} {
		_, records := play(t, lessonPreset("critic-steps", func(c *gan.Config) {
			c.Losses = []gan.Loss{gan.Wasserstein}
			setting.change(c)
		}))
		ends[setting.name] = overSeeds(last(records[gan.Wasserstein], em))
		say(t, "  %-17s  %s%s", setting.name, ends[setting.name], overSeeds(last(records[gan.Wasserstein], gradient)))
	}
	preset := ends["the preset"]
	holds(t, "a tenth of the rate is slower, and ten times is quicker", ends["α = 5e-5"].median > preset.median && ends["α = 5e-3"].median < preset.median)
	holds(t, "with c = 1 EM ends higher in the median, with c = 0.01 not", ends["c = 1"].median > preset.median && ends["c = 0.01"].median < preset.median)
	holds(t, "the ranges of three sizes of minibatch overlap", overlap(ends["m = 8"], preset) && overlap(ends["m = 128"], preset))
	holds(t, "more critic steps are better, in the median", ends["n_critic = 1"].median > preset.median && ends["n_critic = 25"].median < preset.median)
	say(t, `
What it says
  The preset has α = 5e-4, c = 0.1, m = 32 and n_critic = 5 here.

  α         how far a step goes. The paper's 5e-5 has hardly begun after 300 iterations; 5e-3
            is better here. The paper warns of high learning rates, and of momentum (lesson 10.1).
  c         the slope's bound, hence the size of gradients and not the pace, while RMSProp
            makes up for it. A large c makes slopes explode. Which is best depends on width
            and depth (lesson 7).
  m         the noise of the gradients, and the cost of a step. These seeds do not tell 8, 32
            and 128 apart.
  n_critic  how near the critic is to its supremum, and the cost of an iteration (lesson 9.3).

Where to look
  gan/config.go, Config; claim 3.9`)
	say(t, `
Exercises
  1. Start the minimax game with a discriminator that takes one step an iteration in
     place of 25. Where does θ end?
  2. The losses of a Wasserstein critic and of −log D both have a slope of about −1 at
     a generated sample of score −20. Why does the paper prefer the critic?
  3. Does it matter what noise a generator is given, and of how many dimensions?

Five questions
  1. The weights of a generator move a little. By how much can EM change, and JS?
  2. Is a critic's score a probability? Does the generator's loss −E f(gθ(z)) say how good
     its samples are?
  3. What has to change in a GAN to make it a Wasserstein GAN?
  4. In what order does one iteration of Algorithm 1 draw, step and clip?
  5. Why does minimax stop in Example 1, and WGAN not?
  The answers: go test -v -run Answer08 ./gan`)
}

// shareNear returns the share of numbers within ½ of one of the places.
func shareNear(x []float64, places ...float64) float64 {
	near := 0
	for _, v := range x {
		if slices.ContainsFunc(places, func(at float64) bool { return math.Abs(v-at) <= 0.5 }) {
			near++
		}
	}
	return float64(near) / float64(len(x))
}

// shares writes which share of numbers lies within ½ of 0, 1, … 5.
func shares(x []float64) string {
	var counts [6]int
	for _, v := range x {
		if k := int(math.Round(v)); k >= 0 && k < len(counts) {
			counts[k]++
		}
	}
	var b strings.Builder
	for _, count := range counts {
		fmt.Fprintf(&b, "%3.0f %% ", 100*float64(count)/float64(len(x)))
	}
	return strings.TrimRight(b.String(), " ")
}
