package gan

import (
	"encoding/hex"
	"math/rand/v2"
)

// Functions for tests that need unexported fields.

// DrawnBy returns data that a function draws.
func DrawnBy(dim int, draw func(x []float64, random *rand.Rand)) Data {
	return Data{Name: "8gaussians", Description: "drawn by a test", Dim: dim, draw: draw}
}

// StreamsOf returns streams of these numbers in place of those of a seed.
func StreamsOf(data, noise, mix *rand.Rand) *Streams {
	return &Streams{stream{Rand: data}, stream{Rand: noise}, stream{Rand: mix}}
}

// DataSource returns what draws a game's real samples.
func (s *Streams) DataSource() *rand.Rand { return s.data.Rand }

// States returns the state of each stream.
func (s *Streams) States() ([]string, error) {
	var states []string
	for _, stream := range s.all() {
		state, err := stream.source.MarshalBinary()
		if err != nil {
			return nil, err
		}
		states = append(states, hex.EncodeToString(state))
	}
	return states, nil
}

// Minibatch returns the real samples and the noise of the game's last step.
func (g *Game) Minibatch() (real, noise []float64) { return g.buffers.real, g.buffers.noise }

// Scores returns the critic's scores of its last batch.
func (g *Game) Scores() []float64 {
	return g.criticPass.output[:g.criticPass.batch.Rows()]
}

// Square returns v, the mean squares of gradients.
func (o *RMSProp) Square() []float64 { return o.square }

// EvaluatorOf returns an evaluator with these samples and this noise.
func EvaluatorOf(data Data, heldOut, noise []float64) Evaluator {
	return Evaluator{HeldOut: heldOut, Noise: noise, data: data}
}

// LostModes returns, for each mode, whether samples (n×Dim) do not cover it.
func (d Data) LostModes(samples []float64) []bool {
	lost := make([]bool, len(d.Modes))
	for k, good := range d.goodSamples(samples) {
		lost[k] = !d.covered(good, len(samples))
	}
	return lost
}
