package gan

import (
	"math"

	"monge/gan/internal/dense"
)

// A critic estimates EM if it is Lipschitz (Kantorovich–Rubinstein). Weight
// clipping, as in Algorithm 1, bounds its slope. A gradient penalty does not bound the slope:
// it adds to the critic's loss where the length of the gradient is not 1.

// Clip sets parameters below −c to −c and those above c to c: line 7 of Algorithm 1. The
// critic is then K-Lipschitz, where K depends only on c and the sizes of layers.
func Clip(parameters []float64, c float64) { dense.Clamp(parameters, c) }

// Saturation returns the share of parameters w with |w| ≥ c, from 0 to 1. It is NaN if there
// are no parameters.
func Saturation(parameters []float64, c float64) float64 {
	saturated := 0
	for _, w := range parameters {
		if math.Abs(w) >= c {
			saturated++
		}
	}
	return float64(saturated) / float64(len(parameters))
}

// PenaltyGradient returns the gradient penalty of Gulrajani et al. 2017,
//
//	λ/n Σ over samples (‖∇f(x)‖ − 1)²
//
// at the batch x (n×In) of a network f with one output, and adds its gradient
// with respect to the parameters to the network's Gradients. At ∇f = 0, where the norm
// has no derivative, it takes the derivative as 0.
//
// ∇f was computed backward, from g = 1 at the output to g = ∇f at the input, by
//
//	d = g ⊙ σ′(a),  g ← dWᵀ
//
// The chain rule reverses these steps, so it goes forward through the layers. From here on
// ∂ is the gradient of the penalty. It starts from ∂g at the input:
//
//	∂W += ∂gᵀd,  ∂d = ∂gW,  ∂g ← ∂d ⊙ σ′(a)
//
// Where σ is curved, d depends on a as well. This adds
//
//	∂a = ∂d ⊙ g ⊙ σ″(a)
//
// in every layer. ∂a then goes backward through the network as in WeightGradient. The
// penalty depends on the biases only through this term.
func (p *Pass) PenaltyGradient(x []float64, lambda float64) float64 {
	ones := p.Forward(x) // the scores are not needed, and the output is linear
	for k := range ones {
		ones[k] = 1
	}
	gradients := p.InputGradient(ones)
	penalty := penalise(gradients, p.batch.Rows(), lambda)
	p.dx.CopyFrom(gradients) // now ∂g
	curved := p.network.Layers[0].Activation == Tanh
	p.allocatePenalty(curved)
	p.penaltyForward(curved)
	if curved {
		p.penaltyBackward()
	}
	p.batch.Run()
	p.network.freeze()
	return penalty
}

// penaltyForward goes forward through the layers, from ∂g at the input. It stops before
// the output, where g is 1 whatever the parameters.
func (p *Pass) penaltyForward(curved bool) {
	last := len(p.layers) - 1
	dg := p.dx
	for l := range last {
		layer, activation := &p.layers[l], p.network.Layers[l].Activation
		p.batch.Multiply(layer.dd, dg, layer.weights) // ∂d
		if curved {
			p.batch.Each(layer.curvature, layer.da, copyTo) // ∂a = ∂d ⊙ g ⊙ σ″; layer.da is d
			p.batch.Each(layer.curvature, layer.dd, multiplyBy)
			p.batch.Each(layer.curvature, layer.h, tanhCurvature)
		}
		activation.backward(p.batch, layer.dd, layer.h) // ∂g
		dg = layer.dd
	}
	dg = p.dx
	for l := range p.layers {
		weights, _ := weightsAndBias(&p.network.Layers[l], p.network.Gradients)
		p.batch.AddTransposeProduct(weights, dg, p.layers[l].da)
		dg = p.layers[l].dd // the last layer has none, and needs none
	}
}

// penaltyBackward goes backward through the layers, and adds the ∂a of each hidden layer.
func (p *Pass) penaltyBackward() {
	last := len(p.layers) - 1
	for l := last - 1; l > 0; l-- {
		layer, before := &p.layers[l], &p.layers[l-1]
		p.batch.Multiply(before.dd, layer.curvature, layer.weights.T()) // ∂h
		p.network.Layers[l-1].Activation.backward(p.batch, before.dd, before.h)
		p.batch.Add(before.curvature, before.dd) // ∂a
	}
	h := p.x
	for l := range last {
		weights, bias := weightsAndBias(&p.network.Layers[l], p.network.Gradients)
		p.batch.AddTransposeProduct(weights, h, p.layers[l].curvature)
		p.batch.AddRows(bias, p.layers[l].curvature)
		h = p.layers[l].h
	}
}

// allocatePenalty allocates the matrices of each hidden layer that only the penalty needs.
// It does so once.
func (p *Pass) allocatePenalty(curved bool) {
	for l := range len(p.layers) - 1 {
		layer := &p.layers[l]
		if layer.dd.Rows > 0 {
			return
		}
		layer.dd = dense.New(layer.h.Rows, layer.h.Columns)
		if curved {
			layer.curvature = dense.New(layer.h.Rows, layer.h.Columns)
		}
	}
}

func copyTo(to, from []dense.Float) { copy(to, from) }

func multiplyBy(x, y []dense.Float) {
	for k, y := range y {
		x[k] *= y
	}
}

// penalise returns the penalty of gradients, and replaces each row of them by the
// derivative of the penalty with respect to that row.
func penalise(gradients []float64, rows int, lambda float64) float64 {
	width := len(gradients) / rows
	each := lambda / float64(rows)
	var sum float64
	for ; len(gradients) > 0; gradients = gradients[width:] {
		row := gradients[:width]
		var norm float64
		for _, g := range row {
			norm = math.Hypot(norm, g)
		}
		sum += (norm - 1) * (norm - 1)
		factor := 0.0
		if norm > 0 {
			factor = dense.Round(each * 2 * (norm - 1) / norm)
		}
		for k := range row {
			row[k] *= factor
		}
	}
	return each * sum
}
