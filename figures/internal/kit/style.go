package kit

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// All figures are as wide as a page of the README, so that text has the same size in
// each of them.
const (
	Width = vg.Length(675)
	DPI   = 144
)

// The colours are those of Okabe and Ito, which colour-blind people can tell apart. A
// colour means the same in all figures. The critic has the colour of EM and the
// discriminator that of JS, because they estimate those distances.
var (
	EMColor = color.NRGBA{0x00, 0x72, 0xb2, 0xff} // blue
	JSColor = color.NRGBA{0x00, 0x9e, 0x73, 0xff} // bluish green
	KLColor = color.NRGBA{0xd5, 0x5e, 0x00, 0xff} // vermilion
	TVColor = color.NRGBA{0xcc, 0x79, 0xa7, 0xff} // reddish purple

	CriticColor        = EMColor
	DiscriminatorColor = JSColor

	RealColor      = color.NRGBA{0x33, 0x33, 0x33, 0xff} // nearly black
	GeneratedColor = color.NRGBA{0xa6, 0x6a, 0x00, 0xff} // dark orange: a contrast of 4.5 with white, where Okabe and Ito's has 2.3

	OtherSolverColor = color.NRGBA{0x88, 0x88, 0x88, 0xff} // grey: another program that solves for EM

	InkColor   = color.NRGBA{0x22, 0x22, 0x22, 0xff} // text, and closed forms
	FrameColor = color.NRGBA{0x80, 0x80, 0x80, 0xff} // axes and ticks
	GridColor  = color.NRGBA{0xe6, 0xe6, 0xe6, 0xff}
)

const (
	TitleSize = vg.Length(12)
	LabelSize = vg.Length(11)
	TickSize  = vg.Length(10)

	ThickWidth = vg.Length(4) // of a curve under another one
	LineWidth  = vg.Length(2)
	ThinWidth  = vg.Length(1)
	FrameWidth = vg.Length(0.75)
	DotRadius  = vg.Length(3.5)
)

// Faded returns c with an opacity from 0 to 1.
func Faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(opacity*255 + 0.5)
	return c
}

// Solid returns the style of a solid line.
func Solid(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width}
}

// Dashed returns the style of a dashed line.
func Dashed(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width, Dashes: []vg.Length{5, 3.5}}
}

// DashDotted returns the style of a line of dashes and dots.
func DashDotted(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width, Dashes: []vg.Length{7, 2, 1.5, 2}}
}

// Dotted returns the style of a dotted line.
func Dotted(c color.Color, width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: width, Dashes: []vg.Length{1.5, 2.5}}
}

// TextStyle returns the style of text that starts at its point and is centred on its
// height.
func TextStyle(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
		YAlign:  draw.YCenter,
		Handler: plot.DefaultTextHandler,
	}
}

// NewPanel returns an empty panel with the common look. Its title says what to see in it
// and is aligned with the data area.
func NewPanel(title, x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	styleAxis(&p.X, x)
	styleAxis(&p.Y, y)
	p.Add(PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
		c.FillText(TextStyle(TitleSize, InkColor), vg.Point{X: c.Min.X, Y: c.Max.Y + TitleHeight/2}, title)
	}))
	return p
}

// styleAxis gives an axis the common look.
func styleAxis(axis *plot.Axis, label string) {
	axis.Label.Text = label
	axis.Label.Padding = 3
	axis.Label.TextStyle.Font = TextStyle(LabelSize, InkColor).Font
	axis.Label.TextStyle.Color = InkColor
	axis.LineStyle = Solid(FrameColor, FrameWidth)
	axis.Padding = 0
	axis.Tick.Label.Font = TextStyle(TickSize, InkColor).Font
	axis.Tick.Label.Color = InkColor
	axis.Tick.LineStyle = Solid(FrameColor, FrameWidth)
	axis.Tick.Length = 4
	axis.Tick.Marker = plot.TickerFunc(plainTicks)
}
