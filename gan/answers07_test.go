package gan_test

import (
	"math"
	"testing"

	"monge/gan"
)

// The answers to the exercises and questions of lesson 7, and to "Change me" in
// notebook 7:
//
//	go test -v -run Answer07 ./gan

func TestAnswer07_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. By 16c in length, since the row sums and column sums of the weights are at most 16c.
     It shrinks for sure if c < 1/16.
  2. It vanishes with c = 0.01 and explodes with c = 1.
  3. It divides a gradient by its usual size √v, to which ε = 1e-8 is added. A gradient far
     below ε stays small after the division.
  4. The penalty: slopes near 1, at points between independent pairs. Duality: slopes of at
     most 1, everywhere.
  5. K, the critic's steepest slope. Estimate / K is at most EM, so K is at least 4.8.`)
	small, large := slopes(t, gan.Wasserstein, 0.01, 8), slopes(t, gan.Wasserstein, 1, 8)
	holds(t, "0.01 vanishes and 1 explodes", small.most < 1e-12 && large.least > 1e4)
}

func TestAnswer07_1_TheNarrowPath(t *testing.T) {
	answer(t)
	say(t, `
  The bound on a layer is 16c, that is 1 at c = 1/16. But signs differ, and a ReLU
  lets half through: in the median the path lies between two and four times that, 0.125 and
  0.25. At 0.25 the slopes of two layers and of eight overlap in one of five sets of seeds.
`)
	for _, c := range []float64{0.03, 1. / 16, 0.125, 0.25} {
		shallow, deep := slopes(t, gan.Wasserstein, c, 2), slopes(t, gan.Wasserstein, c, 8)
		say(t, "  c = %-7.3g depth 2: %s   depth 8: %s", c, shallow, deep)
		switch c {
		case 0.03:
			holds(t, "0.03 vanishes", deep.most < 1e-2*shallow.least)
		case 0.125:
			holds(t, "0.125 still shrinks with depth", deep.most < shallow.least)
		case 0.25:
			holds(t, "0.25 does not vanish in the median", deep.median > shallow.median)
		}
	}
}

func TestAnswer07_2_TheWeightOfThePenalty(t *testing.T) {
	answer(t)
	say(t, `
  A strong penalty holds the slope at 1, a weak one lets it grow.
`)
	medians := make(map[float64]float64)
	for _, lambda := range []float64{0.01, 1, 100} {
		var values []float64
		for seed := range uint64(seedsOfLessons) {
			c := lessonConfig(func(c *gan.Config) { c.Penalty, c.CriticRate = lambda, 1e-3 })
			values = append(values, measured(t, withCritic(t, c, gan.WassersteinGP, 400, 1+seed), 64, 1+seed).GradNorm)
		}
		s := overSeeds(values)
		medians[lambda] = s.median
		say(t, "  λ = %-5v slope %s", lambda, s)
	}
	holds(t, "the weaker the penalty, the steeper the critic", medians[0.01] > medians[1] && medians[1] > medians[100])
	holds(t, "a strong one is near 1", math.Abs(medians[100]-1) < 0.2)
	say(t, `
  With λ = 100 a generator learns nothing in this time. From 0.01 to 1 the ranges overlap, so
  five seeds do not tell which of them is best. On the ring, 300 iterations of 10 critic steps:
`)
	ends := make(map[float64]over)
	for _, lambda := range []float64{0.01, 0.1, 1, 10, 100} {
		_, records := play(t, lessonPreset("modes", func(c *gan.Config) {
			c.Losses, c.Iterations, c.Penalty = []gan.Loss{gan.WassersteinGP}, 300, lambda
		}))
		ends[lambda] = overSeeds(last(records[gan.WassersteinGP], em))
		say(t, "  λ = %-5v EM %s modes %s", lambda, ends[lambda], overSeeds(last(records[gan.WassersteinGP], modes)))
	}
	holds(t, "λ = 10 learns less in this time than 0.1 and 1", ends[10].median > 1.1*max(ends[0.1].median, ends[1].median))
	holds(t, "the ranges of 0.01, 0.1 and 1 overlap", overlap(ends[0.01], ends[0.1]) && overlap(ends[0.1], ends[1]) && overlap(ends[0.01], ends[1]))
	holds(t, "with 100 EM stays near the 2 of the start, or rises", ends[100].least > 1.6)
}

func TestAnswer07_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  The path is where eight layers and two give the same slope. It depends on the width: the
  wider the network the smaller this c, as each layer adds up more weights.

  width   c        slope with 2 layers         with 8`)
	crossing := make(map[int]float64)
	for _, width := range []int{16, 64} {
		for _, clip := range []float64{0.03, 0.05, 0.1, 0.2, 0.3} {
			var shallow, deep []float64
			for seed := range uint64(3) {
				slope := func(depth int) float64 {
					c := lessonConfig(func(c *gan.Config) { c.Width, c.Depth, c.Clip, c.CriticRate = width, depth, clip, 1e-3 })
					return measured(t, withCritic(t, c, gan.Wasserstein, 200, 1+seed), 64, 1+seed).GradNorm
				}
				shallow, deep = append(shallow, slope(2)), append(deep, slope(8))
			}
			two, eight := overSeeds(shallow), overSeeds(deep)
			say(t, "  %5d   %-5v   %s%s", width, clip, two, eight)
			if crossing[width] == 0 && eight.median > two.median {
				crossing[width] = clip
			}
		}
	}
	say(t, "\n  the first c here at which eight layers are steeper: %v at width 16, %v at width 64", crossing[16], crossing[64])
	holds(t, "it is smaller for the wider network", crossing[64] > 0 && crossing[64] < crossing[16])
}
