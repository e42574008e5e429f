package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// Lesson 5: Theorem 2 of the paper and what it is good for.
// Claims: 2.8, 2.9.
func TestLesson05_WhichDistanceIsWeakerAndWhyItPays(t *testing.T) {
	say(t, "LESSON 5. Which distance is weaker, and why that pays")
	t.Run("1_four_sequences", lessonSequences)
	t.Run("2_bounds", lessonBounds)
	t.Run("3_downhill", lessonDownhill)
}

func lessonSequences(t *testing.T) {
	say(t, `
The question
  Two distributions approach each other, in one distance. Do they in the others?

The code
  for _, sequence := range metrics.Hierarchy() { p, q, err := sequence.At(n) … }

The numbers`)
	for k, sequence := range metrics.Hierarchy() {
		say(t, "  %d. %s\n", k+1, sequence.Name)
		say(t, "          n        EM        TV        JS   KL(p‖q)   KL(q‖p)")
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
		say(t, "\n     %s\n", sequence.Shows)
	}
	say(t, `What it says
  On a bounded space

      KL → 0   ⇒   TV → 0  ⇔  JS → 0   ⇒   EM → 0  ⇔  convergence in law

  Sequence 2 shows that the first ⇒ has no way back, sequence 3 the second. Sequence
  4 is why the space has to be bounded: a crumb of mass that runs off to infinity
  weighs nothing to TV, and as much as ever to EM. On a bounded space EM is the
  weakest of the four, and the only one in which δ₁/ₙ approaches δ₀.

Where to look
  Wasserstein GAN, Theorem 2; metrics/theorem2_hierarchy.go; claim 2.8`)
}

func lessonBounds(t *testing.T) {
	const pairs, seeds = 2000, 5
	say(t, `
The question
  What makes one distance follow another? Inequalities. Are they true, and are they
  tight?

The code
  tv <= math.Sqrt(kl/2)                   // Pinsker
  tv*tv/2 <= js && js <= math.Ln2*tv
  em <= diameter*tv                       // move what differs, no further than that

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
		holds(t, inequality+" is nearly reached", s.least > 0.9)
	}
	say(t, `
What it says
  None is broken and each is nearly reached. Read them from right to left: if KL is
  small TV has to be, if TV is small JS has to be, and the other way round, and in a
  bounded space so has EM. No line has EM on the right: EM may be as small as you
  like, and forces none of the others.

Where to look
  the proof of Theorem 2 in the paper's appendix; claim 2.9`)
}

func lessonDownhill(t *testing.T) {
	const n, steps = 20, 60
	say(t, `
The question
  A weak distance sees less difference. Why should a learner want that?

The code
  slope := (loss(theta+h) - loss(theta-h)) / (2 * h)
  theta, rate = theta-rate*slope, 0.92*rate

The numbers
  two learners at θ = 0.9, with the data at 0; one feels EM, the other JS

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
	holds(t, "EM brings θ home", math.Abs(withEM) < 0.002)
	holds(t, "JS leaves it where it was", withJS == 0.9)
	say(t, `
What it says
  When θ moves a little the points gθ(z) move a little: Pθ is continuous in law. In
  a distance as weak as that the loss is continuous in θ, too, and for a network it
  has a gradient almost everywhere, which is Theorem 1. In a stronger one, a path
  that the eye calls continuous is a series of jumps, and between them it is flat.

Where to look
  Wasserstein GAN, Theorem 1 and the discussion of Theorem 2; claims 2.6 and 2.8

Exercises
  1. Show EM ≤ diameter · TV with a coupling that leaves in place all mass that P and Q
     have in common. When are the two equal?
  2. Give a sequence with EM → 0 along which TV is 1 and JS is log 2 all the way.`)
}
