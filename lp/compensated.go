package lp

import "math"

// compensated is a number with about twice the digits of a float64: the sum of its two parts.
// The potentials of the line solver need it. They are sums of up to n+m costs, and in float64
// each addition would be rounded.
type compensated struct{ high, low float64 }

// plus returns s + x. It computes the rounding error of the high part exactly (Knuth 1969)
// and adds it to the low part.
func (s compensated) plus(x float64) compensated {
	high := s.high + x
	added := high - s.high
	return compensated{high, s.low + ((s.high - (high - added)) + (x - added))}
}

// plusProduct returns s + a·b, including the rounding error of the product.
func (s compensated) plusProduct(a, b float64) compensated {
	product := a * b
	return s.plus(product).plus(math.FMA(a, b, -product))
}

// subtractedFrom returns c − s.
func (s compensated) subtractedFrom(c float64) compensated {
	return compensated{-s.high, -s.low}.plus(c)
}

// value returns s, rounded to a float64.
func (s compensated) value() float64 { return s.high + s.low }
