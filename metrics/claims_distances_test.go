package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/combin"

	"monge/lp"
	"monge/metrics"
)

// The claims of section 2 of the paper: four distances, and Example 1.

func TestClaim2_1_TotalVariationIsTheSupremumOverAllEvents(t *testing.T) {
	t.Parallel()
	random := newRandom(21)
	for range 400 {
		p, q := sharePairs(random)
		var largest float64
		for event := range 1 << len(p) {
			var difference float64
			for k := range p {
				if event>>k&1 == 1 {
					difference += p[k] - q[k]
				}
			}
			largest = max(largest, math.Abs(difference))
		}
		if tv := must(metrics.TV(categorical(t, p...), categorical(t, q...)))(t); math.Abs(tv-largest) > 1e-15 {
			t.Errorf("TV = %v, the supremum over %d events is %v for\n%v\n%v", tv, 1<<len(p), largest, p, q)
		}
	}
}

func TestClaim2_2_KullbackLeiblerIsAsymmetricJensenShannonIsSymmetricAndAtMostLog2(t *testing.T) {
	t.Parallel()
	p, q := categorical(t, 0.5, 0.5), categorical(t, 0.9, 0.1)
	wantNear(t, "KL(p‖q)", must(metrics.KL(p, q))(t), math.Log(5.0/3), 1e-15)
	wantNear(t, "KL(q‖p)", must(metrics.KL(q, p))(t), 0.9*math.Log(1.8)+0.1*math.Log(0.2), 1e-15)

	random := newRandom(22)
	var infinite, asymmetric int
	for range 20_000 {
		a, b := sharePairs(random)
		p, q := categorical(t, a...), categorical(t, b...)
		forward, backwards := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
		there, back := must(metrics.JS(p, q))(t), must(metrics.JS(q, p))(t)
		switch {
		case forward < 0 || backwards < 0 || math.IsNaN(forward+backwards):
			t.Errorf("KL = %v and %v", forward, backwards)
		case there != back || !(there >= 0 && there <= math.Ln2):
			t.Errorf("JS = %v one way, %v the other", there, back)
		case math.IsInf(forward, 1) != isZeroWherePHasMass(b, a):
			t.Errorf("KL = %v for\n%v\n%v", forward, a, b)
		}
		if math.IsInf(forward, 1) {
			infinite++
		}
		if math.Abs(forward-backwards) > 1e-3 {
			asymmetric++
		}
	}
	if infinite < 1000 || infinite > 19_000 || asymmetric < 1000 {
		t.Errorf("of 20000 pairs %d have KL = +Inf and %d are asymmetric: too one-sided to test anything", infinite, asymmetric)
	}
}

// isZeroWherePHasMass reports whether q is 0 at some point where p is not.
func isZeroWherePHasMass(q, p []float64) bool {
	for k := range q {
		if q[k] == 0 && p[k] > 0 {
			return true
		}
	}
	return false
}

// Three computations of EM agree: the network simplex, a textbook's linear program,
// and for equal weights a search of all matchings.
func TestClaim2_3_EarthMoverIsALinearProgram(t *testing.T) {
	t.Parallel()
	random := newRandom(23)
	for range 60 {
		n, d := 1+random.IntN(5), 1+random.IntN(3)
		p, q := cloud(t, n, d, nil, random), cloud(t, n, d, nil, random)
		cheapest := math.Inf(1)
		for _, matching := range combin.Permutations(n, n) {
			var cost float64
			for i, j := range matching {
				cost += lp.Euclidean.Between(p.Point(i), q.Point(j)) / float64(n)
			}
			cheapest = min(cheapest, cost)
		}
		textbook := must(lp.SolveTextbook(lp.Problem{
			Supply: draws(n, func() float64 { return 1 / float64(n) }),
			Demand: draws(n, func() float64 { return 1 / float64(n) }),
			Cost:   lp.Points{X: p.Points(), Y: q.Points(), Ground: lp.Euclidean},
		}))(t)
		exact := earthMover(t, p, q, lp.Euclidean)
		wantNear(t, "EM with its proof", exact.Cost, cheapest, 1e-14)
		wantNear(t, "EM", must(metrics.EM(p, q))(t), cheapest, 1e-14)
		wantNear(t, "EM by the textbook", textbook.Cost, cheapest, 1e-12)
		if len(exact.Plan) > 2*n-1 {
			t.Errorf("%d moves between %d and %d atoms", len(exact.Plan), n, n)
		}
	}
	for range 60 {
		n, m := 1+random.IntN(7), 1+random.IntN(7)
		a, b := draws(n, random.Float64), draws(m, random.Float64)
		p, q := cloud(t, n, 2, a, random), cloud(t, m, 2, b, random)
		floats.Scale(1/floats.Sum(a), a)
		floats.Scale(1/floats.Sum(b), b)
		textbook := must(lp.SolveTextbook(lp.Problem{
			Supply: a, Demand: b, Cost: lp.Points{X: p.Points(), Y: q.Points(), Ground: lp.CityBlock},
		}))(t)
		wantNear(t, "EM", earthMover(t, p, q, lp.CityBlock).Cost, textbook.Cost, 1e-12)
	}
}

// thetas are the positions of the second line in the tests of Example 1.
var thetas = []float64{
	0, math.Copysign(0, -1),
	1e-300, 1e-160, 1e-18, 1e-9, 1e-3, 0.1, 0.5, 1, math.Pi, 100, 1e6,
	-1e-300, -1e-160, -1e-18, -1e-9, -1e-3, -0.1, -0.5, -1, -math.Pi, -100, -1e6,
}

func TestClaim2_4_EarthMoverOfParallelLinesIsThetaForEveryN(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 5, 7, 10, 31, 64, 100, 333} {
		t.Run(fmt.Sprintf("n=%d", n), func(t *testing.T) {
			t.Parallel()
			for _, theta := range thetas {
				p, q := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
				for _, pair := range [][2]*metrics.Distribution{{p, q}, {q, p}} {
					solution := earthMover(t, pair[0], pair[1], lp.Euclidean)
					wantNear(t, fmt.Sprintf("EM at θ = %v", theta), solution.Cost, math.Abs(theta), 1e-12)
					wantNear(t, fmt.Sprintf("the dual at θ = %v", theta), solution.Certificate.Dual, math.Abs(theta), 1e-12)
				}
			}
		})
	}
}

func TestClaim2_4_TheOtherDistancesOfParallelLinesOnlyTellWhetherThetaIs0(t *testing.T) {
	t.Parallel()
	for _, theta := range thetas {
		tv, js, kl := 1.0, math.Ln2, math.Inf(1)
		if theta == 0 {
			tv, js, kl = 0, 0, 0
		}
		lines := metrics.ParallelLines{Theta: theta}
		wantNear(t, "EM in closed form", lines.EM(), math.Abs(theta), 0)
		wantNear(t, "TV in closed form", lines.TV(), tv, 0)
		wantNear(t, "JS in closed form", lines.JS(), js, 0)
		wantNear(t, "KL in closed form", lines.KL(), kl, 0)
		for _, n := range []int{1, 3, 10, 333} {
			p, q := must2(lines.Discretise(n))(t)
			at := fmt.Sprintf(" at θ = %v, n = %d", theta, n)
			wantNear(t, "TV"+at, must(metrics.TV(p, q))(t), tv, 0)
			wantNear(t, "JS"+at, must(metrics.JS(p, q))(t), js, 0)
			wantNear(t, "KL(P₀‖Pθ)"+at, must(metrics.KL(p, q))(t), kl, 0)
			wantNear(t, "KL(Pθ‖P₀)"+at, must(metrics.KL(q, p))(t), kl, 0)
		}
	}
}

// The distance from (0, Z₁) to (θ, Z₂) is at least |θ|, and more unless Z₁ = Z₂. At
// θ = 100 and steps of 1/64 in z a float64 just resolves the difference.
func TestClaim2_5_TheOptimalCouplingMovesEachPointStraightAcross(t *testing.T) {
	t.Parallel()
	random := newRandom(25)
	for _, theta := range []float64{-100, -1, -1e-3, 1e-9, 0.5, 1, 100} {
		for _, n := range []int{1, 2, 10, 64} {
			p, q := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
			plan := earthMover(t, p, q, lp.Euclidean).Plan
			if len(plan) != n {
				t.Errorf("θ = %v: %d moves for %d points", theta, len(plan), n)
			}
			for _, move := range plan {
				if move.From != move.To {
					t.Errorf("θ = %v, n = %d: point %d goes to %d", theta, n, move.From, move.To)
				}
				wantNear(t, "the mass moved", move.Mass, 1/float64(n), 1e-15)
			}
			for range 10 {
				var cost float64
				moved := 0
				for i, j := range random.Perm(n) {
					cost += lp.Euclidean.Between(p.Point(i), q.Point(j)) / float64(n)
					if i != j {
						moved++
					}
				}
				if moved == 0 {
					wantNear(t, "the cost of moving straight across", cost, math.Abs(theta), 1e-14)
				} else if !(cost > math.Abs(theta)) {
					t.Errorf("θ = %v: %d of %d points cross over, and the cost is %v", theta, moved, n, cost)
				}
			}
		}
	}
}

// EM changes by as much as θ, in closed form and for the discretised lines. The others
// jump at 0 and are constant elsewhere.
func TestClaim2_6_EarthMoverIsContinuousAndTheOthersJump(t *testing.T) {
	t.Parallel()
	type distances struct{ em, tv, js float64 }
	closed := func(theta float64) distances {
		l := metrics.ParallelLines{Theta: theta}
		return distances{l.EM(), l.TV(), l.JS()}
	}
	discrete := func(theta float64) distances {
		p, q := must2(metrics.ParallelLines{Theta: theta}.Discretise(8))(t)
		return distances{earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)}
	}
	for _, at := range []func(theta float64) distances{closed, discrete} {
		const h = 1.0 / 64
		for k := -64; k < 64; k++ {
			theta := float64(k) * h
			left, right := at(theta), at(theta+h)
			slope, tv, js := h, 0.0, 0.0
			switch {
			case theta < 0 && theta+h == 0:
				slope, tv, js = -h, -1, -math.Ln2
			case theta < 0:
				slope = -h
			case theta == 0:
				tv, js = 1, math.Ln2
			}
			if math.Abs(right.em-left.em-slope) > 1e-15 || math.Abs(right.tv-left.tv-tv) > 1e-15 || math.Abs(right.js-left.js-js) > 1e-15 {
				t.Errorf("from θ = %v to %v: %+v becomes %+v", theta, theta+h, left, right)
			}
		}
		for step := 1.0; step > 1e-300; step /= 1e20 { // the jump does not shrink with the step
			if d := at(step); math.Abs(d.em-step) > 1e-12*step || math.Abs(d.tv-1) > 1e-15 || math.Abs(d.js-math.Ln2) > 1e-15 {
				t.Errorf("θ = %v: %+v", step, d)
			}
		}
	}
}
