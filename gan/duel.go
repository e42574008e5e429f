package gan

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Duel trains one game for each loss and seed of a configuration, all from the
// same weights, on the same samples and noise for the same seed. Its games run
// in parallel; none knows of the others, so that results do not depend on how
// many processors there are.
type Duel struct {
	Config Config
	Data   Data
	Games  []*Player // seeds in turn, and for each the losses
	Step   int       // iterations so far
}

// Player is a game in a duel, with what measures it.
type Player struct {
	*Game
	*Evaluator
	Seed uint64
}

// NewDuel returns the games of a configuration at step 0, or the errors of
// Config.Check. data is what config.Data names.
func NewDuel(config Config, data Data) (*Duel, error) {
	if err := config.Check(data); err != nil {
		return nil, err
	}
	d := &Duel{Config: config, Data: data}
	for k := range config.Seeds {
		seed := config.Seed + uint64(k)
		for _, name := range config.Losses {
			loss, err := ParseLoss(name)
			if err != nil {
				return nil, err
			}
			game, err := config.Game(loss, data, seed)
			if err != nil {
				return nil, err
			}
			evaluator := NewEvaluator(data, game.Prior, game.Generator.In(), config.EvalSamples, seed)
			d.Games = append(d.Games, &Player{game, evaluator, seed})
		}
	}
	return d, nil
}

// Next returns at which step the next record is due, the last step if none is.
func (d *Duel) Next() int {
	c := d.Config
	if c.EvalEvery == 0 {
		return c.Iterations
	}
	return min((d.Step/c.EvalEvery+1)*c.EvalEvery, c.Iterations)
}

// Train trains every game up to that step. tick, if not nil, is called after
// each iteration of each game, by several goroutines at once.
//
// When ctx is done it returns its error, and when a number is no longer finite
// one that names game, step and tensor. The duel is then between two steps and
// can only be thrown away, or restored from a checkpoint.
func (d *Duel) Train(ctx context.Context, step int, tick func()) error {
	err := d.each(ctx, func(ctx context.Context, _ int, p *Player) error { return d.train(ctx, p, step, tick) })
	if err != nil {
		return err
	}
	d.Step = step
	return nil
}

// Advance is Train, and then measures every game: the records come in the order
// of Games.
func (d *Duel) Advance(ctx context.Context, step int, tick func()) ([]Record, error) {
	records := make([]Record, len(d.Games))
	err := d.each(ctx, func(ctx context.Context, k int, p *Player) (err error) {
		if err = d.train(ctx, p, step, tick); err == nil {
			records[k], err = p.record(ctx, step)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d.Step = step
	return records, nil
}

// each calls do for every game, in parallel, until one of them fails.
func (d *Duel) each(ctx context.Context, do func(ctx context.Context, k int, p *Player) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for k, p := range d.Games {
		group.Go(func() error { return do(ctx, k, p) })
	}
	return group.Wait()
}

// train trains one game up to a step.
func (d *Duel) train(ctx context.Context, p *Player, step int, tick func()) error {
	for at := d.Step; at < step; at++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.CriticSteps = d.Config.CriticSteps
		if at < d.Config.Warmup {
			p.CriticSteps = d.Config.WarmupSteps
		}
		if err := p.Iterate(); err != nil {
			return p.fault(at+1, err)
		}
		if tick != nil {
			tick()
		}
	}
	return ctx.Err()
}

// record measures one game at a step.
func (p *Player) record(ctx context.Context, step int) (Record, error) {
	record, err := p.Measure(ctx, p.Game)
	if err != nil {
		if ctx.Err() != nil {
			return Record{}, ctx.Err()
		}
		return Record{}, p.fault(step, err)
	}
	record.Step, record.Seed = step, p.Seed
	return record, nil
}

// fault says where err happened.
func (p *Player) fault(step int, err error) error {
	return fmt.Errorf("gan: %s, seed %d, step %d: %w", p.Loss, p.Seed, step, err)
}
