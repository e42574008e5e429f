package figures

import (
	"github.com/spf13/pflag"

	"monge/gan"
)

// ConfigFlags defines a flag for each setting of a training run except its learning
// rates. The flag's default is the setting's value at the time of the call.
func ConfigFlags(flags *pflag.FlagSet, c *gan.Config) {
	flags.StringVar(&c.Data, "data", c.Data, "name of the data to learn")
	sizeFlags(flags, &c.Width, &c.Depth)
	flags.IntVar(&c.CriticWidth, "critic-width", c.CriticWidth, "units in each hidden layer of critic or discriminator; 0 means --width")
	flags.IntVar(&c.CriticDepth, "critic-depth", c.CriticDepth, "hidden layers of critic or discriminator; 0 means --depth, -1 none")
	lossFlag(flags, &c.Losses)
	nameFlag(flags, &c.Activation, "activation", "activation of hidden layers: relu, leaky-relu, tanh, linear")
	flags.IntVar(&c.Noise, "noise", c.Noise, "dimension of the generator's noise")
	nameFlag(flags, &c.Prior, "prior", "distribution of the noise: normal or uniform")
	batchFlag(flags, &c.Batch)
	flags.IntVar(&c.CriticSteps, "critic-steps", c.CriticSteps, "steps of critic or discriminator for each step of the generator")
	flags.IntVar(&c.GeneratorSteps, "generator-steps", c.GeneratorSteps, "steps of the generator in an iteration; 0 means 1")
	flags.IntVar(&c.Warmup, "warmup", c.Warmup, "number of iterations at the start with --warmup-steps critic steps")
	flags.IntVar(&c.WarmupSteps, "warmup-steps", c.WarmupSteps, "steps of critic or discriminator in each warm-up iteration")
	clipFlag(flags, &c.Clip)
	flags.Float64Var(&c.Penalty, "penalty", c.Penalty, "weight of the gradient penalty, λ (wgan-gp)")
	nameFlag(flags, &c.Optimizer, "optimizer", "rmsprop, adam or sgd")
	flags.Float64Var(&c.Beta1, "beta1", c.Beta1, "momentum of adam, β₁")
	iterationsFlag(flags, &c.Iterations)
	flags.IntVar(&c.EvalEvery, "eval-every", c.EvalEvery, "iterations from one record to the next; 0 means one record, at the end")
	flags.IntVar(&c.EvalSamples, "eval-samples", c.EvalSamples, "number of held-out real samples, and of generated ones; for a file at most a fifth of its rows")
	seedFlags(flags, &c.Seeds, &c.Seed)
}

// PresetFlags defines the flags of monge train for training: --preset, those of
// ConfigFlags, --lr and --critic-lr. Call settle after the flags have been parsed. It sets c
// to the preset, changed by the other flags that were given. --lr is also the rate of the
// critic if --critic-lr is not given. settle returns an error if there is no such preset.
func PresetFlags(flags *pflag.FlagSet, c *gan.Config) (settle func() error) {
	preset := flags.String("preset", gan.Presets()[0].Name, "the preset to start from")
	ConfigFlags(flags, c)
	rate := flags.Float64("lr", c.Rate, "learning rate, α")
	flags.Float64Var(&c.CriticRate, "critic-lr", c.CriticRate, "learning rate of critic and discriminator, if it differs from --lr")
	return func() error {
		start, err := gan.FindPreset(*preset)
		if err != nil {
			return err
		}
		if err := KeepGiven(flags, func() { *c = start }); err != nil {
			return err
		}
		if flags.Changed("lr") {
			c.Rate = *rate
			if !flags.Changed("critic-lr") {
				c.CriticRate = *rate
			}
		}
		return nil
	}
}

// KeepGiven calls change, which sets the variables of flags. Then it sets the flags that were
// given to their values again.
func KeepGiven(flags *pflag.FlagSet, change func()) error {
	var restore []func() error
	flags.Visit(func(f *pflag.Flag) {
		if list, ok := f.Value.(pflag.SliceValue); ok { // Set would append to it
			given := list.GetSlice()
			restore = append(restore, func() error { return list.Replace(given) })
			return
		}
		given := f.Value.String()
		restore = append(restore, func() error { return flags.Set(f.Name, given) })
	})
	change()
	for _, set := range restore {
		if err := set(); err != nil {
			return err
		}
	}
	return nil
}

// experimentFlags defines a flag for each setting of a training run.
func experimentFlags(flags *pflag.FlagSet, c *gan.Config) {
	ConfigFlags(flags, c)
	rateFlags(flags, &c.Rate, &c.CriticRate)
}

// A flag below means the same in every figure and in monge train.

func seedFlags(flags *pflag.FlagSet, seeds *int, seed *uint64) {
	flags.IntVar(seeds, "seeds", *seeds, "number of runs, each with its own seed")
	flags.Uint64Var(seed, "seed", *seed, "the first seed")
}

func sizeFlags(flags *pflag.FlagSet, width, depth *int) {
	widthFlag(flags, width)
	flags.IntVar(depth, "depth", *depth, "hidden layers; with 0 networks are affine maps")
}

func widthFlag(flags *pflag.FlagSet, width *int) {
	flags.IntVar(width, "width", *width, "units in each hidden layer")
}

func batchFlag(flags *pflag.FlagSet, batch *int) {
	flags.IntVar(batch, "batch", *batch, "samples in a minibatch, m")
}

func clipFlag(flags *pflag.FlagSet, clip *float64) {
	flags.Float64Var(clip, "clip", *clip, "clipping keeps each of the critic's weights in [-c, c] (wgan)")
}

func iterationsFlag(flags *pflag.FlagSet, iterations *int) {
	flags.IntVar(iterations, "iters", *iterations, "number of iterations: critic steps, then generator steps")
}

func lossFlag(flags *pflag.FlagSet, losses *[]gan.Loss) {
	flags.Var(lossList{losses}, "loss", "losses to train with, separated by commas")
}

// rateFlag defines --lr, the rate of both networks.
func rateFlag(flags *pflag.FlagSet, rate *float64) {
	flags.Float64Var(rate, "lr", *rate, "learning rate of generator, critic and discriminator")
}

// rateFlags defines a flag for the rate of each network, for figures where they differ.
func rateFlags(flags *pflag.FlagSet, generator, critic *float64) {
	flags.Float64Var(generator, "generator-lr", *generator, "learning rate of the generator")
	flags.Float64Var(critic, "critic-lr", *critic, "learning rate of critic and discriminator")
}
