package gan

// Bits is how many a number has on its way through a network and back: 64, or 32 in a
// build with -tags float32, which is faster (float64.go and float32.go are what differs).
// Parameters, what optimizers remember, losses and all that is measured have 64 in both.
const Bits = bits

// newFloats returns so many zeros. They are 32 bytes or more, lest they begin where 16 do
// not: there gonum adds up floats of 32 bits in another order.
func newFloats(n int) []float { return make([]float, n, max(n, 8)) }

// convert writes numbers into x as numbers of its kind, and returns that part of x.
func convert[to, from float32 | float64](x []to, numbers []from) []to {
	for k, v := range numbers {
		x[k] = to(v)
	}
	return x[:len(numbers)]
}
