package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// The claims of section 2 of the paper about which distance goes to 0 when
// another does: Theorem 2, and the bounds on the way to it.

// hierarchy says of each sequence of metrics.Hierarchy, in order, what the
// distances are for each n: in closed form, by hand.
var hierarchy = []struct{ em, tv, js, kl, klReverse func(n float64) float64 }{
	{
		em: func(n float64) float64 { return 0.25 / n },
		tv: func(n float64) float64 { return 0.25 / n },
		js: func(n float64) float64 { // with x = 1/2n, p and q are (1, 1)/2 and (1+x, 1−x)/2
			x := 0.5 / n
			return (-math.Log1p(x/2) - math.Log1p(-x/2) + (1+x)*math.Log1p(x/(2+x)) + (1-x)*math.Log1p(-x/(2-x))) / 4
		},
		kl:        func(n float64) float64 { return -math.Log1p(-0.25/(n*n)) / 2 },
		klReverse: func(n float64) float64 { x := 0.5 / n; return ((1+x)*math.Log1p(x) + (1-x)*math.Log1p(-x)) / 2 },
	},
	{
		em: func(n float64) float64 { return 1 / n },
		tv: func(n float64) float64 { return 1 / n },
		js: func(n float64) float64 { return math.Ln2 / n },
		kl: always(math.Inf(1)), klReverse: always(math.Inf(1)),
	},
	{
		em: func(n float64) float64 { return 1 / n },
		tv: always(1), js: always(math.Ln2), kl: always(math.Inf(1)), klReverse: always(math.Inf(1)),
	},
	{
		em: always(1),
		tv: func(n float64) float64 { return 0.5 / n },
		js: func(n float64) float64 {
			x := 0.5 / n
			return (-math.Log1p(-x/2) + (1-x)*math.Log1p(-x/(2-x)) + x*math.Ln2) / 2
		},
		kl:        func(n float64) float64 { return -math.Log1p(-0.5 / n) },
		klReverse: always(math.Inf(1)),
	},
}

func always(d float64) func(float64) float64 { return func(float64) float64 { return d } }

func TestClaim2_8_Theorem2HasOneSequencePerGap(t *testing.T) {
	t.Parallel()
	sequences := metrics.Hierarchy()
	if len(sequences) != len(hierarchy) {
		t.Fatalf("%d sequences, %d expected", len(sequences), len(hierarchy))
	}
	for k, sequence := range sequences {
		for _, n := range []int{1, 2, 3, 10, 100, 1000, 10_000, 1_000_000} {
			if k == 1 && n > 10_000 {
				continue // it has n atoms
			}
			p, q := must2(sequence.At(n))(t)
			at := fmt.Sprintf(" of %s, n = %d", sequence.Name, n)
			// Probabilities are rounded at 1: that is 1e-16 absolute, and
			// KL of two near ones is a difference of terms like that.
			for _, d := range []struct {
				name      string
				got, want float64
			}{
				{"EM" + at, earthMover(t, p, q, lp.Euclidean).Cost, hierarchy[k].em(float64(n))},
				{"EM on the line" + at, must(metrics.EarthMoverOnLine(p, q))(t), hierarchy[k].em(float64(n))},
				{"TV" + at, must(metrics.TV(p, q))(t), hierarchy[k].tv(float64(n))},
				{"JS" + at, must(metrics.JS(p, q))(t), hierarchy[k].js(float64(n))},
				{"KL" + at, must(metrics.KL(p, q))(t), hierarchy[k].kl(float64(n))},
				{"KL reversed" + at, must(metrics.KL(q, p))(t), hierarchy[k].klReverse(float64(n))},
			} {
				if d.got != d.want && !(math.Abs(d.got-d.want) <= 2e-16+1e-9*d.want) {
					t.Errorf("%s: %v, want %v", d.name, d.got, d.want)
				}
			}
		}
		if _, _, err := sequence.At(0); err == nil {
			t.Errorf("%s has a term 0", sequence.Name)
		}
	}
}

// In the square, of diameter √2, pₙ = (1−1/n)p + (1/n)r has TV → 0 and so W → 0;
// and W → 0 is convergence in law: the mean of any bounded continuous function
// goes along, of a Lipschitz one no slower than W.
func TestClaim2_8_OnABoundedSetTotalVariationForcesEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(28)
	for range 20 {
		const atoms = 12
		points := mat.NewDense(atoms, 2, draws(2*atoms, random.Float64))
		p, r := shares(atoms, random), shares(atoms, random)
		limit := must(metrics.NewDistribution(points, p))(t)
		before := math.Inf(1)
		for n := 1.0; n <= 1e6; n *= 10 {
			mixed := make([]float64, atoms)
			floats.AddScaledTo(mixed, mixed, 1-1/n, p)
			floats.AddScaled(mixed, 1/n, r)
			near := must(metrics.NewDistribution(points, mixed))(t)
			tv, em := must(metrics.TV(near, limit))(t), earthMover(t, near, limit, lp.Euclidean).Cost
			if em > math.Sqrt2*tv*(1+1e-9) || em > before {
				t.Errorf("n = %v: EM = %v, TV = %v, EM before %v", n, em, tv, before)
			}
			before = em
			wave := func(x []float64) float64 { return math.Cos(3*x[0] + 4*x[1]) } // 5-Lipschitz
			if shift := math.Abs(near.Mean(wave) - limit.Mean(wave)); shift > 5*em*(1+1e-9)+1e-15 {
				t.Errorf("n = %v: the mean of a 5-Lipschitz function moves by %v, EM is %v", n, shift, em)
			}
		}
		if before > math.Sqrt2*1e-6 {
			t.Errorf("EM is still %v", before)
		}
	}
}

func TestClaim2_9_BoundsBetweenTheDistances(t *testing.T) {
	t.Parallel()
	random := newRandom(29)
	// Sums of eight rounded probabilities are good to 1e-15. What follows for
	// TV = √(KL/2) is its root, where both are next to nothing.
	const rounding, ofRoot = 1e-15, 3e-8
	closest := struct{ pinsker, js, log2, diameter float64 }{}
	for range 20_000 {
		a, b := sharePairs(random)
		p, q := categorical(t, a...), categorical(t, b...)
		tv, js, kl := must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t), must(metrics.KL(p, q))(t)
		if tv*tv/2 > js*(1+1e-9)+1e-30 || js > math.Ln2*tv*(1+1e-12) || 2*tv*tv > kl+rounding || tv > math.Sqrt(kl/2)+ofRoot {
			t.Errorf("TV = %v, JS = %v, KL = %v for\n%v\n%v", tv, js, kl, a, b)
		}
		if tv > 1e-3 {
			closest.pinsker = max(closest.pinsker, tv/math.Sqrt(kl/2))
			closest.js = max(closest.js, tv*tv/2/js)
			closest.log2 = max(closest.log2, js/(math.Ln2*tv))
		}
	}
	for range 500 {
		n := 2 + random.IntN(10)
		points := mat.NewDense(n, 2, draws(2*n, random.NormFloat64))
		p := must(metrics.NewDistribution(points, shares(n, random)))(t)
		q := must(metrics.NewDistribution(points, shares(n, random)))(t)
		var diameter float64
		for i := range n {
			for j := range i {
				diameter = max(diameter, lp.Euclidean.Between(p.Point(i), p.Point(j)))
			}
		}
		tv, em := must(metrics.TV(p, q))(t), earthMover(t, p, q, lp.Euclidean).Cost
		if em > diameter*(tv+rounding) {
			t.Errorf("EM = %v, diameter %v · TV %v", em, diameter, tv)
		}
		if tv > 1e-3 {
			closest.diameter = max(closest.diameter, em/(diameter*tv))
		}
	}
	t.Logf("largest TV/√(KL/2) %.4f, (TV²/2)/JS %.4f, JS/(log 2·TV) %.4f, W/(diam·TV) %.4f", closest.pinsker, closest.js, closest.log2, closest.diameter)
	if closest.pinsker < 0.9 || closest.js < 0.9 || closest.log2 < 0.9 || closest.diameter < 0.9 {
		t.Error("no pair comes near a bound: too tame to test it")
	}
}
