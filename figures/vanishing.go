package figures

import (
	"context"
	"fmt"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
)

// VanishingParams are the parameters of figure vanishing. Counts are at least 1.
type VanishingParams struct {
	Width, Depth int     // units in each hidden layer, and hidden layers
	Batch        int     // samples in a minibatch, m
	Clip         float64 // c, positive
	Steps        int     // of critic and discriminator while the generator is fixed (left)
	Rate         float64 // of the generator (right)
	Iterations   int     // of the generator (right)
	Seeds        int     // number of runs
	Seed         uint64  // of run 0; run k has Seed + k
}

// DefaultVanishing returns preset vanishing with batches of half the size. At its rate the
// discriminator learns much faster than the generator: of thirty seeds one reaches the data.
// At twice this rate, which the figure also draws, twenty-one do before their gradient
// vanishes.
func DefaultVanishing() *VanishingParams {
	c := preset("vanishing")
	return &VanishingParams{
		Width: c.Width, Depth: c.Depth, Batch: 32, Clip: c.Clip, Steps: 2000, Rate: c.Rate,
		Iterations: c.Iterations, Seeds: c.Seeds, Seed: c.Seed,
	}
}

// Flags defines a flag for each parameter.
func (params *VanishingParams) Flags(flags *pflag.FlagSet) {
	sizeFlags(flags, &params.Width, &params.Depth)
	batchFlag(flags, &params.Batch)
	clipFlag(flags, &params.Clip)
	flags.IntVar(&params.Steps, "steps", params.Steps, "steps of critic and discriminator while the generator is fixed")
	flags.Float64Var(&params.Rate, "generator-lr", params.Rate, "learning rate of the generator")
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws claim 3.7. On the left the generator is fixed and the data are the ring.
// The panel has the mean length of the gradient with respect to a generated sample
// against the number of steps of the discriminator (Adam, rate 1e-3) or critic (RMSProp,
// rate 1e-3, clipped). Minimax and −log D have the same discriminator. The gradient of
// log(1 − D) vanishes, that of −log D grows, that of the critic stops changing.
//
// On the right the generator learns from data far away, and all networks use RMSProp.
// The first 25 iterations have 100 critic steps each, as in the program of the paper's
// authors; later ones have 5. Exact EM shows that the minimax generator does not learn
// after the first iterations. The reason is speed: for most seeds a generator that learns
// twice as fast reaches the data. RMSProp's steps keep their size while gradients do, whatever
// that is above its ε of 1e-8, and shrink if gradients fall by more than a factor of √ρ a step.
//
// It returns an error that names the value if a parameter is out of range, and ctx.Err()
// if ctx is done.
func (params *VanishingParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	config := params.config()
	config.CriticSteps = params.Steps
	ring, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	if err := config.Check(ring); err != nil {
		return nil, err
	}
	far := params.far()
	tick := progressCounter(2*params.Seeds+3*params.Seeds*params.Iterations, progress)
	step := func(int, int) { tick() }
	fixed, err := trainAgainstFixedGenerator(ctx, config, ring, step)
	if err != nil {
		return nil, err
	}
	slow, err := train(ctx, far, step, nil)
	if err != nil {
		return nil, err
	}
	fast, err := train(ctx, twiceAsFast(far), step, nil)
	if err != nil {
		return nil, err
	}
	floors, err := slow.floors(ctx)
	if err != nil {
		return nil, err
	}
	legend := []kit.Key{
		kit.LineKey("minimax, log(1 − D)", kit.Solid(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("minimax at twice the rate", kit.Solid(kit.DiscriminatorColor, kit.ThinWidth)),
		kit.LineKey("−log D", kit.Dashed(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("critic", kit.Solid(kit.CriticColor, kit.LineWidth)),
		kit.LineKey("real against real", kit.Dashed(kit.InkColor, kit.ThinWidth)),
	}
	return panels(300, legend, []*plot.Plot{fixed.panel(params), farDataPanel(slow, fast, kit.Median(floors))})
}

// config returns what both panels have in common.
func (params *VanishingParams) config() gan.Config {
	config := gan.DefaultConfig()
	config.Losses = []gan.Loss{gan.Wasserstein, gan.Minimax}
	config.Width, config.Depth, config.Batch, config.Clip = params.Width, params.Depth, params.Batch, params.Clip
	config.Rate, config.CriticRate = params.Rate, 1e-3
	config.Seeds, config.Seed = params.Seeds, params.Seed
	return config
}

// far returns the configuration on data far away, at the slow rate.
func (params *VanishingParams) far() gan.Config {
	config := params.config()
	config.Data, config.CriticSteps, config.Warmup = "far", 5, 25
	config.Iterations, config.EvalEvery, config.EvalSamples = params.Iterations, max(params.Iterations/10, 1), 128
	return config
}

// twiceAsFast returns far for minimax alone, at twice the rate.
func twiceAsFast(far gan.Config) gan.Config {
	far.Losses, far.Rate = []gan.Loss{gan.Minimax}, 2*far.Rate
	return far
}

// gradientCurves is the gradient with respect to a sample of a fixed generator against
// the number of steps, one curve for each seed.
type gradientCurves struct{ minimax, nonsaturating, critic []plotter.XYs }

// trainAgainstFixedGenerator trains discriminators and critics for config.CriticSteps
// steps; the generators keep their initial weights.
func trainAgainstFixedGenerator(ctx context.Context, config gan.Config, data gan.Data, progress Progress) (*gradientCurves, error) {
	const smallest = 1e-16 // value drawn: a logarithmic axis has no 0
	h := &gradientCurves{make([]plotter.XYs, config.Seeds), make([]plotter.XYs, config.Seeds), make([]plotter.XYs, config.Seeds)}
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
		probe := newGradientProbe(g, gan.NewEvaluator(data, g.Prior, g.Generator.In(), 512, seed))
		step := 0
		for _, next := range roundSteps(config.CriticSteps) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := g.TrainCritic(next - step); err != nil {
				return fmt.Errorf("figures: %s, seed %d, by step %d: %w", loss, seed, next, err)
			}
			step = next
			add := func(curve *plotter.XYs, loss gan.Loss) {
				*curve = append(*curve, plotter.XY{X: float64(step), Y: max(probe.meanLength(loss), smallest)})
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

// roundSteps returns 1, 2, 5, 10, 20, 50, … below last, and last.
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

// panel draws gradients against steps.
func (h *gradientCurves) panel(params *VanishingParams) *plot.Plot {
	end := kit.Medians(h.minimax)[len(h.minimax[0])-1]
	p := kit.NewPanel("Gradient at samples: minimax ends at "+kit.Number(end.Y, 2),
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

// staysOrMoves returns "stays" if EM at the end of a run differs by less than a tenth from
// EM after the first iterations, else "moves".
func staysOrMoves(first, end float64) string {
	if math.Abs(end-first) < 0.1*first {
		return "stays"
	}
	return "moves"
}

// farDataPanel draws EM during training on data far away.
func farDataPanel(slow, fast *trained, floor float64) *plot.Plot {
	minimax, critic := slow.curves(gan.Minimax, exactEM), slow.curves(gan.Wasserstein, exactEM)
	gradient := kit.Medians(slow.curves(gan.Minimax, func(r gan.Record) float64 { return r.GradNorm }))
	course := kit.Medians(minimax)
	p := kit.NewPanel(fmt.Sprintf("Far data: minimax %s (gradient %s)", staysOrMoves(course[1].Y, course[len(course)-1].Y), kit.Number(gradient[len(gradient)-1].Y, 2)),
		"iterations of the generator", "EM to real samples")
	p.Add(kit.HorizontalGrid())
	for _, curve := range fast.curves(gan.Minimax, exactEM) {
		p.Add(kit.Line(curve, kit.Solid(kit.DiscriminatorColor, kit.ThinWidth)))
	}
	p.Add(kit.MedianBand(critic, kit.Solid(kit.CriticColor, kit.LineWidth))...)
	p.Add(kit.MedianBand(minimax, kit.Solid(kit.DiscriminatorColor, kit.LineWidth))...)
	end := float64(slow.Config.Iterations)
	p.Add(kit.Line(plotter.XYs{{X: 0, Y: floor}, {X: end, Y: floor}}, kit.Dashed(kit.InkColor, kit.ThinWidth)))
	p.X.Min, p.X.Max = 0, end
	p.Y.Min = 0
	p.Y.Max *= 1.1
	return p
}
