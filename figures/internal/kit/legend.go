package kit

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Key is an entry of a legend: a sample of a line or mark, if any, and its text.
type Key struct {
	Text   string
	Sample plot.Thumbnailer
	Width  vg.Length // of the sample
}

// LineKey returns the entry of a line style.
func LineKey(text string, style draw.LineStyle) Key {
	return Key{text, &plotter.Line{LineStyle: style}, 24}
}

// DotKey returns the entry of a mark, large enough to tell its colour.
func DotKey(text string, style draw.GlyphStyle) Key {
	style.Radius = max(style.Radius, 3)
	return Key{text, &plotter.Scatter{GlyphStyle: style}, 2 * style.Radius}
}

// TextKey returns an entry without a sample.
func TextKey(text string) Key { return Key{Text: text} }

// DrawLegend writes the entries side by side at the centre of c.
func DrawLegend(c draw.Canvas, legend []Key) {
	drawKeys(c, vg.Point{X: c.Center().X - legendWidth(legend)/2, Y: c.Center().Y}, legend)
}

// LegendLines splits a legend into lines of at most that width.
func LegendLines(legend []Key, width vg.Length) (lines [][]Key) {
	for start, end := 0, 1; end <= len(legend); end++ {
		if end == len(legend) || legendWidth(legend[start:end+1]) > width {
			lines = append(lines, legend[start:end])
			start = end
		}
	}
	return lines
}

// TitleLegend adds a legend to p, on the line of its title, at the right.
func TitleLegend(p *plot.Plot, legend ...Key) {
	p.Add(PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
		drawKeys(c, vg.Point{X: c.Max.X - legendWidth(legend), Y: c.Max.Y + TitleHeight/2}, legend)
	}))
}

// DrawHeading writes text at the upper left of c, and a legend at the upper right, on a
// line of height LegendHeight.
func DrawHeading(c draw.Canvas, text string, legend ...Key) {
	y := c.Max.Y - LegendHeight/2
	c.FillText(TextStyle(LabelSize, InkColor), vg.Point{X: c.Min.X, Y: y}, text)
	drawKeys(c, vg.Point{X: c.Max.X - legendWidth(legend), Y: y}, legend)
}

const (
	keyGap    = vg.Length(6)  // from a sample to its text
	keysApart = vg.Length(24) // from one entry to the next
)

// legendWidth returns the width of the entries side by side.
func legendWidth(legend []Key) vg.Length {
	width := -keysApart
	for _, k := range legend {
		width += k.Width + keyGap + TextStyle(LabelSize, InkColor).Width(k.Text) + keysApart
	}
	return width
}

// drawKeys writes the entries side by side, starting at a point.
func drawKeys(c draw.Canvas, at vg.Point, legend []Key) {
	style := TextStyle(LabelSize, InkColor)
	for _, k := range legend {
		if k.Sample != nil {
			k.Sample.Thumbnail(&draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
				Min: vg.Point{X: at.X, Y: at.Y - 6}, Max: vg.Point{X: at.X + k.Width, Y: at.Y + 4},
			}})
		}
		at.X += k.Width + keyGap
		c.FillText(style, at, k.Text)
		at.X += style.Width(k.Text) + keysApart
	}
}
