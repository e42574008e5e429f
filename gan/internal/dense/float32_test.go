//go:build float32

package dense

import (
	"math/rand/v2"
	"testing"
)

// Vector instructions round doubles to floats, and add floats to doubles, as the language
// does.
func TestConversionsGiveTheBitsOfPlainLoops(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for n := range 70 {
		w, x := withSpecialValues[float64](n, random), withSpecialValues[Float](n, random)
		wantPlain(t, "Floats", x, func(x []Float) { Floats(w, x) }, func(k int) Float { return Float(w[k]) })
		wantPlain(t, "addTo", w, func(w []float64) { addTo(w, x) }, func(k int) float64 { return w[k] + float64(x[k]) })
	}
}
