package gan_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/gan"
)

func TestClipAndSaturation(t *testing.T) {
	w := []float64{-3, -0.1, -0.05, 0, 0.05, 0.1, math.Inf(1), 0.2}
	gan.Clip(w, 0.1)
	wantClose(t, "clipped", w, []float64{-0.1, -0.1, -0.05, 0, 0.05, 0.1, 0.1, 0.1}, 0)
	wantNear(t, "saturation", gan.Saturation(w, 0.1), 5./8, 0)
	wantNear(t, "saturation of a wider interval", gan.Saturation(w, 0.2), 0, 0)

	// Clip keeps NaN, so that a run that diverges gives an error.
	w = []float64{math.NaN()}
	gan.Clip(w, 0.1)
	if !math.IsNaN(w[0]) {
		t.Errorf("NaN was clipped to %v", w[0])
	}
}

// productBound returns a Lipschitz constant of a network: the product of the spectral norms
// of its weights. The activations are 1-Lipschitz.
func productBound(n *gan.Network) float64 {
	k := 1.0
	for _, layer := range n.Layers {
		k *= mat.Norm(mat.NewDense(layer.In, layer.Out, layer.Weights), 2)
	}
	return k
}

// clipBound returns the largest productBound of clipped weights: the product of c√(In·Out)
// over the layers.
func clipBound(n *gan.Network, c float64) float64 {
	k := 1.0
	for _, layer := range n.Layers {
		k *= c * math.Sqrt(float64(layer.In*layer.Out))
	}
	return k
}

// Line 7 of Algorithm 1 makes the critic K-Lipschitz, whatever its weights were.
func TestClippedCriticIsLipschitzWithinTheProductBound(t *testing.T) {
	for _, hidden := range activations {
		for depth := range 5 {
			random := newRandom(uint64(depth))
			for _, c := range []float64{0.01, 0.3, 2} {
				n := randomNetwork(2, 1, depth, hidden, random)
				floats.Scale(10*random.Float64(), n.Parameters)
				gan.Clip(n.Parameters, c)
				most, clipped := productBound(n), clipBound(n, c)
				name := fmt.Sprintf("%s, depth %d, c = %v", hidden, depth, c)
				if most > clipped*(1+1e-12) {
					t.Errorf("%s: spectral norms multiply to %v, c allows %v", name, most, clipped)
				}
				const rows = 50
				pass, x := n.NewPass(rows), normals(2*rows, random)
				scores := append([]float64(nil), pass.Forward(x)...)
				ones := make([]float64, rows)
				for k := range ones {
					ones[k] = 1
				}
				slopes := pass.InputGradient(ones)
				for i := range rows {
					if slope := floats.Norm(slopes[2*i:2*i+2], 2); slope > most*(1+allowed(1e-12)) {
						t.Errorf("%s: slope %v at a sample, at most %v", name, slope, most)
					}
					for j := range i {
						gap := floats.Distance(x[2*i:2*i+2], x[2*j:2*j+2], 2)
						if rise := math.Abs(scores[i] - scores[j]); rise > most*gap*(1+allowed(1e-9))+allowed(1e-15)*math.Abs(scores[i]) {
							t.Errorf("%s: rises by %v over %v, at most %v", name, rise, gap, most*gap)
						}
					}
				}
			}
		}
	}
}

// Weights that are all c reach the bound.
func TestProductBoundIsAttained(t *testing.T) {
	const c = 0.1
	n := gan.NewNetwork([]int{2, 3, 4, 1}, gan.ReLU, newRandom(1))
	for k := range n.Parameters {
		n.Parameters[k] = c
	}
	pass := n.NewPass(1)
	pass.Forward([]float64{1, 1}) // no unit is 0 here
	slope := floats.Norm(pass.InputGradient([]float64{1}), 2)
	wantNear(t, "slope", slope, clipBound(n, c), 1e-12)
	wantNear(t, "product of spectral norms", productBound(n), clipBound(n, c), 1e-12)
}
