package figures

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// All figures are as wide as a page of the README, so that their text comes out
// in one size; the height is what the panels need.
const (
	figureWidth = vg.Length(675)
	pngDPI      = 144
)

// The colours are those of Okabe and Ito, which stay apart for people who see
// fewer of them. One colour means one thing in all figures. The critic has the
// colour of EM and the discriminator that of JS: each estimates that distance.
var (
	emColor = color.NRGBA{0x00, 0x72, 0xb2, 0xff} // blue
	jsColor = color.NRGBA{0x00, 0x9e, 0x73, 0xff} // bluish green
	klColor = color.NRGBA{0xd5, 0x5e, 0x00, 0xff} // vermillion
	tvColor = color.NRGBA{0xcc, 0x79, 0xa7, 0xff} // reddish purple

	criticColor        = emColor
	discriminatorColor = jsColor

	realColor = color.NRGBA{0x33, 0x33, 0x33, 0xff} // nearly black
	fakeColor = color.NRGBA{0xe6, 0x9f, 0x00, 0xff} // orange

	otherColor = color.NRGBA{0x88, 0x88, 0x88, 0xff} // grey: a solver of EM that is not ours

	inkColor   = color.NRGBA{0x22, 0x22, 0x22, 0xff} // text, and closed forms
	frameColor = color.NRGBA{0x80, 0x80, 0x80, 0xff} // axes and ticks
	gridColor  = color.NRGBA{0xe6, 0xe6, 0xe6, 0xff}
)

const (
	titleSize = vg.Length(12)
	labelSize = vg.Length(11)
	tickSize  = vg.Length(10)

	thickWidth = vg.Length(4) // a curve on which another one lies
	lineWidth  = vg.Length(2)
	thinWidth  = vg.Length(1)
	frameWidth = vg.Length(0.75)
	dotRadius  = vg.Length(3.5)
)

// faded returns c at the given opacity, 0 to 1.
func faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(opacity*255 + 0.5)
	return c
}

// stroke returns the style of a solid line.
func stroke(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width}
}

// dashed returns the style of a dashed line.
func dashed(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width, Dashes: []vg.Length{5, 3.5}}
}

// lettering returns the style of text, which stands to the right of its place
// and is centred on its height.
func lettering(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
		YAlign:  draw.YCenter,
		Handler: plot.DefaultTextHandler,
	}
}

// newPlot returns an empty panel with the common look. Its title says what to
// see in it; it starts where the data area does, titleHeight above it.
func newPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	style(&p.X, x)
	style(&p.Y, y)
	p.Add(drawn(func(c draw.Canvas, _ *plot.Plot) {
		c.FillText(lettering(titleSize, inkColor), vg.Point{X: c.Min.X, Y: c.Max.Y + titleHeight/2}, title)
	}))
	return p
}

// style gives an axis the common look.
func style(axis *plot.Axis, label string) {
	axis.Label.Text = label
	axis.Label.Padding = 3
	axis.Label.TextStyle.Font = lettering(labelSize, inkColor).Font
	axis.Label.TextStyle.Color = inkColor
	axis.LineStyle = stroke(frameColor, frameWidth)
	axis.Padding = 0
	axis.Tick.Label.Font = lettering(tickSize, inkColor).Font
	axis.Tick.Label.Color = inkColor
	axis.Tick.LineStyle = stroke(frameColor, frameWidth)
	axis.Tick.Length = 4
	axis.Tick.Marker = plot.TickerFunc(plainTicks)
}
