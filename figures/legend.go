package figures

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// key is an entry of a legend.
type key struct {
	text   string
	sample plot.Thumbnailer
	width  vg.Length // of the sample
}

// lineKey returns the entry of a kind of line.
func lineKey(text string, style draw.LineStyle) key {
	return key{text, &plotter.Line{LineStyle: style}, 24}
}

// dotKey returns the entry of a kind of point.
func dotKey(text string, style draw.GlyphStyle) key {
	return key{text, &plotter.Scatter{GlyphStyle: style}, 2 * style.Radius}
}

// drawLegend writes the entries side by side in the middle of c.
func drawLegend(c draw.Canvas, legend []key) {
	writeKeys(c, vg.Point{X: c.Center().X - legendWidth(legend)/2, Y: c.Center().Y}, legend)
}

// titleKeys writes a legend of p alone, in the line of its title and at the
// right end of it.
func titleKeys(p *plot.Plot, legend ...key) {
	p.Add(drawn(func(c draw.Canvas, _ *plot.Plot) {
		writeKeys(c, vg.Point{X: c.Max.X - legendWidth(legend), Y: c.Max.Y + titleHeight/2}, legend)
	}))
}

const (
	keyGap    = vg.Length(6)  // from a sample to its text
	keysApart = vg.Length(24) // from one entry to the next
)

// legendWidth returns the width of the entries side by side.
func legendWidth(legend []key) vg.Length {
	width := -keysApart
	for _, k := range legend {
		width += k.width + keyGap + lettering(labelSize, inkColor).Width(k.text) + keysApart
	}
	return width
}

// writeKeys writes the entries from a point to the right.
func writeKeys(c draw.Canvas, at vg.Point, legend []key) {
	style := lettering(labelSize, inkColor)
	for _, k := range legend {
		k.sample.Thumbnail(&draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: at.X, Y: at.Y - 6}, Max: vg.Point{X: at.X + k.width, Y: at.Y + 4},
		}})
		at.X += k.width + keyGap
		c.FillText(style, at, k.text)
		at.X += style.Width(k.text) + keysApart
	}
}
