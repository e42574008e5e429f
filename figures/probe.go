package figures

import (
	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// gradientProbe measures the gradient of a generator's loss, through a critic or
// discriminator, at the samples of a fixed generator.
type gradientProbe struct {
	samples       []float64 // n×dim, row by row
	dim           int
	pass          *gan.Pass
	scoreGradient []float64 // of the generator's loss with respect to the scores
}

// newGradientProbe returns a probe at the samples that the generator of g computes from the
// noise of e.
func newGradientProbe(g *gan.Game, e *gan.Evaluator) *gradientProbe {
	samples := append([]float64(nil), e.Samples(g)...)
	n := len(samples) / g.Data.Dim
	return &gradientProbe{samples, g.Data.Dim, g.Critic.NewPass(n), make([]float64, n)}
}

// meanLength returns the mean length of the gradient of a loss with respect to a
// generated sample. It is GradNorm of gan.Record, without the time for EM.
func (p *gradientProbe) meanLength(loss gan.Loss) float64 {
	loss.Generator(p.pass.Forward(p.samples), p.scoreGradient)
	gradients := p.pass.InputGradient(p.scoreGradient)
	var sum float64
	for ; len(gradients) > 0; gradients = gradients[p.dim:] {
		sum += floats.Norm(gradients[:p.dim], 2) // gradients have a factor of 1/n: the sum is the mean
	}
	return sum
}
