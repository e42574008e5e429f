package figures

import (
	"image/color"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawn is a plotter that is nothing but its Plot method.
type drawn func(c draw.Canvas, p *plot.Plot)

// Plot implements plot.Plotter.
func (d drawn) Plot(c draw.Canvas, p *plot.Plot) { d(c, p) }

// curve returns the line through points.
func curve(points plotter.XYs, style draw.LineStyle) plot.Plotter {
	return flush{&plotter.Line{XYs: points, LineStyle: style}}
}

// flush is a line that asks for no room at the edges for half its width, which
// would push panels, and breaks of their axes, out of line.
type flush struct{ *plotter.Line }

// GlyphBoxes implements plot.GlyphBoxer.
func (flush) GlyphBoxes(*plot.Plot) []plot.GlyphBox { return nil }

// dots returns a glyph at each point. Unlike a plotter.Scatter it asks for no
// room at the edges: give the axes some.
func dots(points plotter.XYs, style draw.GlyphStyle) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		for _, at := range points {
			c.DrawGlyph(style, vg.Point{X: toX(at.X), Y: toY(at.Y)})
		}
	})
}

// dot returns the style of a filled circle.
func dot(c color.Color, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: radius, Shape: draw.CircleGlyph{}}
}

// ring returns the style of a circle that is white inside.
func ring(c color.Color, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: radius, Shape: openCircle{}}
}

// openCircle draws a circle that is white inside.
type openCircle struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (openCircle) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + style.Radius, Y: at.Y})
	path.Arc(at, style.Radius, 0, 2*math.Pi)
	path.Close()
	c.SetColor(color.White)
	c.Fill(path)
	c.SetLineStyle(stroke(style.Color, 1.5))
	c.Stroke(path)
}

// note writes words beside a point of the data, moved by offset.
func note(x, y float64, offset vg.Point, style text.Style, words string) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		c.FillText(style, vg.Point{X: toX(x), Y: toY(y)}.Add(offset), words)
	})
}

// below writes words where the label of the horizontal axis belongs, at any
// length: gonum would shrink the panel to fit a long one. Label the axis " ".
func below(words string) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
		style := lettering(tickSize, inkColor)
		style.XAlign = draw.XCenter
		c.FillText(style, vg.Point{X: c.Center().X, Y: c.Min.Y - 26}, words)
	})
}

// levels returns the horizontal lines of a grid, and no others.
func levels() plot.Plotter {
	return &plotter.Grid{Horizontal: stroke(gridColor, frameWidth)}
}

// arrow draws a line from one point of the data to another, with a head of the
// given size in the middle of it, where heads stay apart.
func arrow(from, to plotter.XY, style draw.LineStyle, head vg.Length) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
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

// upright draws a thin line at x from the bottom to the top.
func upright(x float64) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
		toX, _ := p.Transforms(&c)
		c.StrokeLine2(stroke(frameColor, thinWidth), toX(x), c.Min.Y, toX(x), c.Max.Y)
	})
}

// spread draws at x the range of numbers, and their median as a dot or a ring.
func spread(x float64, numbers []float64, c color.Color, mark func(color.Color, vg.Length) draw.GlyphStyle) []plot.Plotter {
	return []plot.Plotter{
		curve(plotter.XYs{{X: x, Y: floats.Min(numbers)}, {X: x, Y: floats.Max(numbers)}}, stroke(c, lineWidth)),
		dots(plotter.XYs{{X: x, Y: Median(numbers)}}, mark(c, dotRadius)),
	}
}
