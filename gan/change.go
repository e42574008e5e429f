package gan

import "fmt"

// Change changes settings of games that have begun. They hold from the next step on. The
// settings that may change are batch, critic and generator steps, warm-up, c, λ, learning
// rates, optimizer, β₁, the number of iterations, and how often games are measured. An
// optimizer of another kind starts with moments of 0. If c becomes smaller, the critic is
// clipped to the new c at the end of its next step.
//
// Change returns the errors of Config.Check, and an error that names the first other setting
// that differs. If it returns an error, it has changed nothing.
func (c *Comparison) Change(config Config) error {
	if err := config.Check(c.Data); err != nil {
		return err
	}
	unchangeable := config // with the old value of each setting that may change
	unchangeable.Batch, unchangeable.CriticSteps, unchangeable.GeneratorSteps = c.Config.Batch, c.Config.CriticSteps, c.Config.GeneratorSteps
	unchangeable.Warmup, unchangeable.WarmupSteps = c.Config.Warmup, c.Config.WarmupSteps
	unchangeable.Clip, unchangeable.Penalty, unchangeable.Rate, unchangeable.CriticRate = c.Config.Clip, c.Config.Penalty, c.Config.Rate, c.Config.CriticRate
	unchangeable.Optimizer, unchangeable.Beta1 = c.Config.Optimizer, c.Config.Beta1
	unchangeable.Iterations, unchangeable.EvalEvery = c.Config.Iterations, c.Config.EvalEvery
	if name, was, is := firstDifference(settingsOf(c.Config), settingsOf(unchangeable)); name != "" {
		return fmt.Errorf("gan: %s cannot change from %v to %v once the games have begun", name, was, is)
	}
	for _, r := range c.Runs {
		r.Batch, r.CriticSteps, r.GeneratorSteps = config.Batch, config.CriticSteps, config.GeneratorSteps
		r.Clip, r.Penalty = config.Clip, config.Penalty
		for _, player := range []struct {
			optimizer *Optimizer
			rate      float64
			network   *Network
		}{
			{&r.GeneratorOptimizer, config.Rate, r.Generator}, {&r.CriticOptimizer, config.CriticRate, r.Critic},
		} {
			if config.Optimizer == c.Config.Optimizer {
				(*player.optimizer).set(player.rate, config.Beta1)
				continue
			}
			var err error
			if *player.optimizer, err = config.optimizer(player.rate, player.network); err != nil {
				return err
			}
		}
	}
	c.Config = config
	return nil
}
