package gan

import "math"

// The loops over all entries of a batch, or all parameters, that an iteration
// spends its time in beside the products. Each has a twin with vector
// instructions, which does as many entries as fill its registers, to the same
// bits, and says how many: these loops do the rest, or everything.

// rectify replaces each entry of x by max(x + bias, 0).
func rectify(x, bias []float64) {
	for k := rectifyFast(x, bias); k < len(x); k++ {
		x[k] = max(x[k]+bias[k], 0)
	}
}

// mask sets those entries of grad to 0 whose entry of h is not positive.
func mask(grad, h []float64) {
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

// add adds x to sum.
func add(sum, x []float64) {
	for k := addFast(sum, x); k < len(x); k++ {
		sum[k] += x[k]
	}
}

// step is RMSProp's: see there.
func (o *RMSProp) step(w, g, v []float64) {
	for k := o.stepFast(w, g, v); k < len(g); k++ {
		v[k] = float64(o.Decay*v[k]) + float64((1-o.Decay)*g[k]*g[k]) // rounded, not fused with the sum
		w[k] -= o.Rate * g[k] / (math.Sqrt(v[k]) + o.Epsilon)
	}
}
