package figures

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
)

// VanishingParams says what to train. Counts are at least 1.
type VanishingParams struct {
	Width, Depth int     // of hidden layers, and how many
	Batch        int     // m
	Clip         float64 // c, positive
	Steps        int     // of critic and discriminator, the generator held still
	Rate         float64 // of the generator, in training
	Iterations   int     // of training
	Seeds        int     // independent repetitions
	Seed         uint64  // of the first; the others follow
}

// DefaultVanishing returns small networks, and a generator slow enough for the
// discriminator to be well ahead of it.
func DefaultVanishing() *VanishingParams {
	return &VanishingParams{
		Width: 32, Depth: 3, Batch: 32, Clip: 0.1, Steps: 2000, Rate: 5e-4, Iterations: 200, Seeds: 5, Seed: 1,
	}
}

// Flags defines a flag for each parameter.
func (params *VanishingParams) Flags(flags *pflag.FlagSet) {
	sizeFlags(flags, &params.Width, &params.Depth)
	batchFlag(flags, &params.Batch)
	clipFlag(flags, &params.Clip)
	flags.IntVar(&params.Steps, "steps", params.Steps, "steps of critic and discriminator while the generator is held still")
	flags.Float64Var(&params.Rate, "generator-lr", params.Rate, "learning rate of the generator")
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws claim 3.7. On the left the generator never learns: against the
// number of steps of the discriminator (Adam, 1e-3) or the critic (RMSProp,
// 1e-3, clipped), the mean length of the gradient that reaches a generated
// sample, data the ring. Minimax and −log D share a discriminator. The gradient
// of log(1 − D) vanishes, that of −log D grows, the critic's settles.
//
// On the right it learns, from data far off, and all networks by RMSProp. Each
// of the first 25 iterations has 100 steps of the critic, as in the program of
// the paper's authors, and each other 5; critic and discriminator learn at 1e-3.
// Exact EM says that the minimax generator stays where the first iterations left
// it. That is a matter of speed: one that learns twice as fast gets
// away while the discriminator is still poor, for most seeds. RMSProp takes the
// same step for a gradient of 1e-6 as for one of 1, and stops only below its ε,
// 1e-8.
//
// It returns an error that names the value if a parameter is impossible, and
// that of ctx if it is done.
func (params *VanishingParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	config := gan.DefaultConfig()
	config.Losses = []gan.Loss{gan.Wasserstein, gan.Minimax}
	config.Width, config.Depth, config.Batch, config.Clip = params.Width, params.Depth, params.Batch, params.Clip
	config.Rate, config.CriticRate = params.Rate, 1e-3
	config.Seeds, config.Seed = params.Seeds, params.Seed
	config.CriticSteps = params.Steps
	ring, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	if err := config.Check(ring); err != nil {
		return nil, err
	}
	far := config
	far.Data, far.CriticSteps, far.Warmup = "far", 5, 25
	far.Iterations, far.EvalEvery, far.EvalSamples = params.Iterations, max(params.Iterations/10, 1), 128

	tick := counter(2*params.Seeds+3*params.Seeds*params.Iterations, progress)
	step := func(int, int) { tick() }
	held, err := gradients(ctx, config, ring, step)
	if err != nil {
		return nil, err
	}
	slow, err := train(ctx, far, step, nil)
	if err != nil {
		return nil, err
	}
	far.Losses, far.Rate = far.Losses[1:], 2*far.Rate
	fast, err := train(ctx, far, step, nil)
	if err != nil {
		return nil, err
	}
	floors, err := slow.floors(ctx)
	if err != nil {
		return nil, err
	}
	legend := []kit.Key{
		kit.LineKey("minimax, log(1 − D)", kit.Solid(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("learning twice as fast", kit.Solid(kit.DiscriminatorColor, kit.ThinWidth)),
		kit.LineKey("−log D", kit.Dashed(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("critic", kit.Solid(kit.CriticColor, kit.LineWidth)),
		kit.LineKey("real against real", kit.Dashed(kit.RealColor, kit.ThinWidth)),
	}
	return panels(300, legend, []*plot.Plot{held.draw(params), farAway(slow, fast, kit.Median(floors))})
}

// heldStill are the gradients that reach a generator that does not learn, a
// curve a seed.
type heldStill struct{ minimax, nonsaturating, critic []plotter.XYs }

// gradients trains discriminators and critics against generators as they are
// made, for as many steps as config says.
func gradients(ctx context.Context, config gan.Config, data gan.Data, progress Progress) (*heldStill, error) {
	const smallest = 1e-16 // of what is drawn: a logarithmic axis has no 0
	h := &heldStill{make([]plotter.XYs, config.Seeds), make([]plotter.XYs, config.Seeds), make([]plotter.XYs, config.Seeds)}
	return h, inParallel(ctx, 2*config.Seeds, progress, func(ctx context.Context, task int) error {
		k, loss, c := task/2, gan.Wasserstein, config
		if task%2 == 1 {
			loss, c.Optimizer, c.Beta1 = gan.Minimax, gan.KindAdam, 0.9
		}
		seed := config.Seed + uint64(k)
		g, err := c.Game(loss, data, seed)
		if err != nil {
			return err
		}
		at := newProbe(g, gan.NewEvaluator(data, g.Prior, g.Generator.In(), 512, seed))
		step := 0
		for _, next := range roundSteps(config.CriticSteps) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := g.TrainCritic(next - step); err != nil {
				return fmt.Errorf("figures: %s, seed %d, by step %d: %w", loss, seed, next, err)
			}
			step = next
			add := func(curve *plotter.XYs, of gan.Loss) {
				*curve = append(*curve, plotter.XY{X: float64(step), Y: max(at.gradient(of), smallest)})
			}
			if loss == gan.Minimax {
				add(&h.minimax[k], gan.Minimax)
				add(&h.nonsaturating[k], gan.NonSaturating)
			} else {
				add(&h.critic[k], gan.Wasserstein)
			}
		}
		return nil
	})
}

// roundSteps returns 1, 2, 5, 10, 20, 50 and so on up to last, and last.
func roundSteps(last int) []int {
	var steps []int
	for power := 1; ; power *= 10 {
		for _, digit := range []int{1, 2, 5} {
			if digit*power >= last {
				return append(steps, last)
			}
			steps = append(steps, digit*power)
		}
	}
}

// draw draws gradients against steps.
func (h *heldStill) draw(params *VanishingParams) *plot.Plot {
	end := kit.Medians(h.minimax)[len(h.minimax[0])-1]
	p := kit.NewPanel(fmt.Sprintf("Gradient at samples: minimax falls to %s", kit.Number(end.Y, 2)),
		fmt.Sprintf("steps of D or critic (median, range of %d seeds)", params.Seeds), "size")
	p.Add(kit.HorizontalGrid())
	p.Add(kit.MedianBand(h.critic, kit.Solid(kit.CriticColor, kit.LineWidth))...)
	p.Add(kit.MedianBand(h.minimax, kit.Solid(kit.DiscriminatorColor, kit.LineWidth))...)
	p.Add(kit.MedianBand(h.nonsaturating, lossStyle(gan.NonSaturating))...)
	p.X.Min, p.X.Max = 1, max(float64(params.Steps), 2)
	p.Y.Min, p.Y.Max = kit.Decades(append(append(append([]plotter.XYs(nil), h.minimax...), h.nonsaturating...), h.critic...)...)
	kit.LogScale(&p.X)
	kit.LogScale(&p.Y)
	return p
}

// farAway draws EM over training.
func farAway(slow, fast *trained, floor float64) *plot.Plot {
	em := func(r gan.Record) float64 { return r.EM }
	minimax, critic := slow.curves(gan.Minimax, em), slow.curves(gan.Wasserstein, em)
	reaches := kit.Medians(slow.curves(gan.Minimax, func(r gan.Record) float64 { return r.GradNorm }))
	p := kit.NewPanel("Far data: minimax stays (gradient "+kit.Number(reaches[len(reaches)-1].Y, 2)+")",
		"iterations of the generator", "EM to real samples")
	p.Add(kit.HorizontalGrid())
	for _, one := range fast.curves(gan.Minimax, em) {
		p.Add(kit.Line(one, kit.Solid(kit.DiscriminatorColor, kit.ThinWidth)))
	}
	p.Add(kit.MedianBand(critic, kit.Solid(kit.CriticColor, kit.LineWidth))...)
	p.Add(kit.MedianBand(minimax, kit.Solid(kit.DiscriminatorColor, kit.LineWidth))...)
	end := float64(slow.Config.Iterations)
	p.Add(kit.Line(plotter.XYs{{X: 0, Y: floor}, {X: end, Y: floor}}, kit.Dashed(kit.RealColor, kit.ThinWidth)))
	p.X.Min, p.X.Max = 0, end
	p.Y.Min = 0
	p.Y.Max *= 1.1
	return p
}
