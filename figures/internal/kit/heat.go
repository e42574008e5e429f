package kit

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Heat assigns a colour to each value from low to high.
type Heat struct {
	low, high float64
	Shades    color.Palette
}

// NewHeat returns 16 shades from nearly white to dark. They are few enough for the eye
// to see the line between two of them. high must be above low.
func NewHeat(low, high float64, dark color.NRGBA) Heat {
	const count, light = 16, 0xf6
	h := Heat{low, high, make(color.Palette, count)}
	for k := range h.Shades {
		share := float64(k) / (count - 1)
		blend := func(to uint8) uint8 { return uint8(light + share*(float64(to)-light) + 0.5) }
		h.Shades[k] = color.NRGBA{blend(dark.R), blend(dark.G), blend(dark.B), 255}
	}
	return h
}

// shade returns the index of the colour of value.
func (h Heat) shade(value float64) uint8 {
	k := math.Floor((value - h.low) / (h.high - h.low) * float64(len(h.Shades)))
	return uint8(min(max(k, 0), float64(len(h.Shades)-1)))
}

// Over returns a heat map of value over a rectangle. It is an image: a thousand vector
// squares would show seams.
func (h Heat) Over(xmin, ymin, xmax, ymax float64, value func(x, y float64) float64) plot.Plotter {
	const pixels = 300 // each way
	img := image.NewPaletted(image.Rect(0, 0, pixels, pixels), h.Shades)
	for row := range pixels {
		y := ymax - (float64(row)+0.5)/pixels*(ymax-ymin)
		for column := range pixels {
			x := xmin + (float64(column)+0.5)/pixels*(xmax-xmin)
			img.SetColorIndex(column, row, h.shade(value(x, y)))
		}
	}
	return plotter.NewImage(img, xmin, ymin, xmax, ymax)
}

// Bar returns the colour bar, a panel that shows which colour means which value.
func (h Heat) Bar(label string) *plot.Plot {
	p := NewPanel("", "", label)
	p.Add(h.Over(0, h.low, 1, h.high, func(_, y float64) float64 { return y }))
	p.X.Min, p.X.Max = 0, 1
	p.Y.Min, p.Y.Max = h.low, h.high
	p.X.Tick.Marker = plot.ConstantTicks{}
	p.X.Width = 0
	return p
}

// DrawWithBar draws p in the upper left corner of c, with units of the same length on
// both axes, and its colour bar to the right of it. It returns the part of c to the
// right of both.
func DrawWithBar(c draw.Canvas, p, bar *plot.Plot) draw.Canvas {
	tile, beside := tilesWithBar(c, p, bar)
	p.Draw(tile)
	bar.Draw(beside)
	c.Min.X = beside.Max.X
	return c
}

// DrawCentredWithBar is DrawWithBar at the upper centre of c.
func DrawCentredWithBar(c draw.Canvas, p, bar *plot.Plot) {
	tile, beside := tilesWithBar(c, p, bar)
	shift := vg.Point{X: (c.Max.X - beside.Max.X) / 2}
	tile.Rectangle, beside.Rectangle = tile.Rectangle.Add(shift), beside.Rectangle.Add(shift)
	p.Draw(tile)
	bar.Draw(beside)
}

// tilesWithBar returns where DrawWithBar draws p and where its colour bar.
func tilesWithBar(c draw.Canvas, p, bar *plot.Plot) (tile, beside draw.Canvas) {
	tile, data := c, p.DataCanvas(c)
	width, height := data.Max.X-data.Min.X, data.Max.Y-data.Min.Y
	wide, high := vg.Length(p.X.Max-p.X.Min), vg.Length(p.Y.Max-p.Y.Min)
	unit := min(width/wide, height/high)
	tile.Max.X -= width - unit*wide
	tile.Min.Y += height - unit*high

	data = p.DataCanvas(tile)
	beside = draw.Crop(tile, data.Max.X+10-tile.Min.X, 0, data.Min.Y-tile.Min.Y, 0)
	beside.Max.X = beside.Min.X + 70
	inside := bar.DataCanvas(beside) // lower than beside if a label stands at an end
	beside.Max.Y += data.Max.Y - inside.Max.Y
	beside.Min.Y += data.Min.Y - inside.Min.Y
	return tile, beside
}
