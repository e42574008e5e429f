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

// Lesson 5: Theorem 2 of the paper and what it is good for.
// Claims: 2.7, 2.8, 2.9.
func TestLesson05_WhichDistanceIsWeakerAndWhyItPays(t *testing.T) {
	say(t, `LESSON 5. Which distance is weaker, and why that pays
In the page: #lesson5, after go run ./cmd/monge explore

After it you can say
  which distances go to 0 when another does, why EM is the weakest of the four on a
  bounded space, what Theorem 1 needs and claims, and how its continuity is proved.
You need
  lesson 2: the four distances; limits. About 25 minutes.
Definitions
  d₁ is weaker than d₂ if d₂(Pₙ, P) → 0 always implies d₁(Pₙ, P) → 0
  Pₙ → P in law, or weakly: E_Pₙ f → E_P f for every bounded continuous f
  X, the paper's space: compact and metric, such as the images [0, 1]^d, but not ℝᵈ; its
      Borel sets, all that countable unions and complements make of open sets; Prob(X),
      the laws on them
  the diameter of a set: the largest distance of two of its points
  δ_x, all mass at x; U[a, b], the uniform distribution`)
	t.Run("1_four_sequences", lessonSequences)
	t.Run("2_bounds", lessonBounds)
	t.Run("3_downhill", lessonDownhill)
	t.Run("4_theorem_1", lessonTheorem1)
}

func lessonSequences(t *testing.T) {
	say(t, `
The question
  Pₙ approaches P in one of the distances. Does it in the others?

The code
  for _, sequence := range metrics.Hierarchy() { p, pn, err := sequence.At(n) … }

The numbers`)
	for k, sequence := range metrics.Hierarchy() {
		say(t, "  %d. %s\n", k+1, sequence.Name)
		say(t, "          n        EM        TV        JS   KL(P‖Pₙ)  KL(Pₙ‖P)")
		for _, n := range []int{1, 10, 100, 1000} {
			p, q := must2(sequence.At(n))(t)
			em, tv, js := must(metrics.EarthMoverOnLine(p, q))(t), must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
			kl, reverse := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
			say(t, "    %7d  %8.2g  %8.2g  %8.2g  %8.2g  %8.2g", n, em, tv, js, kl, reverse)
			size := 1 / float64(n) // what goes to 0 is below it; what does not, above ½
			small := func(distance float64) bool { return distance <= size*(1+1e-9) }
			stays := func(distance float64) bool { return distance > 0.5 }
			switch k {
			case 0:
				holds(t, "all go to 0", small(em) && small(tv) && small(js) && small(kl) && small(reverse))
			case 1:
				holds(t, "KL stays behind", small(em) && small(tv) && small(js) && stays(kl) && stays(reverse))
			case 2:
				holds(t, "EM goes alone", small(em) && stays(tv) && stays(js) && stays(kl) && stays(reverse))
			case 3:
				holds(t, "EM stays behind", stays(em) && small(tv) && small(js) && small(kl) && stays(reverse))
			}
		}
		say(t, "\n     %s\n", strings.ReplaceAll(sequence.Shows, "Q", "Pₙ"))
	}
	say(t, `What it says
  On a bounded space (the paper takes a compact one)

      KL → 0   ⇒   TV → 0  ⇔  JS → 0   ⇒   EM → 0  ⇔  Pₙ → P in law

  for KL in either direction. Sequence 2 shows that the first ⇒ cannot be reversed,
  sequence 3 the second. (The uniform laws of sequence 2 are represented by n cells.)
  Why EM → 0 is convergence in law there: E f differs by at most K·EM for a
  K-Lipschitz f (lesson 4), and these f are enough to test it. Conversely, laws that
  converge have variables Xₙ → X with probability 1 (Skorokhod's theorem). Distances
  are bounded, so E|Xₙ − X| → 0, and EM is at most that. Sequence 4 shows why the
  space has to be bounded: mass 1/2n at distance 2n has TV 1/2n and EM 1, and
  converges to δ₀ in law all the same. On an unbounded space EM → 0 is convergence in law
  together with E‖Xₙ‖ → E‖X‖ (Villani 2009, theorem 6.9); sequence 4 has the first and
  not the second. On a bounded space EM is the weakest of the four, and the only one in
  which δ₁/ₙ approaches δ₀.

  The words of the paper's appendix A: a law is a linear functional f ↦ E_P f on the
  continuous functions of a compact space. The distance of two laws in the dual norm is the
  supremum over |f| ≤ 1, which is 2 TV: the strong topology. Convergence of each E f alone
  is the weak* topology, and EM has that one. (So have other distances there, such as the
  maximum mean discrepancy of a Gaussian kernel, lesson 4.3.)

  What the paper uses a compact X for. Distances are bounded, so W is finite, and W → 0 is
  convergence in law (above). A cheapest plan exists (Prokhorov, lesson 3.1), and an optimal
  f (Arzelà–Ascoli, lesson 6.1). One constant bounds all ‖gθ(z) − gθ′(z)‖ (part 4). The dual
  of the continuous functions is the signed measures (Riesz, appendix A). A normal law lives
  on no compact set. There a finite mean takes the place: W is finite if E‖X‖ is.

Where to look
  Wasserstein GAN, Theorem 2; metrics/theorem2_hierarchy.go; claim 2.8`)
}

func lessonBounds(t *testing.T) {
	const pairs, seeds = 2000, 5
	say(t, `
The question
  One distance follows another because of an inequality. Do the inequalities hold, and
  how close do random pairs come to equality?

The code
  tv <= math.Sqrt(kl/2)                   // Pinsker
  tv*tv/2 <= js && js <= math.Ln2*tv
  em <= diameter*tv                       // move only what differs

The numbers
  left side over right side, the largest of %d random pairs, %d seeds

    inequality               least   most`, pairs, seeds)
	inequalities := []string{"TV ≤ √(KL/2)", "TV²/2 ≤ JS", "JS ≤ log 2 · TV", "EM ≤ diameter · TV"}
	largest := make([][]float64, len(inequalities))
	for seed := range uint64(seeds) {
		random := newRandom(seed)
		ratios := make([]float64, len(inequalities))
		for range pairs {
			a, b := sharePairs(random)
			points := mat.NewDense(len(a), 1, draws(len(a), random.Float64)) // in [0, 1], of diameter 1
			p, q := must(metrics.NewDistribution(points, a))(t), must(metrics.NewDistribution(points, b))(t)
			tv, js := must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
			kl, em := must(metrics.KL(p, q))(t), must(metrics.EarthMoverOnLine(p, q))(t)
			if tv < 1e-4 {
				continue // KL, about TV², is known to 1e-16
			}
			for k, ratio := range []float64{tv / math.Sqrt(kl/2), tv * tv / 2 / js, js / (math.Ln2 * tv), em / tv} {
				ratios[k] = max(ratios[k], ratio)
			}
		}
		for k, ratio := range ratios {
			largest[k] = append(largest[k], ratio)
		}
	}
	for k, inequality := range inequalities {
		s := spreadOf(largest[k])
		say(t, "    %-22s  %.4f  %.4f  %s", inequality, s.least, s.most, bar(s.mean, 1, 30))
		holds(t, inequality, s.most <= 1+1e-6)
		holds(t, inequality+" is reached to a tenth by some pair of some seed", s.most > 0.9)
	}
	say(t, `
What it says
  All hold, and for each some of the %d pairs comes within a tenth of equality. If KL
  is small, so is TV. If TV is small, so is JS, and the other way round. In a bounded space
  EM is small, too.
  No inequality here has EM on its right side, and none can: in sequence 3 EM goes to 0
  and the others stay.

  Why they hold. Pinsker: tell P from Q by the event A = {p > q} alone. That leaves two
  coins, of heads a = P(A) and b = Q(A), whose TV is that of P and Q and whose KL is no
  larger than theirs (log-sum inequality). For coins KL ≥ 2(a − b)²: both are 0 at b = a,
  and their slopes in b are (b − a)/(b(1 − b)) and 4(b − a), where b(1 − b) ≤ ¼. TV²/2 ≤
  JS is Pinsker for each half of JS, where TV(P, M) = TV/2. JS ≤ log 2 · TV: at each point
  the part of JS is a convex function of (q − p)/(p + q) that is 0 at 0 and log 2 · (p +
  q)/2 at ±1, so it lies below log 2 · |p − q|/2. The last one is exercise 1.

Where to look
  the proof of Theorem 2 in the paper's appendix; claim 2.9`, pairs*seeds)
}

func lessonDownhill(t *testing.T) {
	const n, steps = 20, 60
	say(t, `
The question
  More sequences converge in a weak distance. Why should a learner want that?

The code
  slope := (loss(theta+h) - loss(theta-h)) / (2 * h)
  theta, rate = theta-rate*slope, 0.92*rate

The numbers
  two learners at θ = 0.9, with the data at 0; one descends EM, the other JS

    step        θ by EM     slope         θ by JS     slope`)
	real, _ := must2(metrics.ParallelLines{}.Discretise(n))(t)
	at := func(theta float64) *metrics.Distribution {
		_, fake := must2(metrics.ParallelLines{Theta: theta}.Discretise(n))(t)
		return fake
	}
	slope := func(loss func(theta float64) float64, theta float64) float64 {
		const h = 1e-4
		return (loss(theta+h) - loss(theta-h)) / (2 * h)
	}
	byEM := func(theta float64) float64 { return earthMover(t, real, at(theta), lp.Euclidean).Cost }
	byJS := func(theta float64) float64 { return must(metrics.JS(real, at(theta)))(t) }
	withEM, withJS, rate := 0.9, 0.9, 0.12
	for step := range steps + 1 {
		slopeEM, slopeJS := slope(byEM, withEM), slope(byJS, withJS)
		if step <= 8 && step%4 == 0 || step%20 == 0 {
			say(t, "    %4d     %10.4f  %+8.4f      %10.4f  %8.4f", step, withEM, slopeEM, withJS, slopeJS)
		}
		holds(t, "JS has no slope", slopeJS == 0)
		holds(t, "EM has slope sign θ, unless 0 is between the two points of the difference",
			math.Abs(withEM) < 1e-4 || math.Abs(slopeEM-math.Copysign(1, withEM)) < 1e-9)
		withEM, withJS, rate = withEM-rate*slopeEM, withJS-rate*slopeJS, 0.92*rate
	}
	holds(t, "EM brings θ to 0", math.Abs(withEM) < 0.002)
	holds(t, "JS leaves it where it was", withJS == 0.9)
	say(t, `
What it says
  If θ changes a little, every point gθ(z) moves a little, so Pθ changes continuously in
  law. EM is weak enough to be continuous, too. JS between the lines is log 2 for every
  θ ≠ 0, as between any two laws that share no mass. It has a derivative there, and the
  derivative is 0. What JS lacks is continuity: it jumps to 0 at θ = 0, and it has the
  same value near 0 as far from it.

  Weaker is not always better: the difference of the means, |E_P x − E_Q x|, is weaker than
  EM, and 0 for laws that differ. A loss has to be 0 for P = Q only.

Where to look
  Wasserstein GAN, the discussion of Theorem 2; claims 2.6 and 2.8`)
}

func lessonTheorem1(t *testing.T) {
	const n, seeds = 40, 10
	say(t, `
The question
  Theorem 1 says that θ ↦ W(Pr, Pθ) is continuous if gθ is continuous in θ. Why?

The code
  here, err := metrics.EM(real, fake)     // W(Pr, Pθ)
  there, err := metrics.EM(real, moved)   // W(Pr, Pθ′)
  between, err := metrics.EM(fake, moved) // W(Pθ, Pθ′)

The numbers
  gθ a network 2→16→2 with tanh, θ′ = θ + t·direction, real points N(0, I); %d points,
  the largest of %d seeds

        t     |W(Pr,Pθ) − W(Pr,Pθ′)|   ≤   W(Pθ,Pθ′)   ≤   E‖gθ(z) − gθ′(z)‖`, n, seeds)
	before := math.Inf(1)
	for _, step := range []float64{1, 0.1, 0.01, 0.001} {
		var left, middle, right float64
		for seed := range uint64(seeds) {
			random := newRandom(500 + seed)
			real, prior := cloud(t, n, 2, nil, random), cloud(t, n, 2, nil, random)
			theta, direction := draws(5*16, random.NormFloat64), draws(5*16, random.NormFloat64)
			other := floats.AddScaledTo(make([]float64, len(theta)), theta, step, direction)
			fake, moved := must(prior.Push(tanhNetwork(theta)))(t), must(prior.Push(tanhNetwork(other)))(t)
			difference := math.Abs(must(metrics.EM(real, fake))(t) - must(metrics.EM(real, moved))(t))
			between := must(metrics.EM(fake, moved))(t)
			var shift float64
			for j := range n {
				shift += floats.Distance(fake.Point(j), moved.Point(j), 2) / n
			}
			holds(t, "the three are in order", difference <= between*(1+1e-9) && between <= shift*(1+1e-9))
			left, middle, right = max(left, difference), max(middle, between), max(right, shift)
		}
		say(t, "    %5v     %22.6f       %9.6f       %17.6f", step, left, middle, right)
		holds(t, "all go to 0 with the step", right < before/5)
		before = right
	}
	say(t, `
  a gθ that is continuous and not locally Lipschitz: gθ(z) = (√|θ|, z) against the line at 0

        θ        W    W / θ`)
	for _, theta := range []float64{1e-2, 1e-4, 1e-6} {
		real, fake := must2(metrics.ParallelLines{Theta: math.Sqrt(theta)}.Discretise(n))(t)
		w := earthMover(t, real, fake, lp.Euclidean).Cost
		say(t, "    %5.0e    %.3f    %5.0f", theta, w, w/theta)
		holds(t, "W is √θ, so W / θ has no bound", math.Abs(w/math.Sqrt(theta)-1) < 1e-9)
	}
	say(t, `
What it says
  W is finite if the laws have means. Then the proof of continuity has two steps. EM is
  a metric, so by the triangle inequality |W(Pr, Pθ) − W(Pr, Pθ′)| ≤ W(Pθ, Pθ′). And
  (gθ(Z), gθ′(Z)) is one coupling of Pθ and Pθ′, so W(Pθ, Pθ′) ≤ E‖gθ(Z) − gθ′(Z)‖.
  This goes to 0 as θ′ → θ if one variable with a mean bounds all ‖gθ(Z) − gθ′(Z)‖; the
  paper assumes a compact space, where a constant does. Without such a mean continuity may
  fail: gθ(z) = θz moves the mass at z by |θ − θ′| |z|. On the line this monotone plan is
  the cheapest for θ, θ′ > 0, so for a Z without a mean (Cauchy's) W(Pθ, Pθ′) is infinite
  for all θ′ ≠ θ.

  For a slope almost everywhere the theorem needs Assumption 1: gθ(z) is locally Lipschitz
  in θ and z, with a constant L(θ, z) that has a mean, E L(θ, Z) < ∞. Then the same two
  steps give |W(Pr, Pθ′) − W(Pr, Pθ″)| ≤ E L(θ, Z) · ‖θ′ − θ″‖ for any two θ′ and θ″ in a
  neighbourhood of θ, if one neighbourhood serves for all z. (The paper does not say so, and a
  local constant may hold on a neighbourhood that shrinks with z; networks have one for all z.
  The paper's proof compares θ′ with θ alone; two points are what the next step needs.) So W is
  locally Lipschitz in θ, and such a function is differentiable almost everywhere (Rademacher). That
  gθ is continuous is not enough: the second table has W = √|θ|, which is continuous, and
  whose slope has no bound near 0. With a positive h(θ) in place of
  √|θ|, W is h(θ). So an h that is continuous and nowhere differentiable (Weierstrass) makes
  a W that is so, too.

  A feedforward network with a prior of E‖Z‖ < ∞, such as a normal or a uniform one, meets
  Assumption 1 (Corollary 1), if its activations are Lipschitz, as ReLU and tanh are. (The
  paper proves it for smooth ones and states it for ReLU.) To change the weights of one
  layer changes the output by at most the product of the norms of the later layers, times
  the change of the weights, times what the earlier layers put out, which grows no faster
  than 1 + ‖z‖. So C(θ)(1 + ‖z‖) serves as L(θ, z), on one ball around θ for all z. Neither the
  data nor Pθ need a density. W is convex in the law Pθ and need not be in θ: for a gθ that
  turns its points by the angle θ it is periodic. So nothing excludes local minima.
  For JS and KL the claim "continuous everywhere and differentiable almost everywhere" is
  false: on Example 1 continuity fails.

Where to look
  Wasserstein GAN, Theorem 1, Corollary 1 and their proofs in the appendix; claim 2.7;
  lesson 8 walks the weights of a network

Exercises
  1. Show EM ≤ diameter · TV with a coupling that leaves in place all mass that P and Q
     have in common. When are the two equal?
  2. Give a sequence with EM → 0 along which TV is 1 and JS is log 2 for every n.

Five questions
  1. What does it mean that d₁ is weaker than d₂? Which of the four is the weakest?
  2. Which sequences show that the two ⇒ of Theorem 2 cannot be reversed?
  3. Why does the space have to be bounded?
  4. Prove in two steps that θ ↦ W(Pr, Pθ) is continuous.
  5. On Example 1, which half of "continuous everywhere and differentiable almost
     everywhere" fails for JS?
  The answers: go test -v -run Answer05 ./metrics`)
}

// tanhNetwork returns the generator z ↦ Σₖ vₖ tanh(wₖ·z + bₖ) of the plane with 16
// hidden units. theta holds wₖ (2), bₖ
// and vₖ (2) for each.
func tanhNetwork(theta []float64) func(z []float64) []float64 {
	return func(z []float64) []float64 {
		x := make([]float64, 2)
		for k := 0; k < len(theta); k += 5 {
			h := math.Tanh(theta[k]*z[0] + theta[k+1]*z[1] + theta[k+2])
			x[0] += theta[k+3] * h
			x[1] += theta[k+4] * h
		}
		return x
	}
}
