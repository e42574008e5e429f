package gan

import (
	"math"

	"monge/gan/internal/dense"
)

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

// forward replaces each row a of a batch by σ(a + bias).
func (s Activation) forward(batch *dense.Batch, a dense.Matrix, bias []dense.Float) {
	if s == ReLU {
		batch.Rectify(a, bias)
		return
	}
	batch.AddBias(a, bias)
	switch s {
	case LeakyReLU:
		batch.Each(a, a, leakyReLU)
	case Tanh:
		batch.Each(a, a, tanh)
	}
}

func leakyReLU(h, a []dense.Float) {
	for k, a := range a {
		h[k] = max(a, leak*a)
	}
}

func tanh(h, a []dense.Float) {
	for k, a := range a {
		h[k] = dense.Float(math.Tanh(float64(a)))
	}
}

// backward is the chain rule through σ: it replaces ∂h by ∂a = ∂h ⊙ σ′(a). It computes σ′
// from h = σ(a). At a = 0, where the ReLUs have no derivative, it takes the derivative from
// the left.
func (s Activation) backward(batch *dense.Batch, dh, h dense.Matrix) {
	switch s {
	case ReLU:
		batch.Mask(dh, h)
	case LeakyReLU:
		batch.Each(dh, h, leakySlope)
	case Tanh:
		batch.Each(dh, h, tanhSlope)
	}
}

func leakySlope(dh, h []dense.Float) {
	for k, h := range h {
		if !(h > 0) {
			dh[k] *= leak
		}
	}
}

func tanhSlope(dh, h []dense.Float) {
	for k, h := range h {
		dh[k] *= 1 - h*h
	}
}

// tanhCurvature replaces ∂h ⊙ σ′(a) by ∂h ⊙ σ″(a): for Tanh σ″ = −2hσ′.
func tanhCurvature(d, h []dense.Float) {
	for k, h := range h {
		d[k] = d[k] * -2 * h
	}
}
