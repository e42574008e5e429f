package sweep

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"monge/gan"
)

// Job is one training run: one loss, one seed.
type Job struct {
	Index  int        `json:"index"`            // its place in the sweep, from 0
	Name   string     `json:"name"`             // made of the settings and the points: 16 hexadecimal digits
	Points string     `json:"points,omitempty"` // the file in data/, if points of a file are learnt
	Config gan.Config `json:"config"`

	// Standardize says that the points of the file are learnt on columns of mean 0 and
	// deviation 1. Names do not depend on it where it is false.
	Standardize bool `json:"standardize,omitempty"`
}

// newJob returns the job of a configuration. It has no index yet. Toys are not
// standardized.
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

// canonical returns the configuration that stands for all that train alike. A setting that
// is 0 for "as another one" gets the value of that one, and a setting without effect that of
// the default configuration. So two jobs that do the same have the same name.
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
