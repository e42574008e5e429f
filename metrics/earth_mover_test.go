package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"monge/lp"
	"monge/metrics"
)

// EM is a metric: it is symmetric, 0 from a distribution to itself in any order of
// its atoms, positive between different ones, and obeys the triangle inequality.
func TestEarthMoverIsAMetric(t *testing.T) {
	t.Parallel()
	random := newRandom(11)
	for range 60 {
		d := 1 + random.IntN(3)
		var of [3]*metrics.Distribution
		for k := range of {
			n := 1 + random.IntN(40)
			of[k] = cloud(t, n, d, draws(n, random.Float64), random)
		}
		p, q, r := of[0], of[1], of[2]
		for _, ground := range []lp.Ground{lp.Euclidean, lp.CityBlock, lp.Chebyshev} {
			there, back := earthMover(t, p, q, ground).Cost, earthMover(t, q, p, ground).Cost
			wantNear(t, "EM the other way", back, there, 1e-13)
			if !(there > 0) {
				t.Errorf("EM between different clouds is %v", there)
			}
			if detour := earthMover(t, p, r, ground).Cost + earthMover(t, r, q, ground).Cost; there > detour*(1+1e-13) {
				t.Errorf("EM = %v, by a detour %v", there, detour)
			}
			if itself := earthMover(t, p, shuffled(t, p, random.Perm(p.Len())), ground); itself.Cost > 1e-15 {
				t.Errorf("EM from a cloud to itself is %v", itself.Cost)
			}
		}
	}
}

// shuffled returns p with its atoms in another order.
func shuffled(t *testing.T, p *metrics.Distribution, order []int) *metrics.Distribution {
	t.Helper()
	points, weights := mat.NewDense(p.Len(), p.Dim(), nil), make([]float64, p.Len())
	for i, from := range order {
		points.SetRow(i, p.Point(from))
		weights[i] = p.Probability(from)
	}
	return must(metrics.NewDistribution(points, weights))(t)
}

// EM between a cloud and its translation by s is |s|: the mean has to move by |s|.
func TestEarthMoverOfATranslationIsItsLength(t *testing.T) {
	t.Parallel()
	random := newRandom(12)
	for _, n := range []int{1, 2, 10, 50} {
		for range 10 {
			p := cloud(t, n, 3, draws(n, random.Float64), random)
			shift := draws(3, func() float64 { return 3 * random.NormFloat64() })
			q := must(p.Push(func(x []float64) []float64 {
				return []float64{x[0] + shift[0], x[1] + shift[1], x[2] + shift[2]}
			}))(t)
			zero := make([]float64, 3)
			for _, ground := range []lp.Ground{lp.Euclidean, lp.CityBlock, lp.Chebyshev} {
				wantNear(t, "EM", earthMover(t, p, q, ground).Cost, ground.Between(zero, shift), 1e-13)
			}
			w2 := math.Sqrt(earthMover(t, p, q, lp.SquaredEuclidean).Cost)
			wantNear(t, "W₂", w2, lp.Euclidean.Between(zero, shift), 1e-13)
		}
	}
}

func TestEarthMoverTakesWeightsOfAnyScale(t *testing.T) {
	t.Parallel()
	random := newRandom(13)
	whole := draws(12, func() float64 { return float64(random.IntN(5)) })
	p, q := cloud(t, 12, 2, whole, newRandom(14)), cloud(t, 7, 2, nil, newRandom(15))
	want := earthMover(t, p, q, lp.Euclidean)
	for _, scale := range []float64{1e-300, 0.1, 1 << 40, 1e300} {
		weights := make([]float64, len(whole))
		for i, w := range whole {
			weights[i] = scale * w
		}
		got := earthMover(t, cloud(t, 12, 2, weights, newRandom(14)), q, lp.Euclidean)
		wantNear(t, fmt.Sprintf("EM with weights times %v", scale), got.Cost, want.Cost, 1e-14)
	}
	moved := make([]float64, p.Len())
	for _, move := range want.Plan {
		moved[move.From] += move.Mass
	}
	for i := range moved {
		wantNear(t, "what the plan takes from an atom", moved[i], p.Probability(i), 1e-14)
	}
}

func TestEarthMoverRefusesCostsThatOverflow(t *testing.T) {
	t.Parallel()
	p, q := must(metrics.OnLine([]float64{-1e308}, nil))(t), must(metrics.OnLine([]float64{1e308}, nil))(t)
	if solution, err := metrics.EarthMover(p, q, lp.Euclidean); err == nil {
		t.Errorf("EM = %v", solution.Cost)
	}
	for _, onLine := range []func(p, q *metrics.Distribution) (float64, error){metrics.EarthMoverOnLine, metrics.EarthMoverByQuantiles} {
		_, err := onLine(p, q)
		wantError(t, "EM on the line", err, "metrics: the distance between the atoms at -1e+308 and 1e+308 overflows")
		wantNear(t, "EM on the line from 1e308 to 0", must(onLine(q, must(metrics.OnLine([]float64{0}, nil))(t)))(t), 1e308, 0)
		// The distance is finite. The sum of three times this distance is not.
		left, right := must(metrics.OnLine([]float64{0}, []float64{1.75}))(t), must(metrics.OnLine([]float64{1.7e308}, []float64{1.75}))(t)
		_, err = onLine(left, right)
		wantError(t, "EM on the line", err, "metrics: the sum of mass times distance overflows")
	}
}

// ∫|F−G|, ∫|F⁻¹−G⁻¹|, the linear program and gonum give one number.
func TestFourComputationsOfEarthMoverOnLineAgree(t *testing.T) {
	t.Parallel()
	random := newRandom(16)
	for range 400 {
		n, m := 1+random.IntN(30), 1+random.IntN(30)
		p, q := manyTies(t, n, random), manyTies(t, m, random)
		if random.IntN(2) == 0 {
			p, q = cloud(t, n, 1, draws(n, random.Float64), random), cloud(t, m, 1, draws(m, random.Float64), random)
		}
		want := must(metrics.EarthMoverOnLine(p, q))(t)
		for _, w := range []struct {
			name string
			got  float64
		}{
			{"by quantiles", must(metrics.EarthMoverByQuantiles(p, q))(t)},
			{"the other way", must(metrics.EarthMoverOnLine(q, p))(t)},
			{"by the linear program", earthMover(t, p, q, lp.Euclidean).Cost},
			{"by gonum", gonumWasserstein(p, q)},
		} {
			if math.Abs(w.got-want) > 1e-15+1e-14*want {
				t.Errorf("EM %s = %v, want %v", w.name, w.got, want)
			}
		}
	}
}

// gonumWasserstein calls gonum with copies, because gonum writes to its weights, and
// without atoms of weight zero, on which it panics.
func gonumWasserstein(p, q *metrics.Distribution) float64 {
	var x, weights [2][]float64
	for k, r := range []*metrics.Distribution{p, q} {
		for i := range r.Len() {
			if r.Probability(i) > 0 {
				x[k] = append(x[k], r.Point(i)[0])
				weights[k] = append(weights[k], r.Probability(i))
			}
		}
	}
	return stat.WassersteinDistance(x[0], x[1], weights[0], weights[1])
}

// Long gaps between atoms must not multiply rounding errors of cumulated probabilities:
// neither from a cloud to itself, nor from a cloud to a copy near it.
func TestLongGapsDoNotMultiplyRoundingErrors(t *testing.T) {
	t.Parallel()
	random := newRandom(17)
	for range 20 {
		x := draws(1000, func() float64 { return 1e6 * random.NormFloat64() })
		p := must(metrics.OnLine(x, draws(1000, random.Float64)))(t)
		again := shuffled(t, p, random.Perm(1000))
		beside := must(p.Push(func(x []float64) []float64 { return []float64{x[0] + 0x1p-20} }))(t)
		for _, distance := range []func(p, q *metrics.Distribution) (float64, error){metrics.EarthMoverOnLine, metrics.EarthMoverByQuantiles} {
			if d := must(distance(p, p))(t); d != 0 {
				t.Errorf("EM from p to p is %v", d)
			}
			if d := must(distance(p, again))(t); d > 1e-9 {
				t.Errorf("EM from p to p in another order is %v", d)
			}
			// x + 2⁻²⁰ is rounded at x, to about 1e-10.
			wantNear(t, "EM to a copy 2⁻²⁰ away", must(distance(p, beside))(t), 0x1p-20, 1e-5)
		}
	}
}

func TestEarthMoverOnLineOfOneAtom(t *testing.T) {
	t.Parallel()
	p, q := must(metrics.OnLine([]float64{3}, nil))(t), must(metrics.OnLine([]float64{-1, 5, 9}, []float64{1, 1, 0}))(t)
	wantNear(t, "EM", must(metrics.EarthMoverOnLine(p, q))(t), 3, 0)
	wantNear(t, "EM by quantiles", must(metrics.EarthMoverByQuantiles(q, p))(t), 3, 0)
}
