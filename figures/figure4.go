package figures

import (
	"context"
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// Figure4 draws Figure 4 of the paper (claim 4.2) as Figure3 draws Figure 3, for
// each loss of a discriminator: its estimate of JS, ½L(D) + log 2, against exact
// EM. At the bottom are the rank correlations of all losses, on the data and
// elsewhere, where the order of the losses may be another one. Errors are those
// of Figure3.
func Figure4(ctx context.Context, params ExperimentParams, progress Progress) (*Figure, error) {
	e, err := trainExperiment(ctx, params, progress)
	if err != nil {
		return nil, err
	}
	return e.figure4()
}

func (e *experiment) figure4() (*Figure, error) {
	losses, err := e.losses(func(loss gan.Loss) bool { return !loss.IsWasserstein() })
	if err != nil {
		return nil, err
	}
	l := e.learningCurves(losses)
	row := []*plot.Plot{e.trained.correlationStrip()}
	if e.elsewhere != nil {
		row = append(row, e.elsewhere.correlationStrip())
		row[1].Y.Tick.Label.Color = color.Transparent
	}
	const strip = vg.Length(150)
	return newFigure(430+strip, l.legend, append(l.plots(), row...), func(c draw.Canvas) {
		l.draw(draw.Crop(c, 0, 0, strip, 0))
		c.Max.Y = c.Min.Y + strip
		tiles := draw.Tiles{Rows: 1, Cols: len(row), PadX: panelGap, PadTop: titleHeight + 4}
		for i, tile := range plot.Align([][]*plot.Plot{row}, tiles, c)[0] {
			row[i].Draw(tile)
		}
	})
}

// correlationStrip returns a panel of rank correlations of estimate and EM: a
// line a loss, a dot a seed, and their median.
func (t *trained) correlationStrip() *plot.Plot {
	p := newPlot("Rank correlation with EM on "+t.Data.Name, fmt.Sprintf("a dot for each of %d seeds, a bar for their median", t.Config.Seeds), "")
	var ticks plot.ConstantTicks
	p.Add(upright(0))
	for k, game := range t.Runs[:len(t.Config.Losses)] {
		label, at := lossLabels[game.Loss], -float64(k)
		ticks = append(ticks, plot.Tick{Value: at, Label: game.Loss.Label()})
		values := t.correlations(game.Loss)
		p.Add(drawn(func(c draw.Canvas, p *plot.Plot) {
			toX, toY := p.Transforms(&c)
			for _, value := range values {
				c.DrawGlyph(ring(label.color, dotRadius), vg.Point{X: toX(value), Y: toY(at)})
			}
			x := toX(Median(values))
			c.StrokeLine2(stroke(label.color, thickWidth), x, toY(at)-7, x, toY(at)+7)
		}))
	}
	p.X.Min, p.X.Max = -1.05, 1.05
	p.Y.Min, p.Y.Max = 0.6-float64(len(ticks)), 0.6
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	return p
}
