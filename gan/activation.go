package gan

import "math"

// Activation is the nonlinearity σ of a layer, applied entry by entry.
type Activation int

// The activations. All but Tanh are piecewise linear: their second derivative is 0
// wherever it exists.
const (
	Linear    Activation = iota + 1 // σ(a) = a
	ReLU                            // σ(a) = max(a, 0)
	LeakyReLU                       // σ(a) = max(a, a/5)
	Tanh                            // σ(a) = tanh a
)

var activationNames = names{"linear", "relu", "leaky-relu", "tanh"}

// leak is the slope of LeakyReLU for negative a.
const leak = 0.2

// ParseActivation returns the activation of that name. It returns an error that lists the
// names if there is no such activation.
func ParseActivation(name string) (Activation, error) {
	return parse[Activation]("activation", name, activationNames)
}

// String returns the name that ParseActivation reads, or "Activation(9)" if there is no
// such activation.
func (s Activation) String() string { return activationNames.text("Activation", int(s)) }

// MarshalText implements encoding.TextMarshaler: it returns the name, or an error if
// there is no such activation.
func (s Activation) MarshalText() ([]byte, error) {
	return activationNames.marshal("activation", int(s))
}

// UnmarshalText implements encoding.TextUnmarshaler with ParseActivation.
func (s *Activation) UnmarshalText(name []byte) (err error) {
	*s, err = ParseActivation(string(name))
	return err
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
