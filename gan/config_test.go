package gan_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"monge/gan"
)

// Every setting that is impossible is refused before the first step, with its
// value and what is allowed.
func TestImpossibleSettingsAreRefused(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	toy := must(gan.FindData("8gaussians"))(t)
	sample := must(gan.NewData("mine.csv", normals(40, newRandom(1)), 2))(t) // 20 points, 16 to train on
	for _, c := range []struct {
		change func(c *gan.Config)
		data   gan.Data
		want   string
	}{
		{func(c *gan.Config) { c.Width = 0 }, toy, "gan: width is 0, but must be from 1 to 16384"},
		{func(c *gan.Config) { c.Width = -3 }, toy, "gan: width is -3, but must be from 1 to 16384"},
		{func(c *gan.Config) { c.Width = 16385 }, toy, "gan: width is 16385, but must be from 1 to 16384"},
		{func(c *gan.Config) { c.Depth = -1 }, toy, "gan: depth is -1, but must be from 0 to 256"},
		{func(c *gan.Config) { c.Depth = 257 }, toy, "gan: depth is 257, but must be from 0 to 256"},
		{func(c *gan.Config) { c.Width, c.Depth = 16384, 2 }, toy, "gan: width 16384 and depth 2 make networks of 268517376 parameters, more than 67108864"},
		{func(c *gan.Config) { c.Noise = 0 }, toy, "gan: noise dimension is 0, but must be from 1 to 1024"},
		{func(c *gan.Config) { c.Batch = 0 }, toy, "gan: batch is 0, but must be from 1 to 65536"},
		{func(c *gan.Config) { c.Batch = 17 }, sample, "gan: batch 17 is larger than the data set, which has 16 points to train on"},
		{func(c *gan.Config) { c.CriticSteps = 0 }, toy, "gan: critic steps is 0, but must be from 1 to 1048576"},
		{func(c *gan.Config) { c.Warmup = -1 }, toy, "gan: warm-up is -1 iterations, but must be at least 0"},
		{func(c *gan.Config) { c.WarmupSteps = 0 }, toy, "gan: warm-up steps is 0, but must be from 1 to 1048576"},
		{func(c *gan.Config) { c.Clip = 0 }, toy, "gan: clip is 0, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Clip = -0.01 }, toy, "gan: clip is -0.01, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Clip = nan }, toy, "gan: clip is NaN, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Clip = inf }, toy, "gan: clip is +Inf, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Penalty = 0 }, toy, "gan: penalty is 0, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Penalty = nan }, toy, "gan: penalty is NaN, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Rate = 0 }, toy, "gan: learning rate is 0, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Rate = nan }, toy, "gan: learning rate is NaN, but must be above 0 and finite"},
		{func(c *gan.Config) { c.CriticRate = -1 }, toy, "gan: critic's learning rate is -1, but must be above 0 and finite"},
		{func(c *gan.Config) { c.CriticRate = inf }, toy, "gan: critic's learning rate is +Inf, but must be above 0 and finite"},
		{func(c *gan.Config) { c.Beta1 = 1 }, toy, "gan: β₁ is 1, but must be at least 0 and below 1"},
		{func(c *gan.Config) { c.Beta1 = -0.5 }, toy, "gan: β₁ is -0.5, but must be at least 0 and below 1"},
		{func(c *gan.Config) { c.Beta1 = nan }, toy, "gan: β₁ is NaN, but must be at least 0 and below 1"},
		{func(c *gan.Config) { c.Iterations = 0 }, toy, "gan: iterations is 0, but must be from 1 to 1073741824"},
		{func(c *gan.Config) { c.EvalEvery = -1 }, toy, "gan: evaluation interval is -1 iterations, but must be at least 0; 0 measures at the end only"},
		{func(c *gan.Config) { c.EvalSamples = 0 }, toy, "gan: evaluation samples is 0, but must be from 1 to 65536"},
		{func(c *gan.Config) { c.Seeds = 0 }, toy, "gan: seeds is 0, but must be from 1 to 65536"},
		{func(c *gan.Config) { c.Seed, c.Seeds = math.MaxUint64-1, 3 }, toy, "gan: 3 seeds from seed 18446744073709551614 on exceed the largest seed, 18446744073709551615"},
		{func(c *gan.Config) { c.Losses = nil }, toy, "gan: no loss (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)"},
		{func(c *gan.Config) { c.Losses = []gan.Loss{gan.Wasserstein, 9} }, toy, "gan: loss 9 does not exist (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)"},
		{func(c *gan.Config) { c.Losses = []gan.Loss{gan.Wasserstein, gan.Minimax, gan.Wasserstein} }, toy, `gan: loss "wgan" is given twice`},
		{func(c *gan.Config) { c.Activation = -1 }, toy, "gan: activation -1 does not exist (there are linear, relu, leaky-relu, tanh)"},
		{func(c *gan.Config) { c.Optimizer = 0 }, toy, "gan: optimizer 0 does not exist (there are rmsprop, adam, sgd)"},
	} {
		config := gan.DefaultConfig()
		c.change(&config)
		wantError(t, "Check", config.Check(c.data), c.want)
		_, err := gan.NewComparison(config, c.data)
		wantError(t, "NewComparison", err, c.want)
		_, err = config.Game(gan.Wasserstein, c.data, 1)
		wantError(t, "Game", err, c.want)
	}
}

// The smallest and largest allowed values are accepted.
func TestPossibleSettingsAreAccepted(t *testing.T) {
	sample := must(gan.NewData("mine.csv", normals(40, newRandom(1)), 2))(t)
	for name, change := range map[string]func(c *gan.Config){
		"defaults":          func(*gan.Config) {},
		"one of everything": func(c *gan.Config) { c.Width, c.Depth, c.Noise, c.Batch, c.EvalSamples = 1, 1, 1, 1, 1 },
		"a whole data set":  func(c *gan.Config) { c.Batch = 16 },
		"at the end only":   func(c *gan.Config) { c.EvalEvery = 0 },
		"no momentum":       func(c *gan.Config) { c.Beta1 = 0 },
	} {
		config := gan.DefaultConfig()
		config.Batch = 16
		change(&config)
		if err := config.Check(sample); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Claim 3.9: α = 0.00005, c = 0.01, m = 64, n_critic = 5, RMSProp.
func TestClaim3_9_DefaultsAreThoseOfAlgorithm1(t *testing.T) {
	c := gan.DefaultConfig()
	got := fmt.Sprintln(c.Rate, c.CriticRate, c.Clip, c.Batch, c.CriticSteps, c.Optimizer)
	if want := "5e-05 5e-05 0.01 64 5 rmsprop\n"; got != want {
		t.Errorf("%swant %s", got, want)
	}
	// Each player learns at its own rate.
	c.Rate, c.CriticRate = 1e-3, 2e-3
	g := must(c.Game(gan.Wasserstein, gan.Catalog()[0], 1))(t)
	if generator, critic := g.GeneratorOptimizer.(*gan.RMSProp).Rate, g.CriticOptimizer.(*gan.RMSProp).Rate; generator != 1e-3 || critic != 2e-3 {
		t.Errorf("rates %v and %v become %v and %v", c.Rate, c.CriticRate, generator, critic)
	}
	// A change of the losses of one configuration does not change those of the next.
	c.Losses[0] = 0
	if err := gan.DefaultConfig().Check(gan.Catalog()[0]); err != nil {
		t.Error(err)
	}
}

// On all data the networks have the configured width and depth, and the inputs and outputs
// that noise and data need.
func TestGameHasTheConfiguredNetworks(t *testing.T) {
	config := gan.DefaultConfig()
	config.Width, config.Depth, config.Noise, config.Activation = 7, 2, 3, gan.Tanh
	shape := func(n *gan.Network) (sizes []int) {
		sizes = append(sizes, n.In())
		for l, layer := range n.Layers {
			sizes = append(sizes, layer.Out)
			if hidden := l < len(n.Layers)-1; (layer.Activation == gan.Tanh) != hidden {
				t.Errorf("layer %d is %s", l+1, layer.Activation)
			}
		}
		return sizes
	}
	for _, data := range gan.Catalog() {
		g := must(config.Game(gan.Minimax, data, 1))(t)
		if got, want := shape(g.Critic), []int{data.Dim, 7, 7, 1}; !slices.Equal(got, want) {
			t.Errorf("%s: critic %v, want %v", data.Name, got, want)
		}
		want := []int{3, 7, 7, data.Dim}
		if data.Name == "lines" {
			want = []int{1, 2} // gθ(z) = (θ, z)
		}
		if got := shape(g.Generator); !slices.Equal(got, want) {
			t.Errorf("%s: generator %v, want %v", data.Name, got, want)
		}
	}
}

// Only the toy "lines" has the generator of Example 1, not points of the same name.
func TestPointsWithTheNameOfAToyDoNotGetItsGenerator(t *testing.T) {
	data := must(gan.NewData("lines", normals(600, newRandom(1)), 3))(t)
	g := must(gan.DefaultConfig().Game(gan.Wasserstein, data, 1))(t)
	if g.Generator.Out() != 3 || g.Generator.Frozen != nil {
		t.Errorf("a generator of %d coordinates for data of 3", g.Generator.Out())
	}
}

// Without hidden layers a network is an affine map, f(x) + f(y) = f(x + y) + f(0).
func TestNetworksWithoutHiddenLayersAreAffine(t *testing.T) {
	for _, test := range []struct{ depth, criticDepth, generator, critic int }{
		{0, 0, 1, 1}, {0, 2, 1, 3}, {2, -1, 3, 1}, {0, -1, 1, 1},
	} {
		config := all()
		config.Depth, config.CriticDepth, config.Activation = test.depth, test.criticDepth, gan.Tanh
		c := newComparison(t, config)
		train(t, c)
		for _, run := range c.Runs {
			if got := [2]int{len(run.Generator.Layers), len(run.Critic.Layers)}; got != [2]int{test.generator, test.critic} {
				t.Errorf("depths %d and %d make networks of %v layers", test.depth, test.criticDepth, got)
			}
			for _, n := range []*gan.Network{run.Generator, run.Critic} {
				out := slices.Clone(n.NewPass(4).Forward([]float64{1, 2, -3, 1, -2, 3, 0, 0}))
				d := n.Out()
				for k := range d {
					off := math.Abs(out[k] + out[d+k] - out[2*d+k] - out[3*d+k])
					if affine := off < allowed(1e-12); affine != (len(n.Layers) == 1) {
						t.Errorf("%s, %d layers: affine: %v (%v)", run.Loss, len(n.Layers), affine, off)
					}
				}
			}
		}
	}
}

// An affine generator has a weight for each pair of a noise and a data coordinate.
func TestAnAffineGeneratorCanBeTooLarge(t *testing.T) {
	config := small()
	config.Depth, config.Noise = 0, 1024
	err := config.Check(gan.DrawnBy(70000, nil))
	wantError(t, "size", err, "gan: width 8 and depth 0 make networks of 71750000 parameters, more than 67108864")
}
