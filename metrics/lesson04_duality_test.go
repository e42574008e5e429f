package metrics_test

import (
	"math"
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
	say(t, "LESSON 4. EM from the other side: functions that are not too steep")
	t.Run("1_a_potential", lessonPotential)
	t.Run("2_all_else_is_less", lessonLowerBounds)
	t.Run("3_steeper_functions", lessonSteeper)
	t.Run("4_everywhere", lessonEverywhere)
}

func lessonPotential(t *testing.T) {
	say(t, `
The question
  A plan says how to move P onto Q. Its prices, lesson 3, prove that nothing is
  cheaper. What do prices look like as a function on the whole line?

The code
  solution, err := metrics.EarthMover(p, q, lp.Euclidean)
  f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
  f.At(x)

The numbers
  P has atoms ● at 1, 2 and 7, Q has atoms ○ at 4, 5 and 9, all of weight 1/3

        height of f`)
	p, q := onLine(1, 2, 7), onLine(4, 5, 9)
	solution := earthMover(t, p, q, lp.Euclidean)
	f := must(metrics.NewKantorovich(p, solution, lp.Euclidean))(t)
	const perUnit = 5
	var heights []float64
	for k := range 11*perUnit + 1 {
		heights = append(heights, f.At([]float64{float64(k) / perUnit}))
	}
	lowest, highest := floats.Min(heights), floats.Max(heights)
	for _, line := range chart(heights, lowest, highest, 5) {
		say(t, "        %s", line)
	}
	marks := []rune(strings.Repeat("─", len(heights)))
	for _, x := range []int{1, 2, 7} {
		marks[perUnit*x] = '●'
	}
	for _, x := range []int{4, 5, 9} {
		marks[perUnit*x] = '○'
	}
	say(t, "        %s", string(marks))
	say(t, "        x = 0%sx = 11\n", strings.Repeat(" ", len(heights)-9))
	meanP, meanQ := p.Mean(f.At), q.Mean(f.At)
	slope := metrics.Lipschitz(f.At, mat.NewDense(400, 1, floats.Span(make([]float64, 400), -50, 50)), lp.Euclidean)
	say(t, "    cost of the best plan             %.4f", solution.Cost)
	say(t, "    mean of f under P − under Q       %.4f", meanP-meanQ)
	say(t, "    steepest slope of f on [−50, 50]  %.4f", slope)
	holds(t, "both sides are equal, and f is 1-Lipschitz", about(meanP-meanQ, solution.Cost) && slope < 1+1e-9)
	holds(t, "EM is 8/3, three moves of 3, 3 and 2", about(solution.Cost, 8.0/3))
	say(t, `
What it says
  f falls by 1 for each unit that mass has to go, from ● down to ○, and is nowhere
  steeper. So E_P f − E_Q f adds up just the way that the mass goes:

      W(P, Q) = sup over 1-Lipschitz f of E_P f − E_Q f

  which is Kantorovich–Rubinstein duality, equation (2). The supremum asks for no
  coupling, only for means under P and under Q, and those a sample has.

Where to look
  Wasserstein GAN, equation (2); metrics/kantorovich.go; claim 3.1`)
}

func lessonLowerBounds(t *testing.T) {
	const n, seeds = 25, 10
	say(t, `
The question
  Suppose you do not know the best f, and take any function. What is its estimate
  worth?

The code
  estimate := p.Mean(f) - q.Mean(f)
  bound := estimate / metrics.Lipschitz(f, atoms, lp.Euclidean)

The numbers
  two clouds of %d points in the plane, one moved by (1, ½); what share of the exact
  EM each function finds, over %d pairs of clouds

    f(x, y)                         least   most`, n, seeds)
	names := []string{
		"y", "x", "x + y/2, along the move", "the same, times 1000",
		"best of 200 random networks", "the potential of lesson 3",
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
  Divided by its steepest slope any function gives a lower bound of EM; to find a
  better function is to come closer to EM from below. This is a task for a network,
  which the paper calls the critic: it is trained to make the bound large.

Where to look
  Wasserstein GAN, section 3; metrics.Lipschitz in kantorovich.go; claim 3.2`)
}

func lessonSteeper(t *testing.T) {
	say(t, `
The question
  To keep a network 1-Lipschitz is hard. To keep it K-Lipschitz for some K that you
  do not know is easy: bound its weights. Does that spoil the estimate?

The code
  dear.Scale(k, cost) // K-Lipschitz for ‖x−y‖ is 1-Lipschitz for K ‖x−y‖
  solution, err := lp.Solve(lp.Problem{Supply: a, Demand: b, Cost: dear})

The numbers
  two clouds of 20 points

          K     sup over K-Lipschitz f     divided by EM`)
	random := newRandom(403)
	p, q := cloud(t, 20, 2, nil, random), cloud(t, 20, 2, nil, random)
	em := earthMover(t, p, q, lp.Euclidean).Cost
	shares := draws(20, func() float64 { return 1.0 / 20 })
	for _, k := range []float64{0.01, 0.5, 1, 3, 1000} {
		var dear mat.Dense
		dear.Scale(k, matrixOf(lp.Points{X: p.Points(), Y: q.Points(), Ground: lp.Euclidean}))
		supremum := must(lp.Solve(lp.Problem{Supply: shares, Demand: shares, Cost: &dear}))(t).Certificate.Dual
		say(t, "    %7v     %22.6f     %13.6f", k, supremum, supremum/em)
		holds(t, "the supremum is K times EM", about(supremum, k*em))
	}
	say(t, `
What it says
  The supremum over K-Lipschitz functions is K·W. A constant factor does not change
  which way is down, and the step size absorbs it. This is why Algorithm 1 may clip
  weights to a box without knowing the K that comes of it.

Where to look
  Wasserstein GAN, section 3, after equation (2); claim 3.2`)
}

func lessonEverywhere(t *testing.T) {
	say(t, `
The question
  The linear program has prices at the atoms only. A critic is asked everywhere.

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
  cones. Off the atoms there is a slope wherever you stand: a generated point, near
  or far, is told which way P is. Lesson 6 makes a gradient of that.

Where to look
  McShane's extension in the comment of metrics.Kantorovich; claim 3.1

Exercises
  1. Which 1-Lipschitz f reaches EM between one atom at 0 and two halves at −1 and 1?
  2. Is an optimal f unique? Add a constant; then look for places where it does not
     matter what f is.`)
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
