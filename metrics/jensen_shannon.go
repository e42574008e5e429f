package metrics

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// JensenShannon returns the Jensen–Shannon divergence between two probability
// vectors of the same length, in nats:
//
//	JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m),  m = (p + q)/2
//
// It is symmetric and lies in [0, log 2], with log 2 if and only if the
// supports are disjoint. Section 2 of the paper prints the definition without
// the halves, but its Example 1 and Figure 1 have log 2, as here.
//
// Errors are those of a vector that is no probability vector, and of lengths
// that differ.
func JensenShannon(p, q []float64) (float64, error) {
	if err := probabilityVectors(p, q); err != nil {
		return 0, err
	}
	if disjoint(p, q) {
		return math.Ln2, nil // where a sum of rounded shares may fall short
	}
	terms := make([]float64, len(p))
	for k := range p {
		terms[k] = toMiddle(p[k], q[k])/2 + toMiddle(q[k], p[k])/2
	}
	return min(max(floats.SumCompensated(terms), 0), math.Ln2), nil
}

// toMiddle returns p log(p/m) with m = (p+q)/2, as −p log(1 + (q−p)/2p). The
// difference of two logarithms, gonum's way, has no digits left where p and q
// nearly agree, and its m rounds to 0 beside the smallest p of all.
func toMiddle(p, q float64) float64 {
	if p == 0 {
		return 0
	}
	return -p * math.Log1p(min((q-p)/(2*p), math.MaxFloat64)) // q/p may overflow
}

// JensenShannon returns JS(p, q) for two discrete distributions, in nats, in
// [0, log 2]. It returns an error if they differ in dimension.
func (p *Distribution) JensenShannon(q *Distribution) (float64, error) {
	return onCommonSupport(p, q, JensenShannon)
}
