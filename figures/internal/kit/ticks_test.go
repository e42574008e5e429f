package kit

import (
	"testing"

	"gonum.org/v1/plot/plotter"
)

func TestDecadesContainEveryPoint(t *testing.T) {
	low, high := Decades(plotter.XYs{{X: 1, Y: 0.02}, {X: 2, Y: 5}}, plotter.XYs{{X: 1, Y: 300}})
	if !(low < 0.01 && low > 0.001 && high > 1000 && high < 10000) {
		t.Errorf("from %v to %v", low, high)
	}
	if low, high := Decades(plotter.XYs{{X: 1, Y: 1}}); !(low < 1 && high > 1) {
		t.Errorf("from %v to %v for 1 alone", low, high)
	}
}
