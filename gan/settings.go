package gan

import (
	"reflect"
	"strings"
)

// settings is a Config as checkpoints hold it. It has the names of losses, activations and
// optimizers, because their numbers may change from one version to the next.
type settings struct {
	Data                                      string
	Losses                                    []string
	Width, Depth                              int
	Activation                                string
	CriticWidth, CriticDepth, GeneratorSteps  int
	Prior                                     string // "" is the normal one
	Noise, Batch, CriticSteps                 int
	Warmup, WarmupSteps                       int
	Clip, Penalty, Rate, CriticRate           float64
	Optimizer                                 string
	Beta1                                     float64
	Iterations, EvalEvery, EvalSamples, Seeds int
	Seed                                      uint64
}

func settingsOf(c Config) settings {
	s := settings{
		Data: c.Data, Width: c.Width, Depth: c.Depth, Activation: c.Activation.String(),
		CriticWidth: c.CriticWidth, CriticDepth: c.CriticDepth, GeneratorSteps: c.GeneratorSteps,
		Noise: c.Noise, Batch: c.Batch, CriticSteps: c.CriticSteps,
		Warmup: c.Warmup, WarmupSteps: c.WarmupSteps,
		Clip: c.Clip, Penalty: c.Penalty, Rate: c.Rate, CriticRate: c.CriticRate,
		Optimizer: c.Optimizer.String(), Beta1: c.Beta1,
		Iterations: c.Iterations, EvalEvery: c.EvalEvery, EvalSamples: c.EvalSamples,
		Seeds: c.Seeds, Seed: c.Seed,
	}
	for _, loss := range c.Losses {
		s.Losses = append(s.Losses, loss.String())
	}
	if c.Prior != Normal {
		s.Prior = c.Prior.String()
	}
	return s
}

// firstDifference returns the first setting in which a and b differ and both its values. Its
// name is that in Config's JSON, or "" if a and b do not differ.
func firstDifference(a, b settings) (name string, inA, inB any) {
	fields := reflect.TypeFor[settings]()
	for k := range fields.NumField() {
		inA, inB = reflect.ValueOf(a).Field(k).Interface(), reflect.ValueOf(b).Field(k).Interface()
		if !reflect.DeepEqual(inA, inB) {
			field, _ := reflect.TypeFor[Config]().FieldByName(fields.Field(k).Name)
			name, _, _ = strings.Cut(field.Tag.Get("json"), ",")
			return name, inA, inB
		}
	}
	return "", nil, nil
}
