package metrics

import (
	"fmt"
	"math"
	"slices"
)

// Bin replaces the points of p and q by the centres of the cells of one grid
// with bins cells per axis over the box around both, so that clouds that share
// no point can be compared as histograms. The numbers that come out depend on
// bins; EM needs no such choice. A point on the border of two cells is in the
// upper one, on the border of the box in the last. An axis along which all
// points agree stays as it is.
//
// It returns an error if bins < 1 or p and q differ in dimension.
func Bin(p, q *Distribution, bins int) (pBinned, qBinned *Distribution, err error) {
	if bins < 1 {
		return nil, nil, fmt.Errorf("metrics: %d bins per axis; at least 1 is needed", bins)
	}
	if err := sameSpace(p, q); err != nil {
		return nil, nil, err
	}
	low, high := slices.Clone(p.Point(0)), slices.Clone(p.Point(0)) // corners of the box
	for _, cloud := range []*Distribution{p, q} {
		for i := range cloud.Len() {
			for k, x := range cloud.Point(i) {
				low[k], high[k] = min(low[k], x), max(high[k], x)
			}
		}
	}
	n := float64(bins)
	centre := func(x []float64) []float64 {
		c := slices.Clone(x)
		for k := range c {
			half := high[k]/2 - low[k]/2 // high − low may overflow
			if half == 0 {
				continue
			}
			along := (x[k]/2 - low[k]/2) / half // 0 at low, 1 at high
			cell := min(math.Floor(along*n), n-1)
			along = (cell + 0.5) / n
			c[k] = (1-along)*low[k] + along*high[k]
		}
		return c
	}
	if pBinned, err = p.Push(centre); err != nil {
		return nil, nil, err
	}
	qBinned, err = q.Push(centre)
	return pBinned, qBinned, err
}
