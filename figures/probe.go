package figures

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot/plotter"

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

// decades returns the ends of a logarithmic axis that holds all points of some
// curves, and a little more. Give such an axis a short label: gonum makes room
// above the panel for half of its length, as if it began at the top.
func decades(curves ...plotter.XYs) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, points := range curves {
		for _, at := range points {
			low, high = min(low, math.Log10(at.Y)), max(high, math.Log10(at.Y))
		}
	}
	return math.Pow(10, math.Floor(low)-0.2), math.Pow(10, math.Ceil(high)+0.2)
}
