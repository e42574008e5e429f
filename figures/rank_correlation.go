package figures

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// rankCorrelation returns Spearman's rank correlation of x and y, which have the same
// length. It is 1 if they always rise and fall together, −1 if one rises whenever the
// other falls. It is 0 if one of them is constant.
func rankCorrelation(x, y []float64) float64 {
	if len(x) == 0 || slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y) {
		return 0
	}
	return stat.Correlation(ranks(x), ranks(y), nil)
}

// ranks returns the rank of each value, from 0. Equal values share the mean of their
// ranks.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	places := make([]float64, len(values))
	for first := 0; first < len(order); {
		last := first
		for last+1 < len(order) && values[order[last+1]] == values[order[first]] {
			last++
		}
		for _, k := range order[first : last+1] {
			places[k] = float64(first+last) / 2
		}
		first = last + 1
	}
	return places
}
