package metrics_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// newRandom returns random numbers of that seed.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// draws returns n numbers from draw.
func draws(n int, draw func() float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = draw()
	}
	return x
}

// cloud returns n normal points in R^d with these weights, equal if nil.
func cloud(t testing.TB, n, d int, weights []float64, random *rand.Rand) *metrics.Distribution {
	t.Helper()
	return must(metrics.NewDistribution(mat.NewDense(n, d, draws(n*d, random.NormFloat64)), weights))(t)
}

// stack returns the rows of all clouds, one below the other.
func stack(clouds ...*mat.Dense) *mat.Dense {
	all := clouds[0]
	for _, next := range clouds[1:] {
		var taller mat.Dense
		taller.Stack(all, next)
		all = &taller
	}
	return all
}

// manyTies returns n atoms at a few points of the line. Some weights are zero.
func manyTies(t testing.TB, n int, random *rand.Rand) *metrics.Distribution {
	t.Helper()
	weights := draws(n, func() float64 { return max(random.Float64()-0.2, 0) })
	weights[random.IntN(n)] = 1
	return must(metrics.OnLine(draws(n, func() float64 { return float64(random.IntN(7)) / 3 }), weights))(t)
}

// shares returns a random probability vector of length n. Its entries may lie
// close together, be zero, or differ by a hundred orders of magnitude.
func shares(n int, random *rand.Rand) []float64 {
	p := make([]float64, n)
	zero, spread := random.Float64(), math.Pow(10, 3*random.Float64()-1) // spread from 0.1 to 100
	for k := range p {
		if random.Float64() > zero {
			p[k] = math.Pow(10, -spread*random.Float64())
		}
	}
	p[random.IntN(n)] += 0.1
	floats.Scale(1/floats.Sum(p), p)
	return p
}

// sharePairs returns two random probability vectors of one length: independent,
// or the second one a small step from the first.
func sharePairs(random *rand.Rand) (p, q []float64) {
	n := 1 + random.IntN(8)
	p, q = shares(n, random), shares(n, random)
	if random.IntN(2) == 0 {
		step := math.Pow(10, -8*random.Float64())
		for k := range q {
			q[k] = (1-step)*p[k] + step*q[k]
		}
	}
	return p, q
}

// categorical returns the distribution on 0, 1, … with these weights.
func categorical(t testing.TB, weights ...float64) *metrics.Distribution {
	t.Helper()
	return must(metrics.Categorical(weights))(t)
}

// tabulated returns the function on the categories with these values.
func tabulated(values ...float64) func(x []float64) float64 {
	return func(x []float64) float64 { return values[int(x[0])] }
}

// must ends the test if err is not nil, and else returns the value.
func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// must2 is must for two values.
func must2[T any](first, second T, err error) func(t testing.TB) (T, T) {
	return func(t testing.TB) (T, T) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return first, second
	}
}

// earthMover returns the exact solution and fails the test if its certificate does
// not hold. The dual equals the primal to 1e-12; if p and q are nearly the same, it
// is a small difference of potentials, each exact to 1e-15.
func earthMover(t testing.TB, p, q *metrics.Distribution, ground lp.Ground) *lp.Solution {
	t.Helper()
	solution := must(metrics.EarthMover(p, q, ground))(t)
	c := solution.Certificate
	largest := max(floats.Norm(solution.U, math.Inf(1)), floats.Norm(solution.V, math.Inf(1)))
	if !(c.Gap <= 1e-12 || math.Abs(c.Primal-c.Dual) <= 1e-15*largest) ||
		!(c.MaxViolation <= 1e-14*largest) || !(c.MarginalError <= 1e-15) {
		t.Fatalf("%+v with potentials up to %v", c, largest)
	}
	return solution
}

// wantNear fails the test unless got equals want to this relative accuracy.
func wantNear(t testing.TB, what string, got, want, relative float64) {
	t.Helper()
	if got != want && !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %v, want %v (to %v relative)", what, got, want, relative)
	}
}

// spread is the range and the mean of a random result over seeds.
type spread struct{ least, mean, most float64 }

func spreadOf(x []float64) spread {
	return spread{floats.Min(x), floats.Sum(x) / float64(len(x)), floats.Max(x)}
}

// wantError fails the test unless err has exactly this text.
func wantError(t testing.TB, what string, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("%s: error %v, want %s", what, err, want)
	}
}
