package lp

import (
	"math"
	"math/bits"
)

// mass is an amount of mass: a number of units (see unit), 128 bits wide.
//
// The simplex method never divides: flows are sums and differences of supplies and demands. In
// whole units these are exact. A flow that should be zero is zero, and flows that should be
// equal are equal in the ratio test. In float64 a difference of equal sums would be 1e-17
// about as often as 0, and the rule against cycling (see tree.leaving) would fail.
//
// A weight that is at least 1e-22 of the total keeps all 53 bits. A smaller weight is rounded
// to whole units. A unit is 2e-38 to 5e-38 of the total.
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

// lesser returns the smaller of two masses.
func lesser(a, b mass) mass {
	if b.less(a) {
		return b
	}
	return a
}

func (a mass) isZero() bool { return a.hi|a.lo == 0 }

// massBits is the number of bits of the larger total. The other three bits leave room for sums.
const massBits = 125

// unit is the exponent of a power of two: one unit of mass is 2^unit.
type unit int

// unitFor returns the unit for weights with the given totals.
func unitFor(supply, demand []float64) unit {
	_, exponent := math.Frexp(max(sum(supply), sum(demand)))
	return unit(exponent - massBits)
}

// sum returns Σ weights, added from first to last. gonum's floats.Sum is not used because
// its order of addition, and so its rounding, depends on where in memory the weights are.
func sum(weights []float64) (total float64) {
	for _, w := range weights {
		total += w
	}
	return total
}

// mass returns the weight w ≥ 0 in units, rounded. A positive weight is at least one
// unit.
func (u unit) mass(w float64) mass {
	if w == 0 {
		return mass{}
	}
	// w = digits · 2^(exponent−53), as a float64 stores it.
	bits := math.Float64bits(w)
	digits, exponent := bits&(1<<52-1)|1<<52, int(bits>>52)-1022
	if exponent == -1022 { // a subnormal number
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

// weight returns the weight of m, rounded to a float64.
func (u unit) weight(m mass) float64 {
	if u >= -1022 { // one unit is a normal number
		one := math.Float64frombits(uint64(u+1023) << 52)
		return float64(m.hi)*(0x1p64*one) + float64(m.lo)*one
	}
	return math.Ldexp(float64(m.hi), int(u)+64) + math.Ldexp(float64(m.lo), int(u))
}

// setMasses sets a (n) and b (m) to supply and demand in units of mass, and returns the unit. If
// the totals differ, it adds the difference to the largest entry of the smaller side.
func setMasses(a, b []mass, supply, demand []float64) unit {
	u := unitFor(supply, demand)
	sumA, largestA := u.fill(a, supply)
	sumB, largestB := u.fill(b, demand)
	balance(sumA, sumB, &a[largestA], &b[largestB])
	return u
}

// balance adds the difference of the totals to the largest entry of the side with the smaller
// total.
func balance(sumA, sumB mass, largestA, largestB *mass) {
	if sumA.less(sumB) {
		*largestA = largestA.plus(sumB.minus(sumA))
	} else {
		*largestB = largestB.plus(sumA.minus(sumB))
	}
}

// fill sets masses to the weights in units. It returns their sum and the index of the first one
// that no other exceeds.
func (u unit) fill(masses []mass, weights []float64) (sum mass, largest int) {
	for i, w := range weights {
		masses[i] = u.mass(w)
		sum = sum.plus(masses[i])
		if masses[largest].less(masses[i]) {
			largest = i
		}
	}
	return sum, largest
}
