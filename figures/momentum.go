package figures

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// MomentumParams are the parameters of figure momentum. Counts are at least 1.
type MomentumParams struct {
	Betas      []float64 // values of Adam's β₁, from 0 to below 1
	Losses     []gan.Loss
	Width      int     // units in each of three hidden layers
	Batch      int     // samples in a minibatch, m
	Clip       float64 // c, positive
	Rate       float64 // of generator and critic, positive
	Iterations int
	Seeds      int    // number of runs
	Seed       uint64 // of run 0; run k has Seed + k
}

// DefaultMomentum returns preset momentum with values of β₁ from 0 to 0.9. It trains four
// times, so batches have half the size.
func DefaultMomentum() *MomentumParams {
	c := preset("momentum")
	return &MomentumParams{
		Betas: []float64{0, 0.5, 0.9}, Losses: c.Losses,
		Width: c.Width, Batch: 32, Clip: c.Clip, Rate: c.Rate, Iterations: c.Iterations, Seeds: c.Seeds, Seed: c.Seed,
	}
}

// Flags defines a flag for each parameter.
func (params *MomentumParams) Flags(flags *pflag.FlagSet) {
	flags.Float64SliceVar(&params.Betas, "beta1", params.Betas, "values of Adam's β₁")
	lossFlag(flags, &params.Losses)
	widthFlag(flags, &params.Width)
	batchFlag(flags, &params.Batch)
	clipFlag(flags, &params.Clip)
	rateFlag(flags, &params.Rate)
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// configs returns a configuration for each optimizer, RMSProp first, and their names.
func (params *MomentumParams) configs() (configs []gan.Config, names []string) {
	config := gan.DefaultConfig()
	config.Losses, config.Width, config.Batch, config.Clip = params.Losses, params.Width, params.Batch, params.Clip
	config.Rate, config.CriticRate = params.Rate, params.Rate
	config.Iterations, config.EvalSamples = params.Iterations, 256
	config.Seeds, config.Seed = params.Seeds, params.Seed
	configs, names = append(configs, config), append(names, "RMSProp")
	for _, beta := range params.Betas {
		config.Optimizer, config.Beta1 = gan.KindAdam, beta
		configs, names = append(configs, config), append(names, "β₁ = "+kit.Number(beta, 4))
	}
	return configs, names
}

// Draw draws claim 3.10 on the ring. On the left is exact EM after training with
// RMSProp, and with Adam against its β₁, which is momentum. On the right is EM during
// training of the first loss with RMSProp and with the largest β₁. It returns an error
// that names the value if a parameter is out of range, and ctx.Err() if ctx is done.
func (params *MomentumParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	if len(params.Betas) == 0 {
		return nil, fmt.Errorf("figures: no value of β₁")
	}
	configs, names := params.configs()
	var runs []*trained
	tick := progressCounter(params.Iterations*len(params.Losses)*params.Seeds*len(configs), progress)
	for k, config := range configs {
		config.EvalEvery = 0
		if k == 0 || k == len(configs)-1 { // shown on the right
			config.EvalEvery = max(params.Iterations/25, 1)
		}
		t, err := train(ctx, config, func(int, int) { tick() }, nil)
		if err != nil {
			return nil, err
		}
		runs = append(runs, t)
	}

	em := kit.NewPanel("EM after training", "RMSProp, and Adam by its momentum", "EM")
	em.Add(kit.HorizontalGrid())
	var legend []kit.Key
	var top float64
	for place, game := range runs[0].Runs[:len(params.Losses)] {
		style := lossStyle(game.Loss)
		legend = append(legend, kit.LineKey(game.Loss.Label(), kit.Solid(style.Color, kit.LineWidth)))
		for k, t := range runs {
			values := kit.Ends(t.curves(game.Loss, exactEM))
			x := float64(k) + 0.16*(float64(place)-float64(len(params.Losses)-1)/2)
			em.Add(kit.MedianAndRange(x, values, style.Color, kit.Disk)...)
			top = max(top, floats.Max(values))
		}
	}
	em.X.Min, em.X.Max = -0.5, float64(len(runs))-0.5
	var ticks plot.ConstantTicks
	for k, name := range names {
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: name})
	}
	em.X.Tick.Marker = ticks

	first := runs[0].Runs[0].Loss
	course := kit.NewPanel(fmt.Sprintf("%s: EM swings by %s, with %s by %s", first.Label(), swing(runs[0], first), names[len(names)-1], swing(runs[len(runs)-1], first)), fmt.Sprintf("iteration (median, range of %d seeds)", params.Seeds), "EM")
	course.Add(kit.HorizontalGrid())
	largestBeta := kit.Solid(kit.InkColor, kit.LineWidth)
	for _, shown := range []struct {
		run   *trained
		style draw.LineStyle
	}{
		{runs[0], lossStyle(first)}, {runs[len(runs)-1], largestBeta},
	} {
		curves := shown.run.curves(first, exactEM)
		course.Add(kit.MedianBand(curves, shown.style)...)
		_, high := kit.HeightRange(curves)
		top = max(top, high)
	}
	floors, err := runs[0].floors(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range []*plot.Plot{em, course} {
		p.Add(kit.Line(plotter.XYs{{X: p.X.Min, Y: kit.Median(floors)}, {X: p.X.Max, Y: kit.Median(floors)}}, kit.Dashed(kit.InkColor, kit.ThinWidth)))
		p.Y.Min, p.Y.Max = 0, 1.05*top
	}
	legend = append(legend, kit.LineKey(first.Label()+", "+names[len(names)-1], largestBeta), kit.LineKey("real against real", kit.Dashed(kit.InkColor, kit.ThinWidth)))
	return panels(300, legend, []*plot.Plot{em, course})
}

// swing returns the difference of the largest and the smallest EM in the second half of
// training, the median over seeds, as text.
func swing(t *trained, loss gan.Loss) string {
	var swings []float64
	for _, curve := range t.curves(loss, exactEM) {
		second := kit.Heights(curve[len(curve)/2:])
		swings = append(swings, floats.Max(second)-floats.Min(second))
	}
	return kit.Number(kit.Median(swings), 2)
}
