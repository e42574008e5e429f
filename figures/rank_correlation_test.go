package figures

import (
	"math"
	"slices"
	"testing"
)

func TestEqualValuesShareTheMeanOfTheirRanks(t *testing.T) {
	if got, want := ranks([]float64{3, 1, 3, 2, 3}), []float64{3, 0, 3, 1, 3}; !slices.Equal(got, want) {
		t.Errorf("ranks %v, want %v", got, want)
	}
}

// The fourth case is computed by hand. Centred, the ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3 have a
// sum of products of 4.5 and sums of squares of 4.5 and 5. So ρ = √0.9.
func TestRankCorrelationDependsOnTheOrderAlone(t *testing.T) {
	for _, test := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 2, 3, 4}, []float64{1, 10, 100, 1e300}, 1},
		{[]float64{1, 2, 3, 4}, []float64{0, -1e-300, -2, -3}, -1},
		{[]float64{1, 2, 3, 4, 5}, []float64{2, 1, 4, 3, 5}, 0.8}, // 1 − 6·4/(5·24)
		{[]float64{1, 2, 2, 3}, []float64{1, 2, 3, 4}, math.Sqrt(0.9)},
		{[]float64{1, 2, 3}, []float64{7, 7, 7}, 0},
	} {
		if got := rankCorrelation(test.x, test.y); math.Abs(got-test.want) > 1e-15 {
			t.Errorf("ρ of %v and %v is %v, want %v", test.x, test.y, got, test.want)
		}
		if got := rankCorrelation(test.y, test.x); math.Abs(got-test.want) > 1e-15 {
			t.Errorf("ρ of %v and %v is %v, want %v", test.y, test.x, got, test.want)
		}
	}
}
