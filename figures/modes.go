package figures

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// ModesParams are the parameters of figure modes. The data are a mixture in the plane.
// Config has the settings for all its losses. TunedRate and TunedIterations are for one more
// GAN, with −log D and one discriminator step per iteration.
type ModesParams struct {
	gan.Config
	TunedRate       float64
	TunedIterations int
}

// DefaultModes returns presets modes, all losses on the ring with ten critic steps per
// iteration, and tuned-gan, with networks of half the width. At full width ten steps do not
// make the discriminator so strong: of twenty seeds log(1 − D) finds 5.6 modes of 8 in the
// mean and −log D 4.7, with 25 steps 3.0 and 2.3, which takes too long for a figure. (The
// clipped WGAN finds 5.2 with ten steps, the one with a penalty all 8.)
func DefaultModes() *ModesParams {
	c, tuned := preset("modes"), preset("tuned-gan")
	c.Losses = []gan.Loss{gan.Minimax, gan.NonSaturating, gan.Wasserstein, gan.WassersteinGP}
	c.Width, c.EvalEvery = c.Width/2, 0
	return &ModesParams{c, tuned.Rate, tuned.Iterations}
}

// Flags defines a flag for each parameter.
func (params *ModesParams) Flags(flags *pflag.FlagSet) {
	experimentFlags(flags, &params.Config)
	flags.Float64Var(&params.TunedRate, "tuned-lr", params.TunedRate, "both learning rates of the GAN with one discriminator step")
	flags.IntVar(&params.TunedIterations, "tuned-iters", params.TunedIterations, "steps of its generator")
}

// HasNoEffect reports whether a setting has no effect on the figure. Its name is that in the
// JSON of gan.Config. The figure shows the last record only.
func (params *ModesParams) HasNoEffect(setting string) bool {
	return setting == "eval_every" || params.Config.HasNoEffect(setting)
}

// Draw draws claim 4.4: which modes each loss finds. Each panel shows the seed that is
// the median in EM: its samples, the values of its critic or discriminator as a heat
// map, and arrows along minus the gradient at some samples. Below it are exact EM,
// the modes found and the share of good samples (see gan.Data.Coverage) over all seeds.
// Draw returns an error that names the value if the parameters cannot be trained, and
// ctx.Err() if ctx is done.
func (params *ModesParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	data, err := planeData(params.Data)
	if err != nil {
		return nil, err
	}
	if len(data.Modes) == 0 {
		return nil, fmt.Errorf("figures: data %q have no modes", params.Data)
	}
	config := params.Config
	config.EvalEvery = 0 // the figure shows the last record only
	tuned := config
	tuned.Losses, tuned.CriticSteps = []gan.Loss{gan.NonSaturating}, 1
	tuned.Rate, tuned.CriticRate, tuned.Iterations = params.TunedRate, params.TunedRate, params.TunedIterations
	if err := tuned.Check(data); err != nil {
		return nil, err
	}
	first := params.Iterations * len(params.Losses) * params.Seeds
	total := first + tuned.Iterations*tuned.Seeds
	part := func(before int) Progress {
		if progress == nil {
			return nil
		}
		return func(done, _ int) { progress(before+done, total) }
	}
	mainRun, err := train(ctx, config, part(0), nil)
	if err != nil {
		return nil, err
	}
	tunedRun, err := train(ctx, tuned, part(first), nil)
	if err != nil {
		return nil, err
	}
	var panels []*plot.Plot
	for place, loss := range params.Losses {
		panels = append(panels, mainRun.modesPanel(place, loss.Label(), loss))
	}
	panels = append(panels, tunedRun.modesPanel(0, "GAN, −log D, tuned: 1 step of D", tuned.Losses[0]))
	return modesGrid(panels, params)
}

// modesPanel returns the panel of the loss at index place.
func (t *trained) modesPanel(place int, title string, loss gan.Loss) *plot.Plot {
	var em, modes, good []float64
	for _, r := range t.records {
		if r.Loss == loss && r.Step == t.Config.Iterations {
			em, modes, good = append(em, r.EM), append(modes, float64(r.Modes)), append(good, 100*r.HighQuality)
		}
	}
	seed := kit.MedianIndex(em)
	run := t.Runs[seed*len(t.Config.Losses)+place]
	fake := run.Samples(run.Game)
	view := kit.WindowAround(run.HeldOut)
	const shown = 256 // real samples, and as many generated ones; with 512 the PNG has 300 kB
	p := view.Panel()
	arrows, longest := gradientArrows(view, run.Game, fake)
	p.Add(surface(view, run.Game), view.SampleRaster(firstOf(run.HeldOut, shown), firstOf(fake, shown)), arrows,
		kit.PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
			c.FillText(kit.TextStyle(kit.TitleSize, kit.InkColor), vg.Point{X: c.Min.X, Y: c.Max.Y + kit.TitleHeight/2}, title)
		}),
		kit.Caption(-9, "EM "+kit.MedianRangeText(em)+"; seed "+fmt.Sprint(run.Seed)+" shown"),
		kit.Caption(-22, fmt.Sprintf("modes %s of %d; good samples %s %%", kit.RangeText(modes, 0), len(t.Data.Modes), kit.RangeText(good, 0))),
		kit.Caption(-35, "longest arrow: "+kit.Number(longest, 2)))
	return p
}

// firstOf returns the first n of points (k×2, row by row), or all if there are fewer.
func firstOf(points []float64, n int) []float64 { return points[:min(2*n, len(points))] }

// modesGrid puts the panels in rows of three.
func modesGrid(panels []*plot.Plot, params *ModesParams) (*Figure, error) {
	const columns, gap, captions = 3, vg.Length(16), vg.Length(47)
	rows := (len(panels) + columns - 1) / columns
	side := (kit.Width - 2*kit.Margin - (columns-1)*gap) / columns
	high := kit.TitleHeight + side + captions
	legend := []kit.Key{
		kit.DotKey("real", kit.RealDots), kit.DotKey("generated", kit.GeneratedDots),
		kit.LineKey("D, strong where it says real", kit.Solid(surfaceColor(kit.DiscriminatorColor), 9)),
		kit.LineKey("f, strong where it is high", kit.Solid(surfaceColor(kit.CriticColor), 9)),
		kit.TextKey("arrows: minus the gradient"),
	}
	about := []string{
		"Four games on the same samples and noise:",
		fmt.Sprintf("%d iterations, each of %d critic steps.", params.Iterations, params.CriticSteps),
		fmt.Sprintf("The tuned one: %d iterations of 1 step.", params.TunedIterations),
		fmt.Sprintf("Numbers are medians and ranges of %d seeds;", params.Seeds),
		"shown is the seed that is the median in EM.",
		"Good samples: within 3σ of a mode.",
		"Arrows: how the loss of a sample falls when it",
		"moves, in each panel on a scale of its own.",
	}
	f, err := newFigure(2*kit.Margin+kit.LegendHeight+vg.Length(rows)*high, legend, panels, func(c draw.Canvas) {
		left := c.Center().X - (kit.Width-2*kit.Margin)/2 // on a slide c is wider
		tile := func(k int) vg.Point {
			return vg.Point{X: left + vg.Length(k%columns)*(side+gap), Y: c.Max.Y - vg.Length(k/columns)*high - kit.TitleHeight}
		}
		for k, p := range panels {
			at := tile(k)
			p.Draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: at.Sub(vg.Point{Y: side}), Max: at.Add(vg.Point{X: side})}})
		}
		if len(panels)%columns == 0 {
			return
		}
		for k, words := range about {
			c.FillText(kit.TextStyle(kit.TickSize, kit.InkColor), tile(len(panels)).Sub(vg.Point{Y: vg.Length(k)*16 + 8}), words)
		}
	})
	if err == nil {
		for k, p := range panels {
			f.panels[k] = oneSquarePanel(p, legend, kit.TitleHeight, captions)
		}
	}
	return f, err
}
