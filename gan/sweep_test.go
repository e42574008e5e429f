package gan

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Vector instructions give the bits of the plain loops; NaN, infinities and both
// zeros included.
func TestSweepsGiveTheBitsOfPlainLoops(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	odd := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, 1e308}
	numbers := func(n int) []float64 {
		x := make([]float64, n)
		for k := range x {
			if x[k] = random.NormFloat64(); random.IntN(8) == 0 {
				x[k] = odd[random.IntN(len(odd))]
			}
		}
		return x
	}
	same := func(what string, got, want []float64) {
		t.Helper()
		for k := range want {
			if math.Float64bits(got[k]) != math.Float64bits(want[k]) && !(math.IsNaN(got[k]) && math.IsNaN(want[k])) {
				t.Fatalf("%s of %d entries: entry %d is %v, want %v", what, len(want), k, got[k], want[k])
			}
		}
	}
	for n := range 70 {
		x, y, v := numbers(n), numbers(n), make([]float64, n)
		for k := range v {
			v[k] = random.Float64()
		}
		want := make([]float64, n)
		check := func(what string, sweep func(x []float64), plain func(k int) float64) {
			t.Helper()
			got := append([]float64(nil), x...)
			for k := range want {
				want[k] = plain(k)
			}
			sweep(got)
			same(what, got, want)
		}
		check("add", func(got []float64) { add(got, y) }, func(k int) float64 { return x[k] + y[k] })
		check("mask", func(got []float64) { mask(got, y) }, func(k int) float64 {
			if y[k] > 0 {
				return x[k]
			}
			return 0
		})
		o := NewRMSProp(1e-3, 0)
		square := func(k int) float64 { return float64(o.Decay*v[k]) + float64((1-o.Decay)*y[k]*y[k]) }
		squares := append([]float64(nil), v...)
		check("step", func(got []float64) { o.step(got, y, squares) }, func(k int) float64 {
			return x[k] - o.Rate*y[k]/(math.Sqrt(square(k))+o.Epsilon)
		})
		for k := range want {
			want[k] = square(k)
		}
		same("squares of step", squares, want)
		check("rectify", func(got []float64) { rectify(got, y) }, func(k int) float64 { return max(x[k]+y[k], 0) })
		for _, c := range []float64{0.5, 0, math.Inf(1)} {
			check("clip", func(got []float64) { clip(got, c) }, func(k int) float64 { return min(max(x[k], -c), c) })
		}
	}
}
