package figures

import (
	"image/color"

	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// lossLabel is how figures colour what belongs to a loss, blue for a critic and green for
// a discriminator, and what they call its estimate. gan.Loss.Label is its name.
type lossLabel struct {
	estimate string // what is made of its critic's loss, and of what
	color    color.NRGBA
	second   bool // of two ways to train a critic or discriminator; its lines are dashed
}

// lossLabels are those of all losses.
var lossLabels = map[gan.Loss]lossLabel{
	gan.Wasserstein:   {"the critic’s estimate of K · EM", criticColor, false},
	gan.WassersteinGP: {"its estimate of K · EM", criticColor, true},
	gan.Minimax:       {"its estimate of JS", discriminatorColor, false},
	gan.NonSaturating: {"its estimate of JS", discriminatorColor, true},
}

// lossStyle returns the line of a loss.
func lossStyle(loss gan.Loss) draw.LineStyle {
	label := lossLabels[loss]
	if label.second {
		return dashed(label.color, lineWidth)
	}
	return stroke(label.color, lineWidth)
}
