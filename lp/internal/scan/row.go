package scan

import "math"

// Loops over a row of a matrix of costs. On some processors vector instructions (kernels)
// handle sixteen costs in each turn of a loop. The results are the same to the bit.

// Below returns the smallest index k with c[k] − v[k] < bound, or len(c) if there is none.
// No entry may be NaN, and v must not be shorter than c.
func Below(c, v []float64, bound float64) int {
	v = v[:len(c)]
	if forKernels(len(c)) > 0 {
		return below256(&c[0], &v[0], len(c), bound)
	}
	return belowPlain(c, v, bound)
}

// belowPlain computes what below256 computes, without vectors.
func belowPlain(c, v []float64, bound float64) int {
	v = v[:len(c)]
	for k, x := range c {
		if x-v[k] < bound {
			return k
		}
	}
	return len(c)
}

// Lanes is the number of minima that Minima finds.
const Lanes = 32

// Minima divides a row into Lanes parts, and sets least to the smallest c − v of each:
// least[l] is that of the indices l, l + Lanes, l + 2·Lanes and so on. It leaves out the
// entries after the last multiple of Lanes. If c is shorter than Lanes, all are +Inf. No
// entry may be NaN, and v must not be shorter than c.
func Minima(least *[Lanes]float64, c, v []float64) {
	n := len(c) / Lanes * Lanes
	if n > 0 && rowKernels {
		v = v[:n]
		minima256(&least[0], &c[0], &v[0], n)
		return
	}
	minimaPlain(least, c[:n], v[:n])
}

// minimaPlain computes what minima256 computes, without vectors.
func minimaPlain(least *[Lanes]float64, c, v []float64) {
	for l := range least {
		least[l] = math.Inf(1)
	}
	for k, x := range c {
		if x -= v[k]; x < least[k%Lanes] {
			least[k%Lanes] = x
		}
	}
}

// Lower sets each least[k] to min(least[k], c[k]). No entry may be NaN, and c must not be
// shorter than least.
func Lower(least, c []float64) {
	c = c[:len(least)]
	done := forKernels(len(least))
	if done > 0 {
		lower256(&least[0], &c[0], done)
	}
	lowerPlain(least[done:], c[done:])
}

// lowerPlain computes what lower256 computes, without vectors.
func lowerPlain(least, c []float64) {
	for k, x := range c[:len(least)] {
		if x < least[k] {
			least[k] = x
		}
	}
}

// LowerToMean sets each least[k] to the mean of four costs less u, if that is smaller:
//
//	min(least[k], (c[0][k] + c[1][k] + c[2][k] + c[3][k])/4 − u)
//
// No number may be NaN, and no c[·] may be shorter than least.
func LowerToMean(least []float64, c [4][]float64, u float64) {
	done := forKernels(len(least))
	if done > 0 {
		lowerToMean256(&least[0], &c[0][0], &c[1][0], &c[2][0], &c[3][0], done, u)
	}
	for k := range c {
		c[k] = c[k][done:len(least)]
	}
	lowerToMeanPlain(least[done:], c, u)
}

// lowerToMeanPlain computes what lowerToMean256 computes, without vectors.
func lowerToMeanPlain(least []float64, c [4][]float64, u float64) {
	for k, before := range least {
		mean := float64(((c[0][k] + c[1][k]) + (c[2][k] + c[3][k])) * 0.25) // rounded before u is subtracted
		if x := mean - u; x < before {
			least[k] = x
		}
	}
}

// Within reports whether each |c[k]| is at most bound. It is false if an entry is NaN.
func Within(c []float64, bound float64) bool {
	done := forKernels(len(c))
	if done > 0 && !within256(&c[0], done, bound) {
		return false
	}
	return withinPlain(c[done:], bound)
}

// withinPlain computes what within256 computes, without vectors.
func withinPlain(c []float64, bound float64) bool {
	for _, x := range c {
		if !(math.Abs(x) <= bound) { // NaN, too
			return false
		}
	}
	return true
}

// rowTurn is the number of costs that a kernel handles in one turn of its loop.
const rowTurn = 16

// forKernels returns how many of n costs the kernels handle in whole turns: 0 if this processor
// has no kernels.
func forKernels(n int) int {
	if !rowKernels {
		return 0
	}
	return n / rowTurn * rowTurn
}
