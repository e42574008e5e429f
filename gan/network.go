package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"monge/gan/internal/dense"
)

// Network is a multilayer perceptron. Each layer maps a matrix h, which has one row for
// each sample, to
//
//	σ(hW + b)
//
// Generator, critic and discriminator are networks. They differ only in their input and
// in their loss (claim 3.5). All hidden layers have the same activation; the last layer has
// none.
type Network struct {
	Layers     []Layer
	Parameters []float64 // every weight and bias, layer after layer
	Gradients  []float64 // of a loss with respect to Parameters, see Pass.WeightGradient
	Frozen     []bool    // parameters whose gradient is always 0; nil means none
}

// Layer is an affine map and an activation. Its slices are parts of the network's
// Parameters.
type Layer struct {
	In, Out    int
	Weights    []float64 // W, In×Out, row by row
	Bias       []float64 // b, Out
	Activation Activation

	first int // index of the layer's first parameter in the network's Parameters
}

// NewNetwork returns a network of len(sizes)−1 layers. sizes are the dimension of the
// input, of each hidden layer, and of the output. Weights and biases are uniform on
// [−1/√In, 1/√In], as in PyTorch's Linear. NewNetwork panics if there are fewer than two
// sizes, if one is not positive, or if there is no activation hidden.
func NewNetwork(sizes []int, hidden Activation, random *rand.Rand) *Network {
	if len(sizes) < 2 {
		panic(fmt.Sprintf("gan: a network of sizes %v has no layer", sizes))
	}
	if err := activationNames.check("activation", int(hidden)); err != nil {
		panic(err.Error())
	}
	total := 0
	for l, size := range sizes {
		if size < 1 {
			panic(fmt.Sprintf("gan: a network of sizes %v has an empty layer", sizes))
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
	first := 0
	for l := range n.Layers {
		layer := Layer{In: sizes[l], Out: sizes[l+1], Activation: hidden, first: first}
		if l == len(n.Layers)-1 {
			layer.Activation = Linear
		}
		layer.Weights, layer.Bias = weightsAndBias(&layer, n.Parameters)
		first += len(layer.Weights) + len(layer.Bias)
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

// weightsAndBias returns the parts of numbers that belong to a layer's weights and to its
// bias. numbers has one entry for each parameter of the network.
func weightsAndBias[number any](l *Layer, numbers []number) (weights, bias []number) {
	bound := l.first + l.In*l.Out
	return numbers[l.first:bound:bound], numbers[bound : bound+l.Out : bound+l.Out]
}

// In returns the dimension of the network's input.
func (n *Network) In() int { return n.Layers[0].In }

// Out returns the dimension of the network's output.
func (n *Network) Out() int { return n.Layers[len(n.Layers)-1].Out }

// Generate draws noise from the prior and returns the samples that the network computes from
// it (samples×Out, row by row). It panics if samples is negative or there is no such prior.
func (n *Network) Generate(samples int, prior Prior, random *rand.Rand) []float64 {
	if samples < 0 {
		panic(fmt.Sprintf("gan: %d samples to generate", samples))
	}
	noise := make([]float64, samples*n.In())
	prior.Sample(noise, random)
	return n.NewPass(samples).Forward(noise)
}

// Clone returns a network with the same parameters, which shares no memory with n.
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

// Tensor returns the name of the tensor that parameter k is part of: "layer 2 weights".
// Layers count from 1. It panics if there is no parameter k.
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

// Bits is the precision in which Pass computes: 64 bits, or 32 in a build with -tags float32,
// which is faster. Parameters, the state of optimizers, losses and all measurements have 64
// bits in both builds.
const Bits = dense.Bits

// Pass takes batches through a network, forward and backward. It keeps what Forward
// computes, because the gradients need it. A pass is allocated once for the largest batch,
// and serves one goroutine at a time.
type Pass struct {
	network *Network
	batch   *dense.Batch // the list of operations on all rows
	layers  []layerPass
	x, dx   dense.Matrix // the input, and the gradient with respect to it

	parameters        []dense.Float // the network's, as of the last Forward
	output, xGradient []float64     // what Forward and InputGradient return
}

// layerPass is what a pass keeps of a layer. Each matrix has a row for each sample.
type layerPass struct {
	h  dense.Matrix // σ(a)
	da dense.Matrix // gradient of the loss with respect to a

	weights dense.Matrix  // W, as of the last Forward
	bias    []dense.Float // b

	dd, curvature dense.Matrix // see Pass.PenaltyGradient
}

// NewPass returns a pass for batches of at most rows rows. It panics if rows is negative.
func (n *Network) NewPass(rows int) *Pass {
	p := &Pass{
		network: n, batch: dense.NewBatch(len(n.Parameters)), layers: make([]layerPass, len(n.Layers)),
		x: dense.New(rows, n.In()), dx: dense.New(rows, n.In()),
		output: make([]float64, rows*n.Out()), xGradient: make([]float64, rows*n.In()),
	}
	for l, layer := range n.Layers {
		p.layers[l] = layerPass{h: dense.New(rows, layer.Out), da: dense.New(rows, layer.Out)}
	}
	return p
}

// Forward sends a batch x (n×In, row by row) through the network and returns its output
// (n×Out), which is valid until the next call. Layer by layer
//
//	a = hW + b,  h ← σ(a)
//
// It panics if the last row is not whole, or if the pass has no room for n rows. Parameters
// must not change until the gradients have been computed.
func (p *Pass) Forward(x []float64) []float64 {
	p.batch.Begin(p.rowsOf(x, p.network.In()))
	p.x.CopyFrom(x)
	p.parameters = dense.Floats(p.network.Parameters, p.parameters)
	h := p.x
	for l := range p.layers {
		layer := &p.layers[l]
		layer.weights, layer.bias = p.parametersOf(l)
		p.batch.Multiply(layer.h, h, layer.weights)
		p.network.Layers[l].Activation.forward(p.batch, layer.h, layer.bias)
		h = layer.h
	}
	p.batch.Run()
	return h.CopyTo(p.output[:p.batch.Rows()*p.network.Out()])
}

// WeightGradient adds the gradient of a loss with respect to every parameter to the
// network's Gradients. grad (n×Out) is the gradient with respect to the output of the
// last Forward. Layer by layer
//
//	∂W += hᵀ∂a,  ∂b += Σ over rows ∂a
//
// It panics if grad has another size.
func (p *Pass) WeightGradient(grad []float64) {
	p.backward(grad)
	h := p.x
	for l := range p.layers {
		weights, bias := weightsAndBias(&p.network.Layers[l], p.network.Gradients)
		p.batch.AddTransposeProduct(weights, h, p.layers[l].da)
		p.batch.AddRows(bias, p.layers[l].da)
		h = p.layers[l].h
	}
	p.batch.Run()
	p.network.freeze()
}

// InputGradient returns the gradient of a loss with respect to the input of the last
// Forward (n×In), which is valid until the next call. The generator learns from the
// critic's input gradient. After the backward pass it takes one more product,
//
//	∂x = ∂a Wᵀ  in the first layer
//
// InputGradient does not change the network's Gradients. grad is as in WeightGradient.
func (p *Pass) InputGradient(grad []float64) []float64 {
	p.backward(grad)
	p.batch.Multiply(p.dx, p.layers[0].da, p.layers[0].weights.T())
	p.batch.Run()
	return p.dx.CopyTo(p.xGradient[:p.batch.Rows()*p.network.In()])
}

// backward goes through the layers from the last to the first. With ∂ the gradient of the
// loss, the chain rule for h ← σ(a), a = hW + b is
//
//	∂a = ∂h ⊙ σ′(a),  ∂h ← ∂a Wᵀ
func (p *Pass) backward(grad []float64) {
	if rows := p.rowsOf(grad, p.network.Out()); rows != p.batch.Rows() {
		panic(fmt.Sprintf("gan: a gradient of %d rows after a batch of %d", rows, p.batch.Rows()))
	}
	last := len(p.layers) - 1
	p.layers[last].da.CopyFrom(grad) // ∂h
	for l := last; ; l-- {
		layer := &p.layers[l]
		p.network.Layers[l].Activation.backward(p.batch, layer.da, layer.h)
		if l == 0 {
			return
		}
		p.batch.Multiply(p.layers[l-1].da, layer.da, layer.weights.T())
	}
}

// parametersOf returns W and b of layer l.
func (p *Pass) parametersOf(l int) (weights dense.Matrix, bias []dense.Float) {
	layer := &p.network.Layers[l]
	entries, bias := weightsAndBias(layer, p.parameters)
	return dense.View(entries, layer.In, layer.Out), bias
}

// freeze sets the gradients of frozen parameters to 0.
func (n *Network) freeze() {
	for k, frozen := range n.Frozen {
		if frozen {
			n.Gradients[k] = 0
		}
	}
}

// rowsOf returns the number of rows of x, each of width numbers. It panics if the last row
// is not whole, or if there are more rows than the pass has room for.
func (p *Pass) rowsOf(x []float64, width int) int {
	rows := len(x) / width
	if rows*width != len(x) || rows > p.x.Rows {
		panic(fmt.Sprintf("gan: %d numbers do not make rows of %d for a pass of at most %d rows", len(x), width, p.x.Rows))
	}
	return rows
}
