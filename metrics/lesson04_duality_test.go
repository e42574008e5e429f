package metrics_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// Lesson 4: the first half of section 3 of the paper.
// Claims: 3.1, 3.2.
func TestLesson04_DualityAndLipschitzFunctions(t *testing.T) {
	say(t, `LESSON 4. EM from the other side: functions that are not too steep
In the page: #lesson4, after go run ./cmd/monge explore

After it you can say
  why EM is the largest difference of two means of a 1-Lipschitz function, why any
  critic gives a lower bound of EM, and what a bound K on its slope does to it.
You need
  lesson 3: fair prices and weak duality. About 30 minutes.
Definitions
  f is K-Lipschitz if |f(x) − f(y)| ≤ K ‖x − y‖ for all x and y
  E_P f, the mean of f(x) for x drawn from P
  a potential, or critic: a function f that is to make E_P f − E_Q f large
  the cone of an atom xᵢ with price uᵢ: the function uᵢ − ‖x − xᵢ‖`)
	t.Run("1_a_potential", lessonPotential)
	t.Run("2_all_else_is_less", lessonLowerBounds)
	t.Run("3_steeper_functions_and_other_sets", lessonSteeper)
	t.Run("4_everywhere", lessonEverywhere)
	t.Run("5_from_samples", lessonSamples)
}

func lessonPotential(t *testing.T) {
	say(t, `
The question
  Fair prices of the five piles prove which plan is cheapest (lesson 3). Can they be
  made into one function f on the whole line that proves it, too?

The code
  solution, err := metrics.EarthMover(p, q, lp.Euclidean)
  f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
  f.At(x) // max over the piles xᵢ of P of uᵢ − |x − xᵢ|

The numbers
  each pile of P carries a cone, as high as its price; f is the highest cone

        height of f`)
	p, q := fivePiles(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	f := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
	const perUnit = 8
	var heights []float64
	for k := range 7*perUnit + 1 {
		heights = append(heights, f.At([]float64{float64(k)/perUnit - 1}))
	}
	lowest, highest := floats.Min(heights), floats.Max(heights)
	for _, line := range chart(heights, lowest, highest, 5) {
		say(t, "        %s", line)
	}
	marks := []rune(strings.Repeat("─", len(heights)))
	for _, x := range []int{0, 3, 5} {
		marks[perUnit*(x+1)] = '●'
	}
	for _, y := range []int{1, 4} {
		marks[perUnit*(y+1)] = '○'
	}
	say(t, "        %s", string(marks))
	say(t, "        x = −1%sx = 6\n", strings.Repeat(" ", len(heights)-9))

	base := -solution.V[1] // the height at 4, which is free
	say(t, "    x              0     1     3     4     5")
	say(t, "    price          u    −v     u    −v     u")
	say(t, "               %5.0f %5.0f %5.0f %5.0f %5.0f", solution.U[0]-base, -solution.V[0]-base, solution.U[1]-base, -solution.V[1]-base, solution.U[2]-base)
	say(t, "    f(x)       %5.0f %5.0f %5.0f %5.0f %5.0f\n", f.At([]float64{0})-base, f.At([]float64{1})-base, f.At([]float64{3})-base, f.At([]float64{4})-base, f.At([]float64{5})-base)
	slope := metrics.Lipschitz(f.At, mat.NewDense(401, 1, floats.Span(make([]float64, 401), -50, 50)), lp.Euclidean)
	say(t, "    steepest slope of f on [−50, 50]  %.4f\n", slope)
	holds(t, "f is 1-Lipschitz", slope < 1+1e-9)

	say(t, "    the sandwich                   Σ a u + Σ b v   ≤   E_P f − E_Q f   ≤   EM")
	for _, prices := range []struct {
		name string
		lp.Potentials
	}{
		{"the prices of the solver", solution.Potentials},
		{"fair, but u at 3 is too low", lp.Potentials{U: []float64{4, 0, 1}, V: []float64{-3, 0}}},
		{"fair, and all of u too low", lp.Potentials{U: []float64{3, 0, 0}, V: []float64{-3, 0}}},
	} {
		var dual float64
		for i, u := range prices.U {
			dual += p.Probability(i) * u
			for j := range prices.V {
				holds(t, "the prices are fair", prices.Slack(i, j, lp.Euclidean.Between(p.Point(i), q.Point(j))) > -1e-12)
			}
		}
		for j, v := range prices.V {
			dual += q.Probability(j) * v
		}
		cones := must(metrics.NewKantorovich(p, &lp.Solution{Potentials: prices.Potentials}, lp.Euclidean))(t)
		gain := p.Mean(cones.At) - q.Mean(cones.At)
		say(t, "    %-28s   %13.4f       %13.4f   %6.4f", prices.name, dual, gain, solution.Cost)
		holds(t, "the three numbers are in order", dual <= gain+1e-12 && gain <= solution.Cost+1e-12)
		if prices.name == "the prices of the solver" {
			holds(t, "for optimal prices all three are EM", about(dual, solution.Cost) && about(gain, solution.Cost))
		} else {
			holds(t, "for other prices the first is less", dual < solution.Cost-0.1)
		}
	}
	say(t, `
What it says
  f(x) = maxᵢ (uᵢ − |x − xᵢ|), McShane's extension of the prices from the piles to the
  line, is 1-Lipschitz, as a maximum of 1-Lipschitz functions. Each pile of P lies under
  its own cone, so f(xᵢ) ≥ uᵢ. The prices are fair, uᵢ − |yⱼ − xᵢ| ≤ −vⱼ for all i, so
  f(yⱼ) ≤ −vⱼ. Hence the first step of the sandwich. The second holds for every
  1-Lipschitz f and every coupling: E_P f − E_Q f = E(f(x) − f(y)) ≤ E |x − y|. The
  simplex ends with a plan and with fair prices of the same value: strong duality (lesson
  3.3 says why; 3.2 prints both). So for the optimal prices all three are equal, and

      W(P, Q) = sup over 1-Lipschitz f of E_P f − E_Q f.

  This is Kantorovich–Rubinstein duality, equation (2), shown here for finitely many
  atoms. It holds for all laws with E‖X‖ < ∞ (Villani 2009, theorem 5.10 and particular
  case 5.16). It needs no coupling, only means under P and under Q. (Why cones? Fair
  prices bound the differences f(xᵢ) − f(yⱼ) and no others. So a function with f(xᵢ) = uᵢ
  and f(yⱼ) = −vⱼ alone need not be 1-Lipschitz.)

Where to look
  Wasserstein GAN, equation (2); metrics/kantorovich.go; claim 3.1`)
}

func lessonLowerBounds(t *testing.T) {
	const n, seeds = 25, 10
	say(t, `
The question
  Suppose you do not know the best f, and take any function. What does its difference
  of means say of EM?

The code
  estimate := p.Mean(f) - q.Mean(f)
  bound := estimate / metrics.Lipschitz(f, atoms, lp.Euclidean)

The numbers
  two clouds of %d points in the plane, one moved by (1, ½); what share of the exact
  EM each function finds, over %d pairs of clouds

    f(x, y)                         least   most`, n, seeds)
	names := []string{
		"−y", "−x", "−x − y/2, along the move", "the same, times 1000",
		"best of 200 random networks", "the potential, made of cones",
	}
	found := make([][]float64, len(names))
	rectifiers := newRandom(404)
	for seed := range uint64(seeds) {
		random := newRandom(seed)
		p := cloud(t, n, 2, nil, random)
		q := must(cloud(t, n, 2, nil, random).Push(func(x []float64) []float64 { return []float64{x[0] + 1, x[1] + 0.5} }))(t)
		solution := earthMover(t, p, q, lp.Euclidean)
		potential := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
		atoms := stack(p.Points(), q.Points())
		share := func(f func(x []float64) float64) float64 {
			share := (p.Mean(f) - q.Mean(f)) / metrics.Lipschitz(f, atoms, lp.Euclidean) / solution.Cost
			holds(t, "no function finds more than EM", share <= 1+1e-12)
			return share
		}
		var best float64
		for range 200 {
			best = max(best, share(randomCritic(rectifiers)))
		}
		for k, s := range []float64{
			share(func(x []float64) float64 { return -x[1] }),
			share(func(x []float64) float64 { return -x[0] }),
			share(func(x []float64) float64 { return -x[0] - x[1]/2 }),
			share(func(x []float64) float64 { return -1000*x[0] - 500*x[1] }),
			best,
			share(potential.At),
		} {
			found[k] = append(found[k], s)
		}
	}
	last := len(names) - 1
	for k, name := range names {
		s := spreadOf(found[k])
		say(t, "    %-28s  %6.3f %6.3f  %s", name, s.least, s.most, bar(s.mean, 1, 30))
		holds(t, "only the potential finds all of EM", (s.most < 1-1e-6) == (k < last))
	}
	holds(t, "the potential always finds all of EM", about(spreadOf(found[last]).least, 1))
	say(t, `
What it says
  Divided by its steepest slope between any two atoms, every function gives a lower
  bound of EM: the cones extend it from the atoms to a function on the plane that is
  no steeper. A better function gives a larger bound. The paper trains a network,
  the critic, to make the bound large.

Where to look
  Wasserstein GAN, section 3; metrics.Lipschitz in kantorovich.go; claim 3.2`)
}

func lessonSteeper(t *testing.T) {
	say(t, `
The question
  To keep a network 1-Lipschitz is hard. To keep it K-Lipschitz for some unknown K is
  easy: bound its weights. What does that do to the supremum?

The code
  // one number f(x) for each of the five piles
  maximise E_P f − E_Q f  subject to  |f(x) − f(y)| ≤ K c(x, y) for all pairs

The numbers
  a textbook's simplex on the five piles, for two costs

          K     c = |x − y|: supremum   of K·EM     c = |x − y|²: supremum   of K·cost`)
	p, q := fivePiles(t)
	em, squared := earthMover(t, p, q, lp.Euclidean).Cost, earthMover(t, p, q, lp.SquaredEuclidean).Cost
	for _, k := range []float64{0.01, 0.5, 1, 3, 1000} {
		supremum, other := lipschitzSupremum(t, p, q, lp.Euclidean, k), lipschitzSupremum(t, p, q, lp.SquaredEuclidean, k)
		say(t, "    %7v     %21.4f   %7.4f     %22.4f   %10.4f", k, supremum, supremum/(k*em), other, other/(k*squared))
		holds(t, "the supremum is K times EM", about(supremum, k*em))
		holds(t, "for squared distances it is less", other < 0.9*k*squared)
	}
	f := must(metrics.NewKantorovich(p, earthMover(t, p, q, lp.Euclidean), lp.Euclidean))(t)
	for y := -2.; y <= 7; y += 0.25 {
		transform, ofSquares := math.Inf(1), math.Inf(1) // fᶜ(y) for either cost
		for x := -4.; x <= 9; x += 0.25 {
			transform = min(transform, math.Abs(x-y)-f.At([]float64{x}))
			ofSquares = min(ofSquares, (x-y)*(x-y)-f.At([]float64{x}))
		}
		holds(t, "for c = |x − y| the c-transform of a 1-Lipschitz f is −f", math.Abs(transform+f.At([]float64{y})) < 1e-12)
		isTip := slices.Contains([]float64{0, 3, 5}, y)
		holds(t, "for |x − y|² it is less, where f is not at a top", isTip || ofSquares < -f.At([]float64{y})-0.1)
	}
	atom, halves := must(metrics.OnLine([]float64{0}, nil))(t), must(metrics.OnLine([]float64{-1, 1}, nil))(t)
	line := func(x []float64) float64 { return x[0] }
	seen, tent := atom.Mean(line)-halves.Mean(line), must(metrics.EM(atom, halves))(t)
	holds(t, "a line sees no difference between laws of one mean", seen == 0 && tent == 1)
	lessonOtherSets(t, p, q)
	say(t, `
What it says
  Over K-Lipschitz functions the supremum is K·W: f is K-Lipschitz if and only if f/K is
  1-Lipschitz, and E_P f − E_Q f is K times that of f/K. The gradient of K·W is
  K ∇W: the direction is the same, and a constant K, though unknown, scales the rate
  only. RMSProp divides it away, as long as gradients are far above its ε (lessons 7 and 8).

  For a general cost c duality has two functions: f and its c-transform fᶜ(y) = minₓ
  (c(x, y) − f(x)); the least cost is the supremum of E_P f + E_Q fᶜ. For c = ‖x − y‖
  and a 1-Lipschitz f it is fᶜ = −f: f(x) − f(y) ≤ ‖x − y‖ says that fᶜ(y) ≥ −f(y),
  and x = y gives equality. For |x − y|² that fails. If nine points divide the way
  from x to y into ten, f may rise by 10 (|x − y|/10)² = |x − y|²/10 only, and a plan
  pays |x − y|². So W₁ needs one function and one bound on its slope. With W₂, the
  root of the least mean of squares, a critic would be two functions with f(x) + g(y)
  ≤ |x − y|² for all pairs. For another metric c the theorem holds with |f(x) − f(y)| ≤
  c(x, y): constraint and cost have the same metric. If c is the sum of the coordinates'
  distances, the slope of f is its largest partial derivative. Clipping bounds the slope in
  every norm. A gradient penalty charges for the slope, in the norm in which it is written.

  This does not yet justify clipping. The functions that a clipped network computes
  are some of the K-Lipschitz functions, so its critic reaches at most K·W. Which
  share it reaches depends on θ, so the gradient is not a constant times ∇W. The paper takes
  the maximum over the networks, its equation (3), and assumes that one of them attains the
  supremum: "a pretty strong assumption", in its own words. If none does, Algorithm 1
  descends another distance, the supremum over those networks. It may be 0 for laws that
  differ: a critic without hidden layers, f(x) = wx + b, sees only means, and finds %.0f
  between one atom at 0 and two halves at −1 and 1, where EM is %.0f. Lessons 7 and 10
  measure how far estimate/K is from EM.

  A supremum of E_P f − E_Q f over a set of functions is called an integral probability
  metric. If −f is in the set whenever f is, the metric is at least 0, symmetric, and has
  the triangle inequality. So it is a pseudometric: it may be 0 for laws that differ, as with
  wx + b above. The set decides what it sees:
    1-Lipschitz f      W
    |f| ≤ 1            2 TV, that is %.0f for the five piles, with no slope where the laws
                       share no mass. Energy-based GANs (EBGAN) descend TV, so they
                       have the trouble of JS.
    f of norm at       the maximum mean discrepancy (MMD), which generative moment
    most 1 in the      matching networks (GMMN) descend. It has a formula, so no critic
    Hilbert space      has to be trained.
    of a kernel k

  EBGAN: D ≥ 0 minimises E_Pr D + E_Pθ max(0, b − D), with a margin b (the paper's m). At each
  point that is linear in D up to b and rises beyond, so the best D is b where the model has
  more mass than the data, and 0 elsewhere. Then E_Pθ D − E_Pr D is b times the excess of
  Pθ over Pr, which is b · TV. (Appendix D of the paper. Its section 5 calls the supremum over
  |f| ≤ 1, which is 2 TV here, the total variation. Of that EBGAN has b/2.)

  MMD: f(x) = ⟨f, k(x, ·)⟩, so E_P f − E_Q f = ⟨f, E_P k(x, ·) − E_Q k(y, ·)⟩, which is largest
  for f along the right side. The square of that maximum is MMD² = E k(x, x′) − 2 E k(x, y) +
  E k(y, y′), all drawn independently: the kernel trick. A narrow kernel has k(x, y) ≈ 0 where
  x and y are apart, and is as flat as TV: the table, at h = 0.1. This is one objection of the
  paper. The others are the cost, which grows with the square of the number of samples, and
  how many samples it needs in many dimensions. There are estimators whose cost grows in
  proportion to the number of samples, the paper says, but they need more of them.

  TV, KL and JS are f-divergences: ∫ q φ(p/q) for a convex φ, with its limit where q is 0.
  So each has one value for all pairs of laws that share no mass. (Nowozin et al. 2016
  make a GAN of each f-divergence. Before the paper Montavon et al. 2016 trained Boltzmann
  machines on finite spaces by a smoothed W. There W and JS have the same topology, as the
  paper says: if points are at least d apart, EM is at least d · TV. What W adds is how
  far apart they are.)

Where to look
  Wasserstein GAN, section 3, after equation (2), and section 5; claim 3.2`, seen, tent, 2*must(metrics.TV(p, q))(t))
}

// lessonOtherSets is the second table of lesson 4.3: the supremum over the unit ball of a
// kernel's Hilbert space. It also checks what is said of energy-based GANs.
func lessonOtherSets(t *testing.T, p, q *metrics.Distribution) {
	say(t, `
  MMD² of the five piles with ○ moved to the left by s, kernel k(x, y) = exp(−|x − y|²/2h²)

    s         h = 3      h = 0.1       TV     EM`)
	means := func(h float64, p, q *metrics.Distribution) (mean float64) { // E k(x, y)
		for i := range p.Len() {
			for j := range q.Len() {
				d := (p.Point(i)[0] - q.Point(j)[0]) / h
				mean += p.Probability(i) * q.Probability(j) * math.Exp(-d*d/2)
			}
		}
		return mean
	}
	var wide, narrow []float64
	for _, s := range []float64{0, 0.1, 0.2} {
		moved := must(q.Push(func(y []float64) []float64 { return []float64{y[0] - s} }))(t)
		mmd := func(h float64) float64 { return means(h, p, p) - 2*means(h, p, moved) + means(h, moved, moved) }
		wide, narrow = append(wide, mmd(3)), append(narrow, mmd(0.1))
		tv, em := must(metrics.TV(p, moved))(t), must(metrics.EM(p, moved))(t)
		say(t, "    %.1f   %9.6f    %9.6f   %6.0f   %.2f", s, mmd(3), mmd(0.1), tv, em)
		holds(t, "TV stays 1 and EM falls by s/2", tv == 1 && about(em, 1.75-s/2))
	}
	holds(t, "with the wide kernel MMD falls", wide[0] > wide[1] && wide[1] > wide[2])
	holds(t, "with the narrow one it does not move", math.Abs(narrow[2]-narrow[0]) < 1e-9 && narrow[0] > 0.9)

	const margin = 2
	weather, mine := []float64{0.4, 0.3, 0.2, 0.1}, []float64{0.1, 0.35, 0.25, 0.3} // lesson 2.1
	var reward float64
	for k, data := range weather {
		best, least := 0., math.Inf(1)
		for d := 0.; d <= 2*margin; d += margin / 64. {
			if loss := data*d + mine[k]*max(0, margin-d); loss < least {
				best, least = d, loss
			}
		}
		reward += (mine[k] - data) * best
	}
	holds(t, "the best D of an EBGAN has b·TV", about(reward, margin*must(metrics.TV(categorical(t, weather...), categorical(t, mine...)))(t)))
}

func lessonEverywhere(t *testing.T) {
	say(t, `
The question
  The linear program has prices at the atoms only. A critic needs a value everywhere.

The code
  f.At(x) // max over atoms xᵢ of P of uᵢ − ‖x − xᵢ‖

The numbers
  f over the plane, dark is low; P is ●, Q is ○
`)
	random := newRandom(8)
	p := must(cloud(t, 6, 2, nil, random).Push(func(x []float64) []float64 { return []float64{0.5*x[0] - 1.5, 0.4 * x[1]} }))(t)
	q := must(cloud(t, 6, 2, nil, random).Push(func(x []float64) []float64 { return []float64{0.5*x[0] + 1.5, 0.4*x[1] + 0.3} }))(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	f := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
	const rows, columns = 17, 72
	at := func(row, column int) []float64 {
		return []float64{-3.5 + 7*float64(column)/(columns-1), 1.6 - 3.2*float64(row)/(rows-1)}
	}
	var heights []float64
	points := mat.NewDense(rows*columns, 2, nil)
	for row := range rows {
		for column := range columns {
			points.SetRow(row*columns+column, at(row, column))
			heights = append(heights, f.At(at(row, column)))
		}
	}
	lowest, highest := floats.Min(heights), floats.Max(heights)
	picture := make([]rune, rows*columns)
	shades := []rune("█▓▒░ ")
	for k, height := range heights {
		picture[k] = shades[min(int(5*(height-lowest)/(highest-lowest)), 4)]
	}
	for _, r := range []struct {
		*metrics.Distribution
		mark rune
	}{{p, '●'}, {q, '○'}} {
		for i := range r.Len() {
			x := r.Point(i)
			column, row := math.Round((x[0]+3.5)/7*(columns-1)), math.Round((1.6-x[1])/3.2*(rows-1))
			picture[int(row)*columns+int(column)] = r.mark
		}
	}
	for row := range rows {
		say(t, "    %s", string(picture[row*columns:(row+1)*columns]))
	}
	slope := metrics.Lipschitz(f.At, points, lp.Euclidean)
	gain := p.Mean(f.At) - q.Mean(f.At)
	say(t, "\n    EM %.4f   E_P f − E_Q f %.4f   steepest slope on %d points %.4f", solution.Cost, gain, rows*columns, slope)
	holds(t, "f reaches EM and is 1-Lipschitz", about(gain, solution.Cost) && slope <= 1+1e-9)
	holds(t, "P is high and Q is low", lowestOn(p, f.At) > highestOn(q, f.At))
	say(t, `
What it says
  Each atom of P carries a cone that falls with slope 1, and f is the highest of the
  cones. This f has slope 1 almost everywhere, and its gradient points to an atom of
  P. At the tip of a cone and where cones meet it has no gradient. Other optimal f may
  be less steep, but not where mass moves: an optimal f has to fall with slope 1 from
  x to y if the plan moves mass from x to y. For f(x) − f(y) ≤ |x − y| holds for each
  pair, and the means over the plan are equal, so each pair with mass has equality.
  Elsewhere it is free as long as it is 1-Lipschitz (exercise 2). Lesson 6 takes the
  gradient of f for a generator.

Where to look
  McShane's extension in the comment of metrics.Kantorovich; claim 3.1`)
}

func lessonSamples(t *testing.T) {
	const seeds = 10
	say(t, `
The question
  Equation (2) asks for means, and a sample has means. Does the supremum over the means
  of two samples estimate EM well?

The code
  em, err := metrics.EM(sample, other) // two samples of one law: EM of the law is 0

The numbers
  EM between two samples of N(0, I) in R^d, mean of %d seeds

        n      d = 1     d = 2    d = 10`, seeds)
	var rows [][]float64
	for _, n := range []int{16, 64, 256} {
		var row []float64
		for _, d := range []int{1, 2, 10} {
			var ems []float64
			for seed := range uint64(seeds) {
				random := newRandom(seed)
				ems = append(ems, must(metrics.EM(cloud(t, n, d, nil, random), cloud(t, n, d, nil, random)))(t))
			}
			row = append(row, spreadOf(ems).mean)
		}
		say(t, "    %5d   %8.3f  %8.3f  %8.3f", n, row[0], row[1], row[2])
		rows = append(rows, row)
	}
	var left []float64
	for k := range rows[0] {
		holds(t, "EM of samples falls with n", rows[0][k] > rows[1][k] && rows[1][k] > rows[2][k])
		left = append(left, rows[2][k]/rows[0][k])
	}
	say(t, "  256/16   %8.2f  %8.2f  %8.2f", left[0], left[1], left[2])
	holds(t, "on the line and in the plane less than half is left", max(left[0], left[1]) < 0.5)
	holds(t, "in ten dimensions more than half is left", left[2] > 0.5)
	say(t, `
What it says
  For one fixed f the mean over a sample estimates E f without bias. The best f for two
  samples is another matter: it fits the samples, and E f over them finds a difference
  although the laws agree. In the mean EM of samples is at least EM of the laws, because the
  mean of a supremum is at least the supremum of the means; here it is larger.
  Sixteen times as many samples leave less than half of the difference on the line and in
  the plane, and more than half in ten dimensions. On the line the rate is 1/√n, which
  leaves a quarter; but ten seeds are few: 150 sets of ten leave between 0.18 and 0.41 of
  the difference. In the plane it is 1/√n up to a logarithm: √(log n/n) for uniform
  points of a square (Ajtai, Komlós and Tusnády 1984), which leaves %.2f, and at most
  log(1 + n)/√n for a law with more than two moments. In d > 2 dimensions the rate is
  n^(−1/d) (Dudley 1969), for a law with more than d/(d − 1) moments (Fournier and Guillin
  2015, theorem 1, for all of these): in ten, sixteen times as many leave 16^(−1/10) = %.2f.
  Why 1/d: n balls of radius r have a volume of the order of n rᵈ. For r a small constant
  times n^(−1/d) they hold less than half of a law with a bounded density. The other half is
  farther than r from all n points, whatever the plan. In package gan the difference is
  called the floor: the EM that even a perfect generator scores.

  This bias depends on θ in general. Then the gradient of EM between samples is biased, too,
  and a generator that descends it may miss the minimum of EM between the laws (Bellemare
  et al. 2017). A WGAN sees minibatches, but its critic is trained over many of them, and
  need not fit each. That is a reason to train a critic and not to solve the program for
  each minibatch. The paper's reason is that the infimum over couplings is intractable. Time
  is no reason for points of the plane: lesson 3.4.

  Is image data hopeless, then, with its thousands of dimensions? What counts is the
  dimension of the set on which the law lives (Weed and Bach 2019). And a critic with few
  weights cannot fit large samples: its supremum is nearly the same for samples and laws,
  but it may then miss that the generator makes a limited number of different samples (Arora
  et al. 2017).

Where to look
  Wasserstein GAN, section 3; gan.Evaluator.Floor

Exercises
  1. Which 1-Lipschitz f reaches EM between one atom at 0 and two halves at −1 and 1?
  2. Is an optimal f unique? Add a constant. Then find where an optimal f between
     ½δ₀ + ½δ₁₀ and ½δ₁ + ½δ₁₁ may change and where it may not.

Five questions
  1. Why are fair prices, as a function on the atoms, not yet 1-Lipschitz?
  2. What are the three numbers of the sandwich, and why are they in this order?
  3. A critic has E_P f − E_Q f = 6 and slopes up to 4 between the atoms. What does that
     say of EM?
  4. What is the supremum over K-Lipschitz functions, and why does that not justify
     clipping?
  5. Where does the potential made of cones have no gradient?
  The answers: go test -v -run Answer04 ./metrics`, math.Sqrt(math.Log(256)/256)/math.Sqrt(math.Log(16)/16), math.Pow(16, -0.1))
}

// lowestOn and highestOn return the extremes of f over the atoms of p.
func lowestOn(p *metrics.Distribution, f func(x []float64) float64) float64 {
	lowest := math.Inf(1)
	for i := range p.Len() {
		lowest = min(lowest, f(p.Point(i)))
	}
	return lowest
}

func highestOn(p *metrics.Distribution, f func(x []float64) float64) float64 {
	return -lowestOn(p, func(x []float64) float64 { return -f(x) })
}
