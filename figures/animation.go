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

// AnimationParams are the parameters of figure animation. The data are in the plane.
type AnimationParams struct {
	gan.Config           // with a single seed
	data       *gan.Data // set by SetRun; nil for the toy that Config names
}

// DefaultAnimation returns the default parameters: all losses on the ring, as Figure 4 has
// them, for twice as long.
func DefaultAnimation() *AnimationParams {
	c := defaultExperiment()
	c.Iterations, c.EvalEvery, c.Seeds = 1000, 40, 1
	return &AnimationParams{Config: c}
}

// Flags defines a flag for each parameter.
func (params *AnimationParams) Flags(flags *pflag.FlagSet) { experimentFlags(flags, &params.Config) }

// SetRun sets the settings and the data of the run that the animation shows. config.Data is
// the name of data. Data need not be a toy.
func (params *AnimationParams) SetRun(config gan.Config, data gan.Data) {
	params.Config, params.data = config, &data
}

// Draw draws an animation with a panel for each loss: the samples at each record, with
// their exact EM. It returns an error that names the value if the parameters cannot be
// trained or have several seeds, and ctx.Err() if ctx is done.
func (params *AnimationParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	if params.Seeds > 1 {
		return nil, fmt.Errorf("figures: %d seeds; an animation shows the run of one", params.Seeds)
	}
	var e *experiment
	var err error
	if params.data != nil {
		e, err = trainExperiment(ctx, params.Config, *params.data, progress)
	} else {
		e, err = trainToyExperiment(ctx, params.Config, progress)
	}
	if err != nil {
		return nil, err
	}
	losses, err := e.losses(func(gan.Loss) bool { return true })
	if err != nil {
		return nil, err
	}
	columns := min(len(losses), 4)
	rows := (len(losses) + columns - 1) / columns
	const gap = vg.Length(10)
	side := (kit.Width - 2*kit.Margin - vg.Length(columns-1)*gap) / vg.Length(columns)
	side = min(side, 300)
	height := 2*kit.Margin + kit.LegendHeight + vg.Length(rows)*(side+2*kit.TitleHeight)
	view := kit.WindowAround(e.Runs[0].HeldOut)
	var frames []*Figure
	for record := range e.samples {
		var panels []*plot.Plot
		step := 0
		for game, loss := range losses { // runs of the first seed come first
			r := e.records[record*len(e.Runs)+game]
			step = r.Step
			p := view.Panel()
			p.Add(view.Samples(e.Runs[game].HeldOut, e.samples[record][game]), kit.PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
				c.FillText(kit.TextStyle(kit.TitleSize, kit.InkColor), vg.Point{X: c.Min.X, Y: c.Max.Y + kit.TitleHeight/2}, loss.Label())
				c.FillText(kit.TextStyle(kit.TitleSize, kit.EMColor), vg.Point{X: c.Min.X, Y: c.Min.Y - kit.TitleHeight/2}, "exact EM "+kit.Decimals(r.EM, 2))
			}))
			panels = append(panels, p)
		}
		legend := []kit.Key{
			kit.TextKey(fmt.Sprintf("iteration %d of %d", step, e.Config.Iterations)),
			kit.DotKey("real", kit.RealDots), kit.DotKey("generated", kit.GeneratedDots),
		}
		f, err := newFigure(height, legend, panels, func(c draw.Canvas) {
			left := c.Center().X - (kit.Width-2*kit.Margin)/2 // on a slide c is wider
			for k, p := range panels {
				corner := vg.Point{X: left + vg.Length(k%columns)*(side+gap), Y: c.Max.Y - vg.Length(k/columns)*(side+2*kit.TitleHeight) - kit.TitleHeight - side}
				p.Draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: corner, Max: corner.Add(vg.Point{X: side, Y: side})}})
			}
		})
		if err != nil {
			return nil, err
		}
		for k, p := range panels {
			f.panels[k] = oneSquarePanel(p, legend, kit.TitleHeight, kit.TitleHeight)
		}
		frames = append(frames, f)
	}
	animation := *frames[len(frames)-1]
	animation.frames = frames
	return &animation, nil
}
