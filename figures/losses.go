package figures

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// lossColor returns the colour of a loss: blue for a critic, green for a discriminator.
func lossColor(loss gan.Loss) color.NRGBA {
	if loss.IsWasserstein() {
		return kit.CriticColor
	}
	return kit.DiscriminatorColor
}

// lossStyle returns the line style of a loss: solid for the first loss of a critic or of
// a discriminator, dashed for the second, dotted for others. A loss added to gan.AllLosses
// needs no entry here.
func lossStyle(loss gan.Loss) draw.LineStyle {
	switch lossIndex(loss) {
	case 0:
		return kit.Solid(lossColor(loss), kit.LineWidth)
	case 1:
		return kit.Dashed(lossColor(loss), kit.LineWidth)
	}
	return kit.Dotted(lossColor(loss), kit.LineWidth)
}

// lossIndex returns the index of a loss among the losses with a critic, or among those with a
// discriminator.
func lossIndex(loss gan.Loss) int {
	same := slices.DeleteFunc(gan.AllLosses(), func(other gan.Loss) bool { return other.IsWasserstein() != loss.IsWasserstein() })
	return slices.Index(same, loss)
}

// lossEstimate names the quantity that the critic's or discriminator's loss estimates.
func lossEstimate(loss gan.Loss) string {
	switch {
	case !loss.IsWasserstein():
		return "its estimate of JS"
	case lossIndex(loss) == 0:
		return "the critic’s estimate of K · EM"
	}
	return "its estimate of K · EM"
}
