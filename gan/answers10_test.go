package gan_test

import (
	"testing"

	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// The answers to the exercises and questions of lesson 10, and to "Change me" in
// notebook 10:
//
//	go test -v -run Answer10 ./gan

func TestAnswer10_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. β₁ = 0.9, to the WGAN: its EM ends higher, and the largest swing of five seeds is
     larger. With momentum of one player alone its EM is higher in the median, and the
     ranges overlap with that of none. −log D swings more with momentum. Whether it ends
     farther off five seeds do not tell: the ranges overlap. With 64 units, in
     momentum.png, it does.
  2. Seen with ten steps of the discriminator an iteration. Not seen with one step, at the
     same rates, in the median seed: it found at least seven of eight modes.
  3. When the generator is so quick that it arrives before the gradient is gone. The
     theorem is about a discriminator at its optimum.
  4. Clipped networks are only some of the K-Lipschitz functions, so the supremum over them
     may be less than K·EM. K is the slope at the steepest place, and the critic is less
     steep elsewhere.
  5. The grid of 25: in the median seed none of the losses finds a third.`)
	momentum := must(momentumRun())(t)
	plain, most := momentum[gan.Wasserstein][0], momentum[gan.Wasserstein][len(optimizers)-1]
	holds(t, "with β₁ = 0.9 EM of the WGAN ends higher, and its largest swing is larger", most.em.median > plain.em.median && most.swing.most > plain.swing.most)
	without, with := momentum[gan.NonSaturating][1], momentum[gan.NonSaturating][len(optimizers)-1]
	holds(t, "−log D swings more, and the ranges of its EM overlap", with.swing.median > without.swing.median && overlap(with.em, without.em))
	holds(t, "the tuned GAN finds seven modes or more in the median seed", overSeeds(last(must(tunedRun())(t)[gan.NonSaturating], modes)).median >= 7)
	holds(t, "all critics fall short of EM", floats.Max(foundShares(t)) < 1)
	for loss, records := range must(gridRun())(t) {
		holds(t, loss.String()+" finds less than a third of the grid in the median seed", overSeeds(last(records, modes)).median < 25./3)
	}
}

func TestAnswer10_1_AnUntrainedCriticIsNoGuide(t *testing.T) {
	answer(t)
	say(t, `
  As many critic steps, but never near the optimum: it is better than it was, and
  no better than five steps a time.
`)
	after := func(steps, iterations int) over {
		_, records := play(t, lessonPreset("critic-steps", func(c *gan.Config) {
			c.Losses, c.CriticSteps, c.Iterations = []gan.Loss{gan.Wasserstein}, steps, iterations
		}))
		return overSeeds(last(records[gan.Wasserstein], em))
	}
	five, one := after(5, 300), after(1, 1500)
	say(t, "  5 steps, 300 iterations: EM %s\n  1 step, 1500 iterations: EM %s", five, one)
	untrained := after(1, 300)
	say(t, "  1 step,  300 iterations: EM %s", untrained)
	holds(t, "with as many critic steps it is better than with a fifth of them", one.median < untrained.median)
	holds(t, "and no better than five steps at a time", one.median >= five.median)
}

func TestAnswer10_2_ItIsTheSingleStep(t *testing.T) {
	answer(t)
	say(t, `
  It is: ten steps, with all else the same, lose modes. Whether ten steps at other rates
  would, too, this does not tell.
`)
	tuned := overSeeds(last(must(tunedRun())(t)[gan.NonSaturating], modes))
	_, records := play(t, lessonPreset("tuned-gan", func(c *gan.Config) { c.Batch, c.EvalSamples, c.CriticSteps = 64, 512, 10 }))
	strong := overSeeds(last(records[gan.NonSaturating], modes))
	say(t, "  1 step: modes %s\n  10 steps: modes %s", tuned, strong)
	holds(t, "ten steps find fewer", strong.median < tuned.median)
}
