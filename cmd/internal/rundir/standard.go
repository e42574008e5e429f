package rundir

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"monge/gan"
	"monge/lp"
	"monge/metrics"
)

// Standard is the standardization of a run's data: from each coordinate its mean is
// subtracted, and the difference is divided by its standard deviation. Networks train on the
// result. Files of samples and the EM of records are in the units of the data.
type Standard struct {
	Mean      []float64 `json:"mean"`      // d
	Deviation []float64 `json:"deviation"` // d, all above 0
}

// newStandard returns the standardization that gives the coordinates of points (n×dim) mean
// 0 and deviation 1. A constant coordinate becomes 0; its deviation counts as 1.
func newStandard(points []float64, dim int) *Standard {
	s := new(Standard)
	for k := range dim {
		column := columnOf(points, dim, k)
		mean, deviation := stat.MeanStdDev(column, nil)
		if slices.Min(column) == slices.Max(column) { // rounding errors may make its deviation positive
			mean, deviation = column[0], 1
		}
		s.Mean, s.Deviation = append(s.Mean, mean), append(s.Deviation, deviation)
	}
	return s
}

// columnOf returns a coordinate of all points (n×dim).
func columnOf(points []float64, dim, k int) []float64 {
	column := make([]float64, len(points)/dim)
	for i := range column {
		column[i] = points[i*dim+k]
	}
	return column
}

// check returns an error unless s has a finite mean and a positive deviation for each of dim
// coordinates.
func (s *Standard) check(dim int) error {
	if len(s.Mean) != dim || len(s.Deviation) != dim {
		return fmt.Errorf("standardize has %d means and %d deviations, but the data have %d coordinates", len(s.Mean), len(s.Deviation), dim)
	}
	for k := range dim {
		if !(s.Deviation[k] > 0) || math.IsInf(s.Deviation[k], 0) || math.IsNaN(s.Mean[k]) || math.IsInf(s.Mean[k], 0) {
			return fmt.Errorf("standardize has mean %v and deviation %v for coordinate %d", s.Mean[k], s.Deviation[k], k)
		}
	}
	return nil
}

// Apply returns points (n×d) standardized. If s is nil, it returns points.
func (s *Standard) Apply(points []float64) []float64 {
	if s == nil {
		return points
	}
	standardized := make([]float64, len(points))
	for i, x := range points {
		k := i % len(s.Mean)
		standardized[i] = (x - s.Mean[k]) / s.Deviation[k]
	}
	return standardized
}

// Undo returns standardized points (n×d) in the units of the data. If s is nil, it returns
// points.
func (s *Standard) Undo(points []float64) []float64 {
	if s == nil {
		return points
	}
	original := make([]float64, len(points))
	for i, x := range points {
		k := i % len(s.Mean)
		original[i] = x*s.Deviation[k] + s.Mean[k]
	}
	return original
}

// floorStream is the number of the random stream for Floor's other real samples.
const floorStream = 0x666c6f6f72

// Floor returns, for each seed, the exact EM between the held-out samples and as many other
// real samples, in the units of the data. The samples of a perfect generator have about this
// EM.
func (r *Run) Floor(ctx context.Context, comparison *gan.Comparison) ([]float64, error) {
	var floors []float64
	for _, first := range FirstOfEachSeed(comparison) {
		var floor float64
		var err error
		if r.Standard == nil {
			floor, err = first.Floor(ctx, first.Seed)
		} else {
			other := make([]float64, len(first.HeldOut))
			r.Data.Sample(other, rand.New(rand.NewPCG(first.Seed, floorStream)))
			floor, err = r.Standard.earthMover(ctx, first.HeldOut, other)
		}
		if err != nil {
			return nil, err
		}
		floors = append(floors, floor)
	}
	return floors, nil
}

// earthMover returns the exact EM between two standardized sets of samples (n×d), in the
// units of the data.
func (s *Standard) earthMover(ctx context.Context, a, b []float64) (float64, error) {
	var clouds [2]*metrics.Distribution
	for k, samples := range [][]float64{a, b} {
		var err error
		dim := len(s.Mean)
		if clouds[k], err = metrics.NewDistribution(mat.NewDense(len(samples)/dim, dim, s.Undo(samples)), nil); err != nil {
			return 0, err
		}
	}
	solution, err := metrics.EarthMoverWith(ctx, new(lp.Solver), clouds[0], clouds[1], lp.Euclidean)
	if err != nil {
		return 0, err
	}
	return solution.Cost, nil
}

// Advance is c.Advance with EM in the units of the data. If s is nil, it is c.Advance.
func (s *Standard) Advance(ctx context.Context, c *gan.Comparison, step int, tick func()) ([]gan.Record, error) {
	records, err := c.Advance(ctx, step, tick)
	if err != nil || s == nil {
		return records, err
	}
	for k, run := range c.Runs {
		if records[k].EM, err = s.earthMover(ctx, run.HeldOut, run.Samples(run.Game)); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// Advance is gan.Comparison.Advance with EM in the units of the data.
func (w *Writer) Advance(ctx context.Context, step int, tick func()) ([]gan.Record, error) {
	return w.Standard.Advance(ctx, w.Comparison, step, tick)
}
