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
// The way back to the input gave ∇f as products: from g = 1 at the output down to ∇f,
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
	curved := p.network.Layers[0].Activation == Tanh
	last := len(p.layers) - 1
	for l := range last {
		trace := &p.layers[l]
		trace.spare = atLeast(trace.spare, len(trace.output))
		if curved {
			trace.bent = atLeast(trace.bent, len(trace.output))
		}
	}
	ones := p.Forward(x) // the scores are no longer needed, and the output is linear
	for k := range ones {
		ones[k] = 1
	}
	p.InputGradient(ones) // ∇f, in p.first
	penalty := penalise(p.first[:len(x)], p.rows, lambda)
	p.share((*Pass).climb)
	p.share((*Pass).gatherPenalty)
	if curved {
		p.share((*Pass).descend)
		p.share((*Pass).gatherBent)
	}
	p.network.freeze()
	return penalty
}

// climb goes up from the ∂g that penalise left at the input.
func (p *Pass) climb(of half) {
	up := p.rowsIn(p.first, p.network.In(), of)
	for l := range len(p.layers) - 1 { // g at the output is 1, whatever the parameters
		layer, h, spare := &p.network.Layers[l], p.output(l, of), p.spare(l, of)
		p.above(l, up, spare, of) // ∂d
		if layer.Activation == Tanh {
			bent, d := p.bent(l, of), p.gradient(l, of)
			for k, h := range h {
				bent[k] = d[k] * spare[k] * -2 * h // ∂a, where g ⊙ σ″ = d σ″/σ′, and σ″ = −2hσ′
			}
		}
		layer.Activation.pullBack(spare, h)
		up = spare
	}
}

// gatherPenalty adds up ∂gᵀd over rows.
func (p *Pass) gatherPenalty(of half) {
	up := p.first
	for l := range p.layers {
		p.addWeightGradient(l, up, p.layers[l].grad, of)
		up = p.layers[l].spare // the last one has none, and needs none
	}
}

// descend is a backward pass whose gradient, ∂a, comes in at every layer.
func (p *Pass) descend(of half) {
	for l := len(p.layers) - 2; l > 0; l-- {
		below := p.spare(l-1, of)
		p.below(l, p.bent(l, of), below, of)
		p.network.Layers[l-1].Activation.pullBack(below, p.output(l-1, of))
		addRows(1, p.bent(l-1, of), below, len(below))
	}
}

// gatherBent is gather for these ∂a.
func (p *Pass) gatherBent(of half) {
	for l := range len(p.layers) - 1 {
		p.gatherLayer(l, p.layers[l].bent, of)
	}
}

// spare and bent return memory of the size of layer l's output, for ∂d and for ∂a.
func (p *Pass) spare(l int, of half) []float {
	return p.rowsIn(p.layers[l].spare, p.network.Layers[l].Out, of)
}

func (p *Pass) bent(l int, of half) []float {
	return p.rowsIn(p.layers[l].bent, p.network.Layers[l].Out, of)
}

// penalise replaces each row of gradients by the derivative of the penalty with
// respect to it, and returns the penalty.
func penalise(gradients []float, rows int, lambda float64) float64 {
	width := len(gradients) / rows
	each := lambda / float64(rows)
	var sum float64
	for ; len(gradients) > 0; gradients = gradients[width:] {
		row := gradients[:width]
		var norm float64
		for _, g := range row {
			norm = math.Hypot(norm, float64(g))
		}
		sum += (norm - 1) * (norm - 1)
		factor := 0.0
		if norm > 0 {
			factor = each * 2 * (norm - 1) / norm
		}
		for k := range row {
			if math.IsInf(float64(float(factor)), 0) { // beyond floats: the product is not
				row[k] = float(factor * float64(row[k]))
			} else {
				row[k] *= float(factor)
			}
		}
	}
	return each * sum
}
