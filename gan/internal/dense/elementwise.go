package dense

import "math"

// The functions of this file are loops over all entries of a batch, or over all parameters.
// Each first calls a version with vector instructions, which gives the same bits. That
// version does as many entries as fill whole vectors; the loop here does the others.

// rectify replaces each row of x by max(x + bias, 0). Rows are as wide as bias.
func rectify(x, bias []Float) {
	first := rectifyVectors(x, bias)
	for row := x; len(row) > 0; row = row[len(bias):] {
		for k := first; k < len(bias); k++ {
			row[k] = max(row[k]+bias[k], 0)
		}
	}
}

// addBias replaces each row of x, as wide as bias, by x + bias.
func addBias(x, bias []Float) {
	for ; len(x) > 0; x = x[len(bias):] {
		if row := x[:len(bias)]; len(bias) >= 8 {
			addRows(1, row, bias, len(bias))
		} else { // too short for vectors to be worth a call
			for k, b := range bias {
				row[k] += b
			}
		}
	}
}

// mask sets those entries of grad to 0 whose entry of h is not positive.
func mask(grad, h []Float) {
	for k := maskVectors(grad, h); k < len(h); k++ {
		if !(h[k] > 0) {
			grad[k] = 0
		}
	}
}

// addRows adds to sum the first entries of each of some rows of x. width is the distance
// between rows.
func addRows(rows int, sum, x []Float, width int) {
	first := addRowsVectors(rows, sum, x, width)
	for i := range rows {
		for k := first; k < len(sum); k++ {
			sum[k] += x[i*width+k]
		}
	}
}

// Clamp moves each number of x into [−c, c].
func Clamp(x []float64, c float64) {
	for k := clampVectors(x, c); k < len(x); k++ {
		x[k] = min(max(x[k], -c), c)
	}
}

// RMSProp has the constants of the optimizer of that name.
type RMSProp struct {
	Rate    float64 // η
	Decay   float64 // ρ
	Epsilon float64 // ε
}

// Step takes one step of weights w with gradient g. It updates v, the mean of squared
// gradients:
//
//	v ← ρv + (1−ρ)g²,  w ← w − ηg/(√v + ε)
//
// It panics if w or v is shorter than g.
func (o RMSProp) Step(w, g, v []float64) {
	first := 0
	if fast := rmsprops(); len(fast) > 0 {
		first = fast[0].step(o, w, g, v)
	}
	for k := first; k < len(g); k++ {
		v[k] = float64(o.Decay*v[k]) + float64((1-o.Decay)*g[k]*g[k]) // rounded, not fused with the sum
		w[k] -= o.Rate * g[k] / (math.Sqrt(v[k]) + o.Epsilon)
	}
}

// rmspropVectors is Step with vectors of that many numbers.
type rmspropVectors struct {
	numbers int
	do      func(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
}

// step takes the first numbers that fill whole vectors, and returns how many.
func (r rmspropVectors) step(o RMSProp, w, g, v []float64) int {
	n := len(w) / r.numbers * r.numbers
	if n > 0 {
		_, _ = g[n-1], v[n-1]
		r.do(n, &w[0], &g[0], &v[0], o.Rate, o.Decay, 1-o.Decay, o.Epsilon)
	}
	return n
}
