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

// PlotterFunc is a plotter that is nothing but its Plot method.
type PlotterFunc func(c draw.Canvas, p *plot.Plot)

// Plot implements plot.Plotter.
func (d PlotterFunc) Plot(c draw.Canvas, p *plot.Plot) { d(c, p) }

// Line returns the line through points.
func Line(points plotter.XYs, style draw.LineStyle) plot.Plotter {
	return tightLine{&plotter.Line{XYs: points, LineStyle: style}}
}

// tightLine is a line that asks for no room at the edges for half its width, which
// would push panels, and breaks of their axes, out of line.
type tightLine struct{ *plotter.Line }

// GlyphBoxes implements plot.GlyphBoxer.
func (tightLine) GlyphBoxes(*plot.Plot) []plot.GlyphBox { return nil }

// Dots returns a glyph at each point. Unlike a plotter.Scatter it asks for no
// room at the edges: give the axes some.
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

// Circle returns the style of a circle that is white inside.
func Circle(c color.Color, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: radius, Shape: whiteCircle{}}
}

// whiteCircle draws a circle that is white inside.
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

// Note writes words beside a point of the data, moved by offset.
func Note(x, y float64, offset vg.Point, style text.Style, words string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		c.FillText(style, vg.Point{X: toX(x), Y: toY(y)}.Add(offset), words)
	})
}

// LongXLabel writes words where the label of the horizontal axis belongs, at any
// length: gonum would shrink the panel to fit a long one. Label the axis " ".
func LongXLabel(words string) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		style := TextStyle(TickSize, InkColor)
		style.XAlign = draw.XCenter
		c.FillText(style, vg.Point{X: c.Center().X, Y: c.Min.Y - 26}, words)
	})
}

// HorizontalGrid returns the horizontal lines of a grid, and no others.
func HorizontalGrid() plot.Plotter {
	return &plotter.Grid{Horizontal: Solid(GridColor, FrameWidth)}
}

// MidArrow draws a line from one point of the data to another, with a head of the
// given size in the middle of it, where heads stay apart.
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

// VerticalLine draws a thin line at x from the bottom to the top.
func VerticalLine(x float64) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, _ := p.Transforms(&c)
		c.StrokeLine2(Solid(FrameColor, ThinWidth), toX(x), c.Min.Y, toX(x), c.Max.Y)
	})
}

// Caption writes words above a panel, at that distance, or below it if it is
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
