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
// in what goes in and in the loss at the end alone (claim 3.5). All hidden layers
// have the same activation, the last one has none.
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

	first int // where the layer's parameters begin in those of the network
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
	first := 0
	for l := range n.Layers {
		layer := Layer{In: sizes[l], Out: sizes[l+1], Activation: hidden, first: first}
		if l == len(n.Layers)-1 {
			layer.Activation = Linear
		}
		layer.Weights, layer.Bias = part(&layer, n.Parameters)
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

// part returns a layer's part of numbers that the network has one of for each
// parameter: those for its weights, and those for its bias.
func part[number any](l *Layer, numbers []number) (weights, bias []number) {
	middle := l.first + l.In*l.Out
	return numbers[l.first:middle:middle], numbers[middle : middle+l.Out : middle+l.Out]
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
// leaves there the gradients need. It is allocated once for the largest batch, and
// serves one goroutine at a time.
type Pass struct {
	network *Network
	rows    int     // of the present batch
	input   []float // the present batch, rows×In
	layers  []trace
	first   []float // gradient with respect to the input, rows×In
	halves

	parameters []float // the network's, of 32 bits as of the last Forward

	output64, first64 []float64 // what is returned
}

// trace is what a pass keeps of a layer.
type trace struct {
	output []float // h = σ(a), rows×Out
	grad   []float // of the loss with respect to a, rows×Out
	spare  []float // rows×Out: see Pass.PenaltyGradient
	bent   []float // rows×Out: the same
}

// NewPass returns the memory for batches of at most that many rows.
func (n *Network) NewPass(rows int) *Pass {
	p := &Pass{
		network: n, layers: make([]trace, len(n.Layers)),
		input: newFloats(rows * n.In()), first: newFloats(rows * n.In()),
		output64: make([]float64, rows*n.Out()), first64: make([]float64, rows*n.In()),
	}
	for l, layer := range n.Layers {
		p.layers[l] = trace{output: newFloats(rows * layer.Out), grad: newFloats(rows * layer.Out)}
	}
	for k := range p.both {
		p.both[k] = half{new(product), k, len(p.both)}
	}
	return p
}

// Forward sends a batch x (n×In, row by row) through the network and returns
// its output (n×Out), valid until the next call. Layer by layer
//
//	a = hW + b,  h ← σ(a)
//
// It panics if n is not a whole number or more than the pass has room for. Parameters
// must stay as they are until the gradients have been taken.
func (p *Pass) Forward(x []float64) []float64 {
	p.rows = p.rowsOf(x, p.network.In())
	convert(p.input, x)
	p.parameters = rounded(p.network.Parameters, p.parameters)
	p.share((*Pass).forward)
	return convert(p.output64, p.layers[len(p.layers)-1].output[:p.rows*p.network.Out()])
}

func (p *Pass) forward(of half) {
	for l := range p.layers {
		layer, h := &p.network.Layers[l], p.output(l, of)
		p.above(l, p.enters(l, of), h, of)
		_, bias := part(layer, p.parameters)
		layer.Activation.apply(h, bias)
	}
}

// WeightGradient adds the gradient of a loss with respect to every parameter to
// the network's Gradients. grad (n×Out) is that of the loss with respect to the
// output of the last Forward. It panics if grad is not of that size.
func (p *Pass) WeightGradient(grad []float64) {
	p.begin(grad)
	p.share((*Pass).backward)
	p.share((*Pass).gather)
	p.network.freeze()
}

// freeze sets the gradients of frozen parameters to 0.
func (n *Network) freeze() {
	for k, frozen := range n.Frozen {
		if frozen {
			n.Gradients[k] = 0
		}
	}
}

// InputGradient returns the gradient of a loss with respect to the input of the
// last Forward (n×In), valid until the next call: what a critic has to say to a
// generated sample. It leaves the network's Gradients alone. grad is as in
// WeightGradient.
func (p *Pass) InputGradient(grad []float64) []float64 {
	p.begin(grad)
	p.share((*Pass).backwardToInput)
	return convert(p.first64, p.first[:p.rows*p.network.In()])
}

// begin puts the gradient with respect to the output where backward finds it.
func (p *Pass) begin(grad []float64) {
	if rows := p.rowsOf(grad, p.network.Out()); rows != p.rows {
		panic(fmt.Sprintf("gan: a gradient of %d rows after a batch of %d", rows, p.rows))
	}
	convert(p.layers[len(p.layers)-1].grad, grad)
}

// backward goes through the layers from the last to the first. With ∂ the
// gradient of the loss, the chain rule for a = hW + b is
//
//	∂h = ∂a Wᵀ,  ∂W += hᵀ∂a,  ∂b += Σ over rows ∂a
//
// and ∂a of the layer before is ∂h ⊙ σ′. Here is what a row does by itself; the
// rest is in gather.
func (p *Pass) backward(of half) {
	for l := len(p.layers) - 1; ; l-- {
		da := p.gradient(l, of)
		p.network.Layers[l].Activation.pullBack(da, p.output(l, of))
		if l == 0 {
			return
		}
		p.below(l, da, p.gradient(l-1, of), of)
	}
}

// backwardToInput goes as far as ∂x.
func (p *Pass) backwardToInput(of half) {
	p.backward(of)
	p.below(0, p.gradient(0, of), p.rowsIn(p.first, p.network.In(), of), of)
}

// above sets a (rows×Out) to hW, with the weights of layer l.
func (p *Pass) above(l int, h, a []float, of half) {
	layer := &p.network.Layers[l]
	weights, _ := part(layer, p.parameters)
	of.multiply(len(a)/layer.Out, layer.Out, layer.In, rowByRow(h, layer.In), rowByRow(weights, layer.Out), false, a)
}

// below sets ∂h (rows×In) to ∂a Wᵀ, with the weights of layer l.
func (p *Pass) below(l int, da, dh []float, of half) {
	layer := &p.network.Layers[l]
	weights, _ := part(layer, p.parameters)
	of.multiply(len(da)/layer.Out, layer.In, layer.Out, rowByRow(da, layer.Out), rowByRow(weights, layer.Out).transposed(), false, dh)
}

// gather adds up over rows: hᵀ∂a, and ∂a.
func (p *Pass) gather(of half) {
	for l := range p.layers {
		p.gatherLayer(l, p.layers[l].grad, of)
	}
}

// gatherLayer is gather for the ∂a of layer l.
func (p *Pass) gatherLayer(l int, da []float, of half) {
	h := p.input
	if l > 0 {
		h = p.layers[l-1].output
	}
	p.addWeightGradient(l, h, da, of)
	p.addBiasGradient(l, da, of)
}

// addWeightGradient adds hᵀ∂a to the gradient with respect to the weights of layer
// l, for some of the rows of these.
func (p *Pass) addWeightGradient(l int, h, da []float, of half) {
	layer := &p.network.Layers[l]
	from, to := of.span(layer.In)
	weights, _ := part(layer, p.network.Gradients)
	weights = weights[from*layer.Out : to*layer.Out]
	sums, adds := of.addends.at(weights)
	of.multiply(to-from, layer.Out, p.rows, rowByRow(h[from:], layer.In).transposed(), rowByRow(da, layer.Out), adds, sums)
	addTo(weights, sums)
}

// addBiasGradient adds every row of ∂a to the gradient with respect to the bias of
// layer l, or some columns of it.
func (p *Pass) addBiasGradient(l int, da []float, of half) {
	layer := &p.network.Layers[l]
	from, to := of.span(layer.Out)
	_, bias := part(layer, p.network.Gradients)
	sums, adds := of.addends.at(bias[from:to])
	if !adds {
		clear(sums)
	}
	addRows(p.rows, sums, da[from:], layer.Out)
	addTo(bias[from:to], sums)
}

// output, gradient and enters return, for some rows of the present batch, the
// output of layer l, the gradient with respect to its a, and what enters it.
func (p *Pass) output(l int, of half) []float {
	return p.rowsIn(p.layers[l].output, p.network.Layers[l].Out, of)
}

func (p *Pass) gradient(l int, of half) []float {
	return p.rowsIn(p.layers[l].grad, p.network.Layers[l].Out, of)
}

func (p *Pass) enters(l int, of half) []float {
	if l == 0 {
		return p.rowsIn(p.input, p.network.In(), of)
	}
	return p.output(l-1, of)
}

// rowsIn returns those rows of x, all of that width, that are in this half.
func (p *Pass) rowsIn(x []float, width int, of half) []float {
	from, to := of.span(p.rows)
	return x[from*width : to*width]
}

// rowsOf returns how many rows of that width x has.
func (p *Pass) rowsOf(x []float64, width int) int {
	rows := len(x) / width
	if room := len(p.first) / p.network.In(); rows*width != len(x) || rows > room {
		panic(fmt.Sprintf("gan: %d numbers as rows of %d, in a pass of at most %d rows", len(x), width, room))
	}
	return rows
}
