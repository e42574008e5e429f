package gan

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"monge/lp/panics"
)

// Comparison trains one game for each loss and seed of a configuration. Games of one
// seed start from the same weights and see the same samples and noise. Games run in
// parallel and share nothing, so results do not depend on the number of processors.
type Comparison struct {
	Config Config
	Data   Data
	Runs   []*Run // all losses of the first seed, then all of the second, …
	Step   int    // iterations so far

	failed error // the error after which the games are at different steps; nil if they are not
}

// Run is one game of a comparison, with its evaluator.
type Run struct {
	*Game
	*Evaluator
	Seed uint64
}

// NewComparison returns the games of a configuration at step 0. data is the data that
// config.Data names. It returns the errors of Config.Game, and an error if config.Data
// names other data.
func NewComparison(config Config, data Data) (*Comparison, error) {
	if err := config.Check(data); err != nil {
		return nil, err
	}
	if data.Name != config.Data {
		return nil, fmt.Errorf("gan: the data are %q, but the configuration names %q", data.Name, config.Data)
	}
	c := &Comparison{Config: config, Data: data}
	for k := range config.Seeds {
		seed := config.Seed + uint64(k)
		for _, loss := range config.Losses {
			game, err := config.Game(loss, data, seed)
			if err != nil {
				return nil, err
			}
			evaluator := NewEvaluator(data, game.Prior, game.Generator.In(), config.EvalSamples, seed)
			c.Runs = append(c.Runs, &Run{game, evaluator, seed})
		}
	}
	return c, nil
}

// Next returns the step at which the next record is due. After the last record it
// returns the last step.
func (c *Comparison) Next() int {
	every, last := c.Config.EvalEvery, c.Config.Iterations
	if every == 0 {
		return last
	}
	return min((c.Step/every+1)*every, last)
}

// Train trains every game up to a step. tick, if not nil, is called after each iteration
// of each game, by several goroutines at once.
//
// Train returns an error if step is before Step or beyond Config.Iterations; it then changes
// nothing. It returns the error of ctx when ctx is done, and an error that names loss, seed,
// step and tensor when a number is no longer finite. After either error the games are at
// different steps: Restore the comparison from a checkpoint, or discard it.
func (c *Comparison) Train(ctx context.Context, step int, tick func()) error {
	if err := c.check(step); err != nil {
		return err
	}
	c.failed = c.Each(ctx, func(ctx context.Context, _ int, r *Run) error { return c.train(ctx, r, step, tick) })
	if c.failed == nil {
		c.Step = step
	}
	return c.failed
}

// Advance trains as Train does and then measures every game. It returns the records in
// the order of Runs.
func (c *Comparison) Advance(ctx context.Context, step int, tick func()) ([]Record, error) {
	if err := c.check(step); err != nil {
		return nil, err
	}
	records := make([]Record, len(c.Runs))
	c.failed = c.Each(ctx, func(ctx context.Context, k int, r *Run) (err error) {
		if err = c.train(ctx, r, step, tick); err == nil {
			records[k], err = r.record(ctx, step)
		}
		return err
	})
	if c.failed != nil {
		return nil, c.failed
	}
	c.Step = step
	return records, nil
}

// Each calls do for every run and its index in Runs, in parallel. When a call fails, Each
// cancels the context of the others and returns the error. A panic in a call becomes a
// panic of Each, with the stack of the call, so that the caller of Each can recover.
func (c *Comparison) Each(ctx context.Context, do func(ctx context.Context, k int, r *Run) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var panicked atomic.Value // of string
	for k, r := range c.Runs {
		group.Go(func() (err error) {
			if fault := panics.Catch(func() { err = do(ctx, k, r) }); fault != nil {
				panicked.Store(fault)
				err = fmt.Errorf("gan: a panic: %v", fault) // stops the others
			}
			return err
		})
	}
	err := group.Wait()
	if fault := panicked.Load(); fault != nil {
		panic(fault)
	}
	return err
}

// check returns an error if the games cannot be trained up to a step.
func (c *Comparison) check(step int) error {
	switch {
	case c.failed != nil:
		return fmt.Errorf("gan: the games are at different steps, after an error: %w", c.failed)
	case step < c.Step:
		return fmt.Errorf("gan: step %d is before step %d, where the games are", step, c.Step)
	case step > c.Config.Iterations:
		return fmt.Errorf("gan: step %d is beyond the %d iterations of the configuration", step, c.Config.Iterations)
	}
	return nil
}

// train trains one game up to step last.
func (c *Comparison) train(ctx context.Context, r *Run, last int, tick func()) error {
	for step := c.Step; step < last; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.CriticSteps = c.Config.CriticSteps
		if step < c.Config.Warmup {
			r.CriticSteps = c.Config.WarmupSteps
		}
		if err := r.Iterate(); err != nil {
			return r.annotate(step+1, err)
		}
		if tick != nil {
			tick()
		}
	}
	return ctx.Err()
}

// record measures one game at a step.
func (r *Run) record(ctx context.Context, step int) (Record, error) {
	record, err := r.Measure(ctx, r.Game)
	if err != nil {
		if ctx.Err() != nil {
			return Record{}, ctx.Err()
		}
		return Record{}, r.annotate(step, err)
	}
	record.Step, record.Seed = step, r.Seed
	return record, nil
}

// annotate adds to err the loss, seed and step at which it happened.
func (r *Run) annotate(step int, err error) error {
	return fmt.Errorf("gan: %s, seed %d, step %d: %w", r.Loss, r.Seed, step, err)
}
