package gan_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"monge/gan"
)

// Lessons 9 and 10 and their notebooks also give numbers of thirty seeds, which would take a
// lesson too long. These tests train them and compare the sentences:
//
//	go test -run Thirty ./gan ./figures

// thirty is the number of seeds.
const thirty = 30

// ofThirty skips a test unless -run asks for thirty seeds.
func ofThirty(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Thirty") {
		t.Skip("it trains thirty seeds: go test -run Thirty ./gan ./figures")
	}
}

// The files that say what these tests compute.
const (
	lesson9, notebook9   = "lesson09_experiments_test.go", "../notebooks/09_experiments.ipynb"
	lesson10, notebook10 = "lesson10_limits_test.go", "../notebooks/10_limits.ipynb"
)

// states fails the test if a file lacks a sentence. Where its lines end does not matter, and
// a backslash of a notebook is one of JSON's two.
func states(t *testing.T, file, sentence string) {
	t.Helper()
	text := strings.ReplaceAll(string(must(os.ReadFile(file))(t)), `\\`, `\`)
	if !strings.Contains(strings.Join(strings.Fields(text), " "), sentence) {
		t.Errorf("%s lacks %q", file, sentence)
	}
}

// median returns the median of values, and of an even number of them the mean of two.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// sets returns the median of each set of five seeds.
func sets(values []float64) (medians []float64) {
	for five := range slices.Chunk(values, seedsOfLessons) {
		medians = append(medians, median(five))
	}
	return medians
}

// count returns how many values are so.
func count(values []float64, so func(v float64) bool) (n int) {
	for _, v := range values {
		if so(v) {
			n++
		}
	}
	return n
}

// number writes a small number as a word, as the lessons do.
func number(n int) string {
	words := []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// Lesson 9.1.
func TestThirtySeedsOfADiscriminatorAndACritic(t *testing.T) {
	ofThirty(t)
	reach := func(loss gan.Loss, steps int) (reaches []float64) {
		for seed := range uint64(thirty) {
			c := lessonConfig(func(c *gan.Config) { c.Noise, c.Clip, c.CriticRate = 1, 0.1, 1e-3 })
			g := must(betweenGaussians(c, loss, steps, 1+seed))(t)
			reaches = append(reaches, measured(t, g, 64, 1+seed).GradNorm)
		}
		return reaches
	}
	early, late := reach(gan.Minimax, 100), reach(gan.Minimax, 2000)
	least := math.Inf(1) // orders of magnitude that the gradient of log(1 − D) loses
	for seed := range late {
		least = min(least, math.Log10(early[seed]/late[seed]))
	}
	states(t, lesson9, fmt.Sprintf("It shrinks in each; of thirty seeds the one that loses least loses %.1f orders.", least))
	before, after := sets(reach(gan.Wasserstein, 100)), sets(reach(gan.Wasserstein, 2000))
	for k := range after {
		after[k] /= before[k]
	}
	states(t, lesson9, fmt.Sprintf("%.1f to %.1f-fold in six sets of five seeds", slices.Min(after), slices.Max(after)))
}

// Lesson 9.2, and what claim 4.2 says where it is tested.
func TestThirtySeedsOfTheEstimateOfJS(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("experiments", func(c *gan.Config) {
		c.Losses = []gan.Loss{gan.Minimax, gan.Wasserstein}
		c.Iterations, c.EvalEvery, c.EvalSamples, c.Seeds = 400, 25, 128, thirty
	}))
	minimax := records[gan.Minimax]
	estimates, began, ended := last(minimax, estimateOf), last(minimax[:thirty], em), last(minimax, em)
	var below []float64
	for seed, estimate := range estimates {
		if estimate < 0.95*math.Ln2 {
			below = append(below, estimate)
			holds(t, "where the estimate ends below log 2 EM rises", ended[seed] > began[seed])
		}
	}
	atLog2 := number(thirty - len(below))
	states(t, lesson9, fmt.Sprintf("Of seeds 1 to 30 %s are of the first kind. In each of the other %s EM rises.", atLog2, number(len(below))))
	states(t, notebook9, fmt.Sprintf(`ends near $\log 2$ in some seeds, %s of thirty, where EM hardly moves; in each of the other %s it is lower, and EM rises.`, atLog2, number(len(below))))
	states(t, "claims_training_test.go", fmt.Sprintf("Of thirty, %s end at log 2, and the // others at %.2f to %.2f.", atLog2, slices.Min(below), slices.Max(below)))
	holds(t, "in the median of each of six sets the rank correlation is negative", slices.Max(sets(correlationsOfSeeds(minimax, 1))) < 0)

	var negative []float64
	for k, run := range bySeed(records[gan.Wasserstein]) {
		if k%seedsOfLessons == 0 {
			negative = append(negative, 0)
		}
		for _, r := range run[1:] {
			if estimateOf(r) < 0 {
				negative[len(negative)-1]++
			}
		}
	}
	others := negative[1:] // the lesson has the first five
	states(t, lesson9, fmt.Sprintf("(Five other sets of five seeds have %s to %s.)", number(int(slices.Min(others))), number(int(slices.Max(others)))))
}

// Lesson 9.3.
func TestThirtySeedsOfOneCriticStep(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("critic-steps", func(c *gan.Config) {
		c.Losses, c.CriticSteps, c.Seeds = []gan.Loss{gan.Wasserstein, gan.Minimax}, 1, thirty
	}))
	medians := slices.Concat(sets(last(records[gan.Wasserstein], em)), sets(last(records[gan.Minimax], em)))
	states(t, lesson9, fmt.Sprintf("(Of six sets of five seeds the medians are %.1f to %.1f.)", slices.Min(medians), slices.Max(medians)))
}

// Lesson 10.1 at its 32 units, and what claim 3.10 says where it is tested.
func TestThirtySeedsOfMomentum(t *testing.T) {
	ofThirty(t)
	var swing, ofLogD []float64 // medians, by optimizer
	var ranges [][]float64      // of the WGAN, by optimizer and seed
	for _, o := range optimizers {
		_, records := play(t, lessonPreset("momentum", func(c *gan.Config) {
			c.EvalEvery, c.Optimizer, c.Beta1, c.Seeds = 40, o.kind, o.beta1, thirty
		}))
		ranges = append(ranges, swings(records[gan.Wasserstein]))
		swing, ofLogD = append(swing, median(ranges[len(ranges)-1])), append(ofLogD, median(last(records[gan.NonSaturating], em)))
	}
	plain, most := ranges[0], ranges[len(ranges)-1]
	factors := sets(most)
	for k, without := range sets(plain) {
		factors[k] /= without
	}
	less := 0
	for seed := range thirty {
		if most[seed] < plain[seed] {
			less++
		}
	}
	states(t, lesson10, fmt.Sprintf("six sets of five seeds gave %.1f to %.0f times, and of thirty seeds the median swing is %.1f with β₁ = 0.9 and %.1f with RMSProp.",
		slices.Min(factors), slices.Max(factors), swing[3], swing[0]))
	states(t, lesson10, fmt.Sprintf("of thirty seeds the median is %.2f at 0 and %.2f at 0.5.", swing[1], swing[2]))
	states(t, lesson10, fmt.Sprintf("Of thirty seeds the median EM of −log D is %.1f with RMSProp, and %.1f, %.1f and %.1f with β₁ = 0, 0.5 and 0.9.", ofLogD[0], ofLogD[1], ofLogD[2], ofLogD[3]))
	states(t, notebook10, fmt.Sprintf(`of thirty seeds the median is %.2f at $\beta_1 = 0$, %.2f at $0.5$, %.1f at $0.9$ and %.2f with RMSProp.`, swing[1], swing[2], swing[3], swing[0]))
	states(t, notebook10, fmt.Sprintf(`Of thirty its median EM is %.1f with RMSProp, and %.1f, %.1f and %.1f with $\beta_1 = 0$, $0.5$ and $0.9$.`, ofLogD[0], ofLogD[1], ofLogD[2], ofLogD[3]))
	states(t, "claims_training_test.go", fmt.Sprintf("of thirty, %s // swing less", number(less)))
}

// Lesson 10.2.
func TestThirtySeedsOfTheTunedGAN(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("tuned-gan", func(c *gan.Config) { c.Batch, c.EvalSamples, c.Seeds = 64, 512, thirty }))
	found := last(records[gan.NonSaturating], modes)
	all, few := count(found, func(v float64) bool { return v == 8 }), count(found, func(v float64) bool { return v <= 4 })
	between := count(found, func(v float64) bool { return v == 6 || v == 7 })
	sentence := fmt.Sprintf("%d find all eight modes, %s find six or seven, and %s find four or fewer", all, number(between), number(few))
	holds(t, "none finds five", all+between+few == thirty)
	states(t, lesson10, "of seeds 1 to 30 "+sentence)
	states(t, notebook10, "of seeds 1 to 30 "+strings.Replace(sentence, "modes, ", "modes with one step, ", 1))
}

// Notebook 10: the losses beside minimax, on the five seeds of lesson 10.3.
func TestThirtySeedsAndFiveOfASlowGenerator(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("vanishing", func(c *gan.Config) {
		c.Losses, c.EvalSamples = []gan.Loss{gan.Wasserstein, gan.NonSaturating}, 512
	}))
	wgan, logD := median(last(records[gan.Wasserstein], em)), median(last(records[gan.NonSaturating], em))
	states(t, notebook10, fmt.Sprintf(`the clipped WGAN ends at %.2f and $-\log D$ at %.2f, in the median`, wgan, logD))
}

// Lesson 10.5.
func TestThirtySeedsOfTheFarGaussian(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("experiments", func(c *gan.Config) {
		c.Losses = []gan.Loss{gan.NonSaturating, gan.Wasserstein}
		c.Data, c.Iterations, c.EvalEvery, c.EvalSamples, c.Seeds = "far", 400, 25, 128, thirty
	}))
	logD, critic := sets(correlationsOfSeeds(records[gan.NonSaturating], 1)), sets(correlationsOfSeeds(records[gan.Wasserstein], 1))
	above := 0
	for k := range logD {
		if logD[k] > critic[k] {
			above++
		}
	}
	states(t, lesson10, fmt.Sprintf("(Of six sets of five seeds the medians of −log D are above those of the clipped critic in %s.)", number(above)))
}

// Lesson 10.6.
func TestThirtySeedsOfTheGrid(t *testing.T) {
	ofThirty(t)
	_, records := play(t, lessonPreset("modes", func(c *gan.Config) {
		c.Data, c.Batch, c.EvalSamples, c.Seeds = "25gaussians", 64, 512, thirty
	}))
	found := make(map[gan.Loss]float64)
	for loss, r := range records {
		found[loss] = median(last(r, modes))
	}
	states(t, lesson10, fmt.Sprintf("Of thirty seeds the medians are %v modes with the penalty, %v for minimax, %v for −log D and %v for the clipped WGAN.",
		found[gan.WassersteinGP], found[gan.Minimax], found[gan.NonSaturating], found[gan.Wasserstein]))
	states(t, notebook10, fmt.Sprintf(`Of thirty the medians are %v modes with the penalty, %v for minimax, %v for $-\log D$ and %v for the clipped WGAN.`,
		found[gan.WassersteinGP], found[gan.Minimax], found[gan.NonSaturating], found[gan.Wasserstein]))
}
