package kit

import (
	"image/color"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// MedianBand draws curves over the same X, one for each seed: their range as a band, and
// over it their median in style. The colour of style must be a color.NRGBA.
func MedianBand(curves []plotter.XYs, style draw.LineStyle) []plot.Plotter {
	return []plot.Plotter{Envelope(curves, Faded(style.Color.(color.NRGBA), 0.2)), Line(Medians(curves), style)}
}

// Medians returns the median of curves over the same X at each X.
func Medians(curves []plotter.XYs) plotter.XYs {
	middle := slices.Clone(curves[0])
	values := make([]float64, len(curves))
	for k := range middle {
		for i, curve := range curves {
			values[i] = curve[k].Y
		}
		middle[k].Y = Median(values)
	}
	return middle
}

// Median returns the median of values. It panics if there are none.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (stat.Quantile(0.5, stat.Empirical, sorted, nil) + sorted[len(sorted)/2]) / 2
}

// Envelope fills the range of curves over the same X.
func Envelope(curves []plotter.XYs, c color.Color) *plotter.Polygon {
	var top, bottom plotter.XYs
	for k, point := range curves[0] {
		low, high := point.Y, point.Y
		for _, other := range curves {
			low, high = min(low, other[k].Y), max(high, other[k].Y)
		}
		top, bottom = append(top, plotter.XY{X: point.X, Y: high}), append(bottom, plotter.XY{X: point.X, Y: low})
	}
	slices.Reverse(bottom)
	return &plotter.Polygon{XYs: []plotter.XYs{append(top, bottom...)}, Color: c}
}

// MedianAndRange draws at x the range of numbers as a line, and their median as a mark,
// which is Disk or Circle.
func MedianAndRange(x float64, numbers []float64, c color.Color, mark func(color.Color, vg.Length) draw.GlyphStyle) []plot.Plotter {
	return []plot.Plotter{
		Line(plotter.XYs{{X: x, Y: floats.Min(numbers)}, {X: x, Y: floats.Max(numbers)}}, Solid(c, LineWidth)),
		Dots(plotter.XYs{{X: x, Y: Median(numbers)}}, mark(c, DotRadius)),
	}
}
