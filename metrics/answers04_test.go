package metrics_test

import (
	"math"
	"testing"

	"monge/lp"
	"monge/metrics"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// The answers to the exercises and questions of lesson 4, and to "Change me" in
// notebook 4:
//
//	go test -v -run Answer04 ./metrics

func TestAnswer04_1_ATent(t *testing.T) {
	answer(t)
	say(t, `
  f = −|x|: from 0 it falls to either side as fast as a 1-Lipschitz function may.
`)
	p, q := must(metrics.OnLine([]float64{0}, nil))(t), must(metrics.OnLine([]float64{-1, 1}, nil))(t)
	tent := func(x []float64) float64 { return -math.Abs(x[0]) }
	gain, em, slope := p.Mean(tent)-q.Mean(tent), must(metrics.EM(p, q))(t), metrics.Lipschitz(tent, grid(-5, 5, 1001), lp.Euclidean)
	say(t, "  E_P f − E_Q f of −|x| = %v, EM = %v, steepest slope %.4f", gain, em, slope)
	holds(t, "−|x| reaches EM and is 1-Lipschitz", gain == em && slope < 1+1e-9)
}

func TestAnswer04_2_ThePotentialIsNotUnique(t *testing.T) {
	answer(t)
	say(t, `
  A constant changes nothing, because P and Q both have mass 1. The plan moves mass
  from 0 to 1 and from 10 to 11. On [0, 1] and on [10, 11] every optimal f has to fall
  with slope 1, although no mass lies in between. Elsewhere f is free as long as it is
  1-Lipschitz: on [1, 10] it may be level, or rise and fall like a roof.
`)
	p, q := must(metrics.OnLine([]float64{0, 10}, nil))(t), must(metrics.OnLine([]float64{1, 11}, nil))(t)
	em := must(metrics.EM(p, q))(t)
	falls := func(x float64) float64 { return -min(max(x, 0), 1) - min(max(x-10, 0), 1) }
	for _, f := range []struct {
		name    string
		at      func(x []float64) float64
		optimal bool
	}{
		{"level on [1, 10]", func(x []float64) float64 { return falls(x[0]) }, true},
		{"a roof on [1, 10], and 7 higher", func(x []float64) float64 { return falls(x[0]) + max(0, min(x[0]-1, 10-x[0])) + 7 }, true},
		{"less steep on [0, 1]", func(x []float64) float64 { return falls(x[0]) - 0.2*max(0, 1-math.Abs(x[0])) }, false},
	} {
		gain, slope := p.Mean(f.at)-q.Mean(f.at), metrics.Lipschitz(f.at, grid(-5, 15, 2001), lp.Euclidean)
		say(t, "  %-33s gain %.4f, EM %.4f, steepest slope %.4f", f.name, gain, em, slope)
		holds(t, f.name+" is 1-Lipschitz", slope < 1+1e-9)
		holds(t, f.name+" is optimal, or not", about(gain, em) == f.optimal)
	}
	say(t, "\n  smallest and largest f(x) − f(0) of all optimal f, by a linear program")
	for _, at := range []struct{ x, least, most float64 }{{0.25, -0.25, -0.25}, {1, -1, -1}, {5.5, -5.5, 3.5}, {10, -10, 8}} {
		least, most := -optimalDifference(t, p, q, at.x, -1), optimalDifference(t, p, q, at.x, 1)
		say(t, "    x = %-5v from %5.2f to %5.2f", at.x, least, most)
		holds(t, "this is the range", math.Abs(least-at.least) < 1e-9 && math.Abs(most-at.most) < 1e-9)
	}
}

// grid returns n points of the line from low to high.
func grid(low, high float64, n int) *mat.Dense {
	return mat.NewDense(n, 1, floats.Span(make([]float64, n), low, high))
}

// optimalDifference returns the largest sign·(f(x) − f(0)) of all optimal potentials
// of p and q on the line: the maximum of 1000 (E_p f − E_q f) plus it, less 1000 EM. The
// first atom of p is at 0.
func optimalDifference(t testing.TB, p, q *metrics.Distribution, x, sign float64) float64 {
	t.Helper()
	const much = 1000
	points := stack(p.Points(), q.Points(), mat.NewDense(1, 1, []float64{x}))
	n, _ := points.Dims()
	weights := make([]float64, n)
	for i := range p.Len() {
		weights[i] = much * p.Probability(i)
	}
	for j := range q.Len() {
		weights[p.Len()+j] = -much * q.Probability(j)
	}
	weights[n-1] += sign
	weights[0] -= sign
	return lipschitzMaximum(t, points, lp.Euclidean, 1, weights) - much*must(metrics.EM(p, q))(t)
}

func TestAnswer04_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  A wave such as sin 5x finds almost nothing: it is steep, and its ups and downs cancel
  in the means. The straight line finds more than three quarters of EM in the mean. To beat
  it on most pairs one has to know the clouds: the potential beats it always.
`)
	wave := func(x []float64) float64 { return math.Sin(5 * x[0]) }
	straight := func(x []float64) float64 { return -x[0] - x[1]/2 }
	var waves, lines, potentials []float64
	for seed := range uint64(10) {
		random := newRandom(seed)
		p := cloud(t, 25, 2, nil, random)
		q := must(cloud(t, 25, 2, nil, random).Push(func(x []float64) []float64 { return []float64{x[0] + 1, x[1] + 0.5} }))(t)
		solution := earthMover(t, p, q, lp.Euclidean)
		atoms := stack(p.Points(), q.Points())
		share := func(f func(x []float64) float64) float64 {
			return math.Abs(p.Mean(f)-q.Mean(f)) / metrics.Lipschitz(f, atoms, lp.Euclidean) / solution.Cost
		}
		waves, lines = append(waves, share(wave)), append(lines, share(straight))
		potentials = append(potentials, share(must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t).At))
	}
	say(t, "  share of EM over ten pairs, least, mean and most: sin 5x %.2f, straight line %.2f, potential %.2f", spreadOf(waves), spreadOf(lines), spreadOf(potentials))
	holds(t, "the wave finds little", spreadOf(waves).most < 0.15)
	holds(t, "the straight line finds more on each pair, and more than three quarters in the mean", spreadOf(lines).least > spreadOf(waves).most && spreadOf(lines).mean > 0.75)
	holds(t, "the potential finds all, the straight line never", spreadOf(lines).most < 1 && spreadOf(potentials).least > 1-1e-9)
}

func TestAnswer04_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. They bound f(xᵢ) − f(yⱼ) for an atom of P and one of Q, and no other difference.
     Two atoms of P may have prices further apart than the atoms are.
  2. Σ a u + Σ b v ≤ E_P f − E_Q f ≤ W, where f is the highest of the cones. The first
     step holds because f(xᵢ) ≥ uᵢ and f(yⱼ) ≤ −vⱼ, the second because f is 1-Lipschitz.
     Optimal prices make the first number W.
  3. EM ≥ 6/4 = 1.5, if the slope was measured between all atoms of P and Q.
  4. K·W. Clipped networks are only some of the K-Lipschitz functions, and the share of
     K·W that they reach depends on θ. So the gradient of their supremum need not be
     K times that of W.
  5. At the tips of cones, and where cones in different directions are equally high.`)
	p, q := fivePiles(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	f := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
	left, right := f.At([]float64{4})-f.At([]float64{4 - 1e-6}), f.At([]float64{4 + 1e-6})-f.At([]float64{4})
	holds(t, "of the five piles two cones meet at 4", left < 0 && right > 0)
	// Fair prices that are not 1-Lipschitz: the pile at 3 has a price far below its neighbours.
	low := lp.Potentials{U: []float64{4, -9, 1}, V: []float64{-3, 0}}
	fair := true
	for i := range p.Len() {
		for j := range q.Len() {
			fair = fair && low.Slack(i, j, lp.Euclidean.Between(p.Point(i), q.Point(j))) >= 0
		}
	}
	holds(t, "fair prices may differ by more than the way", fair && low.U[0]-low.U[1] > 3)
}
