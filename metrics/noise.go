package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// AddNoise returns p with independent N(0, σ²) noise on each coordinate: each atom
// moves by one draw from random and keeps its probability. So the samples move away
// from the data (section 1 of the paper). The result is a discrete distribution, and KL
// between it and one with other atoms stays +Inf. KL is finite between two laws of
// finite variance that are both convolved with N(0, σ²I), which gives them densities:
// [ParallelLines.NoisedKL] is of these.
//
// It returns an error if p is nil or σ is negative or not finite.
func AddNoise(p *Distribution, sigma float64, random *rand.Rand) (*Distribution, error) {
	if p == nil {
		return nil, errNil
	}
	if !(sigma >= 0) || math.IsInf(sigma, 0) {
		return nil, fmt.Errorf("metrics: σ of the noise is %v; it must be finite and at least 0", sigma)
	}
	var noised mat.Dense
	noised.Apply(func(_, _ int, x float64) float64 { return x + sigma*random.NormFloat64() }, p.points)
	return NewDistribution(&noised, p.mass)
}

// NoisedKL returns KL between P₀ and Pθ after both were convolved with N(0, σ²I),
// in nats. It is the same in both directions. Along the lines the two distributions
// agree; across them they are N(0, σ²) and N(θ, σ²). So KL is θ²/2σ², finite for
// every σ > 0. For σ = 0 it is +Inf, or 0 if θ = 0.
//
// It returns an error if σ is negative or NaN, or if θ is not finite.
func (l ParallelLines) NoisedKL(sigma float64) (float64, error) {
	switch {
	case !(sigma >= 0):
		return 0, fmt.Errorf("metrics: σ of the noise is %v; it must be at least 0", sigma)
	case math.IsNaN(l.Theta) || math.IsInf(l.Theta, 0):
		return 0, fmt.Errorf("metrics: θ = %v is not finite", l.Theta)
	case sigma == 0:
		return l.KL(), nil
	}
	z := l.Theta / sigma
	return z * z / 2, nil
}
