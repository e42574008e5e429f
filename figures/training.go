package figures

import (
	"context"
	"image/color"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// inParallel calls do for each k below n, on as many cores as there are, and
// tells progress how many are done. What they return must not depend on the
// order. It returns the first error, after which, or when ctx is done, it starts
// no more.
func inParallel(ctx context.Context, n int, progress Progress, do func(ctx context.Context, k int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	tick := counter(n, progress)
	for k := range n {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(ctx, k); err != nil {
				return err
			}
			tick()
			return nil
		})
	}
	return group.Wait()
}

// counter returns what tells progress of one more thing done, of total. It may
// be called by several goroutines at once.
func counter(total int, progress Progress) (tick func()) {
	if progress == nil {
		return func() {}
	}
	var mutex sync.Mutex
	done := 0
	return func() {
		mutex.Lock()
		defer mutex.Unlock()
		done++
		progress(done, total)
	}
}

// trained is a comparison that has run, with what was measured on the way.
type trained struct {
	*gan.Comparison
	records []gan.Record // in the order of steps, and for each of them that of Games
}

// train runs a comparison from step 0, where it is measured too, to its end. visit, if
// not nil, is called at each of the steps where it is measured.
func train(ctx context.Context, config gan.Config, progress Progress, visit func(*gan.Comparison) error) (*trained, error) {
	data, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		return nil, err
	}
	t := &trained{Comparison: comparison}
	tick := counter(config.Iterations*len(comparison.Runs), progress)
	for step := 0; ; step = comparison.Next() {
		records, err := comparison.Advance(ctx, step, tick)
		if err != nil {
			return nil, err
		}
		t.records = append(t.records, records...)
		if visit != nil {
			if err := visit(comparison); err != nil {
				return nil, err
			}
		}
		if step == config.Iterations {
			return t, nil
		}
	}
}

// floors returns, of each seed, the exact EM of real samples against the held-out
// ones: no generator can be expected to do better.
func (t *trained) floors(ctx context.Context) ([]float64, error) {
	floors := make([]float64, t.Config.Seeds)
	for k := range floors {
		p := t.Runs[k*len(t.Config.Losses)]
		var err error
		if floors[k], err = p.Floor(ctx, p.Seed); err != nil {
			return nil, err
		}
	}
	return floors, nil
}

// curves returns value against the step for one loss, a curve a seed.
func (t *trained) curves(loss gan.Loss, value func(gan.Record) float64) []plotter.XYs {
	curves := make([]plotter.XYs, t.Config.Seeds)
	for _, r := range t.records {
		if r.Loss == loss {
			k := r.Seed - t.Config.Seed
			curves[k] = append(curves[k], plotter.XY{X: float64(r.Step), Y: value(r)})
		}
	}
	return curves
}

// band draws curves over the same X, one a seed: their median as a line, and
// their range.
func band(curves []plotter.XYs, c color.NRGBA) []plot.Plotter {
	return dressed(curves, stroke(c, lineWidth))
}

// dressed is band with the median in a style, whose colour is a color.NRGBA.
func dressed(curves []plotter.XYs, style draw.LineStyle) []plot.Plotter {
	return []plot.Plotter{envelope(curves, faded(style.Color.(color.NRGBA), 0.2)), curve(medians(curves), style)}
}

// medians returns the median of several curves over the same X.
func medians(curves []plotter.XYs) plotter.XYs {
	middle := slices.Clone(curves[0])
	values := make([]float64, len(curves))
	for k := range middle {
		for i, curve := range curves {
			values[i] = curve[k].Y
		}
		middle[k].Y = Median(values)
	}
	return middle
}

// Median returns the median of values, of which there is at least one.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (stat.Quantile(0.5, stat.Empirical, sorted, nil) + sorted[len(sorted)/2]) / 2
}
