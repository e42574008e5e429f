package figures

import (
	"context"
	"fmt"
	"image/color"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// ClippingParams are the parameters of figure clipping. Counts are at least 1.
type ClippingParams struct {
	Clips      []float64 // values of c, positive, increasing, at least one
	Penalty    float64   // λ, positive, of the critic with a penalty
	Depths     []int     // hidden layers of critics (left), increasing, at least two values
	Width      int       // units in each hidden layer
	Batch      int       // samples in a minibatch, m
	Steps      int       // of critics while the generator is fixed (left)
	TrainDepth int       // hidden layers of both networks (middle and right)
	Iterations int       // of the generator (middle and right)
	Seeds      int       // number of runs
	Seed       uint64    // of run 0; run k has Seed + k
}

// DefaultClipping returns the paper's c = 0.01 and three other values.
func DefaultClipping() *ClippingParams {
	return &ClippingParams{
		Clips: []float64{0.001, 0.01, 0.1, 1}, Penalty: 1, Depths: []int{2, 4, 8}, Width: 64, Batch: 32,
		Steps: 300, TrainDepth: 4, Iterations: 300, Seeds: 5, Seed: 1,
	}
}

// Flags defines a flag for each parameter.
func (params *ClippingParams) Flags(flags *pflag.FlagSet) {
	flags.Float64SliceVar(&params.Clips, "clip", params.Clips, "values of c, increasing")
	flags.Float64Var(&params.Penalty, "penalty", params.Penalty, "weight of the gradient penalty, λ")
	flags.IntSliceVar(&params.Depths, "depths", params.Depths, "hidden layers of the critics on the left, increasing")
	widthFlag(flags, &params.Width)
	batchFlag(flags, &params.Batch)
	flags.IntVar(&params.Steps, "steps", params.Steps, "steps of the critics while the generator is fixed")
	flags.IntVar(&params.TrainDepth, "depth", params.TrainDepth, "hidden layers of the networks that are trained together")
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws claims 3.8 and 4.5 on the ring. On the left the generator is fixed. The
// panel has the mean length of the critic's gradient at generated samples against the
// critic's depth, for each c and for a gradient penalty in place of clipping. With a
// small c the gradient vanishes, by a factor for each layer, as the paper says. With a
// large c it explodes. With the penalty it is of the order of 1 at each depth.
//
// The paper says that a critic with a large c takes long to train. In the middle is a
// reason: after the training on the right, few of its weights have reached ±c.
//
// On the right is exact EM after training with 5 critic steps per iteration and RMSProp
// (critic 1e-3, generator 5e-4). RMSProp divides a gradient by the root of its mean
// square, so a small gradient does no harm unless it is below RMSProp's ε of 1e-8. The
// circle is the training of the smallest c with ε = 1e-16. The generator then comes nearer
// to the data, less than with c = 0.01, so ε was what stopped it. With the 16 units of
// lesson 7.3 it moves and comes no nearer in the median seed.
//
// It returns an error that names the value if a parameter is out of range, and ctx.Err()
// if ctx is done.
func (params *ClippingParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	results, err := params.train(ctx, progress)
	if err != nil {
		return nil, err
	}
	var legend []kit.Key
	for k, c := range params.Clips {
		legend = append(legend, kit.LineKey("c = "+kit.Number(c, 4), params.style(k)))
	}
	legend = append(legend, kit.LineKey("penalty, no clipping", params.style(len(params.Clips))),
		kit.LineKey("before training", kit.Dashed(kit.InkColor, kit.ThinWidth)))
	return panels(300, legend, []*plot.Plot{params.slopePanel(results), params.saturationPanel(results), params.emPanel(results)})
}

// clippingResults are the measurements for each setting: each c, then the penalty.
type clippingResults struct {
	slope          [][]plotter.XYs // against depth, a curve for each seed
	clipped        [][]float64     // share of weights at ±c after training, for each seed; NaN for the penalty
	em             [][]float64     // after training, for each seed
	emSmallEpsilon []float64       // em of the smallest c with RMSProp's ε = 1e-16
	start          []float64       // EM before training, for each seed
}

// train checks the parameters, trains all networks and measures them.
func (params *ClippingParams) train(ctx context.Context, progress Progress) (*clippingResults, error) {
	if len(params.Clips) == 0 {
		return nil, fmt.Errorf("figures: no value of c")
	}
	for k, c := range params.Clips[1:] {
		if !(c > params.Clips[k]) {
			return nil, fmt.Errorf("figures: values %v of c do not increase", params.Clips)
		}
	}
	if len(params.Depths) < 2 {
		return nil, fmt.Errorf("figures: depths %v; at least two are needed", params.Depths)
	}
	for k, depth := range params.Depths[1:] {
		if depth <= params.Depths[k] {
			return nil, fmt.Errorf("figures: depths %v do not increase", params.Depths)
		}
	}
	settings := len(params.Clips) + 1
	for k := range settings {
		for _, depth := range append([]int{params.TrainDepth}, params.Depths...) {
			config := params.config(k, depth)
			if err := config.Check(gan.Data{}); err != nil {
				return nil, err
			}
			config.CriticSteps = params.Steps
			if err := config.Check(gan.Data{}); err != nil {
				return nil, err
			}
		}
	}
	s := &clippingResults{slope: make([][]plotter.XYs, settings), emSmallEpsilon: make([]float64, params.Seeds), start: make([]float64, params.Seeds)}
	for _, numbers := range []*[][]float64{&s.clipped, &s.em} {
		for range settings {
			*numbers = append(*numbers, make([]float64, params.Seeds))
		}
	}
	for k := range s.slope {
		for range params.Seeds {
			s.slope[k] = append(s.slope[k], make(plotter.XYs, len(params.Depths)))
		}
	}
	// Each setting and seed has a task for each depth and one for training both
	// networks. The last tasks, one for each seed, train with a small ε.
	tasks := len(params.Depths) + 1
	usual := settings * params.Seeds * tasks
	return s, inParallel(ctx, usual+params.Seeds, progress, func(ctx context.Context, n int) error {
		if n >= usual {
			_, end, err := params.trainBoth(ctx, params.config(0, params.TrainDepth), n-usual, 1e-16)
			s.emSmallEpsilon[n-usual] = end.EM
			return err
		}
		k, seed, task := n/(params.Seeds*tasks), n/tasks%params.Seeds, n%tasks
		if task < len(params.Depths) {
			slope, err := params.criticSlope(ctx, params.config(k, params.Depths[task]), seed)
			s.slope[k][seed][task] = plotter.XY{X: float64(params.Depths[task]), Y: slope}
			return err
		}
		start, end, err := params.trainBoth(ctx, params.config(k, params.TrainDepth), seed, 1e-8)
		if err != nil {
			return err
		}
		if k == 0 {
			s.start[seed] = start.EM
		}
		s.em[k][seed], s.clipped[k][seed] = end.EM, math.NaN()
		if end.ClipSaturation != nil {
			s.clipped[k][seed] = *end.ClipSaturation
		}
		return nil
	})
}

// config returns the configuration of the k-th setting.
func (params *ClippingParams) config(k, depth int) gan.Config {
	config := gan.DefaultConfig()
	config.Losses, config.Clip = []gan.Loss{gan.Wasserstein}, 1
	if k < len(params.Clips) {
		config.Clip = params.Clips[k]
	} else {
		config.Losses = []gan.Loss{gan.WassersteinGP}
	}
	config.Penalty, config.Width, config.Depth, config.Batch = params.Penalty, params.Width, depth, params.Batch
	config.Rate, config.CriticRate = 5e-4, 1e-3
	config.CriticSteps, config.Iterations = 5, params.Iterations
	config.EvalSamples, config.Seeds, config.Seed = 256, params.Seeds, params.Seed
	return config
}

// run returns the run of a configuration and the seed-th seed, from 0.
func (params *ClippingParams) run(config gan.Config, seed int) (*gan.Run, error) {
	config.Seeds, config.Seed = 1, params.Seed+uint64(seed)
	data, err := gan.FindData(config.Data)
	if err != nil {
		return nil, err
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		return nil, err
	}
	return comparison.Runs[0], nil
}

// criticSlope trains a critic against a fixed generator and returns the mean length of
// its gradient at generated samples.
func (params *ClippingParams) criticSlope(ctx context.Context, config gan.Config, seed int) (float64, error) {
	const smallest = 1e-40 // a logarithmic axis has no 0
	run, err := params.run(config, seed)
	if err != nil {
		return 0, err
	}
	for left := params.Steps; left > 0; left -= 100 {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := run.TrainCritic(min(left, 100)); err != nil {
			return 0, err
		}
	}
	return max(newGradientProbe(run.Game, run.Evaluator).meanLength(run.Loss), smallest), nil
}

// trainBoth trains both networks by RMSProp with that ε and returns the records before
// and after.
func (params *ClippingParams) trainBoth(ctx context.Context, config gan.Config, seed int, epsilon float64) (start, end gan.Record, err error) {
	run, err := params.run(config, seed)
	if err != nil {
		return start, end, err
	}
	for _, o := range []gan.Optimizer{run.GeneratorOptimizer, run.CriticOptimizer} {
		o.(*gan.RMSProp).Epsilon = epsilon
	}
	if start, err = run.Measure(ctx, run.Game); err != nil {
		return start, end, err
	}
	for range params.Iterations {
		if err := ctx.Err(); err != nil {
			return start, end, err
		}
		if err := run.Iterate(); err != nil {
			return start, end, fmt.Errorf("figures: c = %v, depth %d: %w", config.Clip, config.Depth, err)
		}
	}
	end, err = run.Measure(ctx, run.Game)
	return start, end, err
}

// style returns the line style of the k-th setting. A larger c is darker.
func (params *ClippingParams) style(k int) draw.LineStyle {
	if k == len(params.Clips) {
		return lossStyle(gan.WassersteinGP)
	}
	share := 0.3 + 0.7*float64(k+1)/float64(len(params.Clips))
	blend := func(dark uint8) uint8 { return uint8(255 + share*(float64(dark)-255) + 0.5) }
	return kit.Solid(color.NRGBA{blend(kit.CriticColor.R), blend(kit.CriticColor.G), blend(kit.CriticColor.B), 255}, kit.LineWidth)
}

// slopePanel draws the size of the critic's gradient against its depth.
func (params *ClippingParams) slopePanel(s *clippingResults) *plot.Plot {
	ends := func(k int) string { return kit.Number(kit.Median(kit.Ends(s.slope[k])), 1) }
	p := kit.NewPanel(fmt.Sprintf("Slope at depth %d: from %s to %s", params.Depths[len(params.Depths)-1], ends(0), ends(len(params.Clips)-1)),
		"hidden layers of the critic", "slope")
	p.Add(kit.HorizontalGrid())
	var all []plotter.XYs
	for k, curves := range s.slope {
		style := params.style(k)
		p.Add(kit.Envelope(curves, kit.Faded(style.Color.(color.NRGBA), 0.3)), kit.Line(kit.Medians(curves), style))
		all = append(all, curves...)
	}
	p.X.Min, p.X.Max = float64(params.Depths[0]), float64(params.Depths[len(params.Depths)-1])
	var ticks plot.ConstantTicks
	for _, depth := range params.Depths {
		ticks = append(ticks, plot.Tick{Value: float64(depth), Label: fmt.Sprint(depth)})
	}
	p.Y.Min, p.Y.Max = kit.Decades(all...)
	kit.LogScale(&p.Y)
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, ticks
	return p
}

// saturationPanel draws the share of weights at ±c.
func (params *ClippingParams) saturationPanel(s *clippingResults) *plot.Plot {
	share := func(k int) string { return kit.Number(100*kit.Median(s.clipped[k]), 2) }
	p := kit.NewPanel(fmt.Sprintf("At ±c: from %s %% to %s %%", share(0), share(len(params.Clips)-1)), fmt.Sprintf("c (median, range of %d seeds)", params.Seeds), "share of weights")
	p.Add(kit.HorizontalGrid())
	for k, shares := range s.clipped[:len(params.Clips)] {
		p.Add(kit.MedianAndRange(float64(k), shares, params.style(k).Color, kit.Disk)...)
	}
	params.setSettingsAxis(p, len(params.Clips))
	p.Y.Min, p.Y.Max = -0.05, 1.05
	return p
}

// emPanel draws EM after training.
func (params *ClippingParams) emPanel(s *clippingResults) *plot.Plot {
	p := kit.NewPanel("EM (circle: ε = 1e−16)", "c", "EM after training")
	p.Add(kit.HorizontalGrid())
	start := kit.Median(s.start)
	top := start
	for k := range s.em {
		p.Add(kit.MedianAndRange(float64(k), s.em[k], params.style(k).Color, kit.Disk)...)
		top = max(top, floats.Max(s.em[k]))
	}
	p.Add(kit.MedianAndRange(0.35, s.emSmallEpsilon, params.style(0).Color, kit.Circle)...)
	params.setSettingsAxis(p, len(s.em))
	p.Add(kit.Line(plotter.XYs{{X: p.X.Min, Y: start}, {X: p.X.Max, Y: start}}, kit.Dashed(kit.InkColor, kit.ThinWidth)))
	p.Y.Min, p.Y.Max = 0, 1.1*top
	return p
}

// setSettingsAxis gives a panel a horizontal axis with the first count settings.
func (params *ClippingParams) setSettingsAxis(p *plot.Plot, count int) {
	var ticks plot.ConstantTicks
	for k := range count {
		label := "penalty"
		if k < len(params.Clips) {
			label = kit.Number(params.Clips[k], 4)
		}
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: label})
	}
	p.X.Min, p.X.Max = -0.5, float64(count)-0.5
	p.X.Tick.Marker = ticks
}
