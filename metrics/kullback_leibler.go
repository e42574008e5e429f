package metrics

import "gonum.org/v1/gonum/stat"

// KL returns the Kullback–Leibler divergence between two discrete distributions,
// in nats, section 2 of the paper:
//
//	KL(p ‖ q) = Σ p(x) log(p(x) / q(x)),  with 0 log 0 = 0
//
// It is not symmetric. It is +Inf if p has mass at a point where q has none.
//
// It returns an error if p or q is nil or they differ in dimension.
func KL(p, q *Distribution) (float64, error) {
	_, pVector, qVector, err := CommonSupport(p, q)
	if err != nil {
		return 0, err
	}
	return klOfVectors(pVector, qVector), nil
}

// klOfVectors is KL for two probability vectors on one list of atoms.
func klOfVectors(p, q []float64) float64 {
	return max(stat.KullbackLeibler(p, q), 0) // rounding may give −1e-17
}
