package lp

import "math"

// compensated is the sum of its two parts, a number with about twice the digits of a
// float64. The potentials on a staircase are sums of up to n+m costs. In float64 each
// addition would be rounded.
type compensated struct{ high, low float64 }

// plus returns e + x. It computes the rounding error of the high part exactly (Knuth 1969)
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

// value returns e, rounded to a float64.
func (e compensated) value() float64 { return e.high + e.low }
