package figures

import (
	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// probe is where generated samples are, to ask a critic or discriminator what it
// has to say to them. It is for a game whose generator is held still.
type probe struct {
	samples []float64 // n×dim, row by row
	dim     int
	judged  *gan.Pass
	grad    []float64 // with respect to scores
}

// newProbe returns a probe at what the generator of a game makes of the
// evaluator's noise.
func newProbe(g *gan.Game, e *gan.Evaluator) *probe {
	samples := append([]float64(nil), e.Samples(g)...)
	n := len(samples) / g.Data.Dim
	return &probe{samples, g.Data.Dim, g.Critic.NewPass(n), make([]float64, n)}
}

// gradient returns the mean length of the gradient of a loss that reaches a
// sample: what Evaluator.Measure calls GradNorm, without EM, which takes longer.
func (p *probe) gradient(loss gan.Loss) float64 {
	loss.Generator(p.judged.Forward(p.samples), p.grad)
	reaches := p.judged.InputGradient(p.grad)
	var sum float64
	for ; len(reaches) > 0; reaches = reaches[p.dim:] {
		sum += floats.Norm(reaches[:p.dim], 2) // of loss/n, so that the sum is the mean
	}
	return sum
}
