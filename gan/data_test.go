package gan_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"monge/gan"
)

// drawn returns n samples of data.
func drawn(data gan.Data, n int, seed uint64) []float64 {
	x := make([]float64, n*data.Dim)
	data.Sample(x, newRandom(seed))
	return x
}

// Each mode of a mixture has its share of samples, and these have its mean and σ along each
// axis, all within 4.5 standard errors.
func TestMixturesHaveTheirModesAndSigma(t *testing.T) {
	const n, errors = 40_000, 4.5
	for _, data := range gan.Catalog() {
		if data.Modes == nil {
			continue
		}
		t.Run(data.Name, func(t *testing.T) {
			around := make([][]float64, len(data.Modes)) // samples minus their nearest mode
			for x := drawn(data, n, 1); len(x) > 0; x = x[data.Dim:] {
				nearest := 0
				for k, mode := range data.Modes {
					if floats.Distance(x[:data.Dim], mode, 2) < floats.Distance(x[:data.Dim], data.Modes[nearest], 2) {
						nearest = k
					}
				}
				for j, centre := range data.Modes[nearest] {
					around[nearest] = append(around[nearest], x[j]-centre)
				}
			}
			share := 1 / float64(len(data.Modes))
			for k, rest := range around {
				count := float64(len(rest) / data.Dim)
				if off := math.Abs(count - n*share); off > errors*math.Sqrt(n*share*(1-share)) {
					t.Errorf("mode %d has %v of %d samples", k, count, n)
				}
				for j := range data.Dim {
					var mean, square float64
					for i := j; i < len(rest); i += data.Dim {
						mean += rest[i] / count
						square += rest[i] * rest[i] / count
					}
					if math.Abs(mean) > errors*data.Sigma/math.Sqrt(count) {
						t.Errorf("mode %d is off by %v along axis %d", k, mean, j)
					}
					if sigma2 := data.Sigma * data.Sigma; math.Abs(square-sigma2) > errors*sigma2*math.Sqrt(2/count) {
						t.Errorf("mode %d has variance %v along axis %d, want %v", k, square, j, sigma2)
					}
				}
			}
		})
	}
}

func TestModesAreWhereTheDescriptionsSay(t *testing.T) {
	for name, check := range map[string]func(k int, mode []float64) bool{
		"gaussian":    func(_ int, m []float64) bool { return m[0] == 4 },
		"2gaussians":  func(k int, m []float64) bool { return m[0] == float64(8*k-4) },
		"5gaussians":  func(k int, m []float64) bool { return m[0] == float64(2*k-4) },
		"8gaussians":  func(_ int, m []float64) bool { return math.Abs(math.Hypot(m[0], m[1])-2) < 1e-15 },
		"25gaussians": func(k int, m []float64) bool { return m[0] == float64(k/5-2) && m[1] == float64(k%5-2) },
		"far":         func(_ int, m []float64) bool { return m[0] == 4 && m[1] == 0 },
	} {
		for k, mode := range must(gan.FindData(name))(t).Modes {
			if !check(k, mode) {
				t.Errorf("%s: mode %d at %v", name, k, mode)
			}
		}
	}
	eight := must(gan.FindData("8gaussians"))(t).Modes
	for k, mode := range eight {
		wantNear(t, "distance to the next of the ring", floats.Distance(mode, eight[(k+1)%8], 2), 4*math.Sin(math.Pi/8), 1e-14)
	}
}

// Two turns of a spiral: every sample is near it, and its square radius has the
// mean of (2φ/5π)², φ uniform from π to 5π, which is 124/75, plus twice σ².
func TestSwissRollIsASpiral(t *testing.T) {
	const n = 20_000
	var mean float64
	for x := drawn(must(gan.FindData("swissroll"))(t), n, 1); len(x) > 0; x = x[2:] {
		mean += (x[0]*x[0] + x[1]*x[1]) / n
		least := math.Inf(1)
		for phi := math.Pi; phi <= 5*math.Pi; phi += 0.05 {
			r := 2 * phi / (5 * math.Pi)
			least = min(least, math.Hypot(x[0]-r*math.Cos(phi), x[1]-r*math.Sin(phi)))
		}
		if least > 0.3 { // six σ; the turns are 0.8 apart
			t.Errorf("(%v, %v) is %v off the spiral", x[0], x[1], least)
		}
	}
	// The square radius has variance 1.265, and the noise adds next to none.
	if want := 124./75 + 2*0.05*0.05; math.Abs(mean-want) > 4.5*math.Sqrt(1.28/n) {
		t.Errorf("mean square radius %v, want %v", mean, want)
	}
}

func TestLinesAreUniformOnOneLine(t *testing.T) {
	const n = 20_000
	var mean, square float64
	for x := drawn(must(gan.FindData("lines"))(t), n, 1); len(x) > 0; x = x[2:] {
		if x[0] != 0 || x[1] < 0 || x[1] > 1 {
			t.Fatalf("(%v, %v)", x[0], x[1])
		}
		mean += x[1] / n
		square += x[1] * x[1] / n
	}
	if math.Abs(mean-0.5) > 4.5*math.Sqrt(1./12/n) || math.Abs(square-1./3) > 4.5*math.Sqrt(4./45/n) {
		t.Errorf("mean %v, mean square %v, want 1/2 and 1/3", mean, square)
	}
}

// Real samples lie within 3σ with the probability that two normals, or one, give,
// and cover all modes.
func TestCoverageOfRealSamples(t *testing.T) {
	const n = 20_000
	for _, data := range gan.Catalog() {
		if data.Modes == nil {
			continue
		}
		want := 1 - math.Exp(-4.5) // 0.989
		if data.Dim == 1 {
			want = math.Erf(3 / math.Sqrt2) // 0.997
		}
		modes, share := data.Coverage(drawn(data, n, 1))
		if modes != len(data.Modes) || math.Abs(share-want) > 4.5*math.Sqrt(want*(1-want)/n) {
			t.Errorf("%s: %d modes of %d, share %v, want %v", data.Name, modes, len(data.Modes), share, want)
		}
		// The 512 samples of an evaluation also cover all modes.
		if modes, _ := data.Coverage(drawn(data, 512, 1)); modes != len(data.Modes) {
			t.Errorf("%s: 512 samples cover %d modes of %d", data.Name, modes, len(data.Modes))
		}
	}
}

func TestCoverageOfSamplesThatAreNotReal(t *testing.T) {
	ring := must(gan.FindData("8gaussians"))(t)
	// repeat returns n times the point of the k-th mode, off by that much.
	repeat := func(n, k int, off float64) (x []float64) {
		for range n {
			x = append(x, ring.Modes[k][0]+off, ring.Modes[k][1])
		}
		return x
	}
	for name, c := range map[string]struct {
		samples []float64
		modes   int
		share   float64
	}{
		"10 at one mode":      {repeat(10, 3, 0), 1, 1},
		"within 3σ":           {repeat(49, 0, 0.299), 1, 1},
		"outside 3σ":          {repeat(49, 0, 0.301), 0, 0},
		"a tenth of its part": {append(repeat(79, 0, 0), repeat(1, 1, 0)...), 2, 1},
		"less than that":      {append(repeat(80, 0, 0), repeat(1, 1, 0)...), 1, 1},
		"half far off":        {append(repeat(5, 0, 0), repeat(5, 0, 100)...), 1, 0.5},
		"no samples":          {nil, 0, 0},
		"no numbers":          {slices.Repeat([]float64{math.NaN(), math.Inf(1)}, 4), 0, 0},
	} {
		modes, share := ring.Coverage(c.samples)
		if modes != c.modes || share != c.share {
			t.Errorf("%s: %d modes and a share of %v, want %d and %v", name, modes, share, c.modes, c.share)
		}
	}
	if modes, share := must(gan.FindData("swissroll"))(t).Coverage(normals(20, newRandom(1))); modes != 0 || share != 0 {
		t.Errorf("of a spiral: %d modes, share %v", modes, share)
	}
}

func TestNewDataRefusesBadPoints(t *testing.T) {
	ten := make([]float64, 20)
	bad := func(k int, v float64) []float64 {
		x := slices.Clone(ten)
		x[k] = v
		return x
	}
	for _, c := range []struct {
		points []float64
		dim    int
		want   string
	}{
		{ten, 0, "gan: mine.csv: 20 numbers cannot be split into rows of 0"},
		{ten, -1, "gan: mine.csv: 20 numbers cannot be split into rows of -1"},
		{ten, 3, "gan: mine.csv: 20 numbers cannot be split into rows of 3"},
		{nil, 2, "gan: mine.csv: 0 points; at least 10 are needed"},
		{ten[:18], 2, "gan: mine.csv: 9 points; at least 10 are needed"},
		{bad(5, math.NaN()), 2, "gan: mine.csv: coordinate 1 of point 2 is NaN"},
		{bad(18, math.Inf(-1)), 2, "gan: mine.csv: coordinate 0 of point 9 is -Inf"},
	} {
		_, err := gan.NewData("mine.csv", c.points, c.dim)
		wantError(t, fmt.Sprintf("%v in rows of %d", c.points, c.dim), err, c.want)
	}
}

// If the points are sorted, or repeat with period five, the held-out points and a subset of
// them still have the mean of all, within 4.5 standard errors.
func TestTheOrderOfPointsDoesNotBiasTheHeldOutOnes(t *testing.T) {
	const n = 10_000
	for name, value := range map[string]func(i int) float64{
		"sorted":      func(i int) float64 { return float64(i) / n },
		"period five": func(i int) float64 { return float64(i%5) / 4 },
	} {
		points := make([]float64, n)
		for i := range points {
			points[i] = value(i)
		}
		data := must(gan.NewData("mine.csv", points, 1))(t)
		for _, held := range []int{512, 2000} {
			mean, deviation := stat.MeanStdDev(data.HeldOut(held, newRandom(1)), nil)
			if off := math.Abs(mean - stat.Mean(points, nil)); !(off < 4.5*deviation/math.Sqrt(float64(held))) {
				t.Errorf("%s: %d held-out points have mean %v, deviation %v", name, held, mean, deviation)
			}
		}
	}
}

// A fifth of the points is held out, and no training sample is one of them. NewData makes
// the same choice each time. HeldOut chooses among them as many as are asked for.
func TestNewDataHoldsOutAFifthOfThePoints(t *testing.T) {
	points := make([]float64, 2*23)
	for k := range points {
		points[k] = float64(k)
	}
	data := must(gan.NewData("mine.csv", points, 2))(t)
	again := must(gan.NewData("mine.csv", points, 2))(t)
	clear(points) // NewData must have copied them
	if data.Size() != 19 || !math.IsInf(gan.Catalog()[0].Size(), 1) {
		t.Errorf("%v points to train on", data.Size())
	}
	want := data.HeldOut(100, newRandom(1))
	if len(want) != 8 || !slices.Equal(want, again.HeldOut(100, newRandom(1))) {
		t.Errorf("held out: %v, and then %v", want, again.HeldOut(100, newRandom(1)))
	}
	for n := range 4 {
		if got := data.HeldOut(n, newRandom(1)); !slices.Equal(got, want[:2*n]) {
			t.Errorf("%d held out: %v, want %v", n, got, want[:2*n])
		}
	}
	seen := map[float64]int{}
	for x := drawn(data, 19_000, 1); len(x) > 0; x = x[2:] {
		if x[1] != x[0]+1 {
			t.Fatalf("(%v, %v) is no point of the sample", x[0], x[1])
		}
		seen[x[0]]++
	}
	if len(seen) != 19 {
		t.Errorf("%d of 19 points were drawn", len(seen))
	}
	for x, count := range seen {
		if slices.Contains(want, x) {
			t.Errorf("point (%v, %v) is held out, and was drawn", x, x+1)
		}
		if math.Abs(float64(count)-1000) > 4.5*math.Sqrt(1000) {
			t.Errorf("point (%v, %v) was drawn %d times in 19000", x, x+1, count)
		}
	}
}

func TestFindDataListsTheNames(t *testing.T) {
	for _, data := range gan.Catalog() {
		if got := must(gan.FindData(data.Name))(t); got.Name != data.Name || got.Dim != data.Dim {
			t.Errorf("%s is %s", data.Name, got.Name)
		}
	}
	_, err := gan.FindData("mnist")
	wantError(t, "mnist", err, `gan: unknown data "mnist" (there are gaussian, 2gaussians, 5gaussians, 8gaussians, 25gaussians, far, swissroll, lines)`)
}

// Means and variances of the two priors, within 4.5 standard errors.
func TestPriorsHaveTheirMoments(t *testing.T) {
	const n = 40_000
	for _, c := range []struct {
		prior                   gan.Prior
		mean, square            float64
		varianceOfX, ofXSquared float64
	}{
		{gan.Normal, 0, 1, 1, 2},
		{gan.Uniform, 0.5, 1. / 3, 1. / 12, 4. / 45},
	} {
		z := make([]float64, n)
		c.prior.Sample(z, newRandom(1))
		var mean, square float64
		for _, v := range z {
			mean += v / n
			square += v * v / n
		}
		if math.Abs(mean-c.mean) > 4.5*math.Sqrt(c.varianceOfX/n) || math.Abs(square-c.square) > 4.5*math.Sqrt(c.ofXSquared/n) {
			t.Errorf("prior %d: mean %v, mean square %v", c.prior, mean, square)
		}
	}
}
