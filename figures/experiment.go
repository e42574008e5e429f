package figures

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"gonum.org/v1/plot/plotter"

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
		all[k] = rankCorrelation(heights(em[k][1:]), heights(estimated[k][1:]))
	}
	return all
}

// heights returns the Y of points.
func heights(points plotter.XYs) []float64 {
	y := make([]float64, len(points))
	for k, at := range points {
		y[k] = at.Y
	}
	return y
}

// last returns the value at the end of each curve.
func last(curves []plotter.XYs) []float64 {
	values := make([]float64, len(curves))
	for k, curve := range curves {
		values[k] = curve[len(curve)-1].Y
	}
	return values
}

// medianRange writes the median of values and their range.
func medianRange(values []float64) string {
	return fmt.Sprintf("%s (%s to %s)", two(Median(values)), two(slices.Min(values)), two(slices.Max(values)))
}

// two writes x with two digits after the point.
func two(x float64) string {
	if x > -0.005 && x < 0 {
		x = 0
	}
	return byHand(fmt.Sprintf("%.2f", x))
}

// middle returns the place of the median of values: of an even number, of the
// larger of the two in the middle.
func middle(values []float64) int {
	order := slices.Sorted(slices.Values(values))
	return slices.Index(values, order[len(order)/2])
}

// reach returns the lowest and the highest Y of curves, 0 if that is above 0.
func reach(curves []plotter.XYs) (low, high float64) {
	for _, curve := range curves {
		y := heights(curve)
		low, high = min(low, slices.Min(y)), max(high, slices.Max(y))
	}
	return low, high
}
