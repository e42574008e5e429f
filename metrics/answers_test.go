package metrics_test

import (
	"flag"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// The answers of the exercises with which lessons 1 to 6 end:
//
//	go test -v -run Answer ./metrics

// answer skips the answer of an exercise unless -run asks for answers, and begins it.
func answer(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Answer") {
		t.Skip("an answer: go test -v -run Answer ./metrics")
	}
	number := strings.Split(t.Name(), "_")
	say(t, "ANSWER %s.%s", strings.TrimLeft(strings.TrimPrefix(number[0], "TestAnswer"), "0"), number[1])
}

func TestAnswer01_1_AFamilyThatDoesNotHoldTheTruth(t *testing.T) {
	answer(t)
	say(t, `
  θ is the mean all the same: KL falls with (θ − 0)². What is left is log 2 + 1/8 −
  1/2, the price of the wrong width, and no θ gets rid of it.
`)
	real := distuv.Normal{Mu: 0, Sigma: 1}
	kl := func(theta float64) float64 {
		return must(metrics.NormalKL(real, distuv.Normal{Mu: theta, Sigma: 2}))(t)
	}
	for _, theta := range []float64{-0.5, 0, 0.5} {
		say(t, "  θ = %4.1f   KL = %.4f", theta, kl(theta))
	}
	holds(t, "θ = 0 is best", kl(0) < kl(0.01) && kl(0) < kl(-0.01))
	holds(t, "what is left is log 2 + 1/8 − 1/2", about(kl(0), math.Ln2+1./8-1./2))
}

func TestAnswer01_2_TheNoiseForOneNat(t *testing.T) {
	answer(t)
	say(t, `
  θ²/2σ² = 1 for σ = θ/√2, almost as wide as the lines are apart.
`)
	kl := must(metrics.ParallelLines{Theta: 1}.NoisedKL(math.Sqrt2 / 2))(t)
	say(t, "  σ = %.4f   KL = %.4f", math.Sqrt2/2, kl)
	holds(t, "KL is 1", about(kl, 1))
}

func TestAnswer02_1_ALineMovedUp(t *testing.T) {
	answer(t)
	say(t, `
  EM is h: everything moves up, and no plan does with less, since the mean has to
  move by h. TV of the lines is h as well, what each has and the other has not. But
  50 points on each meet only if h is a multiple of 1/50: at 0.3 they do, 15 points
  are left over on either side, and at 0.31 none do and TV is 1.
`)
	const n = 50
	for _, h := range []float64{0.3, 0.31} {
		x, y := make([]float64, n), make([]float64, n)
		shift := int(math.Round(h * 100))
		for k := range n { // counted in hundredths, so that places that agree do so exactly
			x[k], y[k] = float64(2*k+1)/100, float64(2*k+1+shift)/100
		}
		p, q := must(metrics.OnLine(x, nil))(t), must(metrics.OnLine(y, nil))(t)
		em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
		say(t, "  h = %.2f   EM = %.4f   TV of %d points = %.4f", h, em, n, tv)
		holds(t, "EM is h", about(em, h))
		if h == 0.3 {
			holds(t, "TV is 15 points of 50", about(tv, 0.3))
		} else {
			holds(t, "no point is where another one is", tv == 1)
		}
	}
}

func TestAnswer02_2_KullbackLeiblerIsInfiniteOneWay(t *testing.T) {
	answer(t)
	say(t, `
  P has no mass where Q has some, so that KL(Q‖P) is infinite; Q has mass wherever P
  has, so that KL(P‖Q) is not.
`)
	p, q := categorical(t, 1, 0), categorical(t, 0.5, 0.5)
	there, back := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
	say(t, "  P = (1, 0), Q = (½, ½): KL(P‖Q) = %.4f, KL(Q‖P) = %v", there, back)
	holds(t, "one is log 2, the other infinite", about(there, math.Ln2) && math.IsInf(back, 1))
}

func TestAnswer03_1_MassMovesAlongTightPairs(t *testing.T) {
	answer(t)
	say(t, `
  Every optimal plan moves along tight pairs and nowhere else (complementary
  slackness): each unit that moved along another one would cost more than its two
  ends are worth. The converse holds as well: a plan on tight pairs is optimal.
`)
	p := threeHeaps()
	s, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	tight := make(map[[2]int]bool)
	for i := range 3 {
		for j := range 3 {
			slack := p.Cost.At(i, j) - s.U[i] - s.V[j]
			tight[[2]int{i, j}] = math.Abs(slack) < 1e-12
			say(t, "  heap %d, hole %d: c − u − v = %.2f", i, j, slack)
		}
	}
	for _, move := range s.Plan {
		if !tight[[2]int{move.From, move.To}] {
			t.Errorf("mass moves from %d to %d, which is not tight", move.From, move.To)
		}
	}
}

func TestAnswer03_2_WhatHasToLeavePaysAnyway(t *testing.T) {
	answer(t)
	say(t, `
  The cost rises by 10 times what the heap holds, whoever gets it: it has to leave
  anyway. So the plan is as good as it was, and that heap's potential pays.
`)
	p := threeHeaps()
	before, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	dearer := mat.NewDense(3, 3, nil)
	dearer.Apply(func(i, j int, _ float64) float64 {
		if i == 0 {
			return p.Cost.At(i, j) + 10
		}
		return p.Cost.At(i, j)
	}, dearer)
	p.Cost = dearer
	after, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	say(t, "  before %v, after %v, and the first heap holds %v", before.Cost, after.Cost, p.Supply[0])
	if after.Cost != before.Cost+10*p.Supply[0] {
		t.Errorf("the cost is %v, want %v", after.Cost, before.Cost+10*p.Supply[0])
	}
}

func TestAnswer04_1_ATent(t *testing.T) {
	answer(t)
	say(t, `
  f = −|x|: it falls as fast as it may from 0 to either side.
`)
	p, q := must(metrics.OnLine([]float64{0}, nil))(t), must(metrics.OnLine([]float64{-1, 1}, nil))(t)
	tent := func(x []float64) float64 { return -math.Abs(x[0]) }
	gain, em := p.Mean(tent)-q.Mean(tent), earthMover(t, p, q, lp.Euclidean).Cost
	say(t, "  gain of −|x| = %v, EM = %v", gain, em)
	holds(t, "they agree", gain == em)
}

func TestAnswer04_2_ThePotentialIsNotUnique(t *testing.T) {
	answer(t)
	say(t, `
  A constant changes nothing, as both have mass 1. And where neither has mass f may
  be anything that is not too steep: a roof over the middle is as good as a floor.
`)
	p, q := must(metrics.OnLine([]float64{0, 10}, nil))(t), must(metrics.OnLine([]float64{1, 11}, nil))(t)
	em := earthMover(t, p, q, lp.Euclidean).Cost
	falls := func(x []float64) float64 { return -min(max(x[0], 0), 1) - min(max(x[0]-10, 0), 1) } // level between 1 and 10
	roof := func(x []float64) float64 { return falls(x) + max(0, min(x[0]-1, 10-x[0])) + 7 }
	for name, f := range map[string]func([]float64) float64{"level": falls, "a roof, and 7 higher": roof} {
		gain := p.Mean(f) - q.Mean(f)
		say(t, "  %-20s gain %v, EM %v", name, gain, em)
		holds(t, "both are optimal", about(gain, em))
	}
}

func TestAnswer05_1_WhatIsInCommonStays(t *testing.T) {
	answer(t)
	say(t, `
  What is in common stays, and TV is what is left: no more than TV moves, and none
  of it further than the diameter. They are equal if all of it has to go all the
  way.
`)
	random := newRandom(51)
	tightest := 0.0
	for range 200 {
		x := []float64{0, 1, 2, 3, 4, 5}
		a, b := make([]float64, len(x)), make([]float64, len(x))
		for k := range x {
			a[k], b[k] = random.ExpFloat64(), random.ExpFloat64()
		}
		p, q := must(metrics.OnLine(x, a))(t), must(metrics.OnLine(x, b))(t)
		em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
		holds(t, "EM is at most 5 TV", em <= 5*tv*(1+1e-12))
		tightest = max(tightest, em/(5*tv))
	}
	ends := []float64{0, 5}
	p, q := must(metrics.OnLine(ends, []float64{0.7, 0.3}))(t), must(metrics.OnLine(ends, []float64{0.2, 0.8}))(t)
	em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
	say(t, "  of 200 random pairs the closest has EM = %.2f · diameter · TV; two ends: EM %.2f, 5 TV %.2f", tightest, em, 5*tv)
	holds(t, "equal between two ends", about(em, 5*tv))
}

func TestAnswer05_2_NearAndApart(t *testing.T) {
	answer(t)
	say(t, `
  An atom at 1/n, and one at 0.
`)
	for _, n := range []float64{1, 10, 100, 1000} {
		p, q := must(metrics.OnLine([]float64{1 / n}, nil))(t), must(metrics.OnLine([]float64{0}, nil))(t)
		em, tv, js := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
		say(t, "  n = %4v   EM %.3f   TV %v   JS %.4f", n, em, tv, js)
		holds(t, "EM is 1/n, TV 1 and JS log 2", about(em, 1/n) && tv == 1 && about(js, math.Ln2))
	}
}

func TestAnswer06_1_SixNumbersAreTooFew(t *testing.T) {
	answer(t)
	say(t, `
  It comes down and stays above 0: twenty points that are an affine image of twenty
  others are not the data, whatever the six numbers.
`)
	random := newRandom(61)
	real, prior := cloud(t, 20, 2, nil, random), cloud(t, 20, 2, nil, random)
	theta := []float64{1, 0.5, -0.5, 1, 1, 2}
	var first, least float64
	for step := range 101 {
		fake := must(prior.Push(affine(theta)))(t)
		solution := earthMover(t, real, fake, lp.Euclidean)
		if step == 0 {
			first, least = solution.Cost, solution.Cost
		}
		least = min(least, solution.Cost)
		if step%25 == 0 {
			say(t, "  step %3d   EM %.4f", step, solution.Cost)
		}
		gradient := must(metrics.GeneratorGradient(real, fake, solution, func(j int) [][]float64 {
			return affineJacobian(prior.Point(j))
		}))(t)
		floats.AddScaled(theta, -0.3*math.Pow(0.97, float64(step)), gradient)
	}
	holds(t, "EM falls to less than a third", least < first/3)
	holds(t, "and not to 0", least > 0.05)
}

func TestAnswer06_2_ARoof(t *testing.T) {
	answer(t)
	say(t, `
  A roof with its ridge at the mean: each half is a straight line, up to where there
  is more real mass and down to where there is more generated. EM is the difference
  of the mean distances from the mean, (2 − 1)·√(2/π).
`)
	real, fake := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 0, Sigma: 2}
	f := must(metrics.NormalCritic(real, fake))(t)
	em := must(metrics.NormalEM(real, fake))(t)
	say(t, "  f(−2), f(−1), f(0), f(1), f(2) = %v, %v, %v, %v, %v; EM = %.4f", f(-2), f(-1), f(0), f(1), f(2), em)
	holds(t, "it is −|x|", f(-2) == -2 && f(-1) == -1 && f(0) == 0 && f(1) == -1 && f(2) == -2)
	holds(t, "EM is √(2/π)", math.Abs(em-math.Sqrt(2/math.Pi)) < 1e-6)
}
