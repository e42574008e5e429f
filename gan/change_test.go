package gan_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"monge/gan"
)

// Games that change to a configuration before their first step end with the bits of games
// that began with it.
func TestChangeBeforeTheFirstStepIsTheSameAsBeginningWithTheNewSettings(t *testing.T) {
	for _, kind := range []gan.OptimizerKind{gan.KindRMSProp, gan.KindAdam, gan.KindSGD} {
		want := small()
		want.Batch, want.CriticSteps, want.GeneratorSteps, want.Clip, want.Penalty = 24, 3, 2, 0.05, 0.3
		want.Rate, want.CriticRate, want.Optimizer, want.Beta1 = 2e-3, 5e-3, kind, 0.25
		changed := newComparison(t, small())
		if err := changed.Change(want); err != nil {
			t.Fatal(err)
		}
		began := newComparison(t, want)
		for _, c := range []*gan.Comparison{changed, began} {
			train(t, c)
		}
		for k, r := range changed.Runs {
			if !slices.Equal(r.Generator.Parameters, began.Runs[k].Generator.Parameters) || !slices.Equal(r.Critic.Parameters, began.Runs[k].Critic.Parameters) {
				t.Errorf("%s with %s: other parameters after a change than from the start", r.Loss, kind)
			}
		}
	}
}

// After a change the optimizer has the new rate and its old moments, and minibatches have
// the new size.
func TestChangeDuringTrainingKeepsTheOptimizersState(t *testing.T) {
	c := newComparison(t, small())
	if err := c.Train(t.Context(), 4, nil); err != nil {
		t.Fatal(err)
	}
	memory := slices.Clone(c.Runs[0].CriticOptimizer.(*gan.RMSProp).Square())
	config := c.Config
	config.CriticRate, config.Batch = 1e-9, 40
	if err := c.Change(config); err != nil {
		t.Fatal(err)
	}
	if got := c.Runs[0].CriticOptimizer.(*gan.RMSProp); got.Rate != 1e-9 || !slices.Equal(got.Square(), memory) {
		t.Errorf("critic's optimizer has rate %v; its memory is the same: %v", got.Rate, slices.Equal(got.Square(), memory))
	}
	before := slices.Clone(c.Runs[1].Critic.Parameters)
	if err := c.Train(t.Context(), 5, nil); err != nil {
		t.Fatal(err)
	}
	if real, _ := c.Runs[1].Minibatch(); len(real) != 40*c.Data.Dim {
		t.Errorf("a minibatch has %d numbers after a change to 40 samples", len(real))
	}
	wantClose(t, "critic after a step at rate 1e-9", c.Runs[1].Critic.Parameters, before, 1e-5)
}

func TestChangeRefusesFixedAndImpossibleSettings(t *testing.T) {
	for name, change := range map[string]func(*gan.Config){
		"width": func(c *gan.Config) { c.Width = 9 }, "critic_depth": func(c *gan.Config) { c.CriticDepth = 1 },
		"prior": func(c *gan.Config) { c.Prior = gan.Uniform }, "seed": func(c *gan.Config) { c.Seed++ },
		"loss": func(c *gan.Config) { c.Losses = c.Losses[:1] }, "learning rate": func(c *gan.Config) { c.Rate = -1 },
	} {
		c := newComparison(t, small())
		config := c.Config
		config.Clip = 7
		change(&config)
		err := c.Change(config)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("a change of %s: error %v", name, err)
		}
		if c.Runs[0].Clip != 0.1 || c.Config.Clip != 0.1 {
			t.Errorf("a refused change of %s leaves c = %v", name, c.Runs[0].Clip)
		}
	}
}

func TestConfigSetsTheCriticsSizesAndThePrior(t *testing.T) {
	config := small()
	config.CriticWidth, config.CriticDepth, config.Prior = 5, 3, gan.Uniform
	c := newComparison(t, config)
	critic, generator := c.Runs[0].Critic, c.Runs[0].Generator
	if len(critic.Layers) != 4 || critic.Layers[1].Out != 5 || len(generator.Layers) != 3 || generator.Layers[1].Out != 8 {
		t.Errorf("critic has %d layers of %d, generator %d of %d", len(critic.Layers), critic.Layers[1].Out, len(generator.Layers), generator.Layers[1].Out)
	}
	if low := slices.Min(c.Runs[0].Noise); low < 0 {
		t.Errorf("uniform noise has %v", low)
	}
	text := must(json.Marshal(config))(t)
	var back gan.Config
	if err := json.Unmarshal(text, &back); err != nil || back.Prior != gan.Uniform || back.CriticWidth != 5 {
		t.Errorf("%s reads back as %+v, error %v", text, back, err)
	}
	if text := string(must(json.Marshal(small()))(t)); strings.Contains(text, "prior") || strings.Contains(text, "critic_width") {
		t.Errorf("settings with their default are written: %s", text)
	}
}
