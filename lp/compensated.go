package lp

import "math"

// compensated is a number of about twice the digits of a float64, the sum of its two
// parts. Potentials on a staircase are sums of up to n+m costs. In this way the costs
// are rounded, but hardly their sums.
type compensated struct{ high, low float64 }

// plus returns e + x. It computes the rounding error of the sum exactly (Knuth 1969)
// and adds it to the low part.
func (e compensated) plus(x float64) compensated {
	high := e.high + x
	back := high - e.high
	return compensated{high, e.low + ((e.high - (high - back)) + (x - back))}
}

// plusProduct returns e + a·b. It adds the rounding error of the product, too.
func (e compensated) plusProduct(a, b float64) compensated {
	product := a * b
	return e.plus(product).plus(math.FMA(a, b, -product))
}

// subtractedFrom returns c − e.
func (e compensated) subtractedFrom(c float64) compensated {
	return compensated{-e.high, -e.low}.plus(c)
}

// value returns e, rounded.
func (e compensated) value() float64 { return e.high + e.low }
