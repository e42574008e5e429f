package gan_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/gan"
	"monge/metrics"
)

// The paper's claims about training. Each is tested on five seeds, or on more where seeds
// differ much. Lessons 7 to 10 print the numbers, and share the training. The bounds leave room
// for other seeds; lesson 10 says where a claim is weak.

// Two runs of the same settings and seeds differ in the number of the discriminator's steps alone.
func TestClaim1_5_AGANWithAStrongDiscriminatorCollapsesAndOneThatIsBalancedDoesNot(t *testing.T) {
	trains(t)
	const seeds = 15
	found := func(steps int) average {
		_, records := play(t, lessonPreset("tuned-gan", func(c *gan.Config) {
			c.CriticSteps, c.Seeds, c.EvalSamples = steps, seeds, 512
		}))
		var counts []float64
		for _, r := range records[gan.NonSaturating] {
			if r.Step > 0 {
				counts = append(counts, modes(r))
			}
		}
		return averageOf(counts)
	}
	if strong, balanced := found(10), found(1); !(strong.mean < 4.5 && balanced.mean > 6 && balanced.mean > strong.mean+2*math.Hypot(strong.err, balanced.err)) {
		t.Errorf("with ten steps of the discriminator %v modes are found, with one %v", strong, balanced)
	}
}

func TestClaim3_2_ATrainedCriticDividedByItsLipschitzConstantFindsAtMostEarthMover(t *testing.T) {
	trains(t)
	for seed, share := range foundShares(t) {
		if !(share > 0.3 && share <= 1) {
			t.Errorf("seed %d: estimate / K is %v of EM", 1+seed, share)
		}
	}
}

// The optimal discriminator between N(0, 1) and N(1, 1) has the logit ½ − x.
func TestClaim3_4_ATrainedDiscriminatorApproachesTheOptimalOne(t *testing.T) {
	trains(t)
	js := must(metrics.NormalJS(distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 1, Sigma: 1}))(t)
	data := gan.DrawnBy(1, func(x []float64, random *rand.Rand) {
		for k := range x {
			x[k] = random.NormFloat64()
		}
	})
	for seed := range uint64(seedsOfLessons) {
		c := lessonConfig(func(c *gan.Config) {
			c.Noise, c.Batch, c.Optimizer, c.Beta1, c.CriticRate = 1, 512, gan.KindAdam, 0.9, 1e-3
		})
		g := must(c.Game(gan.Minimax, data, 1+seed))(t)
		g.Generator = gan.NewNetwork([]int{1, 1}, gan.ReLU, rand.New(rand.NewPCG(0, 0)))
		g.Generator.Parameters[0], g.Generator.Parameters[1] = 1, 1 // z + 1
		if err := g.TrainCritic(3000); err != nil {
			t.Fatal(err)
		}
		grid := floats.Span(make([]float64, 61), -1, 2)
		for k, score := range g.Critic.NewPass(len(grid)).Forward(grid) {
			if d, best := 1/(1+math.Exp(-score)), 1/(1+math.Exp(grid[k]-0.5)); math.Abs(d-best) > 0.1 {
				t.Errorf("seed %d: D(%.2f) = %.3f, D* = %.3f", 1+seed, grid[k], d, best)
			}
		}
		record := must(gan.NewEvaluator(data, g.Prior, 1, 4096, 1+seed).Measure(t.Context(), g))(t)
		if off := math.Abs(*record.JSEstimate - js); off > 0.02 {
			t.Errorf("seed %d: ½L(D) + log 2 is %.4f, JS %.4f", 1+seed, *record.JSEstimate, js)
		}
	}
}

// The losses of a critic are linear in scores. The scores of a network have no bound, the
// weights of a clipped critic have one.
func TestClaim3_5_ACriticHasNoLogNoSigmoidAndBoundedWeights(t *testing.T) {
	for _, loss := range gan.Losses() {
		at := func(s float64) (critic, generator float64) {
			d := make([]float64, 1)
			return loss.Critic([]float64{s}, []float64{-s}, d, make([]float64, 1)), loss.Generator([]float64{s}, d)
		}
		c0, g0 := at(0)
		c1, g1 := at(1)
		c2, g2 := at(2)
		linear := c2-2*c1+c0 == 0 && g2-2*g1+g0 == 0
		if linear != loss.IsWasserstein() {
			t.Errorf("%s: linear in its scores: %v", loss, linear)
		}
		c := lessonConfig(func(c *gan.Config) { c.Clip, c.CriticRate = 0.05, 1e-2 })
		g := must(c.Game(loss, must(gan.FindData(c.Data))(t), 1))(t)
		if err := g.TrainCritic(20); err != nil {
			t.Fatal(err)
		}
		if largest := floats.Norm(g.Critic.Parameters, math.Inf(1)); (largest <= c.Clip) != (loss == gan.Wasserstein) {
			t.Errorf("%s: the largest weight is %v, c is %v", loss, largest, c.Clip)
		}
		for k := range g.Critic.Parameters {
			g.Critic.Parameters[k] = 10
		}
		if score := g.Critic.NewPass(1).Forward([]float64{1, 1})[0]; !(score > 1e6) {
			t.Errorf("%s: a score of %v, where a sigmoid would end at 1", loss, score)
		}
	}
}

func TestClaim3_6_ADiscriminatorVanishesWhereACriticStays(t *testing.T) {
	trains(t)
	minimax, _, _ := saturation(t, gan.Minimax, 2000)
	critic, _, _ := saturation(t, gan.Wasserstein, 2000)
	if !(minimax.median < 1e-4 && minimax.most < critic.least/10) || !(critic.least > 1e-3) {
		t.Errorf("gradients at generated samples: log(1 − D) %v, critic %v", minimax, critic)
	}
	if bound := steepest(0.1, 3); !(critic.most <= bound) {
		t.Errorf("the critic's gradient is %v, more than the %v that its weights allow", critic, bound)
	}
	for seed, g := range must(saturatedGames(training{gan.Wasserstein, 2000}))(t) {
		grid := floats.Span(make([]float64, 101), 0, 10) // from real samples to generated ones
		f := g.Critic.NewPass(len(grid)).Forward(grid)
		if r := stat.Correlation(grid, f, nil); !(r*r > 0.9) {
			t.Errorf("seed %d: the critic is no line: R² = %v", 1+seed, r*r)
		}
	}
}

func TestClaim3_7_TheGradientOfMinimaxVanishesAndThatOfLogDGrows(t *testing.T) {
	trains(t)
	early, earlyLogD, _ := saturation(t, gan.Minimax, 100)
	late, lateLogD, _ := saturation(t, gan.Minimax, 2000)
	if !(late.median < 1e-3*early.median && late.most < early.least/10) {
		t.Errorf("log(1 − D): %v after 100 steps, %v after 2000", early, late)
	}
	if !(lateLogD.median > 2*earlyLogD.median) {
		t.Errorf("−log D: %v after 100 steps, %v after 2000", earlyLogD, lateLogD)
	}
	earlyCritic, _, _ := saturation(t, gan.Wasserstein, 100)
	lateCritic, _, _ := saturation(t, gan.Wasserstein, 2000)
	if ratio := lateCritic.median / earlyCritic.median; !(ratio > 0.5 && ratio < 2) {
		t.Errorf("the critic does not settle: %v after 100 steps, %v after 2000", earlyCritic, lateCritic)
	}
}

// The paper says that gradients vanish with depth if c is small. With a large c they do not
// vanish, they explode.
func TestClaim3_8_ASmallClipVanishesWithDepthAndALargeOneExplodes(t *testing.T) {
	trains(t)
	for _, test := range []struct {
		clip  float64
		holds func(shallow, deep over) bool
	}{
		{0.001, func(shallow, deep over) bool { return deep.most < 1e-9*shallow.least }},
		{0.01, func(shallow, deep over) bool { return deep.most < 1e-6*shallow.least }},
		{1, func(shallow, deep over) bool { return deep.least > 1e3*shallow.most }},
	} {
		if shallow, deep := slopes(t, gan.Wasserstein, test.clip, 2), slopes(t, gan.Wasserstein, test.clip, 8); !test.holds(shallow, deep) {
			t.Errorf("c = %v: slope %v with 2 layers, %v with 8", test.clip, shallow, deep)
		}
	}
}

// With β₁ = 0.9 EM is larger at the end in nearly every seed. It also swings farther in most
// seeds, and by a factor that differs so much that five seeds may show none: of thirty, five
// swing less. The test takes the factor's geometric mean over fifteen seeds.
func TestClaim3_10_MomentumMakesACriticWorse(t *testing.T) {
	trains(t)
	const seeds = 15
	under := func(kind gan.OptimizerKind, beta1 float64) (ends, ranges []float64) {
		_, records := play(t, lessonPreset("momentum", func(c *gan.Config) {
			c.Losses, c.EvalEvery, c.Seeds = []gan.Loss{gan.Wasserstein}, 40, seeds
			c.Optimizer, c.Beta1 = kind, beta1
		}))
		return last(records[gan.Wasserstein], em), swings(records[gan.Wasserstein])
	}
	ems, ranges := under(gan.KindRMSProp, 0)
	emsWith, rangesWith := under(gan.KindAdam, 0.9)
	worse := 0
	for seed := range seeds {
		if emsWith[seed] > ems[seed] {
			worse++
		}
	}
	// 12 of 15 or more come by chance in 1.8 % of the cases. It was 15 in 64 bits, 13 in 32.
	if plain, most := overSeeds(ems), overSeeds(emsWith); !(most.median > 1.3*plain.median) || worse < seeds-3 {
		t.Errorf("EM %v by RMSProp, %v by Adam with β₁ = 0.9, larger in %d seeds of %d", plain, most, worse, seeds)
	}
	if factor := stat.GeometricMean(rangesWith, nil) / stat.GeometricMean(ranges, nil); !(factor > 1.3) {
		t.Errorf("with Adam and β₁ = 0.9 EM swings %v times as far as with RMSProp", factor)
	}
}

func TestClaim4_1_TheCriticsEstimateFallsWithExactEarthMover(t *testing.T) {
	trains(t)
	for _, loss := range []gan.Loss{gan.Wasserstein, gan.WassersteinGP} {
		if rho := correlations(must(ringRun())(t)[loss], 1); !(rho.median > 0.3) {
			t.Errorf("%s: rank correlation %v", loss, rho)
		}
	}
}

// During training EM falls with the step, so any number that falls with the step agrees with
// it. Here the samples get worse as the step goes on: the test moves them by 1.5 to the
// right and trains the critic again. Its estimate must rise with EM.
func TestClaim4_1_TheCriticsEstimateRisesWhenTheGeneratorIsMadeWorse(t *testing.T) {
	trains(t)
	for _, loss := range []gan.Loss{gan.Wasserstein, gan.WassersteinGP} {
		var ems, estimates []float64 // after as a multiple of before
		for seed := range uint64(seedsOfLessons) {
			c := lessonConfig(func(c *gan.Config) { c.Width, c.Rate, c.CriticRate, c.Clip, c.CriticSteps = 32, 1e-3, 1e-3, 0.1, 10 })
			g := must(c.Game(loss, must(gan.FindData(c.Data))(t), 1+seed))(t)
			for range 300 {
				if err := g.Iterate(); err != nil {
					t.Fatal(err)
				}
			}
			settled := func() gan.Record {
				if err := g.TrainCritic(200); err != nil {
					t.Fatal(err)
				}
				return measured(t, g, 256, 1+seed)
			}
			before := settled()
			g.Generator.Layers[len(g.Generator.Layers)-1].Bias[0] += 1.5
			after := settled()
			ems, estimates = append(ems, after.EM/before.EM), append(estimates, *after.EMEstimate / *before.EMEstimate)
		}
		if em, estimate := overSeeds(ems), overSeeds(estimates); !(em.least > 1 && estimate.least > 1) {
			t.Errorf("%s: after / before: EM %v, estimate %v", loss, em, estimate)
		}
	}
}

// Where the estimate ends differs between seeds. Of thirty, eighteen end at log 2, and the
// others at 0.47 to 0.55.
func TestClaim4_2_TheJensenShannonEstimateDoesNotTrackQuality(t *testing.T) {
	trains(t)
	records := must(ringRun())(t)
	critic := min(correlations(records[gan.Wasserstein], 1).median, correlations(records[gan.WassersteinGP], 1).median)
	for _, loss := range []gan.Loss{gan.Minimax, gan.NonSaturating} {
		if rho := correlations(records[loss], 1); !(rho.least < 0 && rho.median < 0.3 && rho.median < critic) {
			t.Errorf("%s: rank correlation %v, of critics %v", loss, rho, critic)
		}
	}
	if js := overSeeds(last(records[gan.Minimax], estimateOf)); !(js.least > 0.6*math.Ln2 && js.most > 0.95*math.Ln2) {
		t.Errorf("minimax: estimate %v at the end; one should be log 2, and none far below it", js)
	}
}

func TestClaim4_3_ACriticGainsFromMoreStepsAndADiscriminatorDoesNot(t *testing.T) {
	trains(t)
	results := must(criticSteps())(t)
	if five, many := results[gan.Wasserstein][1].em, results[gan.Wasserstein][2].em; !(many.median < five.median) {
		t.Errorf("WGAN: EM %v with 5 steps, %v with 25", five, many)
	}
	if five, many := results[gan.Minimax][1].em, results[gan.Minimax][2].em; !(many.median > five.median) {
		t.Errorf("minimax: EM %v with 5 steps, %v with 25", five, many)
	}
}

// A fixed number of steps does not reach the optimum. Here, in Example 1, the critic or
// discriminator is trained before each step of the generator until its estimate hardly changes,
// or for 500 steps. The discriminator's always gets there, the clipped critic's in more than
// three of four cases. θ still goes to 0 with the critic, and hardly moves with the discriminator.
func TestClaim4_3_TrainedToConvergenceACriticMovesThetaToZeroAndADiscriminatorDoesNot(t *testing.T) {
	trains(t)
	theta, share := make(map[gan.Loss]over), make(map[gan.Loss]float64) // of times that the estimate settled
	for _, loss := range []gan.Loss{gan.Wasserstein, gan.Minimax} {
		var ends []float64
		for seed := range uint64(seedsOfLessons) {
			c := lessonPreset("lines", func(c *gan.Config) { c.Width = 16 })
			g := must(c.Game(loss, must(gan.FindData(c.Data))(t), 1+seed))(t)
			const steps = 220
			for range steps {
				if trainToConvergence(t, g, 1+seed) {
					share[loss] += 1. / steps / seedsOfLessons
				}
				if err := g.TrainGenerator(); err != nil {
					t.Fatal(err)
				}
			}
			ends = append(ends, math.Abs(gan.Theta(g.Generator)))
		}
		theta[loss] = overSeeds(ends)
	}
	if critic, discriminator := theta[gan.Wasserstein], theta[gan.Minimax]; !(critic.most < 0.1 && discriminator.least > 0.8) {
		t.Errorf("|θ|, which starts at 1: WGAN %v, minimax %v", critic, discriminator)
	}
	if critic, discriminator := share[gan.Wasserstein], share[gan.Minimax]; !(critic > 0.75 && discriminator > 0.999) {
		t.Errorf("the share of times that the estimate settled: WGAN %v, minimax %v", critic, discriminator)
	}
}

// trainToConvergence trains the critic or discriminator of a game until 25 steps change its
// estimate by less than a fiftieth, and says whether they did. It stops after 500 steps, because
// near the supremum minibatches keep changing a clipped critic.
func trainToConvergence(t testing.TB, g *gan.Game, seed uint64) bool {
	t.Helper()
	before := math.Inf(1)
	for range 20 {
		if err := g.TrainCritic(25); err != nil {
			t.Fatal(err)
		}
		now := estimateOf(measured(t, g, 64, seed))
		if math.Abs(now-before) < math.Abs(now)/50 {
			return true
		}
		before = now
	}
	return false
}

// Over five hundred seeds minimax finds 3.7 modes, −log D 3.6, and a clipped WGAN 4.9, while
// single seeds find 1 to 8. So there are sixty seeds beyond the forty of the lessons, and the two
// averages differ by more than two standard errors.
func TestClaim4_4_WithAStrongDiscriminatorGANsLoseModesAndACriticKeepsMore(t *testing.T) {
	trains(t)
	c := must(comparison(lessonPreset("modes", func(c *gan.Config) {
		c.Losses, c.EvalSamples = []gan.Loss{gan.Minimax, gan.NonSaturating, gan.Wasserstein}, 512
		c.Seeds, c.Seed = 60, c.Seed+seedsOfModes
	})))(t)
	if err := c.Train(t.Context(), c.Config.Iterations, nil); err != nil {
		t.Fatal(err)
	}
	found := make(map[gan.Loss][]float64)
	for _, loss := range c.Config.Losses {
		found[loss] = strongModes(t, loss)
	}
	for _, run := range c.Runs {
		modes, _ := run.Data.Coverage(run.Samples(run.Game))
		found[run.Loss] = append(found[run.Loss], float64(modes))
	}
	clipped, penalised := averageOf(found[gan.Wasserstein]), averageOf(strongModes(t, gan.WassersteinGP))
	for _, loss := range []gan.Loss{gan.Minimax, gan.NonSaturating} {
		found := averageOf(found[loss])
		if apart := math.Hypot(found.err, clipped.err); !(found.mean+2*apart < clipped.mean) {
			t.Errorf("%s finds %v modes, a clipped WGAN %v", loss, found, clipped)
		}
		if !(found.mean < 4.5 && penalised.mean > 7.5) {
			t.Errorf("%s finds %v modes of 8, a WGAN with penalty %v", loss, found, penalised)
		}
	}
}

// The claim that no modes are lost fails in two cases. With clipped weights modes are lost.
// On the grid of 25 no loss finds a third of the modes in the median seed; a single seed may
// find half, as one of the WGAN with penalty does with 32 bits.
func TestClaim4_4_FailsForClippedWeightsAndOnTheGrid(t *testing.T) {
	trains(t)
	if found := averageOf(strongModes(t, gan.Wasserstein)); found.mean > 6 {
		t.Errorf("ring: a clipped WGAN finds %v modes: the claim holds, say so", found)
	}
	for loss, records := range must(gridRun())(t) {
		if found := overSeeds(last(records, modes)); !(found.median < 25./3) {
			t.Errorf("grid: %s finds %v modes: the claim holds, say so", loss, found)
		}
	}
}

func TestClaim4_5_WithAPenaltyTheSlopeIsOfTheOrderOf1AtAnyDepth(t *testing.T) {
	trains(t)
	for _, depth := range []int{2, 4, 8} {
		t.Run(fmt.Sprint(depth), func(t *testing.T) {
			if s := slopes(t, gan.WassersteinGP, 1, depth); !(s.least > 0.3 && s.most < 2.5) {
				t.Errorf("slope %v", s)
			}
		})
	}
}

// The preset "vanishing" without changes, on five seeds.
func TestClaim3_7_UnderPresetVanishingMinimaxStaysWhereItIs(t *testing.T) {
	trains(t)
	c := must(gan.FindPreset("vanishing"))(t)
	c.Losses, c.Seeds, c.EvalEvery = []gan.Loss{gan.Minimax, gan.Wasserstein}, seedsOfLessons, 0
	_, records := play(t, c)
	if stays, comes := overSeeds(last(records[gan.Minimax], em)), overSeeds(last(records[gan.Wasserstein], em)); !(stays.least > 3 && comes.median < 1) {
		t.Errorf("EM: minimax %v, WGAN %v", stays, comes)
	}
}
