package gan

import (
	"fmt"
	"strings"
)

// Preset is a named configuration for one experiment.
type Preset struct {
	Name        string
	Description string // what it shows
	Config      Config
}

// Presets returns the presets of the course, DefaultConfig first. Lessons, notebooks,
// figures and the explorer take data, learning rates, clipping and steps from here alone.
// Where training must end within seconds, they take smaller networks, smaller batches or
// fewer iterations. Where they change another setting, they say why.
//
//	the ring        experiments, modes, tuned-gan, critic-steps, momentum
//	two Gaussians   [NewGaussians]: fixed data and a fixed generator, to train critics on
//	two lines       lines, with [NewLineGenerator]
//	far data        vanishing
func Presets() []Preset {
	preset := func(name, description string, change func(c *Config)) Preset {
		config := DefaultConfig()
		change(&config)
		return Preset{name, description, config}
	}
	return []Preset{
		preset("algorithm1", "the paper's own settings on the ring: training is stable and slow",
			func(c *Config) {}),
		preset("experiments", "Figures 3 and 4 on the ring: how closely the estimates of EM and JS follow exact EM",
			func(c *Config) {
				c.Rate, c.CriticRate, c.Clip = 3e-4, 1e-3, 0.1
				c.Warmup, c.WarmupSteps, c.Iterations, c.EvalEvery = 10, 50, 500, 25
			}),
		preset("modes", "a strong discriminator on the ring: GANs lose modes, a WGAN with penalty finds nearly all",
			func(c *Config) {
				c.Rate, c.CriticRate, c.Clip, c.CriticSteps = 1e-3, 1e-3, 0.1, 10
				c.Iterations, c.EvalEvery, c.Seeds = 400, 50, 5 // a seed alone may find more
			}),
		preset("tuned-gan", "one discriminator step, not ten, and more iterations: a GAN finds most modes",
			func(c *Config) {
				c.Losses = []Loss{NonSaturating}
				c.Rate, c.CriticRate, c.CriticSteps = 1e-3, 1e-3, 1
				c.Iterations, c.EvalEvery = 1000, 100
			}),
		preset("critic-steps", "how many critic steps to take on the ring: try --critic-steps 1, 5 and 25",
			func(c *Config) {
				c.Rate, c.CriticRate, c.Clip = 5e-4, 5e-4, 0.1
				c.Iterations, c.EvalEvery = 300, 50
			}),
		preset("vanishing", "a far Gaussian and many discriminator steps: the minimax generator does not learn",
			func(c *Config) {
				c.Data, c.Losses = "far", []Loss{Wasserstein, Minimax, NonSaturating}
				c.Rate, c.CriticRate, c.Clip = 2.5e-4, 1e-3, 0.1
				c.Warmup, c.WarmupSteps, c.Iterations, c.EvalEvery = 25, 100, 200, 20
			}),
		preset("lines", "Example 1: θ goes to 0 with WGAN and stops before 0 with minimax",
			func(c *Config) {
				c.Data, c.Width, c.Depth = "lines", 32, 2
				c.Rate, c.CriticRate, c.Clip, c.CriticSteps = 5e-3, 1e-3, 0.1, 25
				c.Iterations, c.EvalEvery = 400, 20
			}),
		preset("momentum", "Adam with β₁ = 0.9 in place of RMSProp",
			func(c *Config) {
				c.Losses = []Loss{Wasserstein, NonSaturating}
				c.Optimizer, c.Beta1, c.Rate, c.CriticRate, c.Clip = KindAdam, 0.9, 1e-3, 1e-3, 0.1
				c.Iterations, c.EvalEvery = 400, 40
			}),
	}
}

// FindPreset returns the configuration of the preset of that name, or an error
// that lists the names there are.
func FindPreset(name string) (Config, error) {
	var names []string
	for _, preset := range Presets() {
		if preset.Name == name {
			return preset.Config, nil
		}
		names = append(names, preset.Name)
	}
	return Config{}, fmt.Errorf("gan: unknown preset %q (there are %s)", name, strings.Join(names, ", "))
}
