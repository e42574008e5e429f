package figures

import (
	"context"
	"fmt"
	"slices"

	"monge/figures/internal/kit"
	"monge/gan"
)

// preset returns the preset of that name, see gan.Presets, with five seeds. It panics if
// there is no such preset.
func preset(name string) gan.Config {
	c, err := gan.FindPreset(name)
	if err != nil {
		panic(err)
	}
	c.Seeds = 5
	return c
}

// defaultExperiment returns the settings of Figure 4, preset experiments: all losses on the
// ring, with more critic steps in the first iterations, as in the paper, and 5 afterwards.
func defaultExperiment() gan.Config {
	c := preset("experiments")
	c.EvalSamples = 256
	return c
}

// experiment is a training run in the plane with the samples at each record.
type experiment struct {
	*trained
	samples [][][]float64 // samples[record][run], each n×2, row by row
	floor   []float64     // for each seed: see trained.floors
}

// trainToyExperiment is trainExperiment on the toy that config.Data names.
func trainToyExperiment(ctx context.Context, config gan.Config, progress Progress) (*experiment, error) {
	data, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	return trainExperiment(ctx, config, data, progress)
}

// trainExperiment trains on data with the settings of config. It returns an error that names
// the dimension if the data are not in the plane, and the errors of gan.Config.Check.
func trainExperiment(ctx context.Context, config gan.Config, data gan.Data, progress Progress) (*experiment, error) {
	if err := checkPlane(data); err != nil {
		return nil, err
	}
	e := new(experiment)
	var err error
	if e.trained, err = trainOn(ctx, config, data, progress, func(comparison *gan.Comparison) error {
		var now [][]float64
		for _, run := range comparison.Runs {
			now = append(now, slices.Clone(run.Samples(run.Game)))
		}
		e.samples = append(e.samples, now)
		return nil
	}); err != nil {
		return nil, err
	}
	e.floor, err = e.floors(ctx)
	return e, err
}

// planeData returns the data of that name. It returns an error if there are none or they
// are not in the plane.
func planeData(name string) (gan.Data, error) {
	data, err := gan.FindData(name)
	if err == nil {
		err = checkPlane(data)
	}
	return data, err
}

// checkPlane returns an error if data are not in the plane.
func checkPlane(data gan.Data) error {
	if data.Dim != 2 {
		return fmt.Errorf("figures: data %q are of dimension %d; the figure shows samples in the plane", data.Name, data.Dim)
	}
	return nil
}

// exactEM returns the exact EM of a record.
func exactEM(r gan.Record) float64 { return r.EM }

// estimate returns the critic's estimate of EM or the discriminator's of JS. It panics if
// the record has neither.
func estimate(r gan.Record) float64 {
	if r.EMEstimate != nil {
		return *r.EMEstimate
	}
	return *r.JSEstimate
}

// correlations returns, for each seed, the rank correlation of estimate and exact EM
// over the records. It leaves out step 0, where the critic is untrained.
func (t *trained) correlations(loss gan.Loss) []float64 {
	em, estimated := t.curves(loss, exactEM), t.curves(loss, estimate)
	all := make([]float64, len(em))
	for k := range em {
		all[k] = rankCorrelation(kit.Heights(em[k][1:]), kit.Heights(estimated[k][1:]))
	}
	return all
}
