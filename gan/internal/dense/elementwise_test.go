package dense

import (
	"math"
	"math/rand/v2"
	"testing"
)

// withSpecialValues returns n normal numbers. About one in eight is replaced by NaN, an
// infinity, a zero of either sign, or a very small or very large number.
func withSpecialValues[number float32 | float64](n int, random *rand.Rand) []number {
	rare := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, 1e-45, 1e38, 1e308}
	x := make([]number, n)
	for k := range x {
		v := random.NormFloat64()
		if random.IntN(8) == 0 {
			v = rare[random.IntN(len(rare))]
		}
		x[k] = number(v)
	}
	return x
}

// wantPlain calls change with a copy of x, and wants entry k of the result to be plain(k).
func wantPlain[number float32 | float64](t *testing.T, what string, x []number, change func(x []number), plain func(k int) number) {
	t.Helper()
	got := append([]number(nil), x...)
	change(got)
	for k := range x {
		want := plain(k)
		same := got[k] == want && math.Signbit(float64(got[k])) == math.Signbit(float64(want))
		if !same && !(got[k] != got[k] && want != want) {
			t.Fatalf("%s of %d entries: entry %d is %v, want %v", what, len(x), k, got[k], want)
		}
	}
}

// Vector instructions give the bits of the plain loops, also for NaN, infinities and both
// zeros.
func TestVectorInstructionsGiveTheBitsOfPlainLoops(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for n := range 70 {
		x, y := withSpecialValues[Float](n, random), withSpecialValues[Float](n, random)
		width := n + random.IntN(4)
		wide := withSpecialValues[Float](2*width+n, random)
		wantPlain(t, "addRows", x, func(x []Float) { addRows(3, x, wide, width) }, func(k int) Float {
			return x[k] + wide[k] + wide[width+k] + wide[2*width+k]
		})
		rows := append(append([]Float(nil), x...), withSpecialValues[Float](2*n, random)...)
		wantPlain(t, "rectify", rows, func(rows []Float) { rectify(rows, y) }, func(k int) Float { return max(rows[k]+y[k%n], 0) })
		wantPlain(t, "mask", x, func(x []Float) { mask(x, y) }, func(k int) Float {
			if y[k] > 0 {
				return x[k]
			}
			return 0
		})

		w, g, v := withSpecialValues[float64](n, random), withSpecialValues[float64](n, random), make([]float64, n)
		for k := range v {
			v[k] = random.Float64()
		}
		for _, c := range []float64{0.5, 0, math.Inf(1)} {
			wantPlain(t, "Clamp", w, func(w []float64) { Clamp(w, c) }, func(k int) float64 { return min(max(w[k], -c), c) })
		}
		o := RMSProp{Rate: 1e-3, Decay: 0.99, Epsilon: 1e-8}
		square := func(k int) float64 { return float64(o.Decay*v[k]) + float64((1-o.Decay)*g[k]*g[k]) }
		before := append([]float64(nil), w...)
		moved := func(k int) float64 { return before[k] - o.Rate*g[k]/(math.Sqrt(square(k))+o.Epsilon) }
		wantPlain(t, "Step", w, func(w []float64) { o.Step(w, g, append([]float64(nil), v...)) }, moved)
		wantPlain(t, "squares of Step", v, func(v []float64) { o.Step(append([]float64(nil), w...), g, v) }, square)
		for _, vectors := range rmsprops() { // also those that are not the fastest
			wantPlain(t, "a vector version's step", w, func(w []float64) {
				for k := vectors.step(o, w, g, append([]float64(nil), v...)); k < n; k++ {
					w[k] = moved(k)
				}
			}, moved)
			wantPlain(t, "squares of a vector version's step", v, func(v []float64) {
				for k := vectors.step(o, append([]float64(nil), w...), g, v); k < n; k++ {
					v[k] = square(k)
				}
			}, square)
		}
	}
}
