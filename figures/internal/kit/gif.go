package kit

import (
	"image"
	"image/color"
	"image/gif"
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

const (
	gifDPI    = 96
	frameTime = 12  // hundredths of a second
	lastTime  = 300 // for the last frame, before the first is shown again
)

// EncodeGIF writes frames of the given size as an animation, in a few shades of the colours of
// figures. Pixels that are equal to those of the frame before are transparent, which makes the
// file small.
func EncodeGIF(w io.Writer, width, height vg.Length, frames []func(draw.Canvas), recolor func(color.Color) color.Color) error {
	palette := color.Palette{color.NRGBA{}, color.White}
	for _, c := range []color.NRGBA{InkColor, RealColor, GeneratedColor, EMColor, DiscriminatorColor, FrameColor} {
		const shades = 5
		for k := 1; k <= shades; k++ {
			blend := func(v uint8) uint8 { return uint8(255 - (255-int(v))*k/shades) }
			palette = append(palette, color.NRGBA{blend(c.R), blend(c.G), blend(c.B), 255})
		}
	}
	if recolor != nil {
		for k, c := range palette[1:] {
			palette[k+1] = recolor(c)
		}
	}
	nearest := make(map[color.RGBA]uint8)
	animation := new(gif.GIF)
	var before *image.Paletted
	for k, frame := range frames {
		canvas := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(gifDPI))
		frame(draw.NewCanvas(Recolored(canvas, recolor), width, height))
		picture := canvas.Image().(*image.RGBA)
		bounds := picture.Bounds()
		now := image.NewPaletted(bounds, palette)
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			for x := bounds.Min.X; x < bounds.Max.X; x++ {
				c := picture.RGBAAt(x, y)
				index, known := nearest[c]
				if !known {
					index = uint8(1 + palette[1:].Index(c))
					nearest[c] = index
				}
				now.SetColorIndex(x, y, index)
			}
		}
		shown := now
		if before != nil {
			shown = image.NewPaletted(bounds, palette)
			for i, index := range now.Pix {
				if index != before.Pix[i] {
					shown.Pix[i] = index
				}
			}
		}
		before = now
		animation.Image = append(animation.Image, shown)
		animation.Delay = append(animation.Delay, frameTime)
		animation.Disposal = append(animation.Disposal, gif.DisposalNone)
		if k == len(frames)-1 {
			animation.Delay[k] = lastTime
		}
	}
	return gif.EncodeAll(w, animation)
}
