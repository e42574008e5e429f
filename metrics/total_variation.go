package metrics

import "gonum.org/v1/gonum/floats"

// TotalVariation returns the total variation distance between two probability
// vectors of the same length, section 2 of the paper:
//
//	TV(p, q) = sup_A |p(A) − q(A)| = ½ Σ |pₖ − qₖ|
//
// The supremum over events A is reached by A = {k : pₖ > qₖ}. TV lies in
// [0, 1], and is 1 if and only if the supports are disjoint.
//
// Errors are those of a vector that is no probability vector, and of lengths
// that differ.
func TotalVariation(p, q []float64) (float64, error) {
	if err := probabilityVectors(p, q); err != nil {
		return 0, err
	}
	if disjoint(p, q) {
		return 1, nil // where a sum of rounded shares may be 1 − 1e-16
	}
	return min(floats.Distance(p, q, 1)/2, 1), nil
}

// TotalVariation returns TV(p, q) for two discrete distributions, in [0, 1].
// It returns an error if they differ in dimension.
func (p *Distribution) TotalVariation(q *Distribution) (float64, error) {
	return onCommonSupport(p, q, TotalVariation)
}
