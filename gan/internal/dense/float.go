package dense

import "math"

// Bits is the size of a Float: 64, or 32 in a build with -tags float32.
const Bits = bits

// newFloats returns n zeros. It allocates at least 32 bytes, to keep 16-byte alignment:
// gonum adds up floats of 32 bits in another order where they are not aligned.
func newFloats(n int) []Float { return make([]Float, n, max(n, 8)) }

// grown returns x, or a new slice of n zeros if x has fewer than n numbers.
func grown(x []Float, n int) []Float {
	if len(x) >= n {
		return x
	}
	return newFloats(n)
}

// convert sets the first numbers of x to values, rounded if those have more bits, and
// returns these numbers of x.
func convert[to, from float32 | float64](x []to, values []from) []to {
	for k, v := range values {
		x[k] = to(v)
	}
	return x[:len(values)]
}

// Round returns the Float nearest to x, or x itself where it is beyond all Floats.
func Round(x float64) float64 {
	if rounded := float64(Float(x)); !math.IsInf(rounded, 0) {
		return rounded
	}
	return x
}
