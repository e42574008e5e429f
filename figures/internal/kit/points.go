package kit

import (
	"slices"

	"gonum.org/v1/plot/plotter"
)

// Sample returns the points (x, f(x)).
func Graph(f func(x float64) float64, x []float64) plotter.XYs {
	points := make(plotter.XYs, len(x))
	for k := range x {
		points[k] = plotter.XY{X: x[k], Y: f(x[k])}
	}
	return points
}

// StretchesAbove returns the stretches of points that are above floor: what a
// logarithmic axis can show.
func StretchesAbove(floor float64, points plotter.XYs) []plotter.XYs {
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

// Highest returns the point of largest Y.
func Highest(points plotter.XYs) plotter.XY {
	best := points[0]
	for _, at := range points {
		if at.Y > best.Y {
			best = at
		}
	}
	return best
}

// Heights returns the Y of points.
func Heights(points plotter.XYs) []float64 {
	y := make([]float64, len(points))
	for k, at := range points {
		y[k] = at.Y
	}
	return y
}

// Ends returns the value at the end of each curve.
func Ends(curves []plotter.XYs) []float64 {
	values := make([]float64, len(curves))
	for k, curve := range curves {
		values[k] = curve[len(curve)-1].Y
	}
	return values
}

// MedianIndex returns the place of the median of values: of an even number, of the
// larger of the two in the middle.
func MedianIndex(values []float64) int {
	order := slices.Sorted(slices.Values(values))
	return slices.Index(values, order[len(order)/2])
}

// HeightRange returns the lowest and the highest Y of curves, 0 if that is above 0.
func HeightRange(curves []plotter.XYs) (low, high float64) {
	for _, curve := range curves {
		y := Heights(curve)
		low, high = min(low, slices.Min(y)), max(high, slices.Max(y))
	}
	return low, high
}
