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

// inParallel calls do(ctx, k) for each k < n, on all cores, and counts finished calls
// with progress. The results of do must not depend on the order of the calls. It returns
// the first error. After an error, or when ctx is done, it starts no further calls.
func inParallel(ctx context.Context, n int, progress Progress, do func(ctx context.Context, k int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	tick := progressCounter(n, progress)
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

// progressCounter returns a function that reports one more finished task, of total, to
// progress. Several goroutines may call it at once.
func progressCounter(total int, progress Progress) (tick func()) {
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

// trained is a comparison after training, with all its records.
type trained struct {
	*gan.Comparison
	records []gan.Record // ordered by step; those of one step are in the order of Runs
}

// train trains a comparison to its end. It records step 0 and the steps of the
// configuration, and calls visit after each, unless it is nil.
func train(ctx context.Context, config gan.Config, progress Progress, visit func(*gan.Comparison) error) (*trained, error) {
	data, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	return trainOn(ctx, config, data, progress, visit)
}

// trainOn is train on data that config.Data names, which need not be a toy.
func trainOn(ctx context.Context, config gan.Config, data gan.Data, progress Progress, visit func(*gan.Comparison) error) (*trained, error) {
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		return nil, err
	}
	t := &trained{Comparison: comparison}
	tick := progressCounter(config.Iterations*len(comparison.Runs), progress)
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

// floors returns, for each seed, the exact EM between real samples and the held-out ones. A
// perfect generator has about this EM.
func (t *trained) floors(ctx context.Context) ([]float64, error) {
	floors := make([]float64, t.Config.Seeds)
	for k := range floors {
		run := t.Runs[k*len(t.Config.Losses)]
		var err error
		if floors[k], err = run.Floor(ctx, run.Seed); err != nil {
			return nil, err
		}
	}
	return floors, nil
}

// curves returns value against the step for one loss, one curve for each seed.
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

// Median returns the median of values. It panics if there are none.
func Median(values []float64) float64 { return kit.Median(values) }
