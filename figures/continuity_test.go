package figures

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
	"monge/metrics"
)

// Claim 2.7, Theorem 1. When the step is halved, the largest jump of EM is halved, and that
// of JS stays log 2.
func TestClaim2_7_EarthMoverIsContinuousInTheWeightsAndJensenShannonIsNot(t *testing.T) {
	params := DefaultContinuity()
	for seed := range uint64(params.Seeds) {
		d, err := params.distancesAlongPath(t.Context(), params.Seed+seed)
		if err != nil {
			t.Fatal(err)
		}
		em, js := largestJumps(d.em, params.Halvings), largestJumps(d.js, params.Halvings)
		for k := range params.Halvings {
			if ratio := em[k+1].Y / em[k].Y; em[k+1].X != em[k].X/2 || !(ratio > 0.4 && ratio < 0.65) {
				t.Errorf("seed %d: with steps of %v instead of %v EM's largest jump is %.3f of what it was", seed, em[k+1].X, em[k].X, ratio)
			}
		}
		for _, at := range js {
			if math.Abs(at.Y-math.Ln2) > 1e-12 {
				t.Errorf("seed %d: JS jumps by %v with steps of %v, want log 2", seed, at.Y, at.X)
			}
		}
	}
}

// Claim 2.7: EM is differentiable almost everywhere. Between neighbouring steps the difference
// quotient changes little beside the steepest, and half as much if the step is halved. At t = 0,
// where EM is 0, it has a kink.
func TestClaim2_7_EarthMoverHasASlopeAlmostEverywhere(t *testing.T) {
	params := DefaultContinuity()
	for seed := range uint64(params.Seeds) {
		d, err := params.distancesAlongPath(t.Context(), params.Seed+seed)
		if err != nil {
			t.Fatal(err)
		}
		// bends returns the largest and the mean change of the slope from step to step, apart
		// from that at t = 0, all as shares of the steepest slope.
		bends := func(stride int) (largest, mean, atZero float64) {
			points := everyNth(d.em, stride)
			slopes := make([]float64, len(points)-1)
			var steepest float64
			for k := range slopes {
				slopes[k] = (points[k+1].Y - points[k].Y) / (points[k+1].X - points[k].X)
				steepest = max(steepest, math.Abs(slopes[k]))
			}
			for k, right := range slopes[1:] {
				change := (right - slopes[k]) / steepest
				if points[k+1].X == 0 {
					atZero = change
					continue
				}
				largest = max(largest, math.Abs(change))
				mean += math.Abs(change) / float64(len(slopes)-2)
			}
			return largest, mean, atZero
		}
		largest, mean, kink := bends(1)
		if !(largest < 0.1) {
			t.Errorf("seed %d: the slope changes by %v of the steepest in one step", seed, largest)
		}
		if _, before, _ := bends(2); !(mean < 0.65*before) {
			t.Errorf("seed %d: the slope changes by %v from step to step, and by %v with steps twice as long", seed, mean, before)
		}
		if !(kink > 0.1) {
			t.Errorf("seed %d: at t = 0 the slope changes by %v of the steepest, where it should change sign", seed, kink)
		}
	}
}

// everyNth returns every n-th of the points, from the first.
func everyNth(points plotter.XYs, n int) (few plotter.XYs) {
	for k := 0; k < len(points); k += n {
		few = append(few, points[k])
	}
	return few
}

// Claim 2.7 for distributions, not for samples. Finite samples share no atom, so their JS is
// log 2 whatever the distributions. This test divides the plane into squares, and computes
// JS between the shares of many samples in each square. JS between the exact shares is at
// most JS between the distributions. The side of a square is a small part of the step of the
// weights. With noise on the line JS stays near log 2 however small the step is. The control
// is noise in the plane, for which the distribution has a density: there JS falls with the
// step. There squares are larger, because the samples are spread over an area and not over a
// curve; in squares that hold hardly a sample each JS would be log 2.
func TestClaim2_7_JensenShannonOfTheDistributionsJumpsForNoiseOnTheLineAndNotInThePlane(t *testing.T) {
	params := DefaultContinuity()
	const samples = 100_000
	parts := map[int]float64{1: 64, 2: 16} // of a step: the side of a square for noise of that dimension
	steps := []float64{0.2, 0.1, 0.05}
	var line, plane [][]float64 // JS for each step, one row a seed
	for seed := range uint64(params.Seeds) {
		for dim, rows := range map[int]*[][]float64{1: &line, 2: &plane} {
			random := rand.New(rand.NewPCG(params.Seed+seed, 0))
			path := params.path(dim, random)
			noise := make([]float64, samples*dim)
			gan.Normal.Sample(noise, random)
			real := slices.Clone(path(noise, 0))
			var row []float64
			for _, step := range steps {
				side := step / parts[dim]
				js, err := metrics.JS(inSquares(t, real, side), inSquares(t, path(noise, step), side))
				if err != nil {
					t.Fatal(err)
				}
				row = append(row, js)
			}
			*rows = append(*rows, row)
		}
	}
	for k, step := range steps {
		var onLine []float64
		for _, row := range line {
			onLine = append(onLine, row[k])
		}
		if median := kit.Median(onLine); !(median > 0.85*math.Ln2) {
			t.Errorf("noise on the line: JS is %v in the median seed after a step of %v, want near log 2", median, step)
		}
	}
	for seed := range line {
		if first, last := line[seed][0], line[seed][len(steps)-1]; !(last > 0.8*first) {
			t.Errorf("noise on the line, seed %d: JS falls from %v to %v with the step", seed, first, last)
		}
		if first, last := plane[seed][0], plane[seed][len(steps)-1]; !(last < 0.8*first) {
			t.Errorf("noise in the plane, seed %d: JS goes from %v to %v, where it should fall with the step", seed, first, last)
		}
	}
}

// inSquares returns the distribution of points (n×2, row by row) over the squares of a grid.
func inSquares(t *testing.T, points []float64, side float64) *metrics.Distribution {
	t.Helper()
	counts := make(map[[2]float64]float64)
	for ; len(points) > 0; points = points[2:] {
		counts[[2]float64{math.Floor(points[0] / side), math.Floor(points[1] / side)}]++
	}
	var squares, shares []float64
	for square, count := range counts {
		squares, shares = append(squares, square[:]...), append(shares, count)
	}
	d, err := metrics.NewDistribution(mat.NewDense(len(shares), 2, squares), shares)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Claim 2.7 needs E‖z‖ < ∞. The test takes EM between two generators with nearly equal
// weights, at n quantiles of the noise, because means of n draws of noise without a mean differ
// by orders of magnitude. If the noise is normal, EM converges as n grows. If the noise has the
// tail P(|z| > r) = 1/√(1+r), for which E‖z‖ = ∞, EM grows in proportion to n.
func TestClaim2_7_FailsForNoiseWithoutAMean(t *testing.T) {
	params := DefaultContinuity()
	em := func(heavy bool, samples int) float64 {
		var ems []float64
		for seed := range uint64(params.Seeds) {
			random := rand.New(rand.NewPCG(params.Seed+seed, 0))
			path := params.path(1, random)
			noise := make([]float64, samples)
			for k := range noise {
				u := (float64(k) + 0.5) / float64(samples)
				noise[k] = distuv.UnitNormal.Quantile(u)
				if heavy {
					tail := 2 * min(u, 1-u) // P(|z| > |noise[k]|)
					noise[k] = math.Copysign(1/(tail*tail)-1, u-0.5)
				}
			}
			at := func(t0 float64) *metrics.Distribution {
				d, err := metrics.NewDistribution(mat.NewDense(samples, 2, slices.Clone(path(noise, t0))), nil)
				if err != nil {
					t.Fatal(err)
				}
				return d
			}
			value, err := metrics.EM(at(0), at(0.05))
			if err != nil {
				t.Fatal(err)
			}
			ems = append(ems, value)
		}
		return kit.Median(ems)
	}
	if few, many := em(false, 64), em(false, 1024); !(math.Abs(many-few) < 0.05*few) {
		t.Errorf("normal noise: EM %v at 64 quantiles, %v at 1024", few, many)
	}
	if few, some, many := em(true, 64), em(true, 256), em(true, 1024); !(some > 3*few && many > 3*some) {
		t.Errorf("noise without a mean: EM %v at 64 quantiles, %v at 256, %v at 1024; it should grow without end", few, some, many)
	}
}
