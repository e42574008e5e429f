package gan

import "math"

// The loops over all entries of a batch, or all parameters, that an iteration
// spends its time in beside the products. Each has a twin with vector
// instructions, which does as many entries as fill its registers, to the same
// bits, and says how many: these loops do the rest, or everything.

// rectify replaces each row of x, as wide as the bias, by max(x + bias, 0). Its twin does
// the first columns of all rows.
func rectify(x, bias []float) {
	first := rectifyFast(x, bias)
	for row := x; len(row) > 0; row = row[len(bias):] {
		for k := first; k < len(bias); k++ {
			row[k] = max(row[k]+bias[k], 0)
		}
	}
}

// mask sets those entries of grad to 0 whose entry of h is not positive.
func mask(grad, h []float) {
	for k := maskFast(grad, h); k < len(h); k++ {
		if !(h[k] > 0) {
			grad[k] = 0
		}
	}
}

// clip moves each entry of x into [−c, c].
func clip(x []float64, c float64) {
	for k := clipFast(x, c); k < len(x); k++ {
		x[k] = min(max(x[k], -c), c)
	}
}

// addRows adds to sum the first entries of rows of x, which are that far apart. Its twin
// does the first columns of all rows.
func addRows(rows int, sum, x []float, width int) {
	first := addRowsFast(rows, sum, x, width)
	for i := range rows {
		for k := first; k < len(sum); k++ {
			sum[k] += x[i*width+k]
		}
	}
}

// step is RMSProp's: see there.
func (o *RMSProp) step(w, g, v []float64) {
	first := 0
	if twins := rmspropsHere(); len(twins) > 0 {
		first = twins[0].step(o, w, g, v)
	}
	for k := first; k < len(g); k++ {
		v[k] = float64(o.Decay*v[k]) + float64((1-o.Decay)*g[k]*g[k]) // rounded, not fused with the sum
		w[k] -= o.Rate * g[k] / (math.Sqrt(v[k]) + o.Epsilon)
	}
}

// rmsprop is a twin of that loop, which does so many entries at a time.
type rmsprop struct {
	entries int
	do      func(n int, w, grad, v *float64, rate, decay, rest, epsilon float64)
}

func (r rmsprop) step(o *RMSProp, w, g, v []float64) int {
	n := len(w) / r.entries * r.entries
	if n > 0 {
		_, _ = g[n-1], v[n-1]
		r.do(n, &w[0], &g[0], &v[0], o.Rate, o.Decay, 1-o.Decay, o.Epsilon)
	}
	return n
}
