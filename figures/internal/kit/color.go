package kit

import "image/color"

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

// Faded returns c with an opacity from 0 to 1.
func Faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(opacity*255 + 0.5)
	return c
}
