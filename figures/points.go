package figures

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/plotter"
)

// sample returns the points (x, f(x)).
func sample(f func(x float64) float64, x []float64) plotter.XYs {
	points := make(plotter.XYs, len(x))
	for k := range x {
		points[k] = plotter.XY{X: x[k], Y: f(x[k])}
	}
	return points
}

// above returns the stretches of points that are above floor: what a
// logarithmic axis can show.
func above(floor float64, points plotter.XYs) []plotter.XYs {
	var branches []plotter.XYs
	start := 0
	for k, at := range points {
		if !(at.Y > floor) {
			branches = append(branches, points[start:k])
			start = k + 1
		}
	}
	return append(branches, points[start:])
}

// highest returns the point of largest Y.
func highest(points plotter.XYs) plotter.XY {
	best := points[0]
	for _, at := range points {
		if at.Y > best.Y {
			best = at
		}
	}
	return best
}

// envelope fills the range of several curves over the same X.
func envelope(curves []plotter.XYs, c color.Color) *plotter.Polygon {
	var top, bottom plotter.XYs
	for k, at := range curves[0] {
		low, high := at.Y, at.Y
		for _, other := range curves {
			low, high = min(low, other[k].Y), max(high, other[k].Y)
		}
		top, bottom = append(top, plotter.XY{X: at.X, Y: high}), append(bottom, plotter.XY{X: at.X, Y: low})
	}
	slices.Reverse(bottom)
	return &plotter.Polygon{XYs: []plotter.XYs{append(top, bottom...)}, Color: c}
}
