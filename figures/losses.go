package figures

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// lossColor returns the colour of what belongs to a loss: that of critics, or that
// of discriminators. gan.Loss.Label is its name.
func lossColor(loss gan.Loss) color.NRGBA {
	if loss.IsWasserstein() {
		return kit.CriticColor
	}
	return kit.DiscriminatorColor
}

// lossStyle returns the line of a loss: solid for the first loss of a critic or
// discriminator, dashed for the second, dotted for others. A loss that is added to
// gan.Losses has a line at once.
func lossStyle(loss gan.Loss) draw.LineStyle {
	switch lossPlace(loss) {
	case 0:
		return kit.Solid(lossColor(loss), kit.LineWidth)
	case 1:
		return kit.Dashed(lossColor(loss), kit.LineWidth)
	}
	return kit.Dotted(lossColor(loss), kit.LineWidth)
}

// lossPlace returns the place of a loss among those of a critic, or those of a
// discriminator, from 0.
func lossPlace(loss gan.Loss) int {
	same := slices.DeleteFunc(gan.Losses(), func(other gan.Loss) bool { return other.IsWasserstein() != loss.IsWasserstein() })
	return slices.Index(same, loss)
}

// lossEstimate says what the loss of a critic or discriminator estimates.
func lossEstimate(loss gan.Loss) string {
	switch {
	case !loss.IsWasserstein():
		return "its estimate of JS"
	case lossPlace(loss) == 0:
		return "the critic’s estimate of K · EM"
	}
	return "its estimate of K · EM"
}
