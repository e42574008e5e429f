package gan_test

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"monge/gan"
)

// Lessons, claims and answers share the training in this file. Each runs once, when a test
// first needs it. The settings are those of presets, with networks and batches that train in
// seconds: see lessonPreset.

// memoized returns a function that calls train once for each key.
func memoized[K comparable, V any](train func(K) (V, error)) func(K) (V, error) {
	var trained sync.Map
	return func(key K) (V, error) {
		once, _ := trained.LoadOrStore(key, sync.OnceValues(func() (V, error) { return train(key) }))
		return once.(func() (V, error))()
	}
}

// ringRun trains all losses on the ring, with the paper's schedule: the first iterations have
// more critic steps.
var ringRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	c, err := comparison(lessonPreset("experiments", func(c *gan.Config) {
		c.Iterations, c.EvalEvery, c.EvalSamples = 400, 25, 128
	}))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), c)
})

// strongRun trains all losses on the ring with a strong critic or discriminator, on forty
// seeds, because the number of modes differs much between seeds. The WGAN with penalty has
// half as many: its number of modes differs little, and it takes longest to train.
var strongRun = sync.OnceValues(func() (map[gan.Loss][]*gan.Run, error) {
	runs := make(map[gan.Loss][]*gan.Run)
	for _, loss := range gan.Losses() {
		c, err := comparison(lessonPreset("modes", func(c *gan.Config) {
			c.Losses, c.EvalSamples, c.Seeds = []gan.Loss{loss}, 512, seedsOfModes
			if loss == gan.WassersteinGP {
				c.Seeds = seedsOfModes / 2
			}
		}))
		if err != nil {
			return nil, err
		}
		if err := c.Train(context.Background(), c.Config.Iterations, nil); err != nil {
			return nil, err
		}
		runs[loss] = c.Runs
	}
	return runs, nil
})

// strongGames returns the games of a loss in strongRun, one a seed.
func strongGames(t testing.TB, loss gan.Loss) []*gan.Run {
	t.Helper()
	return must(strongRun())(t)[loss]
}

// strongModes returns how many modes each game of strongGames finds.
func strongModes(t testing.TB, loss gan.Loss) (found []float64) {
	t.Helper()
	for _, run := range strongGames(t, loss) {
		modes, _ := run.Data.Coverage(run.Samples(run.Game))
		found = append(found, float64(modes))
	}
	return found
}

// estimateOf returns the critic's estimate of EM or the discriminator's of JS.
func estimateOf(r gan.Record) float64 {
	if r.EMEstimate != nil {
		return *r.EMEstimate
	}
	return *r.JSEstimate
}

// medianSeed returns the index of the seed with the median EM at the end.
func medianSeed(records []gan.Record) int {
	ends := last(records, em)
	return slices.Index(ends, overSeeds(ends).median)
}

// correlations returns, over seeds, the rank correlation of estimate and exact EM during
// training. It leaves out the first records of each seed, as many as from: at step 0 the
// critic is untrained.
func correlations(records []gan.Record, from int) over {
	return overSeeds(correlationsOfSeeds(records, from))
}

// correlationsOfSeeds returns what correlations sums up, one a seed.
func correlationsOfSeeds(records []gan.Record, from int) (all []float64) {
	for _, run := range bySeed(records) {
		var estimates, ems []float64
		for _, r := range run[from:] {
			estimates, ems = append(estimates, estimateOf(r)), append(ems, r.EM)
		}
		all = append(all, stat.Correlation(ranks(estimates), ranks(ems), nil))
	}
	return all
}

// ranks returns the rank of each value, from 0; equal values have the mean of their ranks.
func ranks(values []float64) []float64 {
	places := make([]float64, len(values))
	for i, v := range values {
		for j, w := range values {
			switch {
			case w < v:
				places[i]++
			case w == v && j != i:
				places[i] += 0.5
			}
		}
	}
	return places
}

// afterSteps is EM at the end, and the mean length of the gradient at generated samples.
type afterSteps struct{ em, gradient over }

// criticSteps is what 1, 5 and 25 steps of the critic lead to on the ring.
var criticSteps = sync.OnceValues(func() (map[gan.Loss][]afterSteps, error) {
	results := make(map[gan.Loss][]afterSteps)
	for _, steps := range []int{1, 5, 25} {
		c, err := comparison(lessonPreset("critic-steps", func(c *gan.Config) {
			c.Losses, c.CriticSteps = []gan.Loss{gan.Wasserstein, gan.Minimax}, steps
		}))
		if err != nil {
			return nil, err
		}
		records, err := advance(context.Background(), c)
		if err != nil {
			return nil, err
		}
		for loss, r := range records {
			results[loss] = append(results[loss], afterSteps{overSeeds(last(r, em)), overSeeds(last(r, gradient))})
		}
	}
	return results, nil
})

// optimizers are those that lesson 10 compares.
var optimizers = []struct {
	name  string
	kind  gan.OptimizerKind
	beta1 float64
}{
	{"RMSProp", gan.KindRMSProp, 0}, {"Adam, β₁ = 0", gan.KindAdam, 0},
	{"Adam, β₁ = 0.5", gan.KindAdam, 0.5}, {"Adam, β₁ = 0.9", gan.KindAdam, 0.9},
}

// underOptimizer is the result of one loss with one optimizer: EM at the end, and the
// difference of the highest and the lowest EM in the second half of training.
type underOptimizer struct{ em, swing over }

// momentumRun trains on the ring with each of the optimizers, and returns results by loss.
var momentumRun = sync.OnceValues(func() (map[gan.Loss][]underOptimizer, error) {
	results := make(map[gan.Loss][]underOptimizer)
	for _, o := range optimizers {
		c, err := comparison(lessonPreset("momentum", func(c *gan.Config) {
			c.EvalEvery, c.Optimizer, c.Beta1 = 40, o.kind, o.beta1
		}))
		if err != nil {
			return nil, err
		}
		records, err := advance(context.Background(), c)
		if err != nil {
			return nil, err
		}
		for loss, r := range records {
			results[loss] = append(results[loss], underOptimizer{overSeeds(last(r, em)), overSeeds(swings(r))})
		}
	}
	return results, nil
})

// swings returns, for each seed, the difference of the highest and the lowest EM in the
// second half of training.
func swings(records []gan.Record) (swings []float64) {
	for _, run := range bySeed(records) {
		var ems []float64
		for _, r := range run[len(run)/2:] {
			ems = append(ems, r.EM)
		}
		swings = append(swings, floats.Max(ems)-floats.Min(ems))
	}
	return swings
}

// tunedRun is a GAN with −log D and one step of the discriminator.
var tunedRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	c, err := comparison(lessonPreset("tuned-gan", func(c *gan.Config) { c.Batch, c.EvalSamples = 64, 512 }))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), c)
})

// gridRun trains all losses on the grid of 25, as strongRun does on the ring.
var gridRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	c, err := comparison(lessonPreset("modes", func(c *gan.Config) {
		c.Data, c.Batch, c.EvalSamples = "25gaussians", 64, 512
	}))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), c)
})

// foundShares returns, for each seed, the estimate of a trained critic divided by its
// Lipschitz constant, as a share of exact EM.
func foundShares(t testing.TB) (shares []float64) {
	t.Helper()
	for seed := range uint64(seedsOfLessons) {
		c := lessonConfig(func(c *gan.Config) { c.Noise, c.Depth, c.Width, c.CriticRate = 1, 1, 32, 1e-3 })
		g := must(betweenGaussians(c, gan.Wasserstein, 500, 1+seed))(t)
		record := measured(t, g, 256, 1+seed)
		shares = append(shares, *record.EMEstimate/steepestOnLine(g.Critic, -5, 15)/record.EM)
	}
	return shares
}

// steepestOnLine returns the largest slope of a critic with one hidden layer of 32 units on
// an interval, from a fine grid. It is exact: between its kinks the critic is linear.
func steepestOnLine(critic *gan.Network, from, to float64) float64 {
	grid := floats.Span(make([]float64, 20001), from, to)
	f := critic.NewPass(len(grid)).Forward(grid)
	var steepest float64
	for k := range f[1:] {
		steepest = max(steepest, math.Abs(f[k+1]-f[k])/(grid[k+1]-grid[k]))
	}
	return steepest
}

// betweenGaussians returns a game on gan.NewGaussians(10) after that many critic steps.
func betweenGaussians(c gan.Config, loss gan.Loss, steps int, seed uint64) (*gan.Game, error) {
	data, generator := gan.NewGaussians(10)
	g, err := c.Game(loss, data, seed)
	if err != nil {
		return nil, err
	}
	g.Generator = generator
	return g, g.TrainCritic(steps)
}

// training is the loss of a critic or discriminator, and the number of its steps.
type training struct {
	loss  gan.Loss
	steps int
}

// saturatedGames returns, for each seed, a game whose critic was trained on the two
// Gaussians with that loss and number of steps.
var saturatedGames = memoized(func(k training) (games []*gan.Game, err error) {
	for seed := range uint64(seedsOfLessons) {
		c := lessonConfig(func(c *gan.Config) { c.Noise, c.Clip, c.CriticRate = 1, 0.1, 1e-3 })
		g, err := betweenGaussians(c, k.loss, k.steps, 1+seed)
		if err != nil {
			return nil, err
		}
		games = append(games, g)
	}
	return games, nil
})

// saturation returns, over seeds, the mean length of the gradient at generated samples for
// the games of saturatedGames: of the generator's own loss, and of −log D. It also returns
// the estimate of JS or EM.
func saturation(t testing.TB, loss gan.Loss, steps int) (own, logD, js over) {
	t.Helper()
	var reaches, reachesLogD, estimates []float64
	for k, trained := range must(saturatedGames(training{loss, steps}))(t) {
		g := *trained
		record := measured(t, &g, 64, 1+uint64(k))
		reaches, estimates = append(reaches, record.GradNorm), append(estimates, estimateOf(record))
		g.Loss = gan.NonSaturating // another generator's loss for the same discriminator
		reachesLogD = append(reachesLogD, measured(t, &g, 64, 1+uint64(k)).GradNorm)
	}
	return overSeeds(reaches), overSeeds(reachesLogD), overSeeds(estimates)
}

// ringCritic is the loss, clipping and depth of a critic on the ring.
type ringCritic struct {
	loss  gan.Loss
	clip  float64
	depth int
}

// ringCritics returns a record for each seed of such a critic after 200 steps. The generator
// does not change.
var ringCritics = memoized(func(k ringCritic) (records []gan.Record, err error) {
	for seed := range uint64(seedsOfLessons) {
		c := lessonConfig(func(c *gan.Config) { c.Clip, c.Depth, c.Penalty, c.CriticRate = k.clip, k.depth, 1, 1e-3 })
		data, err := gan.FindData(c.Data)
		if err != nil {
			return nil, err
		}
		g, err := c.Game(k.loss, data, 1+seed)
		if err != nil {
			return nil, err
		}
		if err := g.TrainCritic(200); err != nil {
			return nil, err
		}
		r, err := gan.NewEvaluator(g.Data, g.Prior, g.Generator.In(), 64, 1+seed).Measure(context.Background(), g)
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	return records, nil
})

// slopes returns the slope of trained critics over seeds.
func slopes(t testing.TB, loss gan.Loss, clip float64, depth int) over {
	t.Helper()
	return overSeeds(last(must(ringCritics(ringCritic{loss, clip, depth}))(t), gradient))
}
