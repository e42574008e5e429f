package figures

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// learningCurves is a column of panels for each loss: its estimate, exact EM, and
// samples at three records.
type learningCurves struct {
	curves [][]*plot.Plot // two rows, estimate and EM; a column for each loss
	stages [][]*plot.Plot // a row of three panels for each loss
	legend []kit.Key
}

// learningCurves returns the columns of some of the trained losses.
func (e *experiment) learningCurves(losses []gan.Loss) learningCurves {
	// EM has the same axis for all losses of the run, including those not drawn.
	var top float64
	for _, r := range e.records {
		top = max(top, r.EM)
	}
	l := learningCurves{curves: make([][]*plot.Plot, 2)}
	for _, loss := range losses {
		estimates, em := e.curves(loss, estimate), e.curves(loss, exactEM)
		p := kit.NewPanel(loss.Label()+": "+lossEstimate(loss), "", "estimate")
		p.Add(kit.HorizontalGrid())
		p.Add(kit.MedianBand(estimates, kit.Solid(lossColor(loss), kit.LineWidth))...)
		p.Y.Min, p.Y.Max = kit.HeightRange(estimates)
		if !loss.IsWasserstein() {
			p.Y.Label.Text = "nats"
			p.Y.Max = math.Ln2 + 0.1*(math.Ln2-p.Y.Min)
			p.Y.Tick.Marker = kit.TicksBelow(plot.Tick{Value: math.Ln2, Label: "log 2"})
		}
		q := kit.NewPanel("Exact EM; rank correlation "+kit.MedianRangeText(e.correlations(loss)), "iteration ("+e.nearFloorText(em)+")", "EM")
		q.Add(kit.HorizontalGrid(), e.floorLine())
		q.Add(kit.MedianBand(em, kit.Solid(kit.EMColor, kit.LineWidth))...)
		q.Y.Min, q.Y.Max = 0, 1.05*top
		for k, p := range []*plot.Plot{p, q} {
			p.X.Min, p.X.Max = 0, float64(e.Config.Iterations)
			l.curves[k] = append(l.curves[k], p)
		}
		l.stages = append(l.stages, e.stages(loss))
	}
	l.legend = []kit.Key{
		kit.LineKey(fmt.Sprintf("median and range of %d seeds", e.Config.Seeds), kit.Solid(lossColor(losses[0]), kit.LineWidth)),
		kit.LineKey("real against real samples", kit.Dashed(kit.InkColor, kit.ThinWidth)),
		kit.DotKey("real", kit.RealDots), kit.DotKey("generated", kit.GeneratedDots),
	}
	return l
}

// nearFloorText says at which iteration the median EM is first at most twice the median EM
// between real samples.
func (e *experiment) nearFloorText(em []plotter.XYs) string {
	for _, point := range kit.Medians(em) {
		if point.Y <= 2*kit.Median(e.floor) {
			return fmt.Sprintf("twice the dashed line reached at %v", point.X)
		}
	}
	return "always above twice the dashed line"
}

// floorLine draws EM between real samples: its median over seeds, and its range.
func (e *experiment) floorLine() plot.Plotter {
	return kit.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		_, toY := p.Transforms(&c)
		low, high := toY(slices.Min(e.floor)), toY(slices.Max(e.floor))
		c.FillPolygon(kit.Faded(kit.FrameColor, 0.3), []vg.Point{{X: c.Min.X, Y: low}, {X: c.Max.X, Y: low}, {X: c.Max.X, Y: high}, {X: c.Min.X, Y: high}})
		c.StrokeLine2(kit.Dashed(kit.InkColor, kit.ThinWidth), c.Min.X, toY(kit.Median(e.floor)), c.Max.X, toY(kit.Median(e.floor)))
	})
}

// stages returns panels of samples at the first, a middle and the last record,
// for the seed that is the median in final EM.
func (e *experiment) stages(loss gan.Loss) []*plot.Plot {
	const count = 3
	em := e.curves(loss, exactEM)
	seed := kit.MedianIndex(kit.Ends(em))
	game := seed*len(e.Config.Losses) + slices.Index(e.Config.Losses, loss)
	real := e.Runs[game].HeldOut
	view := kit.WindowAround(real)
	var panels []*plot.Plot
	for k := range count {
		record := k * (len(e.samples) - 1) / (count - 1)
		p := view.Panel()
		p.Add(view.SampleRaster(real, e.samples[record][game]), kit.Caption(8, fmt.Sprintf("%v: EM %s", em[seed][record].X, kit.Decimals(em[seed][record].Y, 2))))
		panels = append(panels, p)
	}
	panels[0].Add(kit.Caption(-8, fmt.Sprintf("Samples of seed %d, the median in EM at the end.", e.Config.Seed+uint64(seed))))
	return panels
}

// plots returns all panels with axes.
func (l learningCurves) plots() []*plot.Plot { return slices.Concat(l.curves...) }

// samples returns the panels of samples, each alone.
func (l learningCurves) samples() (figures []*Figure) {
	for _, p := range slices.Concat(l.stages...) {
		figures = append(figures, oneSquarePanel(p, l.legend, 16, 16))
	}
	return figures
}

// draw draws the columns into c.
func (l learningCurves) draw(c draw.Canvas) {
	const gap, above, below = vg.Length(5), vg.Length(16), vg.Length(16)
	columns := vg.Length(len(l.stages))
	// The three panels are as wide as the data area. Labels and ticks take at least 46
	// of a column.
	side := ((c.Max.X-c.Min.X-(columns-1)*kit.PanelGap)/columns - 46 - 2*gap) / 3
	tiles := draw.Tiles{Rows: 2, Cols: len(l.stages), PadX: kit.PanelGap, PadY: kit.TitleHeight, PadTop: kit.TitleHeight}
	for j, row := range plot.Align(l.curves, tiles, draw.Crop(c, 0, 0, side+above+below, 0)) {
		for i, tile := range row {
			l.curves[j][i].Draw(tile)
			data := l.curves[j][i].DataCanvas(tile)
			side := min(side, (data.Max.X-data.Min.X-2*gap)/3)
			for k, stage := range l.stages[i] {
				if j == 1 {
					corner := vg.Point{X: data.Min.X + vg.Length(k)*(side+gap), Y: c.Min.Y + below}
					stage.Draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: corner, Max: corner.Add(vg.Point{X: side, Y: side})}})
				}
			}
		}
	}
}
