package gan

import "fmt"

// Change changes settings of games that have begun, from the next step on: batch, critic
// and generator steps, warm-up, c, λ, learning rates, optimizer and β₁, the number of
// iterations, and how often games are measured. An optimizer of another kind starts with
// moments of 0. If c becomes smaller, the next step of a clipped critic clips it to the new c.
//
// Change returns the errors of Config.Check and an error that names the first setting
// that cannot change. It then changes nothing.
func (c *Comparison) Change(config Config) error {
	if err := config.Check(c.Data); err != nil {
		return err
	}
	kept := config // with the old values of the settings that may change
	kept.Batch, kept.CriticSteps, kept.GeneratorSteps = c.Config.Batch, c.Config.CriticSteps, c.Config.GeneratorSteps
	kept.Warmup, kept.WarmupSteps = c.Config.Warmup, c.Config.WarmupSteps
	kept.Clip, kept.Penalty, kept.Rate, kept.CriticRate = c.Config.Clip, c.Config.Penalty, c.Config.Rate, c.Config.CriticRate
	kept.Optimizer, kept.Beta1 = c.Config.Optimizer, c.Config.Beta1
	kept.Iterations, kept.EvalEvery = c.Config.Iterations, c.Config.EvalEvery
	if name, was, is := firstDifference(settingsOf(c.Config), settingsOf(kept)); name != "" {
		return fmt.Errorf("gan: %s cannot change from %v to %v while games are played", name, was, is)
	}
	for _, r := range c.Runs {
		r.Batch, r.CriticSteps, r.GeneratorSteps = config.Batch, config.CriticSteps, config.GeneratorSteps
		r.Clip, r.Penalty = config.Clip, config.Penalty
		for _, of := range []struct {
			optimizer *Optimizer
			rate      float64
			network   *Network
		}{
			{&r.GeneratorOptimizer, config.Rate, r.Generator}, {&r.CriticOptimizer, config.CriticRate, r.Critic},
		} {
			if config.Optimizer == c.Config.Optimizer {
				(*of.optimizer).set(of.rate, config.Beta1)
				continue
			}
			var err error
			if *of.optimizer, err = config.optimizer(of.rate, of.network); err != nil {
				return err
			}
		}
	}
	c.Config = config
	return nil
}
