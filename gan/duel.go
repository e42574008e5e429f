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

// Advance trains every game up to that step, and then measures it: the records
// come in the order of Games. tick, if not nil, is called after each iteration
// of each game, by several goroutines at once.
//
// When ctx is done it returns its error, and when a number is no longer finite
// one that names game, step and tensor. The duel is then between two steps and
// can only be thrown away, or restored from a checkpoint.
func (d *Duel) Advance(ctx context.Context, step int, tick func()) ([]Record, error) {
	records := make([]Record, len(d.Games))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for k, p := range d.Games {
		group.Go(func() (err error) {
			records[k], err = d.advance(ctx, p, step, tick)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	d.Step = step
	return records, nil
}

// advance trains one game up to a step, and measures it.
func (d *Duel) advance(ctx context.Context, p *Player, step int, tick func()) (Record, error) {
	for at := d.Step; at < step; at++ {
		if err := ctx.Err(); err != nil {
			return Record{}, err
		}
		p.CriticSteps = d.Config.CriticSteps
		if at < d.Config.Warmup {
			p.CriticSteps = d.Config.WarmupSteps
		}
		if err := p.Iterate(); err != nil {
			return Record{}, fmt.Errorf("gan: %s, seed %d, step %d: %w", p.Loss, p.Seed, at+1, err)
		}
		if tick != nil {
			tick()
		}
	}
	record, err := p.Measure(ctx, p.Game)
	if err != nil {
		return Record{}, fmt.Errorf("gan: %s, seed %d, step %d: %w", p.Loss, p.Seed, step, err)
	}
	record.Step, record.Seed = step, p.Seed
	return record, nil
}
