//go:build float32

package dense

import (
	"math/rand/v2"
	"testing"
)

// From doubles to floats and back vector instructions round as the language does.
func TestConversionsGiveTheBitsOfPlainLoops(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for n := range 70 {
		w, x := odd[float64](n, random), odd[Float](n, random)
		wantPlain(t, "Floats", x, func(x []Float) { Floats(w, x) }, func(k int) Float { return Float(w[k]) })
		wantPlain(t, "addTo", w, func(w []float64) { addTo(w, x) }, func(k int) float64 { return w[k] + float64(x[k]) })
	}
}
