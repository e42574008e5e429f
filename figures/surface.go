package figures

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
)

// surface draws the values of critic or discriminator in a window as a heat map: D from
// 0 to 1, f from its lowest to its highest value there.
func surface(w kit.Window, g *gan.Game) plot.Plotter {
	pass := g.Critic.NewPass(1)
	value := func(x, y float64) float64 {
		return g.Loss.Output(pass.Forward([]float64{x, y})[0])
	}
	low, high := 0.0, 1.0
	if g.Loss.IsWasserstein() {
		const steps = 40
		low, high = math.Inf(1), math.Inf(-1)
		for i := range steps + 1 {
			for j := range steps + 1 {
				v := value(w.X+w.Half*(2*float64(i)/steps-1), w.Y+w.Half*(2*float64(j)/steps-1))
				low, high = min(low, v), max(high, v)
			}
		}
	}
	h := kit.NewHeat(low, high, surfaceColor(lossColor(g.Loss)))
	var shades []color.NRGBA
	for _, shade := range h.Shades {
		shades = append(shades, shade.(color.NRGBA))
	}
	return kit.Raster(h.Over(w.X-w.Half, w.Y-w.Half, w.X+w.Half, w.Y+w.Half, value), shades...)
}

// surfaceColor returns a lighter c, on which dots and arrows can be seen.
func surfaceColor(c color.NRGBA) color.NRGBA {
	lighter := func(v uint8) uint8 { return uint8((255*4 + int(v)*6) / 10) }
	return color.NRGBA{lighter(c.R), lighter(c.G), lighter(c.B), 255}
}

// gradientArrows draws arrows at up to 32 of the samples in a window: minus the gradient of
// the generator's loss of one sample with respect to that sample. It also returns the
// length of the longest gradient.
func gradientArrows(w kit.Window, g *gan.Game, samples []float64) (arrows plot.Plotter, longest float64) {
	const count = 32
	places := w.Inside(samples)
	places = places[:min(count, len(places))]
	if len(places) == 0 {
		return kit.Arrows(nil, nil, 0, kit.Solid(kit.InkColor, kit.ThinWidth)), 0
	}
	var x []float64
	for _, at := range places {
		x = append(x, at.X, at.Y)
	}
	pass := g.Critic.NewPass(len(places))
	grad := make([]float64, len(places))
	g.Loss.Generator(pass.Forward(x), grad)
	var vectors plotter.XYs
	n := float64(len(places)) // the loss is a mean: that of a sample has n times the gradient
	for row := pass.InputGradient(grad); len(row) > 0; row = row[2:] {
		vectors = append(vectors, plotter.XY{X: -n * row[0], Y: -n * row[1]})
		longest = max(longest, n*math.Hypot(row[0], row[1]))
	}
	return kit.Arrows(places, vectors, 22, kit.Solid(kit.InkColor, kit.ThinWidth)), longest
}
