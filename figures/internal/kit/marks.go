package kit

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// PlotterFunc is a function as a plot.Plotter.
type PlotterFunc func(c draw.Canvas, p *plot.Plot)

// Plot implements plot.Plotter.
func (d PlotterFunc) Plot(c draw.Canvas, p *plot.Plot) { d(c, p) }

// Line returns a line through points. Unlike a plotter.Line it needs no margin at the
// edges for its width, which would shift panels and their axes.
func Line(points plotter.XYs, style draw.LineStyle) plot.Plotter {
	return tightLine{&plotter.Line{XYs: points, LineStyle: style}}
}

// tightLine is a plotter.Line without a margin.
type tightLine struct{ *plotter.Line }

// GlyphBoxes implements plot.GlyphBoxer.
func (tightLine) GlyphBoxes(*plot.Plot) []plot.GlyphBox { return nil }

// Dots returns a glyph at each point. Unlike a plotter.Scatter it needs no margin at the
// edges; the axes should have room.
func Dots(points plotter.XYs, style draw.GlyphStyle) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		for _, at := range points {
			c.DrawGlyph(style, vg.Point{X: toX(at.X), Y: toY(at.Y)})
		}
	})
}

// Disk returns the style of a filled circle.
func Disk(c color.Color, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: radius, Shape: draw.CircleGlyph{}}
}

// Circle returns the style of a circle with a white inside.
func Circle(c color.Color, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: radius, Shape: whiteCircle{}}
}

// whiteCircle draws a circle with a white inside.
type whiteCircle struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (whiteCircle) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + style.Radius, Y: at.Y})
	path.Arc(at, style.Radius, 0, 2*math.Pi)
	path.Close()
	c.SetColor(color.White)
	c.Fill(path)
	c.SetLineStyle(Solid(style.Color, 1.5))
	c.Stroke(path)
}

// Note writes words at the point (x, y) of the data, moved by offset.
func Note(x, y float64, offset vg.Point, style text.Style, words string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		c.FillText(style, vg.Point{X: toX(x), Y: toY(y)}.Add(offset), words)
	})
}

// LongXLabel writes words in place of the label of the horizontal axis. gonum would
// shrink the panel for a long label. The axis must have the label " ".
func LongXLabel(words string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		style := TextStyle(TickSize, InkColor)
		style.XAlign = draw.XCenter
		c.FillText(style, vg.Point{X: c.Center().X, Y: c.Min.Y - 26}, words)
	})
}

// HorizontalGrid returns the horizontal lines of a grid.
func HorizontalGrid() plot.Plotter {
	return &plotter.Grid{Horizontal: Solid(GridColor, FrameWidth)}
}

// MidArrow draws a line from one point of the data to another, with an arrow head of the
// given size in the middle, where the heads of neighbouring arrows stay apart.
func MidArrow(from, to plotter.XY, style draw.LineStyle, head vg.Length) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		a, b := vg.Point{X: toX(from.X), Y: toY(from.Y)}, vg.Point{X: toX(to.X), Y: toY(to.Y)}
		c.StrokeLine2(style, a.X, a.Y, b.X, b.Y)
		length := vg.Length(math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)))
		if length < 2*head {
			return
		}
		along := b.Sub(a).Scale(head / length)
		across := vg.Point{X: -along.Y / 2, Y: along.X / 2}
		tip := a.Add(b).Scale(0.5).Add(along.Scale(0.5))
		c.FillPolygon(style.Color, []vg.Point{tip, tip.Sub(along).Add(across), tip.Sub(along).Sub(across)})
	})
}

// VerticalLine draws a thin line at x from the bottom to the top of the panel.
func VerticalLine(x float64) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, _ := p.Transforms(&c)
		c.StrokeLine2(Solid(FrameColor, ThinWidth), toX(x), c.Min.Y, toX(x), c.Max.Y)
	})
}

// Caption writes words at that distance above a panel, or below it if distance is
// negative.
func Caption(distance vg.Length, words string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
		at := vg.Point{X: c.Min.X, Y: c.Max.Y + distance}
		if distance < 0 {
			at.Y = c.Min.Y + distance
		}
		c.FillText(TextStyle(TickSize, InkColor), at, words)
	})
}
