package figures

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

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

// Claim 2.7: EM is differentiable almost everywhere. Difference quotients of neighbouring
// steps agree. They differ at t = 0, where EM is 0 and has a kink.
func TestClaim2_7_EarthMoverHasASlopeAlmostEverywhere(t *testing.T) {
	params := DefaultContinuity()
	for seed := range uint64(params.Seeds) {
		d, err := params.distancesAlongPath(t.Context(), params.Seed+seed)
		if err != nil {
			t.Fatal(err)
		}
		step := d.em[1].X - d.em[0].X
		var steepest, kink float64
		bends, middle := 0, len(d.em)/2
		for k := 1; k+1 < len(d.em); k++ {
			left, right := (d.em[k].Y-d.em[k-1].Y)/step, (d.em[k+1].Y-d.em[k].Y)/step
			steepest = max(steepest, math.Abs(left))
			if k == middle {
				kink = right - left
			} else if math.Abs(right-left) > 0.1*max(math.Abs(left), math.Abs(right), 0.1) {
				bends++
			}
		}
		if share := float64(bends) / float64(len(d.em)); share > 0.05 {
			t.Errorf("seed %d: the slope changes by a tenth at %.0f %% of the steps", seed, 100*share)
		}
		if !(kink > 0.1*steepest) {
			t.Errorf("seed %d: at t = 0 the slope changes by %v, where it should change sign", seed, kink)
		}
	}
}

// Claim 2.7 for distributions, not for samples. Finite samples share no atom, so their JS is
// log 2 whatever the distributions. This test divides the plane into squares, and computes
// JS between the shares of many samples in each square. JS between the exact shares is at
// most JS between the distributions. The side of a square is a sixteenth of the step of the
// weights. With noise on the line JS stays near log 2 however small the step is. The control
// is noise in the plane, for which the distribution has a density: there JS falls with the
// step.
func TestClaim2_7_JensenShannonOfTheDistributionsJumpsForNoiseOnTheLineAndNotInThePlane(t *testing.T) {
	params := DefaultContinuity()
	const samples, seeds = 100_000, 3
	steps := []float64{0.2, 0.1, 0.05}
	var line, plane [][]float64 // JS for each step, one row a seed
	for seed := range uint64(seeds) {
		for dim, rows := range map[int]*[][]float64{1: &line, 2: &plane} {
			random := rand.New(rand.NewPCG(params.Seed+seed, 0))
			path := params.path(dim, random)
			noise := make([]float64, samples*dim)
			gan.Normal.Sample(noise, random)
			real := slices.Clone(path(noise, 0))
			var row []float64
			for _, step := range steps {
				side := step / 16
				js, err := metrics.JS(inSquares(t, real, side), inSquares(t, path(noise, step), side))
				if err != nil {
					t.Fatal(err)
				}
				row = append(row, js)
			}
			*rows = append(*rows, row)
		}
	}
	column := func(rows [][]float64, k int) float64 {
		var values []float64
		for _, row := range rows {
			values = append(values, row[k])
		}
		return kit.Median(values)
	}
	last := math.Inf(1)
	for k, step := range steps {
		onLine, inPlane := column(line, k), column(plane, k)
		if !(onLine > 0.8*math.Ln2) {
			t.Errorf("noise on the line: JS is %v after a step of %v, want near log 2", onLine, step)
		}
		if !(inPlane < last) {
			t.Errorf("noise in the plane: JS is %v after a step of %v, %v after one twice as large", inPlane, step, last)
		}
		last = inPlane
	}
	if onLine := column(line, len(steps)-1); !(last < onLine/2) {
		t.Errorf("after the smallest step JS is %v for noise in the plane, %v for noise on the line", last, onLine)
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

// Claim 2.7 needs E‖z‖ < ∞. The test takes EM between n samples of two generators with nearly
// equal weights. If the noise is normal, EM converges as n grows. If the noise has the tail
// P(|z| > r) = 1/√(1+r), for which E‖z‖ = ∞, EM grows without limit.
func TestClaim2_7_FailsForNoiseWithoutAMean(t *testing.T) {
	params := DefaultContinuity()
	em := func(heavy bool, samples int) float64 {
		var ems []float64
		for seed := range uint64(params.Seeds) {
			random := rand.New(rand.NewPCG(params.Seed+seed, 0))
			path := params.path(1, random)
			noise := make([]float64, samples)
			gan.Normal.Sample(noise, random)
			if heavy {
				for k := range noise {
					u := 2*random.Float64() - 1
					noise[k] = math.Copysign(1/((1-math.Abs(u))*(1-math.Abs(u)))-1, u)
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
	if few, many := em(false, 64), em(false, 1024); !(math.Abs(many-few) < 0.2*few) {
		t.Errorf("normal noise: EM %v of 64 samples, %v of 1024", few, many)
	}
	if few, some, many := em(true, 64), em(true, 256), em(true, 1024); !(some > 2*few && many > 2*some) {
		t.Errorf("noise without a mean: EM %v of 64 samples, %v of 256, %v of 1024; it should grow without end", few, some, many)
	}
}
