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
	j := Job{Points: points, Config: settle(config), Standardize: standardize && points != ""}
	content, err := json.Marshal(j)
	if err != nil {
		return j, err
	}
	sum := sha256.Sum256(content)
	j.Name = fmt.Sprintf("%x", sum[:8])
	return j, nil
}

// settle returns the configuration that stands for all that train alike: a setting
// that is 0 for "as another one" has that value, and a setting without effect has
// that of the default configuration. Two jobs that do the same have one name.
func settle(c gan.Config) gan.Config {
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
	if c.Idle("width") {
		c.Width = standard.Width
	}
	if c.Idle("critic_width") {
		c.CriticWidth = c.Width
	}
	if c.Idle("activation") {
		c.Activation = standard.Activation
	}
	if c.Idle("clip") {
		c.Clip = standard.Clip
	}
	if c.Idle("penalty") {
		c.Penalty = standard.Penalty
	}
	if c.Idle("beta1") {
		c.Beta1 = standard.Beta1
	}
	if c.Idle("warmup_steps") {
		c.WarmupSteps = standard.WarmupSteps
	}
	return c
}
