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

// CriticStepsParams are the parameters of figure critic-steps. Counts are at least 1.
type CriticStepsParams struct {
	Steps      []int // values of n_critic, increasing, at least two
	Losses     []gan.Loss
	Width      int     // units in each of three hidden layers
	Batch      int     // samples in a minibatch, m
	Clip       float64 // c, positive
	Rate       float64 // of generator and critic, positive
	Iterations int
	Seeds      int    // number of runs
	Seed       uint64 // of run 0; run k has Seed + k
}

// DefaultCriticSteps returns preset critic-steps with the paper's 5 steps, fewer, and more.
// It trains three times, with up to 25 steps, so batches have half the size.
func DefaultCriticSteps() *CriticStepsParams {
	c := preset("critic-steps")
	return &CriticStepsParams{
		Steps: []int{1, 5, 25}, Losses: c.Losses,
		Width: c.Width, Batch: 32, Clip: c.Clip, Rate: c.Rate, Iterations: c.Iterations, Seeds: c.Seeds, Seed: c.Seed,
	}
}

// Flags defines a flag for each parameter.
func (params *CriticStepsParams) Flags(flags *pflag.FlagSet) {
	flags.IntSliceVar(&params.Steps, "critic-steps", params.Steps, "values of n_critic, increasing")
	lossFlag(flags, &params.Losses)
	widthFlag(flags, &params.Width)
	batchFlag(flags, &params.Batch)
	clipFlag(flags, &params.Clip)
	rateFlag(flags, &params.Rate)
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws claim 4.3 on the ring: exact EM after training, and the number of modes
// found, against the steps of critic or discriminator per iteration. From 1 step to 5 EM
// falls for each loss. From 5 to 25 it falls for the critics and rises for the
// discriminators. It returns an error that names the value if a parameter is out
// of range, and ctx.Err() if ctx is done.
func (params *CriticStepsParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	if len(params.Steps) < 2 {
		return nil, fmt.Errorf("figures: critic steps %v; at least two values are needed", params.Steps)
	}
	for k, steps := range params.Steps[1:] {
		if steps <= params.Steps[k] {
			return nil, fmt.Errorf("figures: critic steps %v do not increase", params.Steps)
		}
	}
	config := gan.DefaultConfig()
	config.Losses, config.Width, config.Batch, config.Clip = params.Losses, params.Width, params.Batch, params.Clip
	config.Rate, config.CriticRate = params.Rate, params.Rate
	config.Iterations, config.EvalEvery = params.Iterations, 0
	config.Seeds, config.Seed = params.Seeds, params.Seed
	var runs []*trained
	tick := progressCounter(params.Iterations*len(params.Losses)*params.Seeds*len(params.Steps), progress)
	for _, steps := range params.Steps {
		config.CriticSteps = steps
		t, err := train(ctx, config, func(int, int) { tick() }, nil)
		if err != nil {
			return nil, err
		}
		runs = append(runs, t)
	}

	em := kit.NewPanel("EM after training", fmt.Sprintf("critic steps an iteration (median, range of %d seeds)", params.Seeds), "EM")
	modes := kit.NewPanel("Modes found, of 8", "critic steps an iteration", "modes")
	em.Add(kit.HorizontalGrid())
	modes.Add(kit.HorizontalGrid())
	var legend []kit.Key
	for place, game := range runs[0].Runs[:len(params.Losses)] {
		style := lossStyle(game.Loss)
		legend = append(legend, kit.LineKey(game.Loss.Label(), style))
		against := func(value func(gan.Record) float64) []plotter.XYs {
			curves := make([]plotter.XYs, params.Seeds)
			for k, t := range runs {
				for seed, value := range kit.Ends(t.curves(game.Loss, value)) {
					// Losses are side by side, because their ranges overlap.
					x := float64(params.Steps[k]) * math.Pow(1.07, float64(place)-float64(len(params.Losses)-1)/2)
					curves[seed] = append(curves[seed], plotter.XY{X: x, Y: value})
				}
			}
			return curves
		}
		for _, panel := range []struct {
			p     *plot.Plot
			value func(gan.Record) float64
		}{
			{em, exactEM}, {modes, func(r gan.Record) float64 { return float64(r.Modes) }},
		} {
			curves := against(panel.value)
			panel.p.Add(kit.Line(kit.Medians(curves), style))
			for k := range params.Steps {
				values := make([]float64, len(curves))
				for seed, c := range curves {
					values[seed] = c[k].Y
				}
				panel.p.Add(kit.MedianAndRange(curves[0][k].X, values, style.Color, kit.Disk)...)
			}
		}
	}
	floors, err := runs[0].floors(ctx)
	if err != nil {
		return nil, err
	}
	low, high := float64(params.Steps[0])/1.3, float64(params.Steps[len(params.Steps)-1])*1.3
	em.Add(kit.Line(plotter.XYs{{X: low, Y: kit.Median(floors)}, {X: high, Y: kit.Median(floors)}}, kit.Dashed(kit.InkColor, kit.ThinWidth)))
	legend = append(legend, kit.LineKey("real against real", kit.Dashed(kit.InkColor, kit.ThinWidth)))
	var ticks plot.ConstantTicks
	for _, steps := range params.Steps {
		ticks = append(ticks, plot.Tick{Value: float64(steps), Label: fmt.Sprint(steps)})
	}
	for _, p := range []*plot.Plot{em, modes} {
		p.X.Min, p.X.Max = low, high
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, ticks
		p.Y.Min, p.Y.Max = 0, p.Y.Max*1.05
	}
	modes.Y.Max = 8.4
	return panels(300, legend, []*plot.Plot{em, modes})
}
