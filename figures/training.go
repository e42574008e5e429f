package figures

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
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

// Median returns the median of values, of which there is at least one: what figures
// show of several seeds.
func Median(values []float64) float64 { return kit.Median(values) }
