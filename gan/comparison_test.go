package gan_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"monge/gan"
)

// small returns a configuration of the course's losses that trains in milliseconds.
func small() gan.Config {
	c := gan.DefaultConfig()
	c.Width, c.Depth, c.Batch, c.CriticSteps = 8, 2, 16, 2
	c.Rate, c.CriticRate, c.Clip = 1e-3, 1e-3, 0.1
	c.Iterations, c.EvalEvery, c.EvalSamples, c.Seeds = 12, 4, 32, 2
	return c
}

// all is small with all losses.
func all() gan.Config {
	c := small()
	c.Losses = gan.AllLosses()
	return c
}

// newComparison returns the comparison of a configuration whose data is a toy.
func newComparison(t testing.TB, config gan.Config) *gan.Comparison {
	t.Helper()
	return must(gan.NewComparison(config, must(gan.FindData(config.Data))(t)))(t)
}

// train advances a comparison to its end, and returns all records.
func train(t testing.TB, c *gan.Comparison) (records []gan.Record) {
	t.Helper()
	for c.Step < c.Config.Iterations {
		records = append(records, must(c.Advance(context.Background(), c.Next(), nil))(t)...)
	}
	return records
}

// outcome is a game at its end: its last record, its parameters and its streams.
type outcome struct {
	record             gan.Record
	generator, critic  []float64
	data, noise, mixed string // the states of the streams
}

// outcomes returns the outcome of each game of a configuration, by loss and seed.
func outcomes(t testing.TB, config gan.Config) map[string]outcome {
	t.Helper()
	c := newComparison(t, config)
	records := train(t, c)
	all := make(map[string]outcome)
	for k, run := range c.Runs {
		states := must(run.Streams.States())(t)
		all[fmt.Sprintf("%s, seed %d", run.Loss, run.Seed)] = outcome{
			records[len(records)-len(c.Runs)+k], run.Generator.Parameters, run.Critic.Parameters, states[0], states[1], states[2],
		}
	}
	return all
}

// wantSame fails the test unless every outcome of got is that of want, to the bit.
func wantSame(t *testing.T, what string, got, want map[string]outcome) {
	t.Helper()
	if len(got) == 0 {
		t.Errorf("%s: no outcome", what)
	}
	for name, o := range got {
		if w, ok := want[name]; !ok || !reflect.DeepEqual(o, w) {
			t.Errorf("%s: %s ends as %+v, else as %+v", what, name, o, w)
		}
	}
}

func TestAllLossesStartFromTheSameWeights(t *testing.T) {
	c := newComparison(t, small())
	for k, run := range c.Runs {
		first := c.Runs[k/4*4]
		if run.Seed != first.Seed || !slices.Equal(run.Generator.Parameters, first.Generator.Parameters) || !slices.Equal(run.Critic.Parameters, first.Critic.Parameters) {
			t.Errorf("%s, seed %d, does not start as %s, seed %d", run.Loss, run.Seed, first.Loss, first.Seed)
		}
		if !slices.Equal(run.HeldOut, first.HeldOut) || !slices.Equal(run.Noise, first.Noise) {
			t.Errorf("%s, seed %d, is not measured as %s, seed %d", run.Loss, run.Seed, first.Loss, first.Seed)
		}
	}
	one, two := c.Runs[0], c.Runs[4]
	if slices.Equal(one.Generator.Parameters, two.Generator.Parameters) || slices.Equal(one.HeldOut, two.HeldOut) || slices.Equal(one.Noise, two.Noise) {
		t.Errorf("seeds %d and %d are the same", one.Seed, two.Seed)
	}
}

// Every loss gets the same real samples in the same order, and the same noise. The test's
// data records the samples that each stream draws.
func TestAllLossesSeeTheSameSamplesAndNoise(t *testing.T) {
	config := small()
	var lock sync.Mutex
	drawn := make(map[*rand.Rand][]float64)
	data := gan.DrawnBy(2, func(x []float64, random *rand.Rand) {
		x[0], x[1] = random.NormFloat64(), random.NormFloat64()
		lock.Lock()
		defer lock.Unlock()
		drawn[random] = append(drawn[random], x...)
	})
	c := must(gan.NewComparison(config, data))(t)
	for step := 1; step <= config.Iterations; step++ {
		must(c.Advance(context.Background(), step, nil))(t)
		for k, run := range c.Runs {
			first := c.Runs[k/4*4]
			real, noise := run.Minibatch()
			firstReal, firstNoise := first.Minibatch()
			if !slices.Equal(real, firstReal) || !slices.Equal(noise, firstNoise) {
				t.Fatalf("step %d: %s sees another minibatch than %s", step, run.Loss, first.Loss)
			}
		}
	}
	for k, run := range c.Runs {
		first := c.Runs[k/4*4]
		got, want := drawn[run.Streams.DataSource()], drawn[first.Streams.DataSource()]
		if len(got) != config.Iterations*config.CriticSteps*config.Batch*2 || !slices.Equal(got, want) {
			t.Errorf("%s, seed %d, was given %d numbers, %s %d, or others", run.Loss, run.Seed, len(got), first.Loss, len(want))
		}
	}
	if slices.Equal(drawn[c.Runs[0].Streams.DataSource()], drawn[c.Runs[4].Streams.DataSource()]) {
		t.Error("two seeds see the same samples")
	}
}

// The networks are so wide that processors also share matrix products.
func TestResultsDoNotDependOnProcessors(t *testing.T) {
	config := small()
	config.Width, config.Batch, config.Iterations, config.Seeds = 96, 128, 4, 1
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want := outcomes(t, config)
	for _, processors := range []int{2, 8} {
		runtime.GOMAXPROCS(processors)
		wantSame(t, fmt.Sprintf("GOMAXPROCS=%d", processors), outcomes(t, config), want)
	}
}

func TestResultsDoNotDependOnOtherGames(t *testing.T) {
	config := small()
	config.Seeds = 5 // 1 to 5
	want := outcomes(t, config)
	if len(want) != 20 {
		t.Fatalf("%d games", len(want))
	}

	other := config
	other.Losses = slices.Clone(config.Losses)
	slices.Reverse(other.Losses)
	wantSame(t, "losses in reverse", outcomes(t, other), want)
	for _, loss := range config.Losses {
		other.Losses = []gan.Loss{loss}
		wantSame(t, loss.String()+" alone", outcomes(t, other), want)
	}
	other = config
	other.Seed, other.Seeds = 3, 1
	wantSame(t, "seed 3 alone", outcomes(t, other), want)
}

func TestResultsDoNotDependOnHowOftenTheyAreMeasured(t *testing.T) {
	config := small()
	want := outcomes(t, config)
	for _, every := range []int{0, 1, 5, 100} {
		config.EvalEvery = every
		wantSame(t, fmt.Sprintf("measured every %d", every), outcomes(t, config), want)
	}
}

func TestRecordsComeInOrder(t *testing.T) {
	config := small()
	config.EvalEvery = 5 // at 5, 10 and, last, 12
	config.Seed = 7
	records := train(t, newComparison(t, config))
	var want []string
	for _, step := range []int{5, 10, 12} {
		for seed := 7; seed <= 8; seed++ {
			for _, loss := range config.Losses {
				want = append(want, fmt.Sprint(step, " ", seed, " ", loss))
			}
		}
	}
	var got []string
	for _, r := range records {
		got = append(got, fmt.Sprint(r.Step, " ", r.Seed, " ", r.Loss))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The paper's schedule: the first iterations train the critic for longer.
func TestWarmupTakesMoreStepsOfTheCritic(t *testing.T) {
	config := small()
	config.Losses, config.Seeds = []gan.Loss{gan.Wasserstein}, 1
	config.Warmup, config.WarmupSteps = 3, 7
	drawn := make(map[*rand.Rand]int)
	data := gan.DrawnBy(2, func(x []float64, random *rand.Rand) { drawn[random]++ })
	c := must(gan.NewComparison(config, data))(t)
	for step, want := range []int{0, 7, 14, 21, 23, 25} {
		must(c.Advance(context.Background(), step, nil))(t)
		if got := drawn[c.Runs[0].Streams.DataSource()] / config.Batch; got != want {
			t.Errorf("%d steps of the critic after %d iterations, want %d", got, step, want)
		}
	}
}

func TestTickIsCalledOnceAnIteration(t *testing.T) {
	config := small()
	var ticks atomic.Int64
	must(newComparison(t, config).Advance(context.Background(), 12, func() { ticks.Add(1) }))(t)
	if got := ticks.Load(); got != 12*8 {
		t.Errorf("%d ticks of 8 games with 12 iterations", got)
	}
}

// When the context is cancelled, each game finishes its iteration and starts no other.
func TestAdvanceStopsAfterTheCurrentIterationsWhenCancelled(t *testing.T) {
	config := small()
	config.Iterations = 2000
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var ticks atomic.Int64
	_, err := newComparison(t, config).Advance(ctx, config.Iterations, func() {
		if ticks.Add(1) == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got, most := ticks.Load(), int64(10+8); got > most {
		t.Errorf("%d iterations after the tenth was the last", got-10)
	}
}

// A rate of 1e300 makes the weights enormous at once, and then a number is NaN. Whether the
// loss or a weight is NaN first depends on whether products skip zeros, since 0·NaN is NaN.
func TestDivergenceNamesLossSeedStepAndTensor(t *testing.T) {
	config := small()
	config.Rate, config.CriticRate, config.Seed, config.Seeds = 1e300, 1e300, 5, 1
	config.Activation = gan.LeakyReLU // the units of a ReLU would die, and all numbers stay finite
	for _, loss := range gan.AllLosses() {
		config.Losses = []gan.Loss{loss}
		_, err := newComparison(t, config).Advance(context.Background(), config.Iterations, nil)
		want := regexp.MustCompile(`^gan: ` + loss.String() + `, seed 5, step [123]: critic (layer 1 weights: NaN after an update \(loss (NaN|[+-]Inf)\)|loss is NaN)$`)
		if err == nil || !want.MatchString(err.Error()) {
			t.Errorf("%s: error %v, want %v", loss, err, want)
		}
	}
}

// Weights may be finite while a loss is not. JSON cannot hold such a loss, so Advance must
// return an error.
func TestRecordsOfADivergingRunAreFiniteOrAnError(t *testing.T) {
	config := small()
	config.Rate, config.CriticRate, config.Seeds, config.Seed = 1e50, 1e50, 1, 5
	for _, s := range activations {
		for _, loss := range gan.AllLosses() {
			config.Activation, config.Losses = s, []gan.Loss{loss}
			c := newComparison(t, config)
			for step := range 5 {
				records, err := c.Advance(context.Background(), step, nil)
				if err != nil {
					t.Logf("%s: %v", s, err)
					break
				}
				if _, err := json.Marshal(records); err != nil {
					t.Errorf("%s, %s, step %d: %v", s, loss, step, err)
				}
			}
		}
	}
}

// Data of 50 points hold out 10, fewer than EvalSamples.
func TestComparisonMeasuresOnTheHeldOutPointsThatThereAre(t *testing.T) {
	config := small()
	data := must(gan.NewData("mine.csv", normals(3*50, newRandom(1)), 3))(t)
	config.Data = data.Name
	records := train(t, must(gan.NewComparison(config, data))(t))
	for _, r := range records {
		if !(r.EM > 0) || r.Modes != 0 || r.HighQuality != 0 {
			t.Errorf("%+v", r)
		}
	}
}
