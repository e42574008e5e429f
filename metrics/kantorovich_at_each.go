package metrics

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// groupSize is the number of rows of a group in AtEach.
const groupSize = 25

// AtEach returns f at each row of points (k×d), in units of the ground cost: the
// numbers that At returns. It is faster than At if successive rows are near each
// other, as on a grid that is listed tile by tile.
//
// It divides the rows into small groups. All rows of a group are within a radius r of
// a row m. Cones are 1-Lipschitz, so within the group a cone is at most r above or
// below its height at m. A cone that is more than 2r below the highest at m is
// therefore below that one in the whole group. AtEach compares only the other cones.
func (f *Kantorovich) AtEach(points *mat.Dense) []float64 {
	k, _ := points.Dims()
	values := make([]float64, k)
	heights := make([]float64, len(f.values))   // of the cones at m
	candidates := make([]int, 0, len(f.values)) // the cones that AtEach compares
	for from := 0; from < k; from += groupSize {
		to := min(from+groupSize, k)
		m := points.RawRowView((from + to) / 2)
		radius := 0.0
		for row := from; row < to; row++ {
			radius = max(radius, f.ground.Between(m, points.RawRowView(row)))
		}
		highest := math.Inf(-1)
		for i, u := range f.values {
			heights[i] = u - f.ground.Between(m, f.atoms.RawRowView(i))
			highest = max(highest, heights[i])
		}
		// The second term is far larger than rounding errors.
		least := highest - 2*radius - 1e-9*(radius+math.Abs(highest))
		candidates = candidates[:0]
		for i, height := range heights {
			if !(height < least) { // keeps NaN
				candidates = append(candidates, i)
			}
		}
		for row := from; row < to; row++ {
			values[row] = f.highestOf(points.RawRowView(row), candidates)
		}
	}
	return values
}

// highestOf returns the height at x of the highest of the given cones.
func (f *Kantorovich) highestOf(x []float64, cones []int) float64 {
	value := math.Inf(-1)
	for _, i := range cones {
		if v := f.values[i] - f.ground.Between(x, f.atoms.RawRowView(i)); v > value {
			value = v
		}
	}
	return value
}
