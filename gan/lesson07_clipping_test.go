package gan_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// Lesson 7: section 3 of the paper on the Lipschitz constraint.
// Claims: 3.8, 4.5.
func TestLesson07_ClippingAndWhatItCosts(t *testing.T) {
	trains(t)
	say(t, `LESSON 7. Clipping and what it costs
In the page: #lesson7, after go run ./cmd/monge explore

After it you can say
  why a small c makes the critic's gradient vanish with depth and a large one makes it
  explode, what RMSProp hides of that, what a gradient penalty asks for instead, and
  why the estimate of a penalised critic may be larger than EM.
You need
  lesson 4: EM as a supremum over 1-Lipschitz functions. About 25 minutes.
Definitions
  clipping, after each step of the critic w ← max(−c, min(c, w)) for each of its weights
  the gradient penalty, λ E (‖∇f(x̂)‖ − 1)², added to the critic's loss; x̂ lies at a
      uniform place between a real and a generated sample that are drawn independently
  RMSProp, v ← ρv + (1 − ρ)g² and w ← w − α g/(√v + ε), here with ρ = 0.99 and ε = 1e-8
  the slope of f at x, ‖∇f(x)‖; K, the largest slope anywhere (measured on a grid or
      between samples it is at least what is found there)`)
	t.Run("1_slope_against_depth", lessonSlope)
	t.Run("2_weights_at_their_limits", lessonLimits)
	t.Run("3_what_a_generator_learns", lessonWhatIsLearnt)
	t.Run("4_a_penalty_and_its_weight", lessonPenalty)
}

// steepest bounds the slope of a critic of width 16 in the plane whose weights are
// at most c: each layer stretches by no more than c√(in·out).
func steepest(clip float64, depth int) float64 {
	return clip * math.Sqrt(2*16) * math.Pow(clip*16, float64(depth-1)) * clip * math.Sqrt(16*1)
}

func lessonSlope(t *testing.T) {
	say(t, `
The question
  Duality wants a critic that is Lipschitz. Algorithm 1 keeps each weight in [−c, c].
  What does that do to the gradient that the generator is to learn from?

The code
  game.TrainCritic(200)                         // the generator is held still
  record, err := evaluator.Measure(ctx, game)   // record.GradNorm is the mean slope

The numbers
  the critic's slope at generated samples: median of %d seeds

             2 hidden layers   4                 8`, seedsOfLessons)
	depths := []int{2, 4, 8}
	table := make(map[float64][]over)
	for _, c := range []float64{0.001, 0.01, 0.1, 1} {
		row := fmt.Sprintf("  c = %-7v", c)
		for _, depth := range depths {
			s := slopes(t, gan.Wasserstein, c, depth)
			table[c] = append(table[c], s)
			row += fmt.Sprintf("%-18.1e", s.median)
			holds(t, fmt.Sprintf("c = %v bounds the slope at depth %d", c, depth), s.most <= steepest(c, depth))
		}
		say(t, "%s", row)
	}
	row := "  c = 0.1    "
	var wide []over
	for _, depth := range depths {
		c := lessonConfig(func(c *gan.Config) { c.Width, c.Depth, c.Clip, c.CriticRate = 32, depth, 0.1, 1e-3 })
		var values []float64
		for seed := range uint64(seedsOfLessons) {
			values = append(values, measured(t, withCritic(t, c, gan.Wasserstein, 200, 1+seed), 64, 1+seed).GradNorm)
		}
		wide = append(wide, overSeeds(values))
		row += fmt.Sprintf("%-18.1e", wide[len(wide)-1].median)
	}
	say(t, "%sof width 32, not 16", row)
	holds(t, "at c = 0.1 and width 32 it is larger with eight layers in some seed than with two in any", wide[2].most > wide[0].most)
	holds(t, "and with eight layers larger than at width 16, in the median", wide[2].median > table[0.1][2].median)
	row = "  penalty    "
	for _, depth := range depths {
		s := slopes(t, gan.WassersteinGP, 1, depth)
		row += fmt.Sprintf("%-18.1f", s.median)
		holds(t, "with a penalty the slope is of the order of 1", s.least > 0.3 && s.most < 5)
	}
	say(t, "%s", row)
	say(t, "  at most    %-18.1e%-18.1e%-18.1ewith c = 0.01", steepest(0.01, 2), steepest(0.01, 4), steepest(0.01, 8))
	holds(t, "0.01 vanishes with depth", table[0.01][2].most < 1e-6*table[0.01][0].least)
	holds(t, "0.001 vanishes sooner", table[0.001][1].most < 1e-3*table[0.01][1].least)
	holds(t, "0.1 shrinks, though slowly", table[0.1][2].median < table[0.1][0].median && table[0.1][2].median > 1e-6*table[0.1][0].median)
	holds(t, "1 explodes with depth", table[1][2].least > 1e3*table[1][0].most)
	say(t, `
What it says
  Bounded weights bound the slope: a layer with n inputs and m outputs stretches by at
  most c√(nm), and an activation such as ReLU not at all, so K is at most the product of
  that over the layers of weights. So one K holds for all weights in [−c, c], whatever
  training makes of them. (The paper: the set of these weights is compact.) The last row
  is this bound. What is reached is far below. The bound is a product of L factors for L
  layers of weights, one more than the hidden ones, so it is proportional to c^L. Biases
  are clipped, too, but do not enter the bound: they shift values.

  One c serves all layers, so a wide layer may stretch more than a narrow one: c√(nm) is
  %.2f from 2 to 64 units and %.2f from 64 to 64, at c = 0.01. The paper's critics have batch
  normalisation. It divides the inputs of a layer by their spread in the minibatch, so a layer
  may stretch by more than c√(nm): K depends on the data then, and not on c alone.

  A hidden layer of width 16 stretches by at most 16c, so below 1/16 each layer makes the
  gradient smaller: with a small c it vanishes with depth. The paper expects that where
  there are many layers, or no batch normalisation; the networks here have none. Above
  1/16 a layer may make it larger, and need not: signs differ, and a ReLU lets half
  through. At c = 0.1 the gradient still shrinks with this width. With a width of 32
  the bound is 32c. There the gradient is larger with eight layers than with two in the
  median of these five seeds and of three of four other sets; in the median of the fourth it
  shrinks. With the 64 units of clipping.png it grows, in the median. With a large c it
  explodes. Between the two is a narrow range of c, in which it does neither; it depends on
  width and depth (answer 7.1 looks for it). A generator learns over a wider range
  (clip-depth.png): RMSProp makes up for small gradients, as part 3 says. A penalty on slopes
  other than 1 (Gulrajani et al.) keeps the slope of the order of 1 at each depth above. Duality
  asks for less, for slopes of at most 1: part 4 looks at the difference.

Where to look
  gan/lipschitz.go; figures/gallery/clipping.png, on the left; claims 3.8 and 4.5`, 0.01*math.Sqrt(2*64), 0.01*math.Sqrt(64*64))
}

func lessonLimits(t *testing.T) {
	say(t, `
The question
  The paper says that with a large c "it can take a long time for any weights to reach
  their limit". Does it?

The code
  *record.ClipSaturation   // share of the critic's parameters at ±c

The numbers
  share at ±c after 200 steps, 4 hidden layers: median and range of %d seeds
`, seedsOfLessons)
	shares := make(map[float64]over)
	for _, c := range []float64{0.001, 0.01, 0.1, 1} {
		var values []float64
		for _, r := range must(ringCritics(ringCritic{gan.Wasserstein, c, 4}))(t) {
			values = append(values, *r.ClipSaturation)
		}
		shares[c] = overSeeds(values)
		say(t, "  c = %-7v %s", c, shares[c])
	}
	holds(t, "most weights are at ±0.01", shares[0.01].least > 0.5)
	holds(t, "next to none are at ±1", shares[1].most < 0.1)
	lessonMoments(t)
	say(t, `
What it says
  With c = 1 few weights are there after 200 steps. RMSProp moves a weight by about its rate,
  0.001, in a step: 200 steps lead some tenths far, across 0.01 many times, and few weights
  as far as 1. How long the whole way takes these steps do not show. With a small c a critic is little more than a pattern of
  signs; with a large one few weights come near their limits, and that makes it harder, says
  the paper, to train the critic till its optimum. The paper calls clipping "a clearly
  terrible way to enforce a Lipschitz constraint". It keeps it because it is simple and does
  well enough; to project the weights to a sphere made little difference.

  Why do they stay there? The estimate is linear in the weights of the last layer, and a
  linear function on a box is largest at a corner: at ±c. A ReLU unit whose weights and bias
  are all multiplied by s > 1 gives s times as much, so a unit that adds to the estimate grows
  until one of its weights is at ±c.

  What is lost? Gulrajani et al. (2017) object to clipping for this before anything else: such
  critics are too simple, and miss the higher moments of the data. The second table agrees for
  one hidden layer: where means or variances differ the critic finds most of EM, where both
  agree and the shapes differ about half or less. A penalty leaves the weights free. That alone
  is no cure: against the same laws the one with λ = 1 found less still after as many steps,
  but for the means. (K is the steepest slope on [−10, 10]. Where that place has no data, the
  share comes out too low.)

Where to look
  gan/lipschitz.go, Clip and Saturation; figures/gallery/clipping.png, in the middle; claim 3.8`)
}

// lessonMoments is the second table of lesson 7.2: which moments a critic with one hidden
// layer sees.
func lessonMoments(t *testing.T) {
	say(t, `
  share of exact EM that estimate/K is, against N(0, 1), after 2000 steps; one hidden layer
  of 32 units

  real samples                              clipped, c = 0.01           penalty, λ = 1`)
	found := func(loss gan.Loss, draw func(x []float64, random *rand.Rand)) over {
		data := must(gan.NewSampler("law", 1, draw))(t)
		var shares []float64
		for seed := range uint64(seedsOfLessons) {
			c := lessonConfig(func(c *gan.Config) {
				c.Noise, c.Depth, c.Width, c.Batch, c.CriticRate, c.Penalty = 1, 1, 32, 64, 1e-3, 1
			})
			g := must(c.Game(loss, data, 1+seed))(t)
			_, g.Generator = gan.NewGaussians(0)
			if err := g.TrainCritic(2000); err != nil {
				t.Fatal(err)
			}
			r := measured(t, g, 1024, 1+seed)
			shares = append(shares, *r.EMEstimate/steepestOnLine(g.Critic, -10, 10)/r.EM)
		}
		return overSeeds(shares)
	}
	var clipped, penalised []over
	for _, law := range []struct {
		name string
		draw func(x []float64, random *rand.Rand)
	}{
		{"N(1, 1): another mean", func(x []float64, random *rand.Rand) { x[0] = 1 + random.NormFloat64() }},
		{"N(0, 4): another variance", func(x []float64, random *rand.Rand) { x[0] = 2 * random.NormFloat64() }},
		{"two peaks, at ±0.95; both are the same", func(x []float64, random *rand.Rand) {
			x[0] = math.Copysign(0.95, random.Float64()-0.5) + 0.31*random.NormFloat64()
		}},
		{"exponential, less 1; both are the same", func(x []float64, random *rand.Rand) { x[0] = random.ExpFloat64() - 1 }},
	} {
		clipped, penalised = append(clipped, found(gan.Wasserstein, law.draw)), append(penalised, found(gan.WassersteinGP, law.draw))
		say(t, "  %-40s  %s%s", law.name, clipped[len(clipped)-1], penalised[len(penalised)-1])
	}
	holds(t, "the clipped critic finds most of EM where means or variances differ", min(clipped[0].median, clipped[1].median) > 0.75)
	holds(t, "and about half or less where only the shapes do", max(clipped[2].median, clipped[3].median) < 0.55)
	holds(t, "the penalised one finds less but for the means, in the median", penalised[0].median > clipped[0].median &&
		penalised[1].median < clipped[1].median && penalised[2].median < clipped[2].median && penalised[3].median < clipped[3].median)
}

func lessonWhatIsLearnt(t *testing.T) {
	say(t, `
The question
  RMSProp divides a gradient by its usual size. Does its size then matter at all?

The code
  game.CriticOptimizer.(*gan.RMSProp).Epsilon = 1e-16   // instead of 1e-8
  comparison.Train(ctx, 300, nil)

The numbers
  exact EM after 300 iterations on the ring, 4 hidden layers: median and range
`)
	var start over
	learn := func(loss gan.Loss, clip, epsilon float64) (after, moved over) {
		c := lessonConfig(func(c *gan.Config) {
			c.Losses, c.Clip, c.Depth, c.Penalty = []gan.Loss{loss}, clip, 4, 1
			c.Rate, c.CriticRate, c.Iterations = 5e-4, 1e-3, 300
		})
		d := must(gan.NewComparison(c, must(gan.FindData(c.Data))(t)))(t)
		for _, p := range d.Runs {
			p.CriticOptimizer.(*gan.RMSProp).Epsilon = epsilon
			p.GeneratorOptimizer.(*gan.RMSProp).Epsilon = epsilon
		}
		before := last(must(d.Advance(t.Context(), 0, nil))(t), em)
		end := last(must(d.Advance(t.Context(), c.Iterations, nil))(t), em)
		change := make([]float64, len(end))
		for k := range end {
			change[k] = math.Abs(end[k] - before[k])
		}
		start = overSeeds(before) // the same for all
		return overSeeds(end), overSeeds(change)
	}
	frozen, still := learn(gan.Wasserstein, 0.001, 1e-8)
	revived, moved := learn(gan.Wasserstein, 0.001, 1e-16)
	hundredth, _ := learn(gan.Wasserstein, 0.01, 1e-8)
	tenth, _ := learn(gan.Wasserstein, 0.1, 1e-8)
	large, _ := learn(gan.Wasserstein, 1, 1e-8)
	penalty, _ := learn(gan.WassersteinGP, 1, 1e-8)
	for _, row := range []struct {
		name string
		over
	}{{"at the start", start}, {"c = 0.001", frozen}, {"c = 0.001, ε = 1e-16", revived}, {"c = 0.01", hundredth}, {"c = 0.1", tenth}, {"c = 1", large}, {"penalty", penalty}} {
		say(t, "  %-20s  %.2f  (%.2f to %.2f)", row.name, row.median, row.least, row.most)
	}
	holds(t, "with the smallest c nothing moves", still.most < 0.01)
	holds(t, "with a smaller ε it does", moved.median > 10*still.most)
	holds(t, "and with 16 units comes no nearer in the median seed, within a tenth", revived.median > 0.9*frozen.median)
	holds(t, "with the largest c it comes no nearer either, within a tenth", large.median > 0.9*start.median)
	holds(t, "with 16 units c = 0.01 learns next to nothing, and 0.1 does", hundredth.median > 0.9*start.median && tenth.median < 0.75*start.median)
	holds(t, "the penalty learns best", penalty.median < min(frozen.median, revived.median, tenth.median, large.median))
	say(t, `
What it says
  Not if gradients keep their size and are above ε: there RMSProp hides how small they are.
  (If they fall quickly it does not, lesson 8.5.) Below its ε of 1e-8 the smallest c stops altogether. With a smaller ε the generator moves again. In the
  median seed it comes no nearer with the 16 units of this table. With the 64 of
  clipping.png it does, in each seed: EM there falls from 2 to about 1.3 (the circle). Why
  the widths differ, this does not tell. With c = 1, where gradients explode, it comes hardly
  nearer in the median, and with 64 units no nearer. The penalty does best in the median.

  Which c is best depends on the width. With 16 units the paper's c = 0.01 learns next to
  nothing in this time. With 64, in clipping.png, where all else is as here, it is the best of
  the clipped ones, in the median: a layer may stretch by 64c there, and by 16c here. With 16
  units and more time, the 1000 iterations of clip-depth.png, it learns, and c = 0.03 to 0.1
  is better.

Where to look
  figures/clipping.go and figures/gallery/clipping.png, on the right; claims 3.8 and 4.5`)
}

func lessonPenalty(t *testing.T) {
	say(t, `
The question
  The estimate of a penalised critic is often several times EM. How can it be, if EM is
  the supremum?

The code
  game.Penalty = lambda
  game.TrainCritic(steps)                                // the generator is held still
  k := metrics.Lipschitz(critic, samples, lp.Euclidean)  // steepest between samples

The numbers
  the ring against the generator as made, 128 samples of each; median of %d seeds

          λ    steps    estimate        K   1 + EM/2λ   estimate/K      EM`, seedsOfLessons)
	medians := make(map[float64][2]float64)
	for _, row := range []struct {
		lambda float64
		steps  int
	}{{0.01, 400}, {0.1, 400}, {1, 400}, {10, 400}, {100, 400}, {100, 4000}} {
		lambda := row.lambda
		var estimates, ks, quotients, ems []float64
		for seed := range uint64(seedsOfLessons) {
			c := lessonConfig(func(c *gan.Config) { c.Penalty, c.CriticRate = lambda, 1e-3 })
			g := withCritic(t, c, gan.WassersteinGP, row.steps, 1+seed)
			e := gan.NewEvaluator(g.Data, g.Prior, g.Generator.In(), 128, 1+seed)
			record := must(e.Measure(t.Context(), g))(t)
			k := steepestBetween(g, e)
			estimates, ks = append(estimates, *record.EMEstimate), append(ks, k)
			quotients, ems = append(quotients, *record.EMEstimate/k), append(ems, record.EM)
			holds(t, "estimate / K is at most EM", *record.EMEstimate/k <= record.EM*(1+1e-9))
		}
		estimate, k, distance := overSeeds(estimates).median, overSeeds(ks).median, overSeeds(ems).median
		best := 1 + distance/(2*lambda)
		say(t, "    %7v    %5d    %8.2f   %6.2f   %9.2f   %10.2f   %5.2f", lambda, row.steps, estimate, k, best, overSeeds(quotients).median, distance)
		holds(t, "K lies above 1 + EM/2λ, by less than a fifth", k > best && k < 1.2*best)
		if row.steps > 400 {
			holds(t, "with λ = 100 and ten times the steps the critic finds more than nine tenths", estimate > 0.9*distance)
			continue
		}
		medians[lambda] = [2]float64{estimate, k}
		if lambda == 100 {
			holds(t, "with λ = 100 the critic finds less than half", estimate < distance/2)
		}
		if lambda < 1 {
			holds(t, "with a small λ the estimate is more than twice EM", overSeeds(estimates).least > 2*overSeeds(ems).most)
		}
	}
	holds(t, "K falls as λ grows", medians[0.01][1] > medians[0.1][1] && medians[0.1][1] > medians[1][1] && medians[1][1] > medians[100][1])
	holds(t, "the estimate falls as λ grows", medians[0.01][0] > medians[0.1][0] && medians[0.1][0] > medians[1][0] && medians[1][0] > medians[100][0])
	say(t, `
What it says
  A penalty is a price and no bound. A critic gains E_Pr f − E_Pθ f and pays
  λ E(slope − 1)². Were its slope s everywhere and its direction the best one, it would gain
  s·EM and pay λ(s − 1)². That is most worth at s = 1 + EM/2λ. The K that is found is that
  of the steepest place; it lies above, by less than a fifth. So with a small λ K is far above
  1, and the estimate is of the order of K·EM. Divided by K it is at most EM: between samples
  f/K is 1-Lipschitz. With λ = 100 slopes are near 1 after 400 steps, but these are too
  few to turn them the best way: the critic has found less than half of EM. After 4000 it
  has found nearly all. Gulrajani et al. take λ = 10, n_critic = 5 and Adam with α = 1e-4,
  β₁ = 0 and β₂ = 0.9: here, too, no momentum. On these small networks 0.1 and 1
  train faster (answer 7.2), and the presets (settings with a name, such as that of modes)
  have 0.1.

  What the penalty asks for is not what duality asks for. Duality wants slopes of at most
  1. That an optimal f has slope 1 is known along the segments from x to y over which the
  optimal plan moves mass (Gulrajani et al., proposition 1); the penalty is taken
  between independent pairs instead. A penalty on slopes above 1 alone asks for no more than
  duality does (Petzka et al. 2018). A third way bounds the slope of each layer: it divides
  the weights by their largest singular value (spectral normalisation, Miyato et al. 2018).
  With batch normalisation a score depends on the other samples of the minibatch, while the
  penalty takes each sample by itself; so Gulrajani et al. leave it out of the critic.

Where to look
  gan/lipschitz.go, PenaltyGradient; claims 3.2 and 4.5

Exercises
  1. At which c does the slope neither vanish nor explode, for width 16? Guess from
     the bound above, then measure.
  2. The penalty asks for slopes of 1. What does λ = 100 do to the slope, and λ = 0.01?
     And to what a generator learns?

Five questions
  1. By how much can a layer of width 16 with weights in [−c, c] stretch a gradient?
  2. What happens to the critic's slope with depth if c is 0.01, and if it is 1?
  3. Why does RMSProp still train with gradients of 1e-7, and not with some of 1e-24?
  4. What does the gradient penalty ask for, and what does duality ask for?
  5. A critic's estimate is 6 where EM is 1.25. Which number is missing to compare them?
  The answers: go test -v -run Answer07 ./gan`)
}

// steepestBetween returns the largest slope of a game's critic between two of the samples
// that an evaluator compares.
func steepestBetween(g *gan.Game, e *gan.Evaluator) float64 {
	points := append(slices.Clone(e.HeldOut), e.Samples(g)...)
	n := len(points) / g.Data.Dim
	scores := g.Critic.NewPass(n).Forward(points)
	var steepest float64
	for i := range n {
		for j := range i {
			d := floats.Distance(points[i*g.Data.Dim:(i+1)*g.Data.Dim], points[j*g.Data.Dim:(j+1)*g.Data.Dim], 2)
			steepest = max(steepest, math.Abs(scores[i]-scores[j])/d)
		}
	}
	return steepest
}
