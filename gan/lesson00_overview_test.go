package gan_test

import (
	"strings"
	"testing"

	"monge/gan"
)

// Lesson 0: the whole game at once.
func TestLesson00_AWassersteinGANInFiveMinutes(t *testing.T) {
	trains(t)
	say(t, `LESSON 0. A Wasserstein GAN in five minutes
In the page: #lesson0, after go run ./cmd/monge explore

After it you can say
  what the two networks of a WGAN do, how its samples are judged here, and which lesson
  explains which part.
You need
  nothing but what a function and a mean are. About 5 minutes.
Definitions
  a law, a probability distribution; a Gaussian, the normal law, a round cloud of samples
  EM(P, Q), the Earth-Mover distance: the least Σ mass · way that moves P onto Q
  the generator g, a network that makes a sample g(z) of noise z
  the critic f, a network that gives each sample a score
  a seed, the number from which all random numbers of a run follow
  held-out samples, real ones that training does not see

The question
  You have samples of some law and no formula for it. How does a network learn to draw
  more of them?

The code
  config, err := gan.FindPreset("modes")       // a ring of eight Gaussians
  config.Losses = []gan.Loss{gan.WassersteinGP}
  comparison, err := gan.NewComparison(config, data)
  records, err := comparison.Advance(ctx, step, nil)

The numbers
  the seed of median EM, of %d; 32 units a layer, 64 samples a step`, seedsOfLessons)
	config := must(gan.FindPreset("modes"))(t)
	config.Losses, config.Width, config.Seeds, config.EvalSamples = []gan.Loss{gan.WassersteinGP}, 32, seedsOfLessons, 512
	config.Iterations, config.EvalEvery = 300, 60
	comparison, records := play(t, config)
	run := records[gan.WassersteinGP]
	seed := medianSeed(run)
	say(t, "\n  real samples\n%s", density(comparison.Runs[seed].HeldOut))
	say(t, "  generated samples after %d iterations\n%s", config.Iterations, density(comparison.Runs[seed].Samples(comparison.Runs[seed].Game)))
	say(t, "  iteration   critic's estimate   exact EM (a block is 0.1)")
	var ems []float64
	for at := seed; at < len(run); at += seedsOfLessons {
		r := run[at]
		say(t, "  %9d   %17.2f   %.2f %s", r.Step, *r.EMEstimate, r.EM, strings.Repeat("█", int(10*r.EM+0.5)))
		ems = append(ems, r.EM)
	}
	floor := must(comparison.Runs[seed].Floor(t.Context(), 1))(t)
	say(t, "\n  EM of real samples to other real samples, as good as it gets: %.2f", floor)
	found := overSeeds(last(run, modes))
	say(t, "  Gaussians found, of 8, over the seeds: %s", found)
	holds(t, "EM falls to less than a third of what it was", ems[len(ems)-1] < ems[0]/3)
	holds(t, "the samples are not perfect: EM is above the floor", ems[len(ems)-1] > floor)
	holds(t, "most of the Gaussians are found in each seed", found.least >= 6)
	early, late := overSeeds(last(run[:2*seedsOfLessons], estimateOf)), overSeeds(last(run, estimateOf))
	holds(t, "the critic's estimate falls after the first sixty iterations", late.median < early.median)
	say(t, `
What it says
  1. The generator turns noise into samples, and nobody needs the density of their law.
  2. The critic is trained to give real samples high scores and generated ones low scores,
     while its slope is kept small.
  3. The difference of its two mean scores is its estimate: at most EM times its steepest
     slope. In the median over the seeds it falls after the first sixty iterations. In one
     run, as in the one above, it may rise while EM falls, for the slope changes, too.
  4. The generator changes its weights so that its samples get higher scores.
  5. As the two take turns EM falls, here from %.2f to %.2f, and nobody had to look at a
     picture to know it.

  Why EM and no other distance                    lessons 1, 2 and 5
  How EM is computed exactly                      lesson 3
  Why a function that is not too steep finds it   lesson 4
  Why its gradient trains a generator             lesson 6
  How the slope is kept small                     lesson 7
  The algorithm, line by line                     lesson 8
  What the paper's experiments show               lesson 9
  Where its claims are weak                       lesson 10

Where to look
  figures/gallery/animation.gif; go run ./cmd/monge plot animation

Five questions
  1. What does the generator do, and what the critic?
  2. What is each of them trained for?
  3. How is the quality of samples measured here?
  4. Why is EM between two sets of real samples not 0?
  5. What does the generator know of the data?
  The answers: go test -v -run Answer00 ./gan`, ems[0], ems[len(ems)-1])
}
