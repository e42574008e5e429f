package figures

import (
	"context"
	"fmt"
	"image/color"
	"slices"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// Figure4Params are the parameters of figure figure4. The data are in the plane.
type Figure4Params struct {
	gan.Config
	SecondData string // data for a second run; the figure draws only its correlations; "" for none
}

// DefaultFigure4 returns the default parameters: all losses on the ring, and on a far
// Gaussian.
func DefaultFigure4() *Figure4Params {
	return &Figure4Params{Config: defaultExperiment(), SecondData: "far"}
}

// Flags defines a flag for each parameter.
func (params *Figure4Params) Flags(flags *pflag.FlagSet) {
	experimentFlags(flags, &params.Config)
	flags.StringVar(&params.SecondData, "second-data", params.SecondData, "data of a second run, for the correlations on the right")
}

// Draw draws Figure 4 of the paper (claim 4.2) with a column for each loss of a
// discriminator that estimates JS: its estimate, ½L(D) + log 2, exact EM, and samples, as
// in Figure3Params.Draw. At the bottom are the rank correlations of all losses that have an
// estimate, on each of the two data: the order of the losses may differ between them. Errors
// are those of Figure3Params.Draw.
func (params *Figure4Params) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	runs := 1
	secondConfig := params.Config
	if params.SecondData != "" {
		runs++
		secondConfig.Data = params.SecondData
		if _, err := gan.FindData(secondConfig.Data); err != nil {
			return nil, err
		}
	}
	part := func(run int) Progress {
		if progress == nil {
			return nil
		}
		return func(done, total int) { progress(run*total+done, runs*total) }
	}
	e, err := trainToyExperiment(ctx, params.Config, part(0))
	if err != nil {
		return nil, err
	}
	losses, err := e.losses(gan.Loss.EstimatesJS)
	if err != nil {
		return nil, err
	}
	l := e.learningCurves(losses)
	row := []*plot.Plot{e.trained.correlationStrip()}
	if params.SecondData != "" {
		second, err := train(ctx, secondConfig, part(1), nil)
		if err != nil {
			return nil, err
		}
		row = append(row, second.correlationStrip())
		row[1].Y.Tick.Label.Color = color.Transparent
	}
	const strip = vg.Length(150)
	f, err := newFigure(430+strip, l.legend, append(l.plots(), row...), func(c draw.Canvas) {
		l.draw(draw.Crop(c, 0, 0, strip, 0))
		c.Max.Y = c.Min.Y + strip
		tiles := draw.Tiles{Rows: 1, Cols: len(row), PadX: kit.PanelGap, PadTop: kit.TitleHeight + 4}
		for i, tile := range plot.Align([][]*plot.Plot{row}, tiles, c)[0] {
			row[i].Draw(tile)
		}
	})
	if err == nil {
		f.panels = slices.Insert(f.panels, len(l.plots()), l.samples()...)
	}
	return f, err
}

// correlationStrip draws the rank correlations of estimate and exact EM: a row for each
// loss, a circle for each seed, a bar for the median.
func (t *trained) correlationStrip() *plot.Plot {
	p := kit.NewPanel("Rank correlation with EM on "+t.Data.Name, fmt.Sprintf("a dot for each of %d seeds, a bar for their median", t.Config.Seeds), "")
	var ticks plot.ConstantTicks
	p.Add(kit.VerticalLine(0))
	for _, game := range t.Runs[:len(t.Config.Losses)] {
		if !game.Loss.IsWasserstein() && !game.Loss.EstimatesJS() {
			continue // there is no estimate
		}
		c, at := lossColor(game.Loss), -float64(len(ticks))
		ticks = append(ticks, plot.Tick{Value: at, Label: game.Loss.Label()})
		values := t.correlations(game.Loss)
		p.Add(kit.PlotterFunc(func(canvas draw.Canvas, p *plot.Plot) {
			toX, toY := p.Transforms(&canvas)
			for _, value := range values {
				canvas.DrawGlyph(kit.Circle(c, kit.DotRadius), vg.Point{X: toX(value), Y: toY(at)})
			}
			x := toX(kit.Median(values))
			canvas.StrokeLine2(kit.Solid(c, kit.ThickWidth), x, toY(at)-7, x, toY(at)+7)
		}))
	}
	p.X.Min, p.X.Max = -1.05, 1.05
	p.Y.Min, p.Y.Max = 0.6-float64(len(ticks)), 0.6
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	return p
}
