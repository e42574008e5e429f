package metrics

import "gonum.org/v1/gonum/floats"

// TV returns the total variation distance between two discrete distributions,
// section 2 of the paper:
//
//	TV(p, q) = sup over events A of |p(A) − q(A)| = ½ Σ |p(x) − q(x)|
//
// The event A = {x : p(x) > q(x)} reaches the supremum. TV lies in [0, 1]. It is
// 1 if and only if p and q share no atom.
//
// It returns an error if p or q is nil or they differ in dimension.
func TV(p, q *Distribution) (float64, error) {
	_, pVector, qVector, err := CommonSupport(p, q)
	if err != nil {
		return 0, err
	}
	return tvOfVectors(pVector, qVector), nil
}

// tvOfVectors is TV for two probability vectors on one list of atoms.
func tvOfVectors(p, q []float64) float64 {
	if Disjoint(p, q) {
		return 1 // a sum of rounded probabilities may be 1 − 1e-16
	}
	return min(floats.Distance(p, q, 1)/2, 1)
}
