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

// hierarchy has the distances for each sequence of metrics.Hierarchy and each n, in closed
// form, derived by hand.
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
			// Probabilities near 1 are rounded by 1e-16, and KL of two that
			// nearly agree is a difference of such terms.
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

// In the square, of diameter √2, pₙ = (1−1/n) p + (1/n) rₙ has TV → 0, with other
// atoms of rₙ for each n. W follows, and with W the mean of every Lipschitz function.
func TestClaim2_8_OnABoundedSetTotalVariationForcesEarthMover(t *testing.T) {
	t.Parallel()
	random := newRandom(28)
	inSquare := func(n int) *mat.Dense { return mat.NewDense(n, 2, draws(2*n, random.Float64)) }
	for range 20 {
		const atoms = 12
		points, weights := inSquare(atoms), shares(atoms, random)
		p := must(metrics.NewDistribution(points, weights))(t)
		for n := 1.0; n <= 1e6; n *= 10 {
			mixed := make([]float64, 2*atoms)
			floats.AddScaled(mixed[:atoms], 1-1/n, weights)
			floats.AddScaled(mixed[atoms:], 1/n, shares(atoms, random))
			pn := must(metrics.NewDistribution(stack(points, inSquare(atoms)), mixed))(t)
			tv, em := must(metrics.TV(p, pn))(t), earthMover(t, p, pn, lp.Euclidean).Cost
			wantNear(t, fmt.Sprintf("TV at n = %v", n), tv, 1/n, 1e-9)
			if em > math.Sqrt2*tv*(1+1e-9) {
				t.Errorf("n = %v: EM = %v, TV = %v", n, em, tv)
			}
			for range 10 {
				a, b := 5*random.NormFloat64(), 5*random.NormFloat64()
				wave := func(x []float64) float64 { return math.Cos(a*x[0] + b*x[1]) }
				if shift := math.Abs(p.Mean(wave) - pn.Mean(wave)); shift > math.Hypot(a, b)*em*(1+1e-9)+1e-15 {
					t.Errorf("n = %v: the mean of a %v-Lipschitz function moves by %v, EM is %v", n, math.Hypot(a, b), shift, em)
				}
			}
		}
	}
}

// Convergence in law forces W → 0 on a bounded set. Let r rise from 0 at a to 1 at
// a + w and be constant outside. E r = 1 − the mean of F over [a, a+w]. If these means
// of F and G differ by at most δ on each of the intervals of length w that make up
// [0, 1], then
//
//	W = ∫|F − G| ≤ δ + 2w,
//
// because within an interval F and G differ from their means by at most their rise
// there. Convergence in law gives δ → 0 for every w, so W → 0. On the whole line the
// ramps of sequence 4 converge as well, but W stays 1: there this inequality fails.
func TestClaim2_8_OnABoundedSetConvergenceInLawForcesEarthMover(t *testing.T) {
	t.Parallel()
	ramps := func(p, q *metrics.Distribution, w, low, high float64) (delta float64) {
		for a := low; a < high; a += w {
			ramp := func(x []float64) float64 { return min(max((x[0]-a)/w, 0), 1) }
			delta = max(delta, math.Abs(p.Mean(ramp)-q.Mean(ramp)))
		}
		return delta
	}
	widths := []float64{1. / 4, 1. / 16, 1. / 64, 1. / 256}
	random := newRandom(281)
	var tightest float64
	for range 200 {
		n := 1 + random.IntN(8)
		x, weights := draws(n, random.Float64), shares(n, random)
		p := must(metrics.OnLine(x, weights))(t)
		for step := 1.0; step > 1e-7; step /= 10 { // moving atoms: TV stays 1
			moved := must(p.Push(func(x []float64) []float64 {
				return []float64{min(max(x[0]+step*(random.Float64()-0.5), 0), 1)}
			}))(t)
			em, tv := must(metrics.EM(p, moved))(t), must(metrics.TV(p, moved))(t)
			if tv < 1-1e-12 && step < 0.1 {
				t.Errorf("step %v: TV = %v", step, tv)
			}
			for _, w := range widths {
				bound := ramps(p, moved, w, 0, 1) + 2*w
				if em > bound*(1+1e-12) {
					t.Errorf("step %v: W = %v, δ + 2w = %v for w = %v", step, em, bound, w)
				}
				tightest = max(tightest, em/bound)
			}
		}
	}
	if tightest < 0.5 {
		t.Errorf("W is at most %v of its bound, so this does not test it", tightest)
	}
	escaping := metrics.Hierarchy()[3]
	for _, n := range []int{1, 10, 100} {
		p, q := must2(escaping.At(n))(t)
		em := must(metrics.EM(p, q))(t)
		for _, w := range widths[1:] {
			delta := ramps(p, q, w, -1, float64(2*n)+1)
			wantNear(t, "δ of sequence 4", delta, 0.5/float64(n), 1e-12)
			if n >= 10 && em < delta+2*w {
				t.Errorf("n = %d: W = %v keeps to δ + 2w = %v on an unbounded set", n, em, delta+2*w)
			}
		}
	}
}

func TestClaim2_9_BoundsBetweenTheDistances(t *testing.T) {
	t.Parallel()
	random := newRandom(29)
	// Sums of eight rounded probabilities are exact to 1e-15. If KL is nearly 0,
	// √(KL/2) is exact to the root of 1e-15.
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
	// The solver refuses weights below 1e-22 of the total if EM depends on them.
	sharesOfSolver := func(n int) []float64 {
		weights := shares(n, random)
		for k, w := range weights {
			if w < 1e-20 {
				weights[k] = 0
			}
		}
		return weights
	}
	for range 500 {
		n := 2 + random.IntN(10)
		points := mat.NewDense(n, 2, draws(2*n, random.NormFloat64))
		p := must(metrics.NewDistribution(points, sharesOfSolver(n)))(t)
		q := must(metrics.NewDistribution(points, sharesOfSolver(n)))(t)
		var diameter float64
		for i := range n {
			for j := range i {
				diameter = max(diameter, lp.Euclidean.Between(p.Point(i), p.Point(j)))
			}
		}
		tv, em := must(metrics.TV(p, q))(t), must(metrics.EM(p, q))(t)
		if em > diameter*(tv+rounding) {
			t.Errorf("EM = %v, diameter %v · TV %v", em, diameter, tv)
		}
		if tv > 1e-3 {
			closest.diameter = max(closest.diameter, em/(diameter*tv))
		}
	}
	t.Logf("largest TV/√(KL/2) %.4f, (TV²/2)/JS %.4f, JS/(log 2·TV) %.4f, W/(diam·TV) %.4f", closest.pinsker, closest.js, closest.log2, closest.diameter)
	if closest.pinsker < 0.9 || closest.js < 0.9 || closest.log2 < 0.9 || closest.diameter < 0.9 {
		t.Error("no pair comes near a bound, so this does not test it")
	}
}
