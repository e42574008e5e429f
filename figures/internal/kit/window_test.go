package kit

import (
	"math"
	"testing"
)

// Points that agree in nine digits get a window as wide as half of their size, so that the
// numbers on its axes differ. Others fill the window.
func TestTheWindowOfConstantDataIsNotEmpty(t *testing.T) {
	for _, test := range []struct {
		points []float64
		half   float64
	}{
		{[]float64{7, 8, 7, 8}, 4},
		{[]float64{7, 8, math.Nextafter(7, 8), 8}, 4},
		{[]float64{0, 0}, 1},
		{[]float64{7, 0, 7, 2}, 0.62 * 2}, // an upright line
	} {
		if w := WindowAround(test.points); math.Abs(w.Half-test.half) > 1e-12 {
			t.Errorf("%v: half of the side is %v, want %v", test.points, w.Half, test.half)
		}
	}
}
