package gan_test

import (
	"testing"

	"monge/gan"
)

// The answers to the questions of lesson 0, and to "Change me" in notebook 0:
//
//	go test -v -run Answer00 ./gan

func TestAnswer00_FiveQuestions(t *testing.T) {
	answer(t)
	say(t, `
  1. The generator turns noise into samples. The critic gives each sample a score.
  2. That real samples have high scores and generated ones low scores, while its slope is
     kept small. The generator wants high scores for its own samples.
  3. By exact EM between generated samples and real ones that training did not see.
  4. Because two sets of real samples are not the same points: EM between them is not 0.
  5. Only the critic's scores, and the direction in which the score of each of its own
     samples rises. It never sees a real sample.`)
	config := must(gan.FindPreset("modes"))(t)
	d := must(comparison(config))(t)
	floor := must(d.Runs[0].Floor(t.Context(), 1))(t)
	holds(t, "EM between two sets of real samples is not 0", floor > 0)
}

func TestAnswer00_ChangeMe(t *testing.T) {
	answer(t)
	say(t, `
  EM falls on all of them. After 300 iterations it is least, as a share of what it was, on
  the far Gaussian, which takes one move. On the spiral it falls to less than half, too; on
  the grid the samples come near and do not split into 25.

                 EM before                   after                       modes`)
	shares := make(map[string]float64)
	for _, name := range []string{"swissroll", "25gaussians", "far"} {
		_, records := play(t, lessonPreset("modes", func(c *gan.Config) {
			c.Data, c.Losses, c.Batch, c.Iterations, c.EvalEvery, c.EvalSamples = name, []gan.Loss{gan.WassersteinGP}, 64, 300, 300, 512
		}))
		run := records[gan.WassersteinGP]
		before, after := overSeeds(last(run[:seedsOfLessons], em)), overSeeds(last(run, em))
		say(t, "  %-12s %s%s%s", name, before, after, overSeeds(last(run, modes)))
		shares[name] = after.median / before.median
		if name == "25gaussians" {
			holds(t, "on the grid not a third of the modes are found in the median seed", overSeeds(last(run, modes)).median < 25./3)
		}
	}
	holds(t, "EM falls to less than half on all", max(shares["swissroll"], shares["25gaussians"], shares["far"]) < 0.5)
	holds(t, "and to the smallest share on the far Gaussian", shares["far"] < min(shares["swissroll"], shares["25gaussians"]))
}
