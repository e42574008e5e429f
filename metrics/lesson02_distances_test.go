package metrics_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// Lesson 2: section 2 of the paper up to Figure 1.
// Claims: 2.1, 2.2, 2.4, 2.5, 2.6.
func TestLesson02_FourDistancesOnTwoLines(t *testing.T) {
	say(t, `LESSON 2. Four distances, and two lines that tell them apart
In the page: #lesson2, after go run ./cmd/monge explore

After it you can say
  what TV, KL, JS and EM measure, which of them are metrics, what they are between
  two parallel lines, and why only EM has a slope there.
You need
  lesson 1: KL, and why it can be infinite. About 25 minutes.
Definitions
  TV(P, Q) = sup over events A of |P(A) − Q(A)|; events are Borel sets (lesson 5)
  KL(P ‖ Q) = E_P log(p/q), as in lesson 1: finite only if Q has mass where P has some
  JS(P, Q) = ½ KL(P ‖ M) + ½ KL(Q ‖ M), with M = (P + Q)/2: finite for any two laws, as
      M has mass where either has some
  a coupling γ of P and Q: a law of pairs (x, y), where x has law P and y has law Q;
      it says how much mass goes from x to y; there always is one, in which x and y are
      independent, so EM is an infimum over a set that is not empty
  EM: W(P, Q) = inf over couplings γ of P and Q of E_{(x,y)~γ} ‖x − y‖
  TV and EM need no density: one is defined by events, the other by couplings. KL needs one
      of P with respect to Q, and is +Inf if there is none; JS has both of its densities,
      with respect to M. TV, JS and EM are symmetric, KL is not
  a metric d: d(P, Q) = d(Q, P), it is 0 for P = Q only, and
      d(P, R) ≤ d(P, Q) + d(Q, R), the triangle inequality`)
	t.Run("1_events", lessonEvents)
	t.Run("2_logarithms", lessonLogarithms)
	t.Run("3_two_lines", lessonTwoLines)
	t.Run("4_straight_across", lessonStraightAcross)
	t.Run("5_figure_1", lessonFigure1)
}

func lessonEvents(t *testing.T) {
	say(t, `
The question
  Two forecasts for tomorrow. A bookmaker uses the first, you believe the second.
  On which event do you bet, and how much do the forecasts differ on it?

The code
  p, err := metrics.Categorical([]float64{0.4, 0.3, 0.2, 0.1}) // and q
  tv, err := metrics.TV(p, q)

The numbers
             sun  cloud   rain   snow`)
	weather := []string{"sun", "cloud", "rain", "snow"}
	p, q := []float64{0.4, 0.3, 0.2, 0.1}, []float64{0.1, 0.35, 0.25, 0.3}
	say(t, "    p      %.2f   %.2f   %.2f   %.2f", p[0], p[1], p[2], p[3])
	say(t, "    q      %.2f   %.2f   %.2f   %.2f\n", q[0], q[1], q[2], q[3])
	type event struct {
		days       string
		difference float64
	}
	var events []event
	for set := range 1 << len(p) {
		var e event
		var days []string
		for k, day := range weather {
			if set>>k&1 == 1 {
				days = append(days, day)
				e.difference += q[k] - p[k]
			}
		}
		e.days = strings.Join(days, " or ")
		events = append(events, e)
	}
	slices.SortFunc(events, func(a, b event) int { return cmp.Compare(b.difference, a.difference) })
	say(t, "    the best of all %d events     q(A) − p(A)", len(events))
	for _, e := range events[:5] {
		say(t, "    %-26s    %11.2f  %s", e.days, e.difference, bar(e.difference, 0.4, 24))
	}
	tv := must(metrics.TV(categorical(t, p...), categorical(t, q...)))(t)
	say(t, "\n    TV = ½ Σ |p − q| = %.2f", tv)
	holds(t, "TV is 0.3, and the largest difference on an event", about(tv, 0.3) && about(events[0].difference, tv))
	holds(t, "the best event is all that q thinks likelier", events[0].days == "cloud or rain or snow")
	say(t, `
What it says
  Bet on everything that you think likelier than the bookmaker does. You pay p(A) and
  get 1 if A happens, so you expect to gain q(A) − p(A). TV is the largest gain over
  all events.

Where to look
  Wasserstein GAN, section 2; metrics/total_variation.go; claim 2.1`)
}

func lessonLogarithms(t *testing.T) {
	say(t, `
The question
  KL and JS are means of logarithms of probabilities. Is either of them a metric?

The code
  kl, err := metrics.KL(p, q)
  js, err := metrics.JS(p, q)

The numbers
  a fair coin p against coins q that show heads more and more often

    heads      TV    KL(p‖q)   KL(q‖p)        JS`)
	fair := categorical(t, 0.5, 0.5)
	klBefore := 0.0
	for _, heads := range []float64{0.5, 0.9, 0.999, 1} {
		q := categorical(t, heads, 1-heads)
		tv, js, back := must(metrics.TV(fair, q))(t), must(metrics.JS(fair, q))(t), must(metrics.JS(q, fair))(t)
		forward, reverse := must(metrics.KL(fair, q))(t), must(metrics.KL(q, fair))(t)
		say(t, "    %5.3f  %6.4f   %8.4f  %8.4f  %8.4f  %s", heads, tv, forward, reverse, js, bar(js, math.Ln2, 20))
		holds(t, "JS is symmetric and at most log 2", js == back && js <= math.Ln2)
		holds(t, "KL grows beyond bounds one way, and to log 2 the other", (heads == 0.5 || forward > klBefore) && reverse <= math.Ln2)
		if heads > 0.5 {
			holds(t, "KL is not symmetric", forward > reverse)
		}
		klBefore = forward
	}
	holds(t, "KL ends infinite", math.IsInf(klBefore, 1))
	apart := must(metrics.JS(categorical(t, 1, 0), categorical(t, 0, 1)))(t)
	say(t, "\n    always heads against always tails: JS = %.4f = log 2, its largest value", apart)
	holds(t, "JS is log 2 at disjoint supports", apart == math.Ln2)
	toFair, fromFair := must(metrics.JS(categorical(t, 1, 0), fair))(t), must(metrics.JS(fair, categorical(t, 0, 1)))(t)
	roots := math.Sqrt(toFair) + math.Sqrt(fromFair)
	say(t, "    by way of the fair coin:  %.4f + %.4f = %.4f, less than log 2", toFair, fromFair, toFair+fromFair)
	say(t, "    the same with roots:      √JS = %.4f, by way of the fair coin %.4f", math.Sqrt(apart), roots)
	holds(t, "JS violates the triangle inequality, √JS does not", toFair+fromFair < apart && roots > math.Sqrt(apart))
	say(t, `
What it says
  KL is not a metric. It is not symmetric and has no upper bound: it is infinite for a
  model q that excludes what happens under p. KL(q ‖ p), where p expects what never
  happens under q, is at most log 2 here. JS compares both with their mean M. It is
  symmetric and at most log 2, since p is at most 2m, m the density of M. But it
  violates the triangle inequality. √JS is a metric (Endres and Schindelin 2003), and
  so are TV and EM. EM has the triangle inequality because plans can be chained: who
  moves P onto Q and Q onto R has moved P onto R, and the straight way from x to z is
  no longer than the way over y. TV is a transport cost, too: the least probability of
  x ≠ y over all couplings. What p and q have in common stays, and the rest moves. Each
  move costs 1, near or far; for EM it costs ‖x − y‖.

Where to look
  Wasserstein GAN, section 2; metrics/kullback_leibler.go; claim 2.2. For the
  halves in JS, which the paper does not print, see metrics/jensen_shannon.go`)
}

func lessonTwoLines(t *testing.T) {
	const n = 50
	say(t, `
The question
  Example 1 of the paper. P₀ is spread evenly over the line from (0, 0) to (0, 1),
  Pθ over the one from (θ, 0) to (θ, 1). How far apart are they?

The code
  p, q, err := metrics.ParallelLines{Theta: theta}.Discretise(%d)
  em, err := metrics.EM(p, q) // a linear program
  js, err := metrics.JS(p, q) // atom by atom

The numbers
  %d points a line, through code that knows nothing of lines

         θ             EM      TV        JS      KL`, n, n)
	for _, theta := range []float64{-1, -0.5, 0, 1e-9, 0.5, 1, 1e6} {
		lines := metrics.ParallelLines{Theta: theta}
		p, q := must2(lines.Discretise(n))(t)
		em := earthMover(t, p, q, lp.Euclidean).Cost
		tv, js, kl := must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t), must(metrics.KL(p, q))(t)
		say(t, "    %6v   %12.6g   %5.0f    %.4f    %4v", theta, em, tv, js, kl)
		holds(t, "all four are the closed forms", about(em, lines.EM()) &&
			tv == lines.TV() && js == lines.JS() && kl == lines.KL())
	}
	say(t, "\n  EM at θ = 0.3, with more and more points")
	for _, n := range []int{1, 3, 10, 100, 300} {
		p, q := must2(metrics.ParallelLines{Theta: 0.3}.Discretise(n))(t)
		em := earthMover(t, p, q, lp.Euclidean).Cost
		say(t, "    n = %3d   %.15f", n, em)
		holds(t, "EM is θ whatever n", math.Abs(em-0.3) < 1e-15)
	}
	p := must(metrics.NewDistribution(mat.NewDense(3, 1, []float64{0, 1, 2}), []float64{0.5, 0.25, 0.25}))(t)
	q := must(metrics.NewDistribution(mat.NewDense(3, 1, []float64{0, 1, 2}), []float64{0.25, 0.25, 0.5}))(t)
	scale := func(z []float64) []float64 { return []float64{-3 * z[0]} }
	scaledP, scaledQ := must(p.Push(scale))(t), must(q.Push(scale))(t)
	em, scaledEM := earthMover(t, p, q, lp.Euclidean).Cost, earthMover(t, scaledP, scaledQ, lp.Euclidean).Cost
	js, scaledJS := must(metrics.JS(p, q))(t), must(metrics.JS(scaledP, scaledQ))(t)
	say(t, "\n  two laws on 0, 1 and 2: EM %.2f, JS %.4f; the points times −3: EM %.2f, JS %.4f", em, js, scaledEM, scaledJS)
	holds(t, "EM is |s| times as large", about(scaledEM, 3*em))
	holds(t, "TV, KL and JS are the same", about(js, scaledJS) && about(must(metrics.TV(p, q))(t), must(metrics.TV(scaledP, scaledQ))(t)) &&
		about(must(metrics.KL(p, q))(t), must(metrics.KL(scaledP, scaledQ))(t)))
	say(t, `
What it says
  EM = |θ|. For θ ≠ 0 JS is log 2 exactly: where one line has mass the other has none,
  so M has half of it, and log(p/m) = log 2 everywhere. TV is 1: the event "on the first
  line" has probability 1 under one law and 0 under the other. KL is infinite both ways: each
  law is sure of a line to which the other gives probability 0. Each of these three has two
  values only, one at θ = 0 and one elsewhere. They do not distinguish θ = 1e-9 from θ
  = 1e6. The number of points does not matter: EM is |θ| for any number.

  If all points are multiplied by s, EM is multiplied by |s|. TV, KL and JS do not change
  under any one-to-one map of the points: they see which mass lies at the same place, and
  not where. So a value of EM, or of a critic's estimate, says nothing without the scale of
  the data. EM between two samples of the data is one to compare it with.

Where to look
  Wasserstein GAN, Example 1; metrics/example1_parallel_lines.go; claim 2.4`)
}

func lessonStraightAcross(t *testing.T) {
	const theta, n = 0.5, 12
	say(t, `
The question
  What does the cheapest coupling of the two lines look like? A point (0, Z₁) may go
  to any (θ, Z₂), as long as both lines are used evenly.

The code
  for _, move := range solution.Plan { … move.From, move.To, move.Mass … }

The numbers
  the plan for θ = 0.5 and %d points: rows leave P₀, columns reach Pθ
`, n)
	p, q := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
	solution := earthMover(t, p, q, lp.Euclidean)
	target := make([]int, n)
	for _, move := range solution.Plan {
		target[move.From] = move.To
		holds(t, "all the mass of a point goes to one point", about(move.Mass, 1.0/n))
	}
	for i := n - 1; i >= 0; i-- {
		row := slices.Repeat([]string{"░░"}, n)
		row[target[i]] = "██"
		say(t, "    z = %.2f  %s   ●─────────▶●  z = %.2f", p.Point(i)[1], strings.Join(row, ""), q.Point(target[i])[1])
		holds(t, "the point goes straight across", target[i] == i)
	}
	say(t, "\n  what other couplings cost, E ‖x − y‖")
	shuffled, everyone := newRandom(205).Perm(n), make([]int, n)
	for j := range everyone {
		everyone[j] = j
	}
	for _, coupling := range []struct {
		name string
		to   func(i int) []int // the points that share the mass of point i
	}{
		{"straight across, Z₂ = Z₁", func(i int) []int { return []int{i} }},
		{"one up, the last one down", func(i int) []int { return []int{(i + 1) % n} }},
		{"shuffled", func(i int) []int { return []int{shuffled[i]} }},
		{"each to all", func(int) []int { return everyone }},
		{"upside down, Z₂ = 1 − Z₁", func(i int) []int { return []int{n - 1 - i} }},
	} {
		var cost float64
		straight := true
		for i := range n {
			shares := coupling.to(i)
			straight = straight && slices.Equal(shares, []int{i})
			for _, j := range shares {
				cost += lp.Euclidean.Between(p.Point(i), q.Point(j)) / float64(n*len(shares))
			}
		}
		say(t, "    %-27s %.4f  %s", coupling.name, cost, bar(cost, 0.8, 32))
		holds(t, "straight across costs θ, all else more", straight && about(cost, theta) || !straight && cost > theta+1e-3)
	}
	say(t, `
What it says
  ‖(0, Z₁) − (θ, Z₂)‖ = √(θ² + (Z₁ − Z₂)²) is at least |θ|, and more unless Z₁ = Z₂.
  So no coupling costs less than |θ|. The coupling that moves each point straight
  across costs |θ|, so it is optimal.

Where to look
  Wasserstein GAN, Example 1; metrics/earth_mover.go; claim 2.5. How the plan is
  found, and how one can be sure of it, is lesson 3.`)
}

func lessonFigure1(t *testing.T) {
	say(t, `
The question
  Figure 1 of the paper draws EM and JS against θ. Which of the two could you
  descend?

The code
  em := metrics.ParallelLines{Theta: theta}.EM()
  js := metrics.ParallelLines{Theta: theta}.JS()

The numbers
  θ from −1 to 1
`)
	var em, js []float64
	for k := -16; k <= 16; k++ {
		lines := metrics.ParallelLines{Theta: float64(k) / 16}
		em, js = append(em, lines.EM()), append(js, lines.JS())
	}
	const rows = 5
	left, right := chart(em, 0, 1, rows), chart(js, 0, 1, rows)
	for k := range rows {
		label := map[int]string{0: "1", rows - 1: "0"}[k]
		say(t, "   %2s %s   %2s %s", label, left[k], label, right[k])
	}
	say(t, "      EM%sJS", strings.Repeat(" ", 36))
	say(t, "\n  the change over a step of 1/8")
	say(t, "    from       to       of EM    of JS")
	const h = 0.125
	for _, theta := range []float64{-0.5, -h, 0, 0.5} {
		from, to := metrics.ParallelLines{Theta: theta}, metrics.ParallelLines{Theta: theta + h}
		ofEM, ofJS := to.EM()-from.EM(), to.JS()-from.JS()
		say(t, "    %6.3f  %6.3f    %+.3f   %+.4f", theta, theta+h, ofEM, ofJS)
		holds(t, "EM changes by the step, towards 0 or away from it", math.Abs(ofEM) == h && (ofEM < 0) == (theta < 0))
		holds(t, "JS changes at 0 only", (ofJS != 0) == (theta == 0 || theta+h == 0))
	}
	say(t, "\n  and next to 0")
	for _, theta := range []float64{1e-3, 1e-6, 1e-9} {
		lines := metrics.ParallelLines{Theta: theta}
		say(t, "    θ = %-6v  EM %-6v  JS %.4f", theta, fmt.Sprint(lines.EM()), lines.JS())
		holds(t, "EM goes to 0 and JS does not", lines.EM() == theta && lines.JS() == math.Ln2)
	}
	const start, rate, shrinks = 2.8, 0.4, 0.92 // those of lesson 1
	total := rate / (1 - shrinks)
	holds(t, "the steps of lesson 1 suffice for its start, and those after a step to go back", total > start && total-rate > rate)
	say(t, `
What it says
  EM is continuous, with slope −1 to the left of 0 and +1 to the right, so gradient
  descent goes towards θ = 0 from everywhere. It ends there if the steps shrink to 0 and
  those to come always suffice to bring θ back. (In lesson 1 θ starts at %.1f. The first
  step is %.1f, all together are %.0f, and those after any step are together %.1f times
  as long as that step.) With
  constant steps it ends up jumping around 0. At θ = 0 EM has a kink and no derivative:
  that is the set of measure 0 that Theorem 1 (lesson 5) excepts. JS and TV are constant
  except for a jump at 0. Their slope is 0, and gradient descent does not move. KL is
  infinite beside 0 and has no slope.

Where to look
  Wasserstein GAN, Figure 1; go run ./cmd/monge plot figure1; claim 2.6

Exercises
  1. Let the second line stand at θ = 0, but moved up by h = 0.3. What is EM now? And
     TV, for the lines themselves and for 50 points on each?
  2. Find two distributions P and Q for which KL(P‖Q) is finite and KL(Q‖P) is not.

Five questions
  1. Which event A makes |P(A) − Q(A)| largest?
  2. Which of TV, KL, JS, √JS and EM are metrics? What do the others lack?
  3. Which values do TV, KL, JS and EM have between P₀ and Pθ for θ ≠ 0?
  4. Why does no coupling of the two lines cost less than |θ|?
  5. Gradient descent starts at θ = 1. Where do JS and EM lead it?
  The answers: go test -v -run Answer02 ./metrics`, start, rate, total, (total-rate)/rate)
}
