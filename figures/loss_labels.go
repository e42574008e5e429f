package figures

import (
	"image/color"

	"monge/gan"
)

// lossLabel is how figures call a loss, and colour what belongs to it.
type lossLabel struct {
	name     string // "WGAN"
	estimate string // what is made of its critic's loss, and of what
	color    color.NRGBA
}

// lossLabels are those of all losses.
var lossLabels = map[gan.Loss]lossLabel{
	gan.Wasserstein:   {"WGAN", "the critic’s estimate of K · EM", criticColor},
	gan.WassersteinGP: {"WGAN with penalty", "its estimate of K · EM", criticColor},
	gan.Minimax:       {"GAN, log(1 − D)", "its estimate of JS", discriminatorColor},
	gan.NonSaturating: {"GAN, −log D", "its estimate of JS", discriminatorColor},
}
