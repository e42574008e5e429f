package kit

import (
	"slices"

	"gonum.org/v1/plot/plotter"
)

// Graph returns the points (x, f(x)).
func Graph(f func(x float64) float64, x []float64) plotter.XYs {
	points := make(plotter.XYs, len(x))
	for k := range x {
		points[k] = plotter.XY{X: x[k], Y: f(x[k])}
	}
	return points
}

// StretchesAbove returns the stretches of points that are above floor: those that a
// logarithmic axis from floor can show.
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

// Highest returns the point with the largest Y.
func Highest(points plotter.XYs) plotter.XY {
	best := points[0]
	for _, at := range points {
		if at.Y > best.Y {
			best = at
		}
	}
	return best
}

// Heights returns the Y of each point.
func Heights(points plotter.XYs) []float64 {
	y := make([]float64, len(points))
	for k, at := range points {
		y[k] = at.Y
	}
	return y
}

// Ends returns the Y of the last point of each curve.
func Ends(curves []plotter.XYs) []float64 {
	values := make([]float64, len(curves))
	for k, curve := range curves {
		values[k] = curve[len(curve)-1].Y
	}
	return values
}

// MedianIndex returns the index of the median of values, or of the upper one of the two
// in the middle.
func MedianIndex(values []float64) int {
	order := slices.Sorted(slices.Values(values))
	return slices.Index(values, order[len(order)/2])
}

// HeightRange returns the smallest and the largest Y of curves; low is at most 0, high
// at least 0.
func HeightRange(curves []plotter.XYs) (low, high float64) {
	for _, curve := range curves {
		y := Heights(curve)
		low, high = min(low, slices.Min(y)), max(high, slices.Max(y))
	}
	return low, high
}
