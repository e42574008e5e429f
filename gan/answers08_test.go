package gan_test

import (
	"math"
	"slices"
	"testing"

	"monge/gan"
)

// The answers to the exercises and questions of lesson 8, and to "Change me" in
// notebook 8:
//
//	go test -v -run Answer08 ./gan

func TestAnswer08_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. EM by at most E‖gθ(Z) − gθ′(Z)‖, the mean way of the samples. For a feedforward
     network and noise with a mean it goes to 0 with the step. JS by up to log 2, however
     small the step: in lesson 8.2 it jumps by that.
  2. No: it is any number, and only differences of scores mean something. No: f and f + 7
     are critics of the same worth, and give the generator losses that differ by 7.
  3. The logarithm goes from the loss and the sigmoid from the network, for duality has
     plain means of an f without bounds; the weights are clipped, or the slope is penalised.
  4. n_critic times: draw fresh real samples and noise, step, clip. Then draw noise, step
     of the generator. The real samples are of no use to it: E f(x) has no gradient in θ.
  5. The discriminator is soon sure of both lines, and log(1 − D) is flat there. The slope
     of a critic is −1 with respect to the score, whatever the score.`)
	c := gan.DefaultConfig()
	var lines []int
	c.Width, c.CriticSteps = 4, 2
	g := must(c.Game(gan.Wasserstein, must(gan.FindData(c.Data))(t), 1))(t)
	g.AfterLine = func(m gan.LineState) { lines = append(lines, m.Line) }
	if err := g.Iterate(); err != nil {
		t.Fatal(err)
	}
	holds(t, "the lines of Algorithm 1 come in this order", slices.Equal(lines, []int{3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 9, 10, 11}))
}

func TestAnswer08_1_APoorDiscriminatorIsABetterTeacher(t *testing.T) {
	answer(t)
	say(t, `
  A discriminator that is not sure says which way to go: θ comes closer to 0 than
  with 25 steps. What harms minimax is how good its discriminator is.
`)
	theta := make(map[int]over)
	for _, steps := range []int{1, 25} {
		_, records := play(t, lessonPreset("lines", func(c *gan.Config) {
			c.Losses, c.CriticSteps = []gan.Loss{gan.Minimax}, steps
			c.Width, c.Iterations, c.EvalSamples = 16, 200, 32
		}))
		theta[steps] = overSeeds(last(records[gan.Minimax], func(r gan.Record) float64 { return math.Abs(*r.Theta) }))
		say(t, "  %2d steps: |θ| = %s", steps, theta[steps])
	}
	holds(t, "one step leads closer to 0", theta[1].most < theta[25].least)
}

func TestAnswer08_2_TheScoreOfADiscriminatorHasNoBound(t *testing.T) {
	answer(t)
	say(t, `
  The slope with respect to the score is −1 for both, but a sample feels it times
  the slope of the network: a critic's is bounded by its weights, a
  discriminator's grows in the median, as far as it is trained here.
`)
	slope := func(loss gan.Loss, steps int) over {
		var values []float64
		for seed := range uint64(seedsOfLessons) {
			c := lessonConfig(func(c *gan.Config) { c.Clip, c.CriticRate = 0.1, 1e-3 })
			values = append(values, measured(t, withCritic(t, c, loss, steps, 1+seed), 64, 1+seed).GradNorm)
		}
		return overSeeds(values)
	}
	for _, loss := range []gan.Loss{gan.NonSaturating, gan.Wasserstein} {
		early, late := slope(loss, 500), slope(loss, 2000)
		say(t, "  %-14s slope at samples after 500 steps %s, after 2000 %s", loss, early, late)
		if loss == gan.NonSaturating {
			holds(t, "that of −log D grows, in the median", late.median > early.median)
		} else {
			holds(t, "that of a critic does not double", late.median < 2*early.median)
		}
	}
}

func TestAnswer08_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  Four times as quick is quick enough: θ is near 0 before the gradient is gone. Or the
  discriminator takes a single step an iteration: then it is not sure in time.

  rate     steps of D   |θ| after 200 iterations`)
	ends := make(map[[2]float64]over)
	for _, rate := range []float64{5e-3, 1e-2, 2e-2} {
		for _, steps := range []int{25, 1} {
			_, records := play(t, lessonPreset("lines", func(c *gan.Config) {
				c.Losses, c.Width, c.Iterations, c.EvalSamples, c.Rate, c.CriticSteps = []gan.Loss{gan.Minimax}, 16, 200, 32, rate, steps
			}))
			end := overSeeds(last(records[gan.Minimax], func(r gan.Record) float64 { return math.Abs(*r.Theta) }))
			say(t, "  %-6v   %10d   %s", rate, steps, end)
			ends[[2]float64{rate, float64(steps)}] = end
		}
	}
	holds(t, "at the lesson's rate and 25 steps it stops on its way", ends[[2]float64{5e-3, 25}].least > 0.3)
	holds(t, "at four times the rate it comes near", ends[[2]float64{2e-2, 25}].median < 0.2)
	holds(t, "with a single step it comes nearer than with 25", ends[[2]float64{5e-3, 1}].median < ends[[2]float64{5e-3, 25}].median/2)
}

func TestAnswer08_3_TheNoiseMatters(t *testing.T) {
	answer(t)
	say(t, `
  The theory asks only that the noise have a mean. In a run of this length it may matter: in
  the median of five seeds a WGAN with penalty comes nearer to the ring from one normal
  number than from eight, and from two normal ones nearer than from two uniform ones. But
  the ranges overlap.

  noise                EM                           modes of 8`)
	ends := make(map[string]over)
	for _, noise := range []struct {
		name      string
		prior     gan.Prior
		dimension int
	}{{"normal, 1", gan.Normal, 1}, {"normal, 2", gan.Normal, 2}, {"normal, 8", gan.Normal, 8}, {"uniform, 2", gan.Uniform, 2}} {
		_, records := play(t, lessonPreset("modes", func(c *gan.Config) {
			c.Losses, c.Iterations, c.Prior, c.Noise = []gan.Loss{gan.WassersteinGP}, 300, noise.prior, noise.dimension
		}))
		ends[noise.name] = overSeeds(last(records[gan.WassersteinGP], em))
		say(t, "  %-18s   %s%s", noise.name, ends[noise.name], overSeeds(last(records[gan.WassersteinGP], modes)))
	}
	holds(t, "one normal number does better than eight", ends["normal, 1"].median < ends["normal, 8"].median)
	holds(t, "the ranges of either pair overlap", overlap(ends["normal, 1"], ends["normal, 8"]) && overlap(ends["normal, 2"], ends["uniform, 2"]))
	holds(t, "two normal ones do better than two uniform ones", ends["normal, 2"].median < ends["uniform, 2"].median)
}
