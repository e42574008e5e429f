package kit

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// Histogram draws the density of values between low and high as 60 bars.
func Histogram(values []float64, low, high float64, c color.Color) plot.Plotter {
	const bins = 60
	width := (high - low) / bins
	heights := make([]float64, bins)
	for _, v := range values {
		if k := int(math.Floor((v - low) / width)); k >= 0 && k < bins {
			heights[k] += 1 / (width * float64(len(values)))
		}
	}
	outline := plotter.XYs{{X: low, Y: 0}}
	for k, h := range heights {
		left := low + float64(k)*width
		outline = append(outline, plotter.XY{X: left, Y: h}, plotter.XY{X: left + width, Y: h})
	}
	return &plotter.Polygon{XYs: []plotter.XYs{append(outline, plotter.XY{X: high, Y: 0})}, Color: c}
}
