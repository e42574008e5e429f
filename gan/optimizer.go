package gan

import (
	"math"

	"monge/gan/internal/dense"
)

// Optimizer moves parameters along their negative gradients. An optimizer belongs to one
// network: its state has up to two numbers for each parameter.
type Optimizer interface {
	// Step takes one step. It changes parameters, which are as many as gradients.
	Step(parameters, gradients []float64)

	// state returns the moments and the number of steps, not copies of them. A checkpoint
	// reads and restores them.
	state() (moments [][]float64, steps *float64)

	// set changes the learning rate, and β₁ if there is one.
	set(rate, beta1 float64)
}

// SGD is gradient descent: w ← w − ηg.
type SGD struct {
	Rate float64 // η
}

// Step implements Optimizer.
func (o *SGD) Step(parameters, gradients []float64) {
	for k, g := range gradients {
		parameters[k] -= o.Rate * g
	}
}

func (o *SGD) state() ([][]float64, *float64) { return nil, new(float64) }
func (o *SGD) set(rate, _ float64)            { o.Rate = rate }

// RMSProp is the optimizer of Algorithm 1 (Tieleman and Hinton 2012). It divides
// a gradient by the root of its mean square over recent steps:
//
//	v ← ρv + (1−ρ)g²,  w ← w − ηg/(√v + ε)
//
// A network therefore learns at the same speed whether its gradients are all near 1 or all
// near 1e-6. Two kinds of gradients make it slow: those far below ε, as with weights
// clipped to a small c, and those that fall by more than a factor of √ρ a step, for √v falls
// by no more than that.
type RMSProp struct {
	Rate    float64 // η
	Decay   float64 // ρ
	Epsilon float64 // ε

	square []float64 // v
}

// NewRMSProp returns RMSProp for the given number of parameters, with ρ = 0.99 and ε = 1e-8
// as in PyTorch.
func NewRMSProp(rate float64, parameters int) *RMSProp {
	return &RMSProp{Rate: rate, Decay: 0.99, Epsilon: 1e-8, square: make([]float64, parameters)}
}

// Step implements Optimizer.
func (o *RMSProp) Step(parameters, gradients []float64) {
	dense.RMSProp{Rate: o.Rate, Decay: o.Decay, Epsilon: o.Epsilon}.Step(parameters, gradients, o.square)
}

func (o *RMSProp) state() ([][]float64, *float64) { return [][]float64{o.square}, new(float64) }
func (o *RMSProp) set(rate, _ float64)            { o.Rate = rate }

// Adam is RMSProp with momentum β₁ and averages that are corrected for their start at 0
// (Kingma and Ba 2014):
//
//	m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  w ← w − η m̂/(√v̂ + ε)
//
// where m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ) at step t. The paper found that with
// β₁ > 0 the training of a critic can become unstable (claim 3.10).
type Adam struct {
	Rate         float64 // η
	Beta1, Beta2 float64 // β₁, β₂
	Epsilon      float64 // ε

	mean, square []float64 // m, v
	steps        float64   // t
}

// NewAdam returns Adam for the given number of parameters, with β₂ = 0.999 and ε = 1e-8.
func NewAdam(rate, beta1 float64, parameters int) *Adam {
	return &Adam{
		Rate: rate, Beta1: beta1, Beta2: 0.999, Epsilon: 1e-8,
		mean: make([]float64, parameters), square: make([]float64, parameters),
	}
}

// Step implements Optimizer.
func (o *Adam) Step(parameters, gradients []float64) {
	o.steps++
	rate := o.Rate / (1 - math.Pow(o.Beta1, o.steps))
	scale := 1 / math.Sqrt(1-math.Pow(o.Beta2, o.steps))
	for k, g := range gradients {
		o.mean[k] = o.Beta1*o.mean[k] + (1-o.Beta1)*g
		o.square[k] = o.Beta2*o.square[k] + (1-o.Beta2)*g*g
		parameters[k] -= rate * o.mean[k] / (scale*math.Sqrt(o.square[k]) + o.Epsilon)
	}
}

func (o *Adam) state() ([][]float64, *float64) { return [][]float64{o.mean, o.square}, &o.steps }
func (o *Adam) set(rate, beta1 float64)        { o.Rate, o.Beta1 = rate, beta1 }

// OptimizerKind is the name of an optimizer in a Config.
type OptimizerKind int

// The optimizers.
const (
	KindRMSProp OptimizerKind = iota + 1
	KindAdam
	KindSGD
)

var optimizerNames = names{"rmsprop", "adam", "sgd"}

// ParseOptimizer returns the kind of that name. It returns an error that lists the names
// if there is no such optimizer.
func ParseOptimizer(name string) (OptimizerKind, error) {
	return parse[OptimizerKind]("optimizer", name, optimizerNames)
}

// String returns the name that ParseOptimizer reads, or "OptimizerKind(9)" if there is no
// such optimizer.
func (k OptimizerKind) String() string { return optimizerNames.text("OptimizerKind", int(k)) }

// MarshalText implements encoding.TextMarshaler: it returns the name, or an error if
// there is no such optimizer.
func (k OptimizerKind) MarshalText() ([]byte, error) {
	return optimizerNames.marshal("optimizer", int(k))
}

// UnmarshalText implements encoding.TextUnmarshaler with ParseOptimizer.
func (k *OptimizerKind) UnmarshalText(name []byte) (err error) {
	*k, err = ParseOptimizer(string(name))
	return err
}

// NewOptimizer returns an optimizer of a kind for the given number of parameters. beta1 is
// Adam's β₁; the others ignore it. It returns an error that lists the names if there is
// no such optimizer.
func NewOptimizer(kind OptimizerKind, rate, beta1 float64, parameters int) (Optimizer, error) {
	switch kind {
	case KindRMSProp:
		return NewRMSProp(rate, parameters), nil
	case KindAdam:
		return NewAdam(rate, beta1, parameters), nil
	case KindSGD:
		return &SGD{Rate: rate}, nil
	}
	return nil, optimizerNames.check("optimizer", int(kind))
}
