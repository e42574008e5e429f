package gan_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"monge/gan"
)

// wantPanic fails the test unless do panics with a string that begins with begins.
func wantPanic(t *testing.T, begins string, do func()) {
	t.Helper()
	defer func() {
		if got, ok := recover().(string); !ok || !strings.HasPrefix(got, begins) {
			t.Errorf("panic %q, want %q", got, begins)
		}
	}()
	do()
}

// A comparison cannot go back to an earlier step, or beyond its last one.
func TestAdvanceRefusesStepsBehindAndBeyond(t *testing.T) {
	c := newComparison(t, small())
	must(c.Advance(context.Background(), 8, nil))(t)
	want := slices.Clone(c.Runs[0].Generator.Parameters)
	for step, message := range map[int]string{
		7:  "gan: step 7 is before step 8, where the games are",
		-1: "gan: step -1 is before step 8, where the games are",
		13: "gan: step 13 is beyond the 12 iterations of the configuration",
	} {
		_, err := c.Advance(context.Background(), step, nil)
		wantError(t, "Advance", err, message)
		wantError(t, "Train", c.Train(context.Background(), step, nil), message)
	}
	if c.Step != 8 || !slices.Equal(c.Runs[0].Generator.Parameters, want) {
		t.Error("a refused call has trained")
	}
	must(c.Advance(context.Background(), 8, nil))(t) // measured once more
	must(c.Advance(context.Background(), 12, nil))(t)
}

// After an error games stand at different steps, so a comparison refuses to go on.
func TestAComparisonThatFailedDoesNotGoOn(t *testing.T) {
	c := newComparison(t, small())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Advance(ctx, 4, nil); err == nil {
		t.Fatal("no error")
	}
	wantError(t, "Train", c.Train(context.Background(), 4, nil), "gan: the games are at different steps, after an error: context canceled")
}

func TestComparisonRefusesDataOfAnotherConfiguration(t *testing.T) {
	_, err := gan.NewComparison(small(), must(gan.FindData("gaussian"))(t))
	wantError(t, "NewComparison", err, `gan: the data are "gaussian", but the configuration names "8gaussians"`)
}

// Functions that return errors refuse a loss that does not exist. Others name it.
func TestALossThatDoesNotExistIsNamed(t *testing.T) {
	const message = "gan: loss 9 does not exist (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)"
	loss := gan.Loss(9)
	if got := loss.String() + loss.Label(); got != "Loss(9)Loss(9)" {
		t.Errorf("it is called %s", got)
	}
	_, err := small().Game(loss, must(gan.FindData("8gaussians"))(t), 1)
	wantError(t, "Game", err, message)
	_, err = loss.MarshalText()
	wantError(t, "MarshalText", err, message)
	g := game(t, gan.Wasserstein, 8, 16)
	g.Loss = loss
	wantError(t, "Iterate", g.Iterate(), message)
	wantPanic(t, message, func() { loss.Generator([]float64{1}, []float64{1}) })
}

// A field of a game with an impossible value gives an error that names the field.
func TestImpossibleGamesAreRefused(t *testing.T) {
	for message, change := range map[string]func(g *gan.Game){
		"gan: clip is -1, but must be above 0":                    func(g *gan.Game) { g.Clip = -1 },
		"gan: critic steps is 0, but must be at least 1":          func(g *gan.Game) { g.CriticSteps = 0 },
		"gan: batch is 0, but must be at least 1":                 func(g *gan.Game) { g.Batch = 0 },
		"gan: generator steps is -1, but must be at least 0":      func(g *gan.Game) { g.GeneratorSteps = -1 },
		"gan: prior 9 does not exist (there are normal, uniform)": func(g *gan.Game) { g.Prior = 8 },
		"gan: penalty is 0, but must be above 0":                  func(g *gan.Game) { g.Loss, g.Penalty = gan.WassersteinGP, 0 },
	} {
		g := game(t, gan.Wasserstein, 8, 16)
		change(g)
		wantError(t, "Iterate", g.Iterate(), message)
	}
}

// Batch, loss and networks can change between two steps.
func TestAGameMayChangeBetweenSteps(t *testing.T) {
	g := game(t, gan.Wasserstein, 8, 16)
	for _, change := range []func(){
		func() { g.Batch = 5 },
		func() { g.Batch = 40 },
		func() { g.Loss = gan.WassersteinGP },
		func() { g.Generator = g.Generator.Clone() },
	} {
		change()
		before := slices.Clone(g.Generator.Parameters)
		if err := g.Iterate(); err != nil {
			t.Fatal(err)
		}
		if real, _ := g.Minibatch(); len(real) != 2*g.Batch {
			t.Errorf("a minibatch of %d numbers for %d samples", len(real), g.Batch)
		}
		if slices.Equal(before, g.Generator.Parameters) {
			t.Error("the generator has not moved")
		}
	}
}

// Data from which nothing can be drawn are refused.
func TestDataWithoutAnythingToDrawAreRefused(t *testing.T) {
	empty := gan.Data{Name: "mine", Dim: 1}
	const message = `gan: data "mine" have no modes, no points and no sampler: there is nothing to draw from`
	_, err := small().Game(gan.Wasserstein, empty, 1)
	wantError(t, "Game", err, message)
	config := small()
	config.Data = "mine"
	_, err = gan.NewComparison(config, empty)
	wantError(t, "NewComparison", err, message)
	wantPanic(t, message, func() { empty.Sample(make([]float64, 1), newRandom(1)) })
	_, err = gan.NewSampler("mine", 1, nil)
	wantError(t, "NewSampler", err, message)
	_, err = gan.NewSampler("mine", 0, func([]float64, *rand.Rand) {})
	wantError(t, "NewSampler", err, `gan: data "mine" have dimension 0; at least 1 is needed`)
	_, err = small().Game(gan.Wasserstein, gan.Data{Name: "mine", Dim: 2, Modes: [][]float64{{1}}}, 1)
	wantError(t, "Game", err, `gan: data "mine": mode 0 has 1 coordinates, not 2`)
}

// A prior or an activation that does not exist would pass for another one.
func TestAPriorOrAnActivationThatDoesNotExistPanics(t *testing.T) {
	wantPanic(t, "gan: prior 9 does not exist (there are normal, uniform)", func() { gan.Prior(8).Sample(make([]float64, 1), newRandom(1)) })
	wantPanic(t, "gan: activation 0 does not exist (there are linear, relu, leaky-relu, tanh)", func() { gan.NewNetwork([]int{1, 1}, 0, newRandom(1)) })
}

func TestAnEvaluatorOfNoSamplesPanics(t *testing.T) {
	data := must(gan.FindData("8gaussians"))(t)
	wantPanic(t, "gan: an evaluator of -1 samples", func() { gan.NewEvaluator(data, gan.Normal, 2, -1, 1) })
	wantPanic(t, "gan: an evaluator of 5 samples from noise of dimension 0", func() { gan.NewEvaluator(data, gan.Normal, 0, 5, 1) })
}

// A generator learns data that a function draws, and Generate returns its samples.
func TestASamplerFunctionCanBeLearned(t *testing.T) {
	data := must(gan.NewSampler("uniform", 1, func(dst []float64, random *rand.Rand) { dst[0] = 2 + random.Float64() }))(t)
	config := small()
	config.Data, config.Losses, config.Seeds, config.Iterations = "uniform", []gan.Loss{gan.WassersteinGP}, 1, 300
	c := must(gan.NewComparison(config, data))(t)
	first := must(c.Advance(context.Background(), 0, nil))(t)[0].EM
	if last := must(c.Advance(context.Background(), 300, nil))(t)[0].EM; !(last < first/2) {
		t.Errorf("EM %v, at first %v", last, first)
	}
	samples := c.Runs[0].Generator.Generate(7, gan.Normal, newRandom(1))
	if len(samples) != 7 || !slices.Equal(samples, c.Runs[0].Generator.Generate(7, gan.Normal, newRandom(1))) {
		t.Errorf("generated %v", samples)
	}
}

// A panic of a game becomes a panic of Train, from which its caller can recover. A panic in
// another goroutine would end the program.
func TestAPanicOfAGameReachesTheCallerOfTrain(t *testing.T) {
	c := newComparison(t, small())
	c.Runs[1].Critic = nil
	wantPanic(t, "runtime error: invalid memory address", func() { c.Train(context.Background(), 3, nil) })
}
