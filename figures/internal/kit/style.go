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
	Width         = vg.Length(675)
	OnePanelWidth = vg.Length(450) // of a figure of one panel: its letters are larger in proportion
	DPI           = 144
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
