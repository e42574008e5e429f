package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Config holds the settings of a comparison. Its JSON names are the flags of monge train,
// with _ for -.
type Config struct {
	Data   string `json:"data"` // the Name of the Data
	Losses []Loss `json:"loss"` // one game for each

	Width       int        `json:"width"`                  // units of each hidden layer, of both networks
	Depth       int        `json:"depth"`                  // hidden layers; with none a network is an affine map
	CriticWidth int        `json:"critic_width,omitempty"` // of the critic or discriminator; 0 is Width
	CriticDepth int        `json:"critic_depth,omitempty"` // of the critic or discriminator; 0 is Depth, -1 is none
	Activation  Activation `json:"activation"`             // of hidden layers
	Noise       int        `json:"noise"`                  // dimension of z
	Prior       Prior      `json:"prior,omitempty"`        // of z

	Batch       int `json:"batch"`        // m
	CriticSteps int `json:"critic_steps"` // n_critic
	Warmup      int `json:"warmup"`       // iterations at the start with WarmupSteps
	WarmupSteps int `json:"warmup_steps"` // critic steps of each of these
	// GeneratorSteps is the number of generator steps at the end of an iteration; 0 is 1, as
	// in Algorithm 1.
	GeneratorSteps int     `json:"generator_steps,omitempty"`
	Clip           float64 `json:"clip"`    // c
	Penalty        float64 `json:"penalty"` // λ

	Rate       float64       `json:"lr"`        // of the generator, α
	CriticRate float64       `json:"critic_lr"` // of the critic or discriminator
	Optimizer  OptimizerKind `json:"optimizer"`
	Beta1      float64       `json:"beta1"` // Adam's β₁

	Iterations  int    `json:"iters"`        // of Algorithm 1's outer loop
	EvalEvery   int    `json:"eval_every"`   // iterations between two records; 0 is one record, at the end
	EvalSamples int    `json:"eval_samples"` // held-out samples, and as many generated ones
	Seeds       int    `json:"seeds"`        // number of seeds: Seed, Seed + 1, …
	Seed        uint64 `json:"seed"`         // the first
}

// DefaultConfig returns Algorithm 1's settings (α = 0.00005, c = 0.01, m = 64,
// n_critic = 5, RMSProp) for Losses() on the ring of eight Gaussians.
func DefaultConfig() Config {
	return Config{
		Data: "8gaussians", Losses: Losses(),
		Width: 64, Depth: 3, Activation: ReLU, Noise: 2,
		Batch: 64, CriticSteps: 5, WarmupSteps: 100, Clip: 0.01, Penalty: 0.1,
		Rate: 5e-5, CriticRate: 5e-5, Optimizer: KindRMSProp, Beta1: 0.5,
		Iterations: 2000, EvalEvery: 100, EvalSamples: 512, Seeds: 1, Seed: 1,
	}
}

// Check returns an error that names the first impossible setting, its value, and
// what is allowed. data is the Data that c names.
func (c Config) Check(data Data) error {
	if err := c.checkRanges(); err != nil {
		return err
	}
	if err := c.checkSizes(data); err != nil {
		return err
	}
	switch {
	case c.GeneratorSteps < 0 || c.GeneratorSteps > 1<<20:
		return fmt.Errorf("gan: generator steps is %d, but must be from 0 to %d", c.GeneratorSteps, 1<<20)
	case c.Warmup < 0:
		return fmt.Errorf("gan: warm-up is %d iterations, but must be at least 0", c.Warmup)
	case c.EvalEvery < 0:
		return fmt.Errorf("gan: evaluation interval is %d iterations, but must be at least 0; 0 measures at the end only", c.EvalEvery)
	case !(c.Beta1 >= 0 && c.Beta1 < 1):
		return fmt.Errorf("gan: β₁ is %v, but must be at least 0 and below 1", c.Beta1)
	case float64(c.Batch) > data.Size():
		return fmt.Errorf("gan: batch %d is larger than the data set, which has %v points to train on", c.Batch, data.Size())
	case len(c.Losses) == 0:
		return fmt.Errorf("gan: no loss (there are %s)", strings.Join(lossNames, ", "))
	}
	if err := CheckSeeds(c.Seed, c.Seeds); err != nil {
		return err
	}
	for k, loss := range c.Losses {
		if err := loss.check(); err != nil {
			return err
		}
		if slices.Contains(c.Losses[:k], loss) {
			return fmt.Errorf("gan: loss %q is given twice", loss)
		}
	}
	if err := activationNames.check("activation", int(c.Activation)); err != nil {
		return err
	}
	if err := c.Prior.check(); err != nil {
		return err
	}
	return optimizerNames.check("optimizer", int(c.Optimizer))
}

// CheckSeeds returns an error if the last of count seeds first, first+1, … exceeds the
// largest uint64.
func CheckSeeds(first uint64, count int) error {
	if count > 0 && first+uint64(count-1) < first {
		return fmt.Errorf("gan: %d seeds from seed %d on exceed the largest seed, %d", count, first, uint64(math.MaxUint64))
	}
	return nil
}

// checkRanges checks each number whose range does not depend on other settings.
func (c Config) checkRanges() error {
	within := func(name string, value, least, most int) error {
		if value < least || value > most {
			return fmt.Errorf("gan: %s is %d, but must be from %d to %d", name, value, least, most)
		}
		return nil
	}
	positive := func(name string, value, most int) error { return within(name, value, 1, most) }
	const deepest = 1 << 8
	finite := func(name string, value float64) error {
		if !(value > 0 && value <= math.MaxFloat64) {
			return fmt.Errorf("gan: %s is %v, but must be above 0 and finite", name, value)
		}
		return nil
	}
	for _, err := range []error{
		positive("width", c.Width, 1<<14), within("depth", c.Depth, 0, deepest), positive("noise dimension", c.Noise, 1<<10),
		positive("batch", c.Batch, 1<<16), positive("critic steps", c.CriticSteps, 1<<20),
		positive("warm-up steps", c.WarmupSteps, 1<<20), positive("iterations", c.Iterations, 1<<30),
		positive("evaluation samples", c.EvalSamples, 1<<16), positive("seeds", c.Seeds, 1<<16),
		finite("clip", c.Clip), finite("penalty", c.Penalty),
		finite("learning rate", c.Rate), finite("critic's learning rate", c.CriticRate),
	} {
		if err != nil {
			return err
		}
	}
	for _, err := range []error{positive("critic's width", c.critic().Width, 1<<14), within("critic's depth", c.CriticDepth, -1, deepest)} {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSizes checks that the networks are not too large.
func (c Config) checkSizes(data Data) error {
	const most = 1 << 26 // with gradients and the state of optimizers a gigabyte and a half
	for _, network := range []Config{c, c.critic()} {
		parameters := float64(network.Width) * (float64(network.Depth-1)*float64(network.Width) + float64(c.Noise+data.Dim+1))
		if network.Depth == 0 {
			parameters = float64(c.Noise+1) * float64(data.Dim)
		}
		if parameters > most {
			return fmt.Errorf("gan: width %d and depth %d make networks of %.0f parameters, more than %d", network.Width, network.Depth, parameters, most)
		}
	}
	return nil
}

// critic returns the configuration with the critic's width and depth as Width and Depth.
func (c Config) critic() Config {
	if c.CriticWidth != 0 {
		c.Width = c.CriticWidth
	}
	if c.CriticDepth != 0 {
		c.Depth = max(c.CriticDepth, 0)
	}
	return c
}

// HasNoEffect reports whether a setting has no effect, given the other settings of c. Its
// name is that in JSON.
func (c Config) HasNoEffect(setting string) bool {
	switch setting {
	case "clip":
		return !slices.Contains(c.Losses, Wasserstein)
	case "activation":
		return c.Depth == 0 && c.critic().Depth == 0
	case "width":
		return c.Depth == 0 && (c.critic().Depth == 0 || c.CriticWidth != 0)
	case "critic_width":
		return c.critic().Depth == 0
	case "penalty":
		return !slices.Contains(c.Losses, WassersteinGP)
	case "beta1":
		return c.Optimizer != KindAdam
	case "critic_steps":
		return c.Warmup >= c.Iterations
	case "warmup_steps":
		return c.Warmup == 0
	case "noise", "prior":
		data, err := FindData(c.Data)
		return err == nil && data.generator != nil // this generator brings its own noise
	}
	return false
}

// Game returns the game of one loss and one seed. Weights, real samples and
// noise depend on the seed alone, not on the loss. It returns the errors of
// Check, and an error if there is no such loss or data has nothing to draw from.
func (c Config) Game(loss Loss, data Data, seed uint64) (*Game, error) {
	if err := c.Check(data); err != nil {
		return nil, err
	}
	if err := loss.check(); err != nil {
		return nil, err
	}
	if err := data.check(); err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(seed, weightStream))
	g := &Game{
		Loss: loss, Data: data, Prior: c.Prior, Batch: c.Batch,
		CriticSteps: c.CriticSteps, GeneratorSteps: c.GeneratorSteps,
		Clip: c.Clip, Penalty: c.Penalty, Streams: NewStreams(seed),
	}
	if data.generator != nil {
		g.Generator, g.Prior = data.generator(), Uniform
	} else {
		g.Generator = NewNetwork(c.sizes(c.Noise, data.Dim), c.Activation, random)
	}
	g.Critic = NewNetwork(c.critic().sizes(data.Dim, 1), c.Activation, random)
	var err error
	if g.GeneratorOptimizer, err = c.optimizer(c.Rate, g.Generator); err != nil {
		return nil, err
	}
	g.CriticOptimizer, err = c.optimizer(c.CriticRate, g.Critic)
	return g, err
}

func (c Config) optimizer(rate float64, n *Network) (Optimizer, error) {
	return NewOptimizer(c.Optimizer, rate, c.Beta1, len(n.Parameters))
}

// sizes returns the argument of NewNetwork for a network with in inputs and out outputs.
func (c Config) sizes(in, out int) []int {
	sizes := []int{in}
	for range c.Depth {
		sizes = append(sizes, c.Width)
	}
	return append(sizes, out)
}
