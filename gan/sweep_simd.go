//go:build goexperiment.simd && amd64

package gan

import "simd/archsimd"

// The twins of the loops in sweep.go, four entries at a time. No product is
// fused with a sum here, so that they give the same bits.

func rectifyFast(x []float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	zero := archsimd.BroadcastFloat64x4(0)
	k := 0
	for ; k+4 <= len(x); k += 4 {
		at := x[k : k+4 : k+4]
		archsimd.LoadFloat64x4Slice(at).Max(zero).StoreSlice(at)
	}
	archsimd.ClearAVXUpperBits()
	return k
}

func maskFast(grad, h []float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	zero := archsimd.BroadcastFloat64x4(0)
	h = h[:len(grad)]
	k := 0
	for ; k+4 <= len(grad); k += 4 {
		at := grad[k : k+4 : k+4]
		archsimd.LoadFloat64x4Slice(at).Masked(archsimd.LoadFloat64x4Slice(h[k : k+4 : k+4]).Greater(zero)).StoreSlice(at)
	}
	archsimd.ClearAVXUpperBits()
	return k
}

func clipFast(x []float64, c float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	low, high := archsimd.BroadcastFloat64x4(-c), archsimd.BroadcastFloat64x4(c)
	k := 0
	for ; k+4 <= len(x); k += 4 {
		at := x[k : k+4 : k+4]
		archsimd.LoadFloat64x4Slice(at).Max(low).Min(high).StoreSlice(at)
	}
	archsimd.ClearAVXUpperBits()
	return k
}

func addFast(sum, x []float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	sum = sum[:len(x)]
	k := 0
	for ; k+4 <= len(x); k += 4 {
		at := sum[k : k+4 : k+4]
		archsimd.LoadFloat64x4Slice(at).Add(archsimd.LoadFloat64x4Slice(x[k : k+4 : k+4])).StoreSlice(at)
	}
	archsimd.ClearAVXUpperBits()
	return k
}

func (o *RMSProp) stepFast(w, g, v []float64) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	decay, rest := archsimd.BroadcastFloat64x4(o.Decay), archsimd.BroadcastFloat64x4(1-o.Decay)
	rate, epsilon := archsimd.BroadcastFloat64x4(o.Rate), archsimd.BroadcastFloat64x4(o.Epsilon)
	w, v = w[:len(g)], v[:len(g)]
	k := 0
	for ; k+4 <= len(g); k += 4 {
		atW, atV := w[k:k+4:k+4], v[k:k+4:k+4]
		slope := archsimd.LoadFloat64x4Slice(g[k : k+4 : k+4])
		square := decay.Mul(archsimd.LoadFloat64x4Slice(atV)).Add(rest.Mul(slope).Mul(slope))
		square.StoreSlice(atV)
		archsimd.LoadFloat64x4Slice(atW).Sub(rate.Mul(slope).Div(square.Sqrt().Add(epsilon))).StoreSlice(atW)
	}
	archsimd.ClearAVXUpperBits()
	return k
}
