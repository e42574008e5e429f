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

// What lessons, claims and answers train in common. Each is trained once in a run of the
// tests, when it is first asked for. The settings are those of presets, in networks and on
// batches that take seconds: see lessonPreset.

// remembered returns a function that calls train once for each key.
func remembered[K comparable, V any](train func(K) (V, error)) func(K) (V, error) {
	var trained sync.Map
	return func(key K) (V, error) {
		once, _ := trained.LoadOrStore(key, sync.OnceValues(func() (V, error) { return train(key) }))
		return once.(func() (V, error))()
	}
}

// ringRun trains all losses on the ring, on the paper's schedule: more steps of
// the critic at first.
var ringRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	d, err := comparison(lessonPreset("experiments", func(c *gan.Config) {
		c.Iterations, c.EvalEvery, c.EvalSamples = 400, 25, 128
	}))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), d)
})

// strongRun trains all losses on the ring against a strong opponent: those for which
// the number of modes differs much between seeds on forty, the WGAN with penalty, for which
// it does not and which takes longest to train, on half of them.
var strongRun = sync.OnceValues(func() (map[gan.Loss][]*gan.Run, error) {
	runs := make(map[gan.Loss][]*gan.Run)
	for _, loss := range gan.Losses() {
		d, err := comparison(lessonPreset("modes", func(c *gan.Config) {
			c.Losses, c.EvalSamples, c.Seeds = []gan.Loss{loss}, 512, seedsOfModes
			if loss == gan.WassersteinGP {
				c.Seeds = seedsOfModes / 2
			}
		}))
		if err != nil {
			return nil, err
		}
		if err := d.Train(context.Background(), d.Config.Iterations, nil); err != nil {
			return nil, err
		}
		runs[loss] = d.Runs
	}
	return runs, nil
})

// strongGames returns the games of a loss in strongRun, one a seed.
func strongGames(t testing.TB, loss gan.Loss) []*gan.Run {
	t.Helper()
	return must(strongRun())(t)[loss]
}

// strongModes returns how many modes each of them finds.
func strongModes(t testing.TB, loss gan.Loss) (found []float64) {
	t.Helper()
	for _, p := range strongGames(t, loss) {
		modes, _ := p.Data.Coverage(p.Samples(p.Game))
		found = append(found, float64(modes))
	}
	return found
}

// estimateOf returns what critic or discriminator makes of EM or JS.
func estimateOf(r gan.Record) float64 {
	if r.EMEstimate != nil {
		return *r.EMEstimate
	}
	return *r.JSEstimate
}

// medianSeed returns which of the seeds has the median EM at the end.
func medianSeed(records []gan.Record) int {
	ends := last(records, em)
	return slices.Index(ends, overSeeds(ends).median)
}

// correlations returns the rank correlation of estimate and exact EM over training
// of each seed, from a record on: from 1, as at step 0 a critic is untrained.
func correlations(records []gan.Record, from int) over {
	var all []float64
	for seed := range seedsOfLessons {
		var estimates, ems []float64
		for at := from*seedsOfLessons + seed; at < len(records); at += seedsOfLessons {
			estimates, ems = append(estimates, estimateOf(records[at])), append(ems, records[at].EM)
		}
		all = append(all, stat.Correlation(ranks(estimates), ranks(ems), nil))
	}
	return overSeeds(all)
}

// ranks returns the place of each value in their order; of equal ones, the mean.
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

// criticSteps is EM on the ring for 1, 5 and 25 steps of the critic.
var criticSteps = sync.OnceValues(func() (map[gan.Loss][]over, error) {
	results := make(map[gan.Loss][]over)
	for _, steps := range []int{1, 5, 25} {
		d, err := comparison(lessonPreset("critic-steps", func(c *gan.Config) {
			c.Losses, c.CriticSteps = []gan.Loss{gan.Wasserstein, gan.Minimax}, steps
		}))
		if err != nil {
			return nil, err
		}
		records, err := advance(context.Background(), d)
		if err != nil {
			return nil, err
		}
		for loss, r := range records {
			results[loss] = append(results[loss], overSeeds(last(r, em)))
		}
	}
	return results, nil
})

// optimizers are what lesson 10 compares.
var optimizers = []struct {
	name  string
	kind  gan.OptimizerKind
	beta1 float64
}{
	{"RMSProp", gan.KindRMSProp, 0}, {"Adam, β₁ = 0", gan.KindAdam, 0},
	{"Adam, β₁ = 0.5", gan.KindAdam, 0.5}, {"Adam, β₁ = 0.9", gan.KindAdam, 0.9},
}

// underOptimizer is how a loss did: EM at the end, and how far it swung, from the
// lowest to the highest, in the second half of training.
type underOptimizer struct{ em, swing over }

// momentumRun is what became of the ring with each of the optimizers, by loss.
var momentumRun = sync.OnceValues(func() (map[gan.Loss][]underOptimizer, error) {
	results := make(map[gan.Loss][]underOptimizer)
	for _, o := range optimizers {
		d, err := comparison(lessonPreset("momentum", func(c *gan.Config) {
			c.EvalEvery, c.Optimizer, c.Beta1 = 40, o.kind, o.beta1
		}))
		if err != nil {
			return nil, err
		}
		records, err := advance(context.Background(), d)
		if err != nil {
			return nil, err
		}
		for loss, r := range records {
			results[loss] = append(results[loss], underOptimizer{overSeeds(last(r, em)), swing(r)})
		}
	}
	return results, nil
})

// swing returns how far EM goes up and down in the second half of training.
func swing(records []gan.Record) over {
	var swings []float64
	for seed := range seedsOfLessons {
		var ems []float64
		for at := len(records)/2/seedsOfLessons*seedsOfLessons + seed; at < len(records); at += seedsOfLessons {
			ems = append(ems, records[at].EM)
		}
		swings = append(swings, floats.Max(ems)-floats.Min(ems))
	}
	return overSeeds(swings)
}

// tunedRun is a GAN with −log D and one step of the discriminator.
var tunedRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	d, err := comparison(lessonPreset("tuned-gan", func(c *gan.Config) { c.Batch, c.EvalSamples = 64, 512 }))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), d)
})

// gridRun trains all losses on the grid of 25, as strongRun does on the ring.
var gridRun = sync.OnceValues(func() (map[gan.Loss][]gan.Record, error) {
	d, err := comparison(lessonPreset("modes", func(c *gan.Config) {
		c.Data, c.Batch, c.EvalSamples = "25gaussians", 64, 512
	}))
	if err != nil {
		return nil, err
	}
	return advance(context.Background(), d)
})

// foundShares returns what trained critics find of EM: estimate over the critic's
// Lipschitz constant, as a share of exact EM, for each seed.
func foundShares(t testing.TB) (shares []float64) {
	t.Helper()
	for seed := range uint64(seedsOfLessons) {
		c := lessonConfig(func(c *gan.Config) { c.Noise, c.Depth, c.Width, c.CriticRate = 1, 1, 32, 1e-3 })
		g := must(betweenGaussians(c, gan.Wasserstein, 500, 1+seed))(t)
		record := measured(t, g, 256, 1+seed)
		// Its slope on a fine grid that holds all samples: exact, as a critic is
		// linear between its kinks, of which there are 32.
		grid := floats.Span(make([]float64, 20001), -5, 15)
		f := g.Critic.NewPass(len(grid)).Forward(grid)
		var steepest float64
		for k := range f[1:] {
			steepest = max(steepest, math.Abs(f[k+1]-f[k])/(grid[k+1]-grid[k]))
		}
		shares = append(shares, *record.EMEstimate/steepest/record.EM)
	}
	return shares
}

// betweenGaussians returns a game on gan.NewGaussians, ten apart, whose critic was trained.
func betweenGaussians(c gan.Config, loss gan.Loss, steps int, seed uint64) (*gan.Game, error) {
	data, generator := gan.NewGaussians(10)
	g, err := c.Game(loss, data, seed)
	if err != nil {
		return nil, err
	}
	g.Generator = generator
	return g, g.TrainCritic(steps)
}

// training is a critic or discriminator that was trained for some steps.
type training struct {
	loss  gan.Loss
	steps int
}

// saturatedGames returns a game for each seed whose critic was trained so between the two
// Gaussians.
var saturatedGames = remembered(func(k training) (games []*gan.Game, err error) {
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

// saturation is the mean length of what reaches a generated sample from a discriminator or
// critic of saturatedGames: over seeds, of the loss it was trained for, and of −log D; and
// ½L(D) + log 2, if it is a discriminator.
func saturation(t testing.TB, loss gan.Loss, steps int) (own, logD, js over) {
	t.Helper()
	var reaches, reachesLogD, estimates []float64
	for k, trained := range must(saturatedGames(training{loss, steps}))(t) {
		g := *trained
		record := measured(t, &g, 64, 1+uint64(k))
		reaches, estimates = append(reaches, record.GradNorm), append(estimates, estimateOf(record))
		g.Loss = gan.NonSaturating // another question to the same network
		reachesLogD = append(reachesLogD, measured(t, &g, 64, 1+uint64(k)).GradNorm)
	}
	return overSeeds(reaches), overSeeds(reachesLogD), overSeeds(estimates)
}

// onRing is a critic that is trained on the ring for 200 steps.
type onRing struct {
	loss  gan.Loss
	clip  float64
	depth int
}

// ringCritics returns records of such critics, one a seed, against a generator that is held
// still.
var ringCritics = remembered(func(k onRing) (records []gan.Record, err error) {
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
	return overSeeds(last(must(ringCritics(onRing{loss, clip, depth}))(t), gradient))
}
