package gan

import "math"

// A critic estimates EM if it is Lipschitz (Kantorovich–Rubinstein). Here are
// the two ways to keep it so: clip its weights, as in Algorithm 1, or penalise
// gradients that are not of length 1.

// Clip moves every parameter into [−c, c], line 7 of Algorithm 1. The critic is
// then K-Lipschitz for a K that depends on c and on the layers alone.
func Clip(parameters []float64, c float64) { clip(parameters, c) }

// Saturation returns the share of parameters that stand at −c or c: 0 to 1.
func Saturation(parameters []float64, c float64) float64 {
	at := 0
	for _, w := range parameters {
		if math.Abs(w) >= c {
			at++
		}
	}
	return float64(at) / float64(len(parameters))
}

// PenaltyGradient returns the gradient penalty of Gulrajani et al. 2017,
//
//	λ/n Σ over samples (‖∇f(x)‖ − 1)²
//
// at the batch x (n×In) of a network f with one output, and adds its gradient
// with respect to the parameters to the network's Gradients. The slope of the
// norm at ∇f = 0, where there is none, is taken as 0.
//
// Backward gave ∇f as products: from g = 1 at the output down to ∇f,
//
//	d = g ⊙ σ′(a),  g ← dWᵀ
//
// To differentiate that is to go through it once more, from its end: with ∂ now
// the gradient of the penalty, ∂g starts at the input and goes up,
//
//	∂W += ∂gᵀd,  ∂d = ∂gW,  ∂g ← ∂d ⊙ σ′(a)
//
// and where σ is curved d depends on a as well, by ∂a = ∂d ⊙ g ⊙ σ″(a), which
// goes back through the network as any gradient does. The biases enter by the
// second way alone.
func (p *Pass) PenaltyGradient(x []float64, lambda float64) float64 {
	n := p.network
	last := len(p.layers) - 1
	scores := p.Forward(x)
	ones := scores // no longer needed, and the output is linear
	for k := range ones {
		ones[k] = 1
	}
	up := p.InputGradient(ones) // ∇f, and then ∂g
	penalty := penalise(up, p.rows, lambda)

	curved := false
	for l := range p.layers {
		layer, d := &n.Layers[l], p.gradient(l)
		timesTN(layer.In, layer.Out, p.rows, up, d, 1, layer.weightGradients)
		if l == last {
			break // g at the output is 1, whatever the parameters
		}
		spare := p.spare(l)
		timesNN(p.rows, layer.Out, layer.In, up, layer.Weights, 0, spare) // ∂d
		if layer.Activation == Tanh {
			curved = true
			for k, h := range p.output(l) {
				d[k] *= spare[k] * layer.Activation.bend(h) // ∂a, where g ⊙ σ″ = d σ″/σ′
			}
		}
		layer.Activation.pullBack(spare, p.output(l))
		up = spare
	}
	if curved {
		p.descend(last - 1)
	}
	return penalty
}

// penalise replaces each row of gradients by the derivative of the penalty with
// respect to it, and returns the penalty.
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
			factor = each * 2 * (norm - 1) / norm
		}
		for k := range row {
			row[k] *= factor
		}
	}
	return each * sum
}

// spare returns memory of the size of layer l's output, for ∂d.
func (p *Pass) spare(l int) []float64 {
	if p.layers[l].spare == nil {
		p.layers[l].spare = make([]float64, cap(p.layers[l].output))
	}
	return p.layers[l].spare[:p.rows*p.network.Layers[l].Out]
}

// descend adds to the network's Gradients what the ∂a of each layer up to top
// contribute: a backward pass whose gradient comes in at every layer.
func (p *Pass) descend(top int) {
	for l := top; l >= 0; l-- {
		layer, da := &p.network.Layers[l], p.gradient(l)
		timesTN(layer.In, layer.Out, p.rows, p.enters(l), da, 1, layer.weightGradients)
		addRows(layer.biasGradients, da)
		if l > 0 {
			below := p.spare(l - 1)
			transpose(p.layers[l].across, layer.Weights, layer.Out)
			timesNN(p.rows, layer.In, layer.Out, da, p.layers[l].across, 0, below)
			p.network.Layers[l-1].Activation.pullBack(below, p.output(l-1))
			for k, v := range below {
				p.gradient(l - 1)[k] += v
			}
		}
	}
}
