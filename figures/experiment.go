package figures

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"monge/figures/internal/kit"
	"monge/gan"
)

// defaultExperiment returns all losses on the ring, on the paper's schedule: the
// critic takes more steps at first, then 5. Figures 3 and 4 and the animation show
// this run. Networks and rates are those that a minute can train.
func defaultExperiment() gan.Config {
	c := gan.DefaultConfig()
	c.Width, c.Iterations, c.EvalEvery, c.EvalSamples, c.Seeds = 32, 500, 25, 256, 5
	c.Rate, c.CriticRate, c.Clip = 3e-4, 1e-3, 0.1
	c.Warmup, c.WarmupSteps = 10, 50
	return c
}

// experiment is a run in the plane with what there is to show of it.
type experiment struct {
	*trained
	samples [][][]float64 // by measurement and game: copies, n×2, row by row
	floor   []float64     // by seed: EM of as many real samples against the held-out ones
}

// trainExperiment trains as config says. It returns an error that names the value
// if the data are not of the plane, and those of gan.Config.Check.
func trainExperiment(ctx context.Context, config gan.Config, progress Progress) (*experiment, error) {
	if _, err := planeData(config.Data); err != nil {
		return nil, err
	}
	e := new(experiment)
	var err error
	if e.trained, err = train(ctx, config, progress, func(d *gan.Comparison) error {
		var now [][]float64
		for _, p := range d.Runs {
			now = append(now, slices.Clone(p.Samples(p.Game)))
		}
		e.samples = append(e.samples, now)
		return nil
	}); err != nil {
		return nil, err
	}
	e.floor, err = e.floors(ctx)
	return e, err
}

// experiments keeps the last experiment that was trained, so that figures which
// show the same run train it once. A nil *experiments keeps nothing.
type experiments struct {
	mutex sync.Mutex
	last  *experiment
}

// train returns the last experiment if it was trained as config says, for as many
// seeds or more. Otherwise it trains.
func (kept *experiments) train(ctx context.Context, config gan.Config, progress Progress) (*experiment, error) {
	if kept == nil {
		return trainExperiment(ctx, config, progress)
	}
	kept.mutex.Lock()
	defer kept.mutex.Unlock()
	if kept.last != nil && kept.last.Config.Seeds >= config.Seeds {
		wanted := config
		wanted.Seeds = kept.last.Config.Seeds
		if reflect.DeepEqual(wanted, kept.last.Config) {
			return kept.last, nil
		}
	}
	e, err := trainExperiment(ctx, config, progress)
	if err == nil {
		kept.last = e
	}
	return e, err
}

// planeData returns the data of that name, or an error if there are none in the
// plane.
func planeData(name string) (gan.Data, error) {
	data, err := gan.FindData(name)
	if err == nil && data.Dim != 2 {
		err = fmt.Errorf("figures: data %q are of dimension %d; samples are drawn in the plane", name, data.Dim)
	}
	return data, err
}

// exactEM and estimate are what a record says of EM, and what its critic or
// discriminator makes of EM or JS.
func exactEM(r gan.Record) float64 { return r.EM }

func estimate(r gan.Record) float64 {
	if r.EMEstimate != nil {
		return *r.EMEstimate
	}
	return *r.JSEstimate
}

// correlations returns, for each seed, the rank correlation over training of
// estimate and exact EM. Step 0 is left out, for the critic is untrained there.
func (t *trained) correlations(loss gan.Loss) []float64 {
	em, estimated := t.curves(loss, exactEM), t.curves(loss, estimate)
	all := make([]float64, len(em))
	for k := range em {
		all[k] = rankCorrelation(kit.Heights(em[k][1:]), kit.Heights(estimated[k][1:]))
	}
	return all
}
