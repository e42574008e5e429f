package kit

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Raster draws inner as an image, in the given colours and transparent elsewhere. An SVG
// of a thousand dots would otherwise have 100 kB.
func Raster(inner plot.Plotter, colors ...color.NRGBA) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		size := c.Size()
		picture := vgimg.NewWith(vgimg.UseWH(size.X, size.Y), vgimg.UseDPI(DPI), vgimg.UseBackgroundColor(color.Transparent))
		inner.Plot(draw.NewCanvas(picture, size.X, size.Y), p)
		img := picture.Image()
		// A whole number of pixels may be a little larger than the size.
		pixels := img.Bounds().Size()
		at := vg.Rectangle{Max: vg.Point{X: vg.Length(pixels.X), Y: vg.Length(pixels.Y)}.Scale(vg.Inch / DPI)}
		// The pixels lie on those of a PNG, which would blur them otherwise.
		c.DrawImage(at.Add(vg.Point{X: wholePixels(c.Min.X), Y: wholePixels(c.Min.Y)}), reduceColors(img, colors))
	})
}

// wholePixels returns the next position where a pixel of a PNG begins.
func wholePixels(x vg.Length) vg.Length {
	const pixel = vg.Inch / DPI
	return vg.Length(math.Round(float64(x/pixel))) * pixel
}

// reduceColors returns an image with each pixel in the nearest of the colours, at one of
// four opacities or transparent.
func reduceColors(img image.Image, colors []color.NRGBA) *image.Paletted {
	const steps = 4 // from transparent to opaque
	palette := color.Palette{color.NRGBA{}}
	solid := make(color.Palette, len(colors))
	for k, c := range colors {
		solid[k] = c
		for step := 1; step <= steps; step++ {
			palette = append(palette, Faded(c, float64(step)/steps))
		}
	}
	bounds := img.Bounds()
	few := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if step := int(math.Round(float64(c.A) / 255 * steps)); step > 0 {
				c.A = 255
				few.SetColorIndex(x, y, uint8(solid.Index(c)*steps+step))
			}
		}
	}
	return few
}
