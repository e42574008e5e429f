package gan_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"monge/gan"
)

// Lesson 0, which shows the whole game at once, and lessons 7 to 10. Lessons 1 to 6 are in
// package metrics. What follows is what they have in common.

// say writes to the log of the test without file and line, so that
//
//	go test -v -run Lesson ./gan
//
// reads as text. What it says is asserted beside it, by holds.
func say(t *testing.T, format string, arguments ...any) {
	t.Helper()
	fmt.Fprintln(t.Output(), strings.TrimRight(fmt.Sprintf(format, arguments...), " "))
}

// holds fails the test if what a lesson says is not so.
func holds(t *testing.T, what string, so bool) {
	t.Helper()
	if !so {
		t.Errorf("it does not hold that %s", what)
	}
}

// trains skips a test that trains for seconds if tests are to be short.
func trains(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it trains for seconds")
	}
}

// seedsOfLessons is how many seeds the lessons look at. How many modes are found against a
// strong opponent differs so much between them that five say little: there are more.
const (
	seedsOfLessons = 5
	seedsOfModes   = 40
)

// lessonConfig returns Algorithm 1's settings with networks and batches so small that a
// lesson takes seconds.
func lessonConfig(change func(c *gan.Config)) gan.Config {
	c := gan.DefaultConfig()
	c.Width, c.Batch, c.EvalEvery, c.EvalSamples, c.Seeds = 16, 32, 0, 256, seedsOfLessons
	change(&c)
	return c
}

// lessonPreset returns the settings of a preset with networks of half the width and half
// the batch, so that a lesson takes seconds, on the seeds of the lessons. What change
// changes beyond that the lesson says. It panics if there is no such preset.
func lessonPreset(name string, change func(c *gan.Config)) gan.Config {
	c, err := gan.FindPreset(name)
	if err != nil {
		panic(err)
	}
	c.Width, c.Batch, c.EvalEvery, c.EvalSamples, c.Seeds = 32, 32, 0, 256, seedsOfLessons
	change(&c)
	return c
}

// play trains all seeds of a configuration to the end. It returns its records by
// loss: in the order of steps, and for each of them of seeds.
func play(t testing.TB, c gan.Config) (*gan.Comparison, map[gan.Loss][]gan.Record) {
	t.Helper()
	d := must(comparison(c))(t)
	return d, must(advance(t.Context(), d))(t)
}

// comparison returns the games of a configuration.
func comparison(c gan.Config) (*gan.Comparison, error) {
	data, err := gan.FindData(c.Data)
	if err != nil {
		return nil, err
	}
	return gan.NewComparison(c, data)
}

// advance is play for a comparison that was made.
func advance(ctx context.Context, d *gan.Comparison) (map[gan.Loss][]gan.Record, error) {
	records := make(map[gan.Loss][]gan.Record)
	for step := 0; ; step = d.Next() {
		now, err := d.Advance(ctx, step, nil)
		if err != nil {
			return nil, err
		}
		for _, r := range now {
			records[r.Loss] = append(records[r.Loss], r)
		}
		if step == d.Config.Iterations {
			return records, nil
		}
	}
}

// withCritic returns a game whose critic was trained, the generator held still.
func withCritic(t testing.TB, c gan.Config, loss gan.Loss, steps int, seed uint64) *gan.Game {
	t.Helper()
	g := must(c.Game(loss, must(gan.FindData(c.Data))(t), seed))(t)
	if err := g.TrainCritic(steps); err != nil {
		t.Fatal(err)
	}
	return g
}

// measured returns the record of a game on so many samples that it has not seen.
func measured(t testing.TB, g *gan.Game, samples int, seed uint64) gan.Record {
	t.Helper()
	return must(gan.NewEvaluator(g.Data, g.Prior, g.Generator.In(), samples, seed).Measure(t.Context(), g))(t)
}

// last returns a value of the records at the end, one a seed.
func last(records []gan.Record, value func(gan.Record) float64) []float64 {
	var values []float64
	end := records[len(records)-1].Step
	for _, r := range records {
		if r.Step == end {
			values = append(values, value(r))
		}
	}
	return values
}

// bySeed returns the records of each seed, in the order of steps.
func bySeed(records []gan.Record) [][]gan.Record {
	var runs [][]gan.Record
	for _, r := range records {
		k := int(r.Seed - records[0].Seed)
		if k == len(runs) {
			runs = append(runs, nil)
		}
		runs[k] = append(runs[k], r)
	}
	return runs
}

// over is the median of some values, and their range.
type over struct{ median, least, most float64 }

// overSeeds returns them of an odd number of values.
func overSeeds(values []float64) over {
	sorted := slices.Sorted(slices.Values(values))
	return over{stat.Quantile(0.5, stat.Empirical, sorted, nil), sorted[0], sorted[len(sorted)-1]}
}

// String writes median and range with two digits.
func (o over) String() string {
	return fmt.Sprintf("%-7.2g %-21s", o.median, fmt.Sprintf("(%.2g to %.2g)", o.least, o.most))
}

// overlap reports whether two ranges have a value in common.
func overlap(a, b over) bool { return a.least <= b.most && b.least <= a.most }

// average is the mean of some values, and its standard error.
type average struct{ mean, err float64 }

func averageOf(values []float64) average {
	mean, deviation := stat.MeanStdDev(values, nil)
	return average{mean, stat.StdErr(deviation, float64(len(values)))}
}

// String writes it with its error.
func (a average) String() string {
	return fmt.Sprintf("%-16s", fmt.Sprintf("%.2f ± %.2f", a.mean, a.err))
}

func em(r gan.Record) float64       { return r.EM }
func gradient(r gan.Record) float64 { return r.GradNorm }
func modes(r gan.Record) float64    { return float64(r.Modes) }
func quality(r gan.Record) float64  { return r.HighQuality }
