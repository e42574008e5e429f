package kit

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// Recolored returns a canvas that draws on c with each colour replaced; c itself if
// recolor is nil.
func Recolored(c vg.Canvas, recolor func(color.Color) color.Color) vg.Canvas {
	if recolor == nil {
		return c
	}
	return &recolored{Canvas: c, recolor: recolor}
}

type recolored struct {
	vg.Canvas
	recolor func(color.Color) color.Color
}

// SetColor implements vg.Canvas.
func (r *recolored) SetColor(c color.Color) {
	if c == nil { // black in package vg
		c = color.Black
	}
	r.Canvas.SetColor(r.recolor(c))
}

// DrawImage implements vg.Canvas.
func (r *recolored) DrawImage(where vg.Rectangle, img image.Image) {
	bounds := img.Bounds()
	changed := image.NewNRGBA(bounds)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			changed.Set(x, y, r.recolor(img.At(x, y)))
		}
	}
	r.Canvas.DrawImage(where, changed)
}

// Dark returns the colour that stands for c on a dark background: white becomes nearly
// black, black nearly white, and strong colours stay as they are or become lighter.
func Dark(c color.Color) color.Color {
	const darkest, lightest, strong = 0.09, 0.93, 0.3 // lightness; chroma of a strong colour
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	red, green, blue := float64(n.R)/255, float64(n.G)/255, float64(n.B)/255
	high, low := max(red, green, blue), min(red, green, blue)
	lightness, chroma := (high+low)/2, high-low
	inverted := lightest - (lightest-darkest)*lightness
	weight := min(1, chroma/strong)
	target := (1-weight)*inverted + weight*max(inverted, lightness, 0.5)
	if chroma > 0 {
		// A little less saturation than before, since light colours glow on black.
		saturation := 0.8 * chroma / (1 - math.Abs(2*lightness-1))
		scale := saturation * (1 - math.Abs(2*target-1)) / chroma
		red, green, blue = target+(red-lightness)*scale, target+(green-lightness)*scale, target+(blue-lightness)*scale
	} else {
		red, green, blue = target, target, target
	}
	to := func(v float64) uint8 { return uint8(min(max(v, 0), 1)*255 + 0.5) }
	return color.NRGBA{to(red), to(green), to(blue), n.A}
}
