package figures

import (
	"image/color"

	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// lossLabel is how figures call a loss, and colour what belongs to it: blue for a
// critic, green for a discriminator.
type lossLabel struct {
	name     string // "WGAN"
	estimate string // what is made of its critic's loss, and of what
	color    color.NRGBA
	second   bool // of two ways to train a critic or discriminator; its lines are dashed
}

// lossLabels are those of all losses.
var lossLabels = map[gan.Loss]lossLabel{
	gan.Wasserstein:   {"WGAN", "the critic’s estimate of K · EM", criticColor, false},
	gan.WassersteinGP: {"WGAN with penalty", "its estimate of K · EM", criticColor, true},
	gan.Minimax:       {"GAN, log(1 − D)", "its estimate of JS", discriminatorColor, false},
	gan.NonSaturating: {"GAN, −log D", "its estimate of JS", discriminatorColor, true},
}

// lossStyle returns the line of a loss.
func lossStyle(loss gan.Loss) draw.LineStyle {
	label := lossLabels[loss]
	if label.second {
		return dashed(label.color, lineWidth)
	}
	return stroke(label.color, lineWidth)
}
