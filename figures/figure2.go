package figures

import (
	"context"
	"fmt"
	"image/color"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
	"monge/lp"
	"monge/metrics"
)

// Figure2Params are the parameters of figure figure2. The real distribution is N(0, 1),
// the generated one N(Distance, 1). Counts are at least 1.
type Figure2Params struct {
	Distance           float64 // mean of the generated distribution; EM is |Distance|
	Width              int     // units in each hidden layer
	Batch              int     // samples in a minibatch, m
	DiscriminatorSteps int     // steps of Adam
	CriticSteps        int     // steps of RMSProp
	Clip               float64 // c, positive
	Seeds              int     // number of runs
	Seed               uint64  // of run 0; run k has Seed + k
}

// DefaultFigure2 returns normal distributions so far apart that their samples do not
// overlap. With more steps the gradient of log(1 − D) keeps falling; the critic changes
// little after 100 steps.
func DefaultFigure2() *Figure2Params {
	return &Figure2Params{
		Distance: 10, Width: 64, Batch: 32, DiscriminatorSteps: 2000, CriticSteps: 500, Clip: 0.01, Seeds: 5, Seed: 1,
	}
}

// Flags defines a flag for each parameter.
func (params *Figure2Params) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.Distance, "distance", params.Distance, "mean of the generated samples")
	widthFlag(flags, &params.Width)
	batchFlag(flags, &params.Batch)
	flags.IntVar(&params.DiscriminatorSteps, "discriminator-steps", params.DiscriminatorSteps, "steps of the discriminator")
	flags.IntVar(&params.CriticSteps, "critic-steps", params.CriticSteps, "steps of the critic")
	clipFlag(flags, &params.Clip)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws Figure 2 of the paper (claim 3.6) with trained networks. Both distributions
// stay fixed. The discriminator has two hidden layers (Adam, rate 1e-3), the critic has
// one (RMSProp, rate 1e-3, clipped). Above are their values at x. Below is the size of
// the gradient of each generator's loss with respect to a sample at x. The critic's
// gradient is divided by its Lipschitz constant; for an optimal critic the quotient is
// 1. Gradients below 1e-9 are left out.
//
// The discriminator is as the paper says. The critic is only nearly linear. A hidden unit
// whose weight and bias are both ±c has its kink at x = ±1, among the real samples. Clipping
// puts most kinks there, and there the slope is larger than elsewhere. The estimate divided
// by the Lipschitz constant K is therefore less than EM. The titles state the measured
// numbers.
//
// It returns an error that names the value if a parameter is out of range, and ctx.Err()
// if ctx is done.
func (params *Figure2Params) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	runs, err := params.train(ctx, progress)
	if err != nil {
		return nil, err
	}
	legend := []kit.Key{
		kit.LineKey("real", kit.Solid(kit.Faded(kit.RealColor, 0.35), 9)),
		kit.LineKey("generated", kit.Solid(kit.Faded(kit.GeneratedColor, 0.35), 9)),
		kit.LineKey("D, log(1 − D)", kit.Solid(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("−log D", kit.Dashed(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("critic", kit.Solid(kit.CriticColor, kit.LineWidth)),
	}
	return panels(420, legend, []*plot.Plot{params.valuesPanel(runs)}, []*plot.Plot{params.gradientsPanel(runs)})
}

// figure2Run is the result of one seed.
type figure2Run struct {
	d, critic                                                plotter.XYs // values; the critic's are scaled to 0 to 1
	minimax, nonsaturating, slope                            plotter.XYs // sizes of gradients; slope is divided by lipschitz
	minimaxAtSamples, nonsaturatingAtSamples, slopeAtSamples float64     // their means over the generated samples
	lipschitz, estimate, rSquared, clipped                   float64     // of the critic; estimate of EM is divided by lipschitz
}

// train trains both networks for each seed.
func (params *Figure2Params) train(ctx context.Context, progress Progress) (figure2Runs, error) {
	if math.IsNaN(params.Distance) || math.IsInf(params.Distance, 0) {
		return nil, fmt.Errorf("figures: distance %v is not finite", params.Distance)
	}
	data, _ := gan.NewGaussians(params.Distance)
	config := gan.DefaultConfig()
	config.Width, config.Batch, config.Noise, config.CriticRate = params.Width, params.Batch, 1, 1e-3
	config.Clip, config.Seeds = params.Clip, params.Seeds
	discriminator, critic := config, config
	discriminator.Depth, discriminator.Optimizer, discriminator.Beta1 = 2, gan.KindAdam, 0.9
	discriminator.CriticSteps = params.DiscriminatorSteps
	critic.Depth, critic.CriticSteps = 1, params.CriticSteps
	for _, c := range []gan.Config{discriminator, critic} {
		if err := c.Check(data); err != nil {
			return nil, err
		}
	}
	configs := map[gan.Loss]gan.Config{gan.Wasserstein: critic, gan.Minimax: discriminator}
	runs := make(figure2Runs, params.Seeds)
	return runs, inParallel(ctx, params.Seeds, progress, func(ctx context.Context, k int) error {
		seed := params.Seed + uint64(k)
		for _, loss := range []gan.Loss{gan.Wasserstein, gan.Minimax} {
			c := configs[loss]
			g, err := c.Game(loss, data, seed)
			if err != nil {
				return err
			}
			_, g.Generator = gan.NewGaussians(params.Distance)
			for left := c.CriticSteps; left > 0; left -= 100 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := g.TrainCritic(min(left, 100)); err != nil {
					return fmt.Errorf("figures: %s, seed %d: %w", g.Loss, seed, err)
				}
			}
			runs[k].measure(g, params.positions(), gan.NewEvaluator(data, g.Prior, 1, 512, seed))
		}
		return nil
	})
}

// positions returns the values of x at which the networks are drawn.
func (params *Figure2Params) positions() []float64 {
	return floats.Span(make([]float64, 401), min(params.Distance, 0)-4.5, max(params.Distance, 0)+4.5)
}

// measure measures a trained critic or discriminator for the figure.
func (r *figure2Run) measure(g *gan.Game, x []float64, e *gan.Evaluator) {
	scores, slopes := valuesAndSlopes(g.Critic, x)
	probe := newGradientProbe(g, e)
	if g.Loss == gan.Minimax {
		for k, s := range scores {
			d, oneMinusD := 1/(1+math.Exp(-s)), 1/(1+math.Exp(s))
			r.d = append(r.d, plotter.XY{X: x[k], Y: d})
			r.minimax = append(r.minimax, plotter.XY{X: x[k], Y: d * math.Abs(slopes[k])})
			r.nonsaturating = append(r.nonsaturating, plotter.XY{X: x[k], Y: oneMinusD * math.Abs(slopes[k])})
		}
		r.minimaxAtSamples, r.nonsaturatingAtSamples = probe.meanLength(gan.Minimax), probe.meanLength(gan.NonSaturating)
		return
	}
	pass := g.Critic.NewPass(1)
	value := func(x []float64) float64 { return pass.Forward(x)[0] }
	r.lipschitz = metrics.Lipschitz(value, mat.NewDense(len(x), 1, x), lp.Euclidean)
	low, high := floats.Min(scores), floats.Max(scores)
	for k, s := range scores {
		r.critic = append(r.critic, plotter.XY{X: x[k], Y: (s - low) / (high - low)})
		r.slope = append(r.slope, plotter.XY{X: x[k], Y: math.Abs(slopes[k]) / r.lipschitz})
	}
	r.slopeAtSamples = probe.meanLength(gan.Wasserstein) / r.lipschitz
	real, _ := valuesAndSlopes(g.Critic, e.HeldOut)
	fake, _ := valuesAndSlopes(g.Critic, probe.samples)
	r.estimate = (stat.Mean(real, nil) - stat.Mean(fake, nil)) / r.lipschitz
	alpha, beta := stat.LinearRegression(x, scores, nil, false)
	r.rSquared = stat.RSquared(x, scores, nil, alpha, beta)
	r.clipped = gan.Saturation(g.Critic.Parameters, g.Clip)
}

// valuesAndSlopes returns the values and the slopes of a network of one input and one
// output at each x.
func valuesAndSlopes(n *gan.Network, x []float64) (values, slopes []float64) {
	pass := n.NewPass(len(x))
	ones := make([]float64, len(x))
	for k := range ones {
		ones[k] = 1
	}
	values = append(values, pass.Forward(x)...)
	return values, pass.InputGradient(ones)
}

// figure2Runs is one run for each seed.
type figure2Runs []figure2Run

// numbers returns number of each run.
func (runs figure2Runs) numbers(number func(figure2Run) float64) []float64 {
	numbers := make([]float64, len(runs))
	for k, run := range runs {
		numbers[k] = number(run)
	}
	return numbers
}

// curves returns curve of each run, with values below floor replaced by floor.
func (runs figure2Runs) curves(floor float64, curve func(figure2Run) plotter.XYs) []plotter.XYs {
	curves := make([]plotter.XYs, len(runs))
	for k, run := range runs {
		for _, point := range curve(run) {
			curves[k] = append(curves[k], plotter.XY{X: point.X, Y: max(point.Y, floor)})
		}
	}
	return curves
}

// valuesPanel draws densities, discriminators and critics.
func (params *Figure2Params) valuesPanel(runs figure2Runs) *plot.Plot {
	rSquared := runs.numbers(func(r figure2Run) float64 { return r.rSquared })
	estimate := runs.numbers(func(r figure2Run) float64 { return r.estimate })
	x := params.positions()
	p := kit.NewPanel(fmt.Sprintf("D is a step. The critic is near linear (R² %.3f–%.3f). Its estimate / K is %.1f–%.1f where EM is %s",
		floats.Min(rSquared), floats.Max(rSquared), floats.Min(estimate), floats.Max(estimate), kit.Number(math.Abs(params.Distance), 4)),
		"", "value at x (critic: 0 to 1)")
	p.Add(kit.HorizontalGrid())
	for _, density := range []struct {
		mean  float64
		color color.NRGBA
	}{{0, kit.RealColor}, {params.Distance, kit.GeneratedColor}} {
		outline := kit.Graph(distuv.Normal{Mu: density.mean, Sigma: 1}.Prob, x)
		p.Add(&plotter.Polygon{XYs: []plotter.XYs{outline}, Color: kit.Faded(density.color, 0.35)})
	}
	p.Add(kit.MedianBand(runs.curves(0, func(r figure2Run) plotter.XYs { return r.d }), kit.Solid(kit.DiscriminatorColor, kit.LineWidth))...)
	p.Add(kit.MedianBand(runs.curves(0, func(r figure2Run) plotter.XYs { return r.critic }), kit.Solid(kit.CriticColor, kit.LineWidth))...)
	params.setXAxis(p, x)
	p.Y.Min, p.Y.Max = -0.03, 1.06
	return p
}

// gradientsPanel draws the gradient with respect to a sample at x. The orange band is
// within 2σ of the generated mean.
func (params *Figure2Params) gradientsPanel(runs figure2Runs) *plot.Plot {
	const smallest = 1e-9
	x := params.positions()
	p := kit.NewPanel(fmt.Sprintf("Gradient at generated samples: log(1 − D) %s, −log D %s, critic %s of its Lipschitz constant",
		kit.Number(kit.Median(runs.numbers(func(r figure2Run) float64 { return r.minimaxAtSamples })), 2),
		kit.Number(kit.Median(runs.numbers(func(r figure2Run) float64 { return r.nonsaturatingAtSamples })), 2),
		kit.Number(kit.Median(runs.numbers(func(r figure2Run) float64 { return r.slopeAtSamples })), 2)),
		fmt.Sprintf("x (median and range of %d seeds)", params.Seeds), "size")
	params.setXAxis(p, x)
	p.Y.Min, p.Y.Max = smallest, 50
	kit.LogScale(&p.Y)
	left, right := params.Distance-2, params.Distance+2
	p.Add(kit.HorizontalGrid(), &plotter.Polygon{Color: kit.Faded(kit.GeneratedColor, 0.2), XYs: []plotter.XYs{{
		{X: left, Y: p.Y.Min}, {X: right, Y: p.Y.Min}, {X: right, Y: p.Y.Max}, {X: left, Y: p.Y.Max},
	}}})
	for _, c := range []struct {
		curve func(figure2Run) plotter.XYs
		color color.NRGBA
		style draw.LineStyle
	}{
		{func(r figure2Run) plotter.XYs { return r.minimax }, kit.DiscriminatorColor, kit.Solid(kit.DiscriminatorColor, kit.LineWidth)},
		{func(r figure2Run) plotter.XYs { return r.nonsaturating }, kit.DiscriminatorColor, kit.Dashed(kit.DiscriminatorColor, kit.LineWidth)},
		{func(r figure2Run) plotter.XYs { return r.slope }, kit.CriticColor, kit.Solid(kit.CriticColor, kit.LineWidth)},
	} {
		curves := runs.curves(smallest, c.curve)
		p.Add(kit.Envelope(curves, kit.Faded(c.color, 0.2)))
		for _, branch := range kit.StretchesAbove(smallest, kit.Medians(curves)) {
			p.Add(kit.Line(branch, c.style))
		}
	}
	return p
}

// setXAxis gives both panels the same horizontal axis.
func (params *Figure2Params) setXAxis(p *plot.Plot, x []float64) {
	p.X.Min, p.X.Max = x[0], x[len(x)-1]
	var ticks plot.ConstantTicks
	for _, x := range []float64{0, params.Distance / 2, params.Distance} {
		ticks = append(ticks, plot.Tick{Value: x, Label: kit.Number(x, 4)})
	}
	p.X.Tick.Marker = ticks
}
