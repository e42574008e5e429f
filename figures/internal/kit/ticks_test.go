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

// gonum writes all 300 digits of some numbers, and cannot tell 7 from 7.00000005.
func TestTicksHaveShortLabelsThatDiffer(t *testing.T) {
	for _, ends := range [][2]float64{{1.6, 1e300}, {7, 7.0000001}, {0, 1}, {1e6, 1e6 + 1}, {-3, 3}} {
		labels := make(map[string]bool)
		for _, tick := range plainTicks(ends[0], ends[1]) {
			if labels[tick.Label] || len(tick.Label) > 15 {
				t.Errorf("from %v to %v: label %q", ends[0], ends[1], tick.Label)
			}
			labels[tick.Label] = true
		}
	}
}
