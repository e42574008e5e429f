package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Network is a multilayer perceptron: layers that each map rows h to
//
//	σ(hW + b)
//
// one row a sample. Generator, critic and discriminator are networks, and differ
// in what goes in and in the loss at the end alone (claim 3.5).
type Network struct {
	Layers     []Layer
	Parameters []float64 // every weight and bias, layer after layer
	Gradients  []float64 // of a loss with respect to Parameters, see Pass.WeightGradient
	Frozen     []bool    // parameters whose gradient is always 0; nil if there are none
}

// Layer is an affine map and an activation. Its slices are views of those of
// the network.
type Layer struct {
	In, Out    int
	Weights    []float64 // W, In×Out, row by row
	Bias       []float64 // b, Out
	Activation Activation

	weightGradients, biasGradients []float64
}

// NewNetwork returns a network of len(sizes)−1 layers: sizes are the dimension
// of the input, those of the hidden layers, and that of the output, which is
// linear. Weights and biases are uniform on ±1/√In, as in PyTorch's Linear, so
// that results can be compared. It panics if there are fewer than two sizes or
// one is not positive.
func NewNetwork(sizes []int, hidden Activation, random *rand.Rand) *Network {
	if len(sizes) < 2 {
		panic(fmt.Sprintf("gan: a network of sizes %v has no layer", sizes))
	}
	total := 0
	for l, size := range sizes {
		if size < 1 {
			panic(fmt.Sprintf("gan: a network of sizes %v", sizes))
		}
		if l > 0 {
			total += (sizes[l-1] + 1) * size
		}
	}
	n := &Network{
		Layers:     make([]Layer, len(sizes)-1),
		Parameters: make([]float64, total),
		Gradients:  make([]float64, total),
	}
	parameters, gradients := n.Parameters, n.Gradients
	view := func(size int) (values, slopes []float64) {
		values, slopes = parameters[:size:size], gradients[:size:size]
		parameters, gradients = parameters[size:], gradients[size:]
		return values, slopes
	}
	for l := range n.Layers {
		layer := Layer{In: sizes[l], Out: sizes[l+1], Activation: hidden}
		if l == len(n.Layers)-1 {
			layer.Activation = Linear
		}
		layer.Weights, layer.weightGradients = view(layer.In * layer.Out)
		layer.Bias, layer.biasGradients = view(layer.Out)
		bound := 1 / math.Sqrt(float64(layer.In))
		for _, tensor := range [][]float64{layer.Weights, layer.Bias} {
			for k := range tensor {
				tensor[k] = bound * (2*random.Float64() - 1)
			}
		}
		n.Layers[l] = layer
	}
	return n
}

// In and Out return the dimensions of the network's input and output.
func (n *Network) In() int  { return n.Layers[0].In }
func (n *Network) Out() int { return n.Layers[len(n.Layers)-1].Out }

// Clone returns a network of the same parameters that shares nothing with n.
func (n *Network) Clone() *Network {
	sizes := []int{n.In()}
	for _, layer := range n.Layers {
		sizes = append(sizes, layer.Out)
	}
	clone := NewNetwork(sizes, n.Layers[0].Activation, rand.New(rand.NewPCG(0, 0)))
	copy(clone.Parameters, n.Parameters)
	clone.Frozen = slices.Clone(n.Frozen)
	return clone
}

// Tensor names what parameter k is part of: "layer 2 weights", counted from 1.
func (n *Network) Tensor(k int) string {
	for l, layer := range n.Layers {
		if k < len(layer.Weights) {
			return fmt.Sprintf("layer %d weights", l+1)
		}
		if k -= len(layer.Weights); k < len(layer.Bias) {
			return fmt.Sprintf("layer %d bias", l+1)
		}
		k -= len(layer.Bias)
	}
	panic(fmt.Sprintf("gan: no parameter %d", k))
}

// Pass is the memory of one batch on its way through a network: what Forward
// leaves there Backward needs. It is allocated once for the largest batch, and
// serves one goroutine at a time.
type Pass struct {
	network *Network
	rows    int       // of the present batch
	input   []float64 // the present batch, rows×In: the caller's
	layers  []trace
	first   []float64 // gradient with respect to the input, rows×In
}

// trace is what a pass keeps of a layer.
type trace struct {
	output []float64 // h = σ(a), rows×Out
	grad   []float64 // of the loss with respect to a, rows×Out
	across []float64 // Wᵀ, Out×In: see Pass.backward
	spare  []float64 // rows×Out: see Pass.PenaltyGradient
}

// NewPass returns the memory for batches of at most that many rows.
func (n *Network) NewPass(rows int) *Pass {
	p := &Pass{network: n, layers: make([]trace, len(n.Layers)), first: make([]float64, rows*n.In())}
	for l, layer := range n.Layers {
		p.layers[l] = trace{
			output: make([]float64, rows*layer.Out),
			grad:   make([]float64, rows*layer.Out),
			across: make([]float64, len(layer.Weights)),
		}
	}
	return p
}

// Forward sends a batch x (n×In, row by row) through the network and returns
// its output (n×Out), valid until the next call. Layer by layer
//
//	a = hW + b,  h ← σ(a)
//
// It panics if n is not a whole number or more than the pass has room for. x
// must stay as it is until the gradients have been taken.
func (p *Pass) Forward(x []float64) []float64 {
	p.rows, p.input = p.rowsOf(x, p.network.In()), x
	for l := range p.layers {
		layer := &p.network.Layers[l]
		h := p.output(l)
		for row := range p.rows {
			copy(h[row*layer.Out:], layer.Bias)
		}
		timesNN(p.rows, layer.Out, layer.In, p.enters(l), layer.Weights, 1, h)
		layer.Activation.apply(h)
	}
	return p.output(len(p.layers) - 1)
}

// WeightGradient adds the gradient of a loss with respect to every parameter to
// the network's Gradients. grad (n×Out) is that of the loss with respect to the
// output of the last Forward. It panics if grad is not of that size.
func (p *Pass) WeightGradient(grad []float64) {
	p.backward(grad, true, false)
	for k, frozen := range p.network.Frozen {
		if frozen {
			p.network.Gradients[k] = 0
		}
	}
}

// InputGradient returns the gradient of a loss with respect to the input of the
// last Forward (n×In), valid until the next call: what a critic has to say to a
// generated sample. It leaves the network's Gradients alone. grad is as in
// WeightGradient.
func (p *Pass) InputGradient(grad []float64) []float64 {
	p.backward(grad, false, true)
	return p.first[:p.rows*p.network.In()]
}

// backward goes through the layers from the last to the first. With ∂ the
// gradient of the loss, the chain rule for a = hW + b is
//
//	∂W += hᵀ∂a,  ∂b += Σ over rows ∂a,  ∂h = ∂a Wᵀ
//
// and ∂a of the layer before is ∂h ⊙ σ′. Wᵀ is written out, for the entries of
// ∂a that a ReLU set to 0 cost nothing in a product whose left factor it is.
func (p *Pass) backward(grad []float64, weights, input bool) {
	last := len(p.layers) - 1
	if rows := p.rowsOf(grad, p.network.Out()); rows != p.rows {
		panic(fmt.Sprintf("gan: a gradient of %d rows after a batch of %d", rows, p.rows))
	}
	copy(p.gradient(last), grad)
	for l := last; l >= 0; l-- {
		layer, trace := &p.network.Layers[l], &p.layers[l]
		da := p.gradient(l)
		layer.Activation.pullBack(da, p.output(l))
		if weights {
			timesTN(layer.In, layer.Out, p.rows, p.enters(l), da, 1, layer.weightGradients)
			addRows(layer.biasGradients, da)
		}
		switch {
		case l > 0:
			transpose(trace.across, layer.Weights, layer.Out)
			timesNN(p.rows, layer.In, layer.Out, da, trace.across, 0, p.gradient(l-1))
		case input:
			transpose(trace.across, layer.Weights, layer.Out)
			timesNN(p.rows, layer.In, layer.Out, da, trace.across, 0, p.first)
		}
	}
}

// output, gradient and enters return, for the present batch, the output of
// layer l, the gradient with respect to its a, and what enters it.
func (p *Pass) output(l int) []float64 { return p.layers[l].output[:p.rows*p.network.Layers[l].Out] }

func (p *Pass) gradient(l int) []float64 { return p.layers[l].grad[:p.rows*p.network.Layers[l].Out] }

func (p *Pass) enters(l int) []float64 {
	if l == 0 {
		return p.input
	}
	return p.output(l - 1)
}

// rowsOf returns how many rows of that width x has.
func (p *Pass) rowsOf(x []float64, width int) int {
	rows := len(x) / width
	if room := len(p.first) / p.network.In(); rows*width != len(x) || rows > room {
		panic(fmt.Sprintf("gan: %d numbers as rows of %d, in a pass of at most %d rows", len(x), width, room))
	}
	return rows
}

// addRows adds every row of x to sum.
func addRows(sum, x []float64) {
	for ; len(x) > 0; x = x[len(sum):] {
		add(sum, x[:len(sum)])
	}
}

// transpose writes the transpose of x, whose rows have that width, into t.
func transpose(t, x []float64, width int) {
	rows := len(x) / width
	for i := range rows {
		for j, v := range x[i*width : (i+1)*width] {
			t[j*rows+i] = v
		}
	}
}
