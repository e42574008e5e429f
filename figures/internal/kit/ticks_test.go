package kit

import (
	"slices"
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

func TestGroupedPowersOfTenAreInTheInterval(t *testing.T) {
	for _, test := range []struct {
		low, high float64
		want      []string
	}{
		{0.2, 15, []string{"1", "10"}},
		{1000, 120_000, []string{"1000", "10\u2009000", "100\u2009000"}},
		{11, 99, nil},
	} {
		var got []string
		for _, tick := range GroupedPowersOfTen(test.low, test.high) {
			got = append(got, tick.Label)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("from %v to %v: %q, want %q", test.low, test.high, got, test.want)
		}
	}
}
