package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// AddNoise returns a sample of p with independent N(0, σ²) noise on each
// coordinate: each atom of p moves by one draw from random, and keeps its
// probability. This is the remedy that section 1 of the paper warns of: it
// makes KL finite, and it moves the samples away from where they should be.
// It returns an error if σ is negative or not finite.
func AddNoise(p *Distribution, sigma float64, random *rand.Rand) (*Distribution, error) {
	if p == nil {
		return nil, errNil
	}
	if !(sigma >= 0) || math.IsInf(sigma, 0) {
		return nil, fmt.Errorf("metrics: noise of σ %v", sigma)
	}
	noised := mat.DenseCopyOf(p.points)
	noised.Apply(func(_, _ int, x float64) float64 { return x + sigma*random.NormFloat64() }, noised)
	return NewDistribution(noised, p.mass)
}

// NoisedKL returns KL between P₀ and Pθ after both were convolved
// with N(0, σ²I), in nats and either way round. Along the lines the two agree,
// across them they are N(0, σ²) and N(θ, σ²): so it is θ²/2σ², finite for
// every σ > 0, and as before +Inf for σ = 0 (0 if θ = 0). It returns an error
// if σ is negative or not a number.
func (l ParallelLines) NoisedKL(sigma float64) (float64, error) {
	switch {
	case !(sigma >= 0):
		return 0, fmt.Errorf("metrics: noise of σ %v", sigma)
	case sigma == 0:
		return l.KL(), nil
	}
	z := l.Theta / sigma
	return z * z / 2, nil
}
