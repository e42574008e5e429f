package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ParallelLines is Example 1 of the paper, "learning parallel lines". With
// Z ~ U[0, 1], P₀ is the law of (0, Z) and Pθ is the law of (θ, Z): each is uniform
// on a vertical segment, and the segments are |θ| apart. The methods EM, JS, KL
// and TV return the distances between P₀ and Pθ in closed form, as in Figure 1. They are
// NaN if θ is NaN.
type ParallelLines struct {
	Theta float64 // θ, the x-coordinate of the second line
}

// EM returns W(P₀, Pθ) = |θ|: each point moves straight across.
func (l ParallelLines) EM() float64 { return math.Abs(l.Theta) }

// JS returns JS(P₀, Pθ), in nats: log 2, or 0 if θ = 0.
func (l ParallelLines) JS() float64 { return l.unlessSame(math.Ln2) }

// KL returns KL(P₀ ‖ Pθ) = KL(Pθ ‖ P₀): +Inf, or 0 if θ = 0.
func (l ParallelLines) KL() float64 { return l.unlessSame(math.Inf(1)) }

// TV returns TV(P₀, Pθ): 1, or 0 if θ = 0.
func (l ParallelLines) TV() float64 { return l.unlessSame(1) }

// unlessSame returns d if the two lines differ, 0 if θ = 0, and NaN if θ is NaN.
func (l ParallelLines) unlessSame(d float64) float64 {
	switch {
	case l.Theta == 0:
		return 0
	case math.IsNaN(l.Theta):
		return math.NaN()
	}
	return d
}

// Discretise returns P₀ and Pθ with n equal atoms each, at the midpoints
// z = (k+½)/n, for functions of discrete distributions. It returns an error if n < 1
// or θ is not finite.
func (l ParallelLines) Discretise(n int) (p0, pTheta *Distribution, err error) {
	if n < 1 {
		return nil, nil, fmt.Errorf("metrics: %d atoms per line; at least 1 is needed", n)
	}
	if math.IsNaN(l.Theta) || math.IsInf(l.Theta, 0) {
		return nil, nil, fmt.Errorf("metrics: θ = %v is not finite", l.Theta)
	}
	z := mat.NewDense(n, 1, nil)
	for k := range n {
		z.Set(k, 0, (float64(k)+0.5)/float64(n))
	}
	prior, err := NewDistribution(z, nil)
	if err != nil {
		return nil, nil, err
	}
	if p0, err = prior.Push(ParallelLines{0}.Generate); err != nil {
		return nil, nil, err
	}
	pTheta, err = prior.Push(l.Generate)
	return p0, pTheta, err
}

// Generate returns (θ, z), the sample of Example 1's generator gθ for the noise z (1).
func (l ParallelLines) Generate(z []float64) []float64 { return []float64{l.Theta, z[0]} }
