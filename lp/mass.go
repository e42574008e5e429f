package lp

import (
	"math"
	"math/bits"

	"gonum.org/v1/gonum/floats"
)

// mass is an amount of mass as a whole number of units, 128 bits wide.
//
// The simplex method divides nothing: flows are sums and differences of
// supplies and demands. In whole units they are exact, a flow that should be
// zero is zero, and ties in the ratio test are ties. In float64 a difference
// of equal sums comes out as 1e-17 about as often as 0, and the rule against
// cycling (see tree.leaving) has nothing to hold on to.
//
// 128 bits hold the 53 of every float64 weight over 22 orders of magnitude;
// what lies further below the total is rounded to 1e-38 of it.
type mass struct{ hi, lo uint64 }

func (a mass) plus(b mass) mass {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return mass{a.hi + b.hi + carry, lo}
}

func (a mass) minus(b mass) mass {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return mass{a.hi - b.hi - borrow, lo}
}

func (a mass) less(b mass) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

func (a mass) isZero() bool { return a.hi|a.lo == 0 }

// massBits is the number of bits that the larger total takes, at most: sums of
// totals must not overflow.
const massBits = 125

// unit is a power of two: one unit of mass is 2^unit.
type unit int

// unitFor returns the unit in which total, and all that it is the sum of, fit
// a mass.
func unitFor(total float64) unit {
	_, exponent := math.Frexp(total)
	return unit(exponent - massBits)
}

// whole returns the weight w ≥ 0 in units, rounded; a positive one is at least
// one unit.
func (u unit) whole(w float64) mass {
	if w == 0 {
		return mass{}
	}
	// w = digits · 2^(exponent−53), as a float64 holds it.
	bits := math.Float64bits(w)
	digits, exponent := bits&(1<<52-1)|1<<52, int(bits>>52)-1022
	if exponent == -1022 { // a subnormal one
		var fraction float64
		fraction, exponent = math.Frexp(w)
		digits = uint64(math.Ldexp(fraction, 53))
	}
	shift := exponent - 53 - int(u)
	if shift >= 64 {
		return mass{hi: digits << (shift - 64)}
	}
	if shift >= 0 {
		return mass{hi: digits >> (64 - shift), lo: digits << shift}
	}
	rounded := digits>>-shift + digits>>(-shift-1)&1
	return mass{lo: max(rounded, 1)}
}

// weight returns m as a float64, rounded.
func (u unit) weight(m mass) float64 {
	if u >= -1022 { // the unit is a number that loses no digits
		one := math.Float64frombits(uint64(u+1023) << 52)
		return float64(m.hi)*(0x1p64*one) + float64(m.lo)*one
	}
	return math.Ldexp(float64(m.hi), int(u)+64) + math.Ldexp(float64(m.lo), int(u))
}

// wholeMasses returns supply and demand in units, of equal total: what
// rounding left between the two is added to the largest entry of the side that
// has less.
func wholeMasses(supply, demand []float64) (a, b []mass, u unit) {
	a, b = make([]mass, len(supply)), make([]mass, len(demand))
	return a, b, fillMasses(a, b, supply, demand)
}

// fillMasses is wholeMasses in memory that is there: a as long as supply, b as
// long as demand.
func fillMasses(a, b []mass, supply, demand []float64) unit {
	u := unitFor(max(floats.Sum(supply), floats.Sum(demand)))
	sumA, largestA := u.fill(a, supply)
	sumB, largestB := u.fill(b, demand)
	balance(sumA, sumB, &a[largestA], &b[largestB])
	return u
}

// balance adds the difference of the sums to the largest entry of the side that
// has less.
func balance(sumA, sumB mass, largestA, largestB *mass) {
	if sumA.less(sumB) {
		*largestA = largestA.plus(sumB.minus(sumA))
	} else {
		*largestB = largestB.plus(sumA.minus(sumB))
	}
}

// fill sets masses to the weights in units. It returns their sum and the place
// of the largest.
func (u unit) fill(masses []mass, weights []float64) (sum mass, largest int) {
	for i, w := range weights {
		masses[i] = u.whole(w)
		sum = sum.plus(masses[i])
		if masses[largest].less(masses[i]) {
			largest = i
		}
	}
	return sum, largest
}
