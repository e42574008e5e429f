package metrics

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// neighbours is how many rows AtEach takes together.
const neighbours = 25

// AtEach returns f at each row of points (k×d), in units of the ground cost: the
// numbers that At returns. It is faster than At where rows that follow one another
// are near one another, as on a grid that is listed tile by tile.
//
// Rows are taken together in small groups around a point m, all within a radius r
// of it. Cones are 1-Lipschitz, so within the group no cone is more than r above or
// below its height at m, and one that is more than 2r below the highest at m is
// below it in the whole group: only the others are compared.
func (f *Kantorovich) AtEach(points *mat.Dense) []float64 {
	k, _ := points.Dims()
	values := make([]float64, k)
	heights := make([]float64, len(f.values)) // of the cones at m
	high := make([]int, 0, len(f.values))     // the cones that are compared
	for from := 0; from < k; from += neighbours {
		to := min(from+neighbours, k)
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
		// Rounding is far smaller than what is added to 2r.
		least := highest - 2*radius - 1e-9*(radius+math.Abs(highest))
		high = high[:0]
		for i, height := range heights {
			if !(height < least) { // a NaN is not left out
				high = append(high, i)
			}
		}
		for row := from; row < to; row++ {
			values[row] = f.highest(points.RawRowView(row), high)
		}
	}
	return values
}

// highest is the height at x of the highest of some cones.
func (f *Kantorovich) highest(x []float64, cones []int) float64 {
	value := math.Inf(-1)
	for _, i := range cones {
		if v := f.values[i] - f.ground.Between(x, f.atoms.RawRowView(i)); v > value {
			value = v
		}
	}
	return value
}
