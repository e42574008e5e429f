package metrics

import "gonum.org/v1/gonum/stat"

// KullbackLeibler returns the Kullback–Leibler divergence between two
// probability vectors of the same length, in nats, section 2 of the paper:
//
//	KL(p ‖ q) = Σ pₖ log(pₖ / qₖ),  with 0 log 0 = 0
//
// It is not symmetric, and it is +Inf as soon as p has mass where q has none.
//
// Errors are those of a vector that is no probability vector, and of lengths
// that differ.
func KullbackLeibler(p, q []float64) (float64, error) {
	if err := probabilityVectors(p, q); err != nil {
		return 0, err
	}
	return max(stat.KullbackLeibler(p, q), 0), nil // not −1e-17
}

// KullbackLeibler returns KL(p ‖ q) for two discrete distributions, in nats:
// +Inf if p has an atom of positive mass that q has not. It returns an error
// if they differ in dimension.
func (p *Distribution) KullbackLeibler(q *Distribution) (float64, error) {
	return onCommonSupport(p, q, KullbackLeibler)
}
