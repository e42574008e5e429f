package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// sumRounding is how far from 1 the sum of a probability vector may be:
// probabilities printed with nine digits pass, counts do not.
const sumRounding = 1e-6

// probabilityVectors returns an error unless p and q are probability vectors
// of one length: finite, non-negative, of sum 1.
func probabilityVectors(p, q []float64) error {
	if len(p) != len(q) {
		return fmt.Errorf("metrics: probability vectors of length %d and %d", len(p), len(q))
	}
	for _, vector := range []struct {
		name string
		of   []float64
	}{{"p", p}, {"q", q}} {
		if err := nonNegative(vector.name, vector.of); err != nil {
			return err
		}
		if sum := floats.SumCompensated(vector.of); !(math.Abs(sum-1) <= sumRounding) {
			return fmt.Errorf("metrics: %s sums to %v, not 1", vector.name, sum)
		}
	}
	return nil
}

// nonNegative returns an error that names the first entry of x that cannot be
// a mass: one that is negative, infinite or not a number.
func nonNegative(name string, x []float64) error {
	for i, mass := range x {
		switch {
		case math.IsNaN(mass):
			return fmt.Errorf("metrics: %s[%d] is not a number", name, i)
		case math.IsInf(mass, 0):
			return fmt.Errorf("metrics: %s[%d] is infinite", name, i)
		case mass < 0:
			return fmt.Errorf("metrics: %s[%d] = %v is negative", name, i, mass)
		}
	}
	return nil
}

// disjoint reports whether no entry is positive in both p and q.
func disjoint(p, q []float64) bool {
	for k := range p {
		if p[k] > 0 && q[k] > 0 {
			return false
		}
	}
	return true
}

// onCommonSupport lifts a divergence from probability vectors to discrete
// distributions.
func onCommonSupport(p, q *Distribution, divergence func(p, q []float64) (float64, error)) (float64, error) {
	_, pOn, qOn, err := CommonSupport(p, q)
	if err != nil {
		return 0, err
	}
	return divergence(pOn, qOn)
}
