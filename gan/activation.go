package gan

import (
	"fmt"
	"math"
)

// Activation is the nonlinearity σ of a layer, applied entry by entry.
type Activation int

// The activations there are. All but Tanh are piecewise linear, so that their
// second derivative is 0 wherever it exists.
const (
	Linear    Activation = iota // σ(a) = a
	ReLU                        // σ(a) = max(a, 0)
	LeakyReLU                   // σ(a) = max(a, a/5)
	Tanh                        // σ(a) = tanh a
)

var activationNames = []string{"linear", "relu", "leaky-relu", "tanh"}

// leak is the slope of LeakyReLU for negative a.
const leak = 0.2

// String returns the name that ParseActivation reads.
func (s Activation) String() string {
	if s < 0 || int(s) >= len(activationNames) {
		return fmt.Sprintf("Activation(%d)", int(s))
	}
	return activationNames[s]
}

// ParseActivation returns the activation of that name, or an error that lists
// the names there are.
func ParseActivation(name string) (Activation, error) {
	return parse[Activation]("activation", name, activationNames)
}

// apply replaces each row of x, as wide as the bias b, by σ(x + b).
func (s Activation) apply(x, bias []float) {
	if s == ReLU {
		rectify(x, bias)
		return
	}
	for row := x; len(row) > 0; row = row[len(bias):] {
		addRows(1, row[:len(bias)], bias, len(bias))
	}
	switch s {
	case LeakyReLU:
		for k, a := range x {
			x[k] = max(a, leak*a)
		}
	case Tanh:
		for k, a := range x {
			x[k] = float(math.Tanh(float64(a)))
		}
	}
}

// pullBack is the chain rule through σ: it multiplies each entry of grad, a
// derivative with respect to h = σ(a), by σ′(a). All four σ′ can be told from h:
// at the kink of the ReLUs, where there is none, it is that of the left.
func (s Activation) pullBack(grad, h []float) {
	switch s {
	case ReLU:
		mask(grad, h)
	case LeakyReLU:
		for k, h := range h {
			if !(h > 0) {
				grad[k] *= leak
			}
		}
	case Tanh:
		for k, h := range h {
			grad[k] *= 1 - h*h
		}
	}
}
