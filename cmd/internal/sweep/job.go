package sweep

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"monge/gan"
)

// Job is one training run: one loss, one seed.
type Job struct {
	Index  int        `json:"index"`            // its index in the sweep, from 0
	Name   string     `json:"name"`             // a hash of settings and points: 16 hexadecimal digits
	Points string     `json:"points,omitempty"` // the file in data/; "" for a toy
	Config gan.Config `json:"config"`

	// Standardize says whether the points of the file are scaled to columns of mean 0 and
	// deviation 1. Only if it is true does the name depend on it.
	Standardize bool `json:"standardize,omitempty"`
}

// newJob returns the job of a configuration, without its index. Toys are not standardized.
func newJob(config gan.Config, points string, standardize bool) (Job, error) {
	j := Job{Points: points, Config: canonical(config), Standardize: standardize && points != ""}
	content, err := json.Marshal(j)
	if err != nil {
		return j, err
	}
	sum := sha256.Sum256(content)
	j.Name = fmt.Sprintf("%x", sum[:8])
	return j, nil
}

// canonical returns the same configuration for all configurations that train in the same way,
// so that equal jobs have equal names. If 0 means the value of another setting, it sets that
// value. A setting without effect gets its default.
func canonical(c gan.Config) gan.Config {
	if c.CriticWidth == 0 {
		c.CriticWidth = c.Width
	}
	if c.CriticDepth == 0 {
		c.CriticDepth = c.Depth
	}
	if c.CriticDepth == 0 {
		c.CriticDepth = -1 // no hidden layer
	}
	c.GeneratorSteps = max(c.GeneratorSteps, 1)
	standard := gan.DefaultConfig()
	for _, setting := range []struct {
		name  string
		reset func()
	}{
		{"width", func() { c.Width = standard.Width }},
		{"critic_width", func() { c.CriticWidth = c.Width }},
		{"activation", func() { c.Activation = standard.Activation }},
		{"critic_steps", func() { c.CriticSteps = standard.CriticSteps }},
		{"clip", func() { c.Clip = standard.Clip }},
		{"penalty", func() { c.Penalty = standard.Penalty }},
		{"beta1", func() { c.Beta1 = standard.Beta1 }},
		{"noise", func() { c.Noise = standard.Noise }},
		{"prior", func() { c.Prior = standard.Prior }},
		{"warmup_steps", func() { c.WarmupSteps = standard.WarmupSteps }},
	} {
		if c.HasNoEffect(setting.name) {
			setting.reset()
		}
	}
	return c
}
