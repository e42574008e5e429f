package metrics

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// JS returns the Jensen–Shannon divergence between two discrete distributions,
// in nats:
//
//	JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m),  m = (p + q)/2
//
// It is symmetric and lies in [0, log 2]. It is log 2 if and only if p and q
// share no atom. Its root is a metric; JS itself violates the triangle
// inequality. Section 2 of the paper prints the definition without the halves,
// but its Example 1 and Figure 1 have log 2, as here.
//
// It returns an error if p or q is nil or they differ in dimension.
func JS(p, q *Distribution) (float64, error) {
	_, pVector, qVector, err := CommonSupport(p, q)
	if err != nil {
		return 0, err
	}
	return jsOfVectors(pVector, qVector), nil
}

// jsOfVectors is JS for two probability vectors on one list of atoms.
func jsOfVectors(p, q []float64) float64 {
	if Disjoint(p, q) {
		return math.Ln2 // a sum of rounded probabilities may be less
	}
	terms := make([]float64, len(p))
	for k := range terms {
		terms[k] = klToMiddle(p[k], q[k])/2 + klToMiddle(q[k], p[k])/2
	}
	return min(max(floats.SumCompensated(terms), 0), math.Ln2)
}

// klToMiddle returns p log(p/m) with m = (p+q)/2, as −p log(1 + (q−p)/2p). gonum
// subtracts two logarithms. That loses all digits where p and q nearly agree, and
// m rounds to 0 if p is the smallest float64.
func klToMiddle(p, q float64) float64 {
	if p == 0 {
		return 0
	}
	return -p * math.Log1p(min((q-p)/(2*p), math.MaxFloat64)) // q/p may overflow
}
