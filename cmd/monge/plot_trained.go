package main

import (
	"context"

	"github.com/spf13/pflag"

	"monge/figures"
	"monge/gan"
)

// trainedParameters is parameters for figures that move or train generators.
func trainedParameters(flags *pflag.FlagSet, entry figures.Entry) figureDrawing {
	switch entry.Name {
	case "continuity":
		p := figures.DefaultContinuity()
		networkFlags(flags, &p.Width, &p.Depth)
		flags.IntVar(&p.Samples, "samples", p.Samples, "samples of the noise")
		flags.IntVar(&p.Halvings, "halvings", p.Halvings, "of the step, from 0.2")
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Continuity, &p)
	case "figure2":
		p := figures.DefaultFigure2()
		flags.Float64Var(&p.Distance, "distance", p.Distance, "mean of the generated samples")
		flags.IntVar(&p.Width, "width", p.Width, "units in each hidden layer")
		flags.IntVar(&p.Batch, "batch", p.Batch, "samples in a minibatch, m")
		flags.IntVar(&p.DiscriminatorSteps, "discriminator-steps", p.DiscriminatorSteps, "steps of the discriminator")
		flags.IntVar(&p.CriticSteps, "critic-steps", p.CriticSteps, "steps of the critic")
		flags.Float64Var(&p.Clip, "clip", p.Clip, "the critic's weights stay within ± this, c")
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Figure2, &p)
	case "vanishing":
		p := figures.DefaultVanishing()
		networkFlags(flags, &p.Width, &p.Depth)
		flags.IntVar(&p.Batch, "batch", p.Batch, "samples in a minibatch, m")
		flags.Float64Var(&p.Clip, "clip", p.Clip, "the critic's weights stay within ± this, c")
		flags.IntVar(&p.Steps, "steps", p.Steps, "of critic and discriminator, the generator held still")
		flags.Float64Var(&p.Rate, "lr", p.Rate, "learning rate of the generator")
		flags.IntVar(&p.Iterations, "iters", p.Iterations, "steps of the generator")
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Vanishing, &p)
	case "clipping":
		p := figures.DefaultClipping()
		flags.Float64SliceVar(&p.Clips, "clip", p.Clips, "values of c, increasing")
		flags.Float64Var(&p.Penalty, "penalty", p.Penalty, "weight of the gradient penalty, λ")
		flags.IntSliceVar(&p.Depths, "depths", p.Depths, "hidden layers of critics, increasing")
		flags.IntVar(&p.Width, "width", p.Width, "units in each hidden layer")
		flags.IntVar(&p.Batch, "batch", p.Batch, "samples in a minibatch, m")
		flags.IntVar(&p.Steps, "steps", p.Steps, "of critics, the generator held still")
		flags.IntVar(&p.TrainDepth, "depth", p.TrainDepth, "hidden layers of networks that are trained")
		flags.IntVar(&p.Iterations, "iters", p.Iterations, "steps of the generator")
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Clipping, &p)
	case "figure3":
		return experimentParameters(flags, figures.Figure3, false)
	case "figure4":
		return experimentParameters(flags, figures.Figure4, true)
	case "animation":
		return experimentParameters(flags, figures.Animation, false)
	case "theta":
		p := figures.DefaultTheta()
		lossesVar(flags, &p.Losses, "loss", "a game each")
		flags.IntVar(&p.Width, "width", p.Width, "units in each hidden layer of the critic")
		flags.IntVar(&p.CriticSteps, "critic-steps", p.CriticSteps, "steps of critic or discriminator for each of the generator")
		flags.Float64Var(&p.Clip, "clip", p.Clip, "the critic's weights stay within ± this, c (wgan)")
		flags.Float64Var(&p.Rate, "lr", p.Rate, "learning rate of θ")
		flags.Float64Var(&p.CriticRate, "critic-lr", p.CriticRate, "learning rate of critic and discriminator")
		flags.IntVar(&p.Iterations, "iters", p.Iterations, "steps of the generator")
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Theta, &p)
	case "critic-steps":
		p := figures.DefaultCriticSteps()
		flags.IntSliceVar(&p.Steps, "critic-steps", p.Steps, "values of n_critic, increasing")
		raceFlags(flags, &p.Losses, &p.Width, &p.Batch, &p.Clip, &p.Rate, &p.Iterations)
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.CriticSteps, &p)
	case "momentum":
		p := figures.DefaultMomentum()
		flags.Float64SliceVar(&p.Betas, "beta1", p.Betas, "values of Adam's β₁")
		raceFlags(flags, &p.Losses, &p.Width, &p.Batch, &p.Clip, &p.Rate, &p.Iterations)
		seedFlags(flags, &p.Seeds, &p.Seed)
		return with(figures.Momentum, &p)
	case "modes":
		p := figures.DefaultModes()
		runFlags(flags, &p.Config)
		flags.Float64Var(&p.TunedRate, "tuned-lr", p.TunedRate, "learning rate of the GAN with one discriminator step")
		flags.IntVar(&p.TunedIterations, "tuned-iters", p.TunedIterations, "steps of its generator")
		return with(figures.Modes, &p)
	}
	return entry.Draw // no parameters
}

// with returns what draws a figure with parameters that the flags have set by then.
func with[P any](draw func(context.Context, P, figures.Progress) (*figures.Figure, error), params *P) figureDrawing {
	return func(ctx context.Context, progress figures.Progress) (*figures.Figure, error) {
		return draw(ctx, *params, progress)
	}
}

// experimentParameters makes the parameters of figures flags that can show one run.
func experimentParameters(flags *pflag.FlagSet, draw func(context.Context, figures.ExperimentParams, figures.Progress) (*figures.Figure, error), elsewhere bool) figureDrawing {
	p := figures.DefaultExperiment()
	runFlags(flags, &p.Config)
	if elsewhere {
		flags.StringVar(&p.Elsewhere, "elsewhere", p.Elsewhere, "data on which to do the same once more, for its correlations")
	}
	return with(draw, &p)
}

// runFlags makes all settings of a run flags.
func runFlags(flags *pflag.FlagSet, c *gan.Config) {
	configFlags(flags, c)
	lossesVar(flags, &c.Losses, "loss", "a game each")
	flags.Float64Var(&c.Rate, "lr", c.Rate, "learning rate of the generator, α")
	flags.Float64Var(&c.CriticRate, "critic-lr", c.CriticRate, "learning rate of critic and discriminator")
}

// networkFlags makes the size of networks flags.
func networkFlags(flags *pflag.FlagSet, width, depth *int) {
	flags.IntVar(width, "width", *width, "units in each hidden layer")
	flags.IntVar(depth, "depth", *depth, "hidden layers")
}

// raceFlags makes what several runs have in common flags.
func raceFlags(flags *pflag.FlagSet, losses *[]gan.Loss, width, batch *int, clip, rate *float64, iterations *int) {
	lossesVar(flags, losses, "loss", "a game each")
	flags.IntVar(width, "width", *width, "units in each hidden layer")
	flags.IntVar(batch, "batch", *batch, "samples in a minibatch, m")
	flags.Float64Var(clip, "clip", *clip, "the critic's weights stay within ± this, c (wgan)")
	flags.Float64Var(rate, "lr", *rate, "learning rate of generator and critic")
	flags.IntVar(iterations, "iters", *iterations, "steps of the generator")
}
