package metrics_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

func TestBadDistributionsAreRefused(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	points := mat.NewDense(3, 2, []float64{0, 1, 2, 3, 4, 5})
	for _, test := range []struct {
		points  *mat.Dense
		weights []float64
		want    string
	}{
		{nil, nil, "metrics: a distribution needs at least one point"},
		{&mat.Dense{}, nil, "metrics: a distribution needs at least one point"},
		{mat.NewDense(2, 2, []float64{0, 1, nan, 3}), nil, "metrics: points[1][0] = NaN is not finite"},
		{mat.NewDense(2, 2, []float64{0, -inf, 2, 3}), nil, "metrics: points[0][1] = -Inf is not finite"},
		{points, []float64{1, 2}, "metrics: 2 weights for 3 points"},
		{points, []float64{}, "metrics: 0 weights for 3 points"},
		{points, []float64{1, -2, 3}, "metrics: weights[1] = -2 is negative"},
		{points, []float64{1, 2, nan}, "metrics: weights[2] = NaN is not finite"},
		{points, []float64{inf, 2, 3}, "metrics: weights[0] = +Inf is not finite"},
		{points, []float64{1, 2, -inf}, "metrics: weights[2] = -Inf is not finite"},
		{points, []float64{0, 0, 0}, "metrics: the sum of weights is zero"},
		{points, []float64{1e308, 1e308, 1}, "metrics: the sum of weights overflows"},
	} {
		_, err := metrics.NewDistribution(test.points, test.weights)
		wantError(t, "NewDistribution", err, test.want)
	}
	_, err := metrics.OnLine(nil, nil)
	wantError(t, "OnLine", err, "metrics: a distribution needs at least one point")
	_, err = metrics.OnLine([]float64{1, 2}, []float64{1, -1})
	wantError(t, "OnLine", err, "metrics: weights[1] = -1 is negative")
}

func TestWeightsOfAnySizeAreProbabilities(t *testing.T) {
	t.Parallel()
	const smallest = math.SmallestNonzeroFloat64
	for _, unit := range []float64{smallest, 1e-320, 1e-300, 1, 3, 1e300} {
		p := must(metrics.OnLine([]float64{1, 2, 3}, []float64{unit, 3 * unit, 0}))(t)
		for i, want := range []float64{0.25, 0.75, 0} {
			wantNear(t, "the probability", p.Probability(i), want, 1e-15)
		}
	}
}

func TestADistributionKeepsItsOwnWeights(t *testing.T) {
	t.Parallel()
	weights := []float64{1, 3}
	p := must(metrics.OnLine([]float64{0, 1}, weights))(t)
	weights[0] = 100
	wantNear(t, "the mean", p.Mean(func(x []float64) float64 { return x[0] }), 0.75, 0)
	if weights[1] != 3 {
		t.Error("the caller's weights were written to")
	}
}

// f may be infinite where p has no mass.
func TestMeanSkipsAtomsWithoutMass(t *testing.T) {
	t.Parallel()
	p := must(metrics.OnLine([]float64{0, 1, 4}, []float64{0, 1, 1}))(t)
	wantNear(t, "E 1/x", p.Mean(func(x []float64) float64 { return 1 / x[0] }), 0.625, 0)
}

func TestPushMovesAtomsAndKeepsProbabilities(t *testing.T) {
	t.Parallel()
	random := newRandom(2)
	z := cloud(t, 9, 2, draws(9, random.Float64), random)
	x := must(z.Push(func(z []float64) []float64 { return []float64{z[0] + z[1], 2, -z[0]} }))(t)
	if x.Len() != 9 || x.Dim() != 3 {
		t.Errorf("%d atoms in R^%d", x.Len(), x.Dim())
	}
	for i := range 9 {
		a, b := z.Point(i)[0], z.Point(i)[1]
		if !slices.Equal(x.Point(i), []float64{a + b, 2, -a}) || x.Probability(i) != z.Probability(i) {
			t.Errorf("atom %d is %v with probability %v", i, x.Point(i), x.Probability(i))
		}
	}
	_, err := z.Push(func(z []float64) []float64 { return nil })
	wantError(t, "Push", err, "metrics: the image of point 0 has no coordinates")
	first := true
	_, err = z.Push(func(z []float64) []float64 {
		if first {
			first = false
			return z
		}
		return z[:1]
	})
	wantError(t, "Push", err, "metrics: the image of point 1 has 1 coordinates, that of point 0 has 2")
	_, err = z.Push(func(z []float64) []float64 { return []float64{math.Inf(1)} })
	wantError(t, "Push", err, "metrics: points[0][0] = +Inf is not finite")
}

func TestCommonSupportListsEachPointOnce(t *testing.T) {
	t.Parallel()
	minusZero := math.Copysign(0, -1)
	p := must(metrics.NewDistribution(mat.NewDense(3, 2, []float64{0, 1, 2, 3, minusZero, 1}), []float64{1, 1, 2}))(t)
	q := must(metrics.NewDistribution(mat.NewDense(3, 2, []float64{5, 5, 2, 3, 0, 1}), []float64{3, 0, 1}))(t)
	atoms, pOn, qOn, err := metrics.CommonSupport(p, q)
	if err != nil {
		t.Fatal(err)
	}
	if !mat.Equal(atoms, mat.NewDense(3, 2, []float64{0, 1, 2, 3, 5, 5})) {
		t.Errorf("atoms\n%v", mat.Formatted(atoms))
	}
	if !slices.Equal(pOn, []float64{0.75, 0.25, 0}) || !slices.Equal(qOn, []float64{0.25, 0, 0.75}) {
		t.Errorf("%v and %v", pOn, qOn)
	}
}

// A map gives the same list for many points, of which some coincide.
func TestCommonSupportOfManyPointsAgreesWithAMap(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, draw := range []func() float64{
		func() float64 { return float64(random.IntN(7) - 3) },
		func() float64 { return math.Ldexp(1, random.IntN(2000)-1000) },
		random.NormFloat64,
	} {
		x, y := mat.NewDense(500, 3, nil), mat.NewDense(300, 3, nil)
		for _, points := range []*mat.Dense{x, y} {
			points.Apply(func(int, int, float64) float64 { return draw() }, points)
		}
		atoms, pOn, qOn, err := metrics.CommonSupport(must(metrics.NewDistribution(x, nil))(t), must(metrics.NewDistribution(y, nil))(t))
		if err != nil {
			t.Fatal(err)
		}
		var want [][3]float64
		places := make(map[[3]float64]int)
		counts := [2][]float64{make([]float64, 800), make([]float64, 800)}
		for side, points := range []*mat.Dense{x, y} {
			for i := range points.RawMatrix().Rows {
				point := [3]float64(points.RawRowView(i))
				if _, seen := places[point]; !seen {
					places[point] = len(want)
					want = append(want, point)
				}
				counts[side][places[point]]++
			}
		}
		if rows, _ := atoms.Dims(); rows != len(want) || len(pOn) != rows || len(qOn) != rows {
			t.Fatalf("%d atoms, %d and %d probabilities, want %d", rows, len(pOn), len(qOn), len(want))
		}
		for k, point := range want {
			if [3]float64(atoms.RawRowView(k)) != point || pOn[k] != counts[0][k]/500 || qOn[k] != counts[1][k]/300 {
				t.Fatalf("atom %d is %v with %v and %v, want %v with %v and %v points", k, atoms.RawRowView(k), pOn[k], qOn[k], point, counts[0][k], counts[1][k])
			}
		}
	}
}

func TestBinPutsEachPointInItsCell(t *testing.T) {
	t.Parallel()
	p := must(metrics.OnLine([]float64{0, 0.3, 0.7, 0.999}, nil))(t)
	q := must(metrics.OnLine([]float64{1, 0.1, 0.25, 0.5}, nil))(t)
	inTen, other := must2(metrics.Bin(p, q, 10))(t)
	for i, want := range []float64{0.05, 0.35, 0.75, 0.95} {
		wantNear(t, "the centre of the cell of p", inTen.Point(i)[0], want, 1e-15)
	}
	for i, want := range []float64{0.95, 0.15, 0.25, 0.55} {
		wantNear(t, "the centre of the cell of q", other.Point(i)[0], want, 1e-15)
	}
	if whole, all := must2(metrics.Bin(p, q, 1))(t); must(metrics.TV(whole, all))(t) != 0 {
		t.Error("in one cell p and q differ")
	}
	// The second axis has no width; the first has more than a float64 can hold.
	flat := must(metrics.NewDistribution(mat.NewDense(3, 2, []float64{-1.5e308, 7, 1.5e308, 7, 0, 7}), nil))(t)
	binned, _ := must2(metrics.Bin(flat, flat, 3))(t)
	for i, want := range []float64{-1e308, 1e308, 0} {
		if x := binned.Point(i); math.Abs(x[0]-want) > 1e293 || x[1] != 7 {
			t.Errorf("point %d is in the cell of %v", i, x)
		}
	}
}

// Two samples of one distribution share no point. Their histograms overlap, and overlap
// more if the cells are wider.
func TestBinsMakeCloudsComparable(t *testing.T) {
	t.Parallel()
	random := newRandom(3)
	p, q := cloud(t, 500, 2, nil, random), cloud(t, 500, 2, nil, random)
	wantNear(t, "TV of two clouds", must(metrics.TV(p, q))(t), 1, 0)
	before := 1.0
	for _, bins := range []int{64, 16, 4, 1} {
		pBinned, qBinned := must2(metrics.Bin(p, q, bins))(t)
		tv := must(metrics.TV(pBinned, qBinned))(t)
		if !(tv < before) {
			t.Errorf("TV = %v with %d bins, %v with more", tv, bins, before)
		}
		before = tv
	}
}

func TestDistributionsOfOtherSpacesAreRefused(t *testing.T) {
	t.Parallel()
	line := must(metrics.OnLine([]float64{0}, nil))(t)
	plane := must(metrics.NewDistribution(mat.NewDense(1, 2, nil), nil))(t)
	const want = "metrics: a distribution in R^1 and one in R^2"
	_, _, _, err := metrics.CommonSupport(line, plane)
	wantError(t, "CommonSupport", err, want)
	_, _, err = metrics.Bin(line, plane, 3)
	wantError(t, "Bin", err, want)
	_, _, err = metrics.Bin(line, line, 0)
	wantError(t, "Bin", err, "metrics: 0 bins per axis; at least 1 is needed")
	_, err = metrics.EarthMover(line, plane, 0)
	wantError(t, "EarthMover", err, want)
	for _, m := range metrics.Measures() {
		_, err = m.Between(line, plane)
		wantError(t, m.Label, err, want)
	}
	_, err = metrics.OptimalDiscriminator(line, plane)
	wantError(t, "D*", err, want)
	_, err = metrics.DiscriminatorValue(line, plane, nil)
	wantError(t, "L", err, want)
	_, err = metrics.GeneratorGradient(line, plane, nil, nil)
	wantError(t, "GeneratorGradient", err, want)
	_, err = metrics.EarthMoverOnLine(line, plane)
	wantError(t, "EarthMoverOnLine", err, "metrics: a distribution in R^2; one on the line is needed")
	_, err = metrics.EarthMoverByQuantiles(plane, line)
	wantError(t, "EarthMoverByQuantiles", err, "metrics: a distribution in R^2; one on the line is needed")
}

func TestNilDistributionsAreErrors(t *testing.T) {
	t.Parallel()
	var none *metrics.Distribution
	p := must(metrics.OnLine([]float64{0, 1}, nil))(t)
	pairs := map[string]func(p, q *metrics.Distribution) error{
		"CommonSupport": func(p, q *metrics.Distribution) error {
			_, _, _, err := metrics.CommonSupport(p, q)
			return err
		},
		"Bin": func(p, q *metrics.Distribution) error {
			_, _, err := metrics.Bin(p, q, 3)
			return err
		},
		"EarthMover": func(p, q *metrics.Distribution) error {
			_, err := metrics.EarthMover(p, q, lp.Euclidean)
			return err
		},
		"VerifyEarthMover": func(p, q *metrics.Distribution) error {
			_, err := metrics.VerifyEarthMover(p, q, lp.Euclidean, nil)
			return err
		},
		"EarthMoverOnLine": func(p, q *metrics.Distribution) error {
			_, err := metrics.EarthMoverOnLine(p, q)
			return err
		},
		"EarthMoverByQuantiles": func(p, q *metrics.Distribution) error {
			_, err := metrics.EarthMoverByQuantiles(p, q)
			return err
		},
		"OptimalDiscriminator": func(p, q *metrics.Distribution) error {
			_, err := metrics.OptimalDiscriminator(p, q)
			return err
		},
		"DiscriminatorValue": func(p, q *metrics.Distribution) error {
			_, err := metrics.DiscriminatorValue(p, q, nil)
			return err
		},
		"SmoothKantorovich": func(p, q *metrics.Distribution) error {
			_, err := metrics.SmoothKantorovich(p, q)
			return err
		},
		"GeneratorGradient": func(p, q *metrics.Distribution) error {
			_, err := metrics.GeneratorGradient(p, q, nil, nil)
			return err
		},
	}
	for _, m := range metrics.Measures() {
		pairs[m.Label] = func(p, q *metrics.Distribution) error {
			_, err := m.Between(p, q)
			return err
		}
	}
	for name, of := range pairs {
		wantError(t, name, of(none, p), "metrics: the first distribution is nil")
		wantError(t, name, of(p, none), "metrics: the second distribution is nil")
	}
	const alone = "metrics: the distribution is nil"
	_, err := none.Push(func(z []float64) []float64 { return z })
	wantError(t, "Push", err, alone)
	_, err = metrics.AddNoise(none, 1, nil)
	wantError(t, "AddNoise", err, alone)
	_, err = metrics.NewKantorovich(none, &lp.Solution{}, lp.Euclidean)
	wantError(t, "NewKantorovich", err, alone)

	const solution = "metrics: the solution is nil"
	_, err = metrics.NewKantorovich(p, nil, lp.Euclidean)
	wantError(t, "NewKantorovich", err, solution)
	_, err = metrics.GeneratorGradient(p, p, nil, nil)
	wantError(t, "GeneratorGradient", err, solution)
}
