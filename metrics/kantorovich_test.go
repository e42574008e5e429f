package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

func TestLipschitzOfConstantsNaNAndSinglePoints(t *testing.T) {
	t.Parallel()
	points := mat.NewDense(3, 1, []float64{0, 2, 0})
	for _, test := range []struct {
		name string
		f    func(x []float64) float64
		want float64
	}{
		{"a constant", func([]float64) float64 { return 7 }, 0},
		{"3x", func(x []float64) float64 { return 3 * x[0] }, 3},
		{"a function that is NaN", func(x []float64) float64 { return math.Log(x[0] - 1) }, math.NaN()},
	} {
		if k := metrics.Lipschitz(test.f, points, lp.Euclidean); k != test.want && !(math.IsNaN(k) && math.IsNaN(test.want)) {
			t.Errorf("%s is %v-Lipschitz, want %v", test.name, k, test.want)
		}
	}
	calls := 0.0
	if k := metrics.Lipschitz(func([]float64) float64 { calls++; return calls }, points, lp.Euclidean); !math.IsInf(k, 1) {
		t.Errorf("two values at one place are %v-Lipschitz", k)
	}
	if k := metrics.Lipschitz(func(x []float64) float64 { return x[0] }, mat.NewDense(1, 1, nil), lp.Euclidean); k != 0 {
		t.Errorf("on one point a function is %v-Lipschitz", k)
	}
}

// The gradient is a unit vector at any distance, however small.
func TestGradientsOfPotentialsAreUnitVectorsAtAnyScale(t *testing.T) {
	t.Parallel()
	for _, theta := range []float64{1e-310, 1e-200, 1, 1e200} {
		p, q := must2(metrics.ParallelLines{Theta: -theta}.Discretise(1))(t)
		solution := earthMover(t, p, q, lp.Euclidean)
		potential := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
		slope := must(potential.Gradient(q.Point(0)))(t)
		if slope[0] != 1 || slope[1] != 0 {
			t.Errorf("the slope at distance %v is %v", theta, slope)
		}
		gradient := must(metrics.GeneratorGradient(p, q, solution, func(int) [][]float64 { return [][]float64{{1}, {0}} }))(t)
		wantNear(t, "dW/dθ", gradient[0], -1, 1e-15)
	}
}

func TestBadArgumentsOfPotentialsAndGradientsAreRefused(t *testing.T) {
	t.Parallel()
	p, q := must2(metrics.ParallelLines{Theta: 1}.Discretise(3))(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	_, err := metrics.NewKantorovich(p, solution, lp.SquaredEuclidean)
	wantError(t, "NewKantorovich", err, "metrics: Kantorovich–Rubinstein duality needs a metric, and sqeuclidean is not one")
	other := must(metrics.OnLine([]float64{1, 2}, nil))(t)
	_, err = metrics.NewKantorovich(other, solution, lp.Euclidean)
	wantError(t, "NewKantorovich", err, "metrics: 3 potentials for 2 atoms")
	potential := must(metrics.NewKantorovich(p, solution, lp.Chebyshev))(t)
	_, err = potential.Gradient([]float64{0, 0})
	wantError(t, "Gradient", err, "metrics: the gradient of a potential needs the Euclidean ground cost")

	_, err = metrics.GeneratorGradient(p, cloud(t, 2, 2, nil, newRandom(1)), solution, nil)
	wantError(t, "GeneratorGradient", err, "metrics: the solution is for 3 and 3 atoms, the distributions have 3 and 2")
	for _, test := range []struct {
		jacobian [][]float64
		want     string
	}{
		{[][]float64{{1}}, "metrics: the Jacobian at atom 0 has 1 rows, not 2"},
		{[][]float64{{1, 2}, {1}}, "metrics: row 1 of the Jacobian at atom 0 has 1 columns, not 2"},
		{[][]float64{{1, 2}, {1, math.NaN()}}, "metrics: entry (1, 1) of the Jacobian at atom 0 is NaN"},
	} {
		_, err := metrics.GeneratorGradient(p, q, solution, func(int) [][]float64 { return test.jacobian })
		wantError(t, "GeneratorGradient", err, test.want)
	}
}

func TestASmoothPotentialNeedsEqualAtoms(t *testing.T) {
	t.Parallel()
	random := newRandom(1)
	three, four := cloud(t, 3, 2, nil, random), cloud(t, 4, 2, nil, random)
	uneven := cloud(t, 3, 2, []float64{1, 1, 2}, random)
	_, err := metrics.SmoothKantorovich(three, four)
	wantError(t, "SmoothKantorovich", err, "metrics: 3 atoms and 4; a smooth potential needs equal numbers")
	for _, pair := range [][2]*metrics.Distribution{{three, uneven}, {uneven, three}} {
		_, err = metrics.SmoothKantorovich(pair[0], pair[1])
		wantError(t, "SmoothKantorovich", err, "metrics: atoms 0 and 2 differ in weight; a smooth potential needs equal weights")
	}
}

func TestBadLinesAndBadNoiseAreRefused(t *testing.T) {
	t.Parallel()
	lines := metrics.ParallelLines{Theta: 1}
	_, _, err := lines.Discretise(0)
	wantError(t, "Discretise", err, "metrics: 0 atoms per line; at least 1 is needed")
	_, _, err = metrics.ParallelLines{Theta: math.NaN()}.Discretise(2)
	wantError(t, "Discretise", err, "metrics: θ = NaN is not finite")
	p, _ := must2(lines.Discretise(2))(t)
	for _, sigma := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := metrics.AddNoise(p, sigma, newRandom(1)); err == nil {
			t.Errorf("noise of σ = %v", sigma)
		}
	}
	_, err = lines.NoisedKL(-2)
	wantError(t, "NoisedKL", err, "metrics: σ of the noise is -2; it must be at least 0")
	for _, theta := range []float64{math.NaN(), math.Inf(-1)} {
		for _, sigma := range []float64{0, 1, math.Inf(1)} {
			_, err = metrics.ParallelLines{Theta: theta}.NoisedKL(sigma)
			wantError(t, "NoisedKL", err, fmt.Sprintf("metrics: θ = %v is not finite", theta))
		}
	}
	unknown := metrics.ParallelLines{Theta: math.NaN()}
	for name, d := range map[string]float64{"EM": unknown.EM(), "TV": unknown.TV(), "KL": unknown.KL(), "JS": unknown.JS()} {
		if !math.IsNaN(d) {
			t.Errorf("at θ = NaN %s is %v", name, d)
		}
	}
	wantNear(t, "KL without noise", must(lines.NoisedKL(0))(t), math.Inf(1), 0)
	wantNear(t, "KL without noise at θ = 0", must(metrics.ParallelLines{}.NoisedKL(0))(t), 0, 0)
	unmoved := must(metrics.AddNoise(p, 0, newRandom(1)))(t)
	if !mat.Equal(unmoved.Points(), p.Points()) {
		t.Error("noise of σ = 0 moves points")
	}
}

// AtEach and At agree to the bit, on points that are close together and on points in
// random order.
func TestAtEachEqualsAt(t *testing.T) {
	t.Parallel()
	for _, ground := range []lp.Ground{lp.Euclidean, lp.CityBlock, lp.Chebyshev} {
		for seed := range uint64(20) {
			random := newRandom(900 + seed)
			scale := math.Pow(10, float64(seed%5)-2)
			draw := func(n, d int) *mat.Dense {
				points := mat.NewDense(n, d, nil)
				points.Apply(func(_, _ int, _ float64) float64 { return scale * random.NormFloat64() }, points)
				return points
			}
			d := 1 + int(seed%3)
			p, q := must(metrics.NewDistribution(draw(30, d), nil))(t), must(metrics.NewDistribution(draw(20, d), nil))(t)
			f := must(metrics.NewKantorovich(p, must(metrics.EarthMover(p, q, ground))(t), ground))(t)
			points := draw(80, d)
			for k := range 40 { // half of them close together
				for c := range d {
					points.Set(k, c, points.At(0, c)+0.01*points.At(k, c))
				}
			}
			for k, value := range f.AtEach(points) {
				if want := f.At(points.RawRowView(k)); value != want {
					t.Fatalf("%v, seed %d: f is %v at row %d of AtEach, %v by At", ground, seed, value, k, want)
				}
			}
		}
	}
}
