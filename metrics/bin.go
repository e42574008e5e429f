package metrics

import (
	"fmt"
	"math"
	"slices"
)

// Bin replaces the points of p and q by the centres of the cells of one grid. The
// grid has bins cells per axis and covers the smallest box around both clouds.
// Clouds that share no point can then be compared as histograms. The result
// depends on bins; EM needs no such choice. A point on the border of two cells
// belongs to the upper one, a point on the upper border of the box to the last
// cell. If all points have the same coordinate on an axis, they keep it.
//
// It returns an error if bins < 1, p or q is nil, or they differ in dimension.
func Bin(p, q *Distribution, bins int) (pBinned, qBinned *Distribution, err error) {
	if bins < 1 {
		return nil, nil, fmt.Errorf("metrics: %d bins per axis; at least 1 is needed", bins)
	}
	if err := checkSameSpace(p, q); err != nil {
		return nil, nil, err
	}
	low, high := boxAround(p, q)
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

// boxAround returns the lower and the upper corner (d) of the smallest box around the atoms
// of p and q.
func boxAround(p, q *Distribution) (low, high []float64) {
	low, high = slices.Clone(p.Point(0)), slices.Clone(p.Point(0))
	for _, cloud := range []*Distribution{p, q} {
		for i := range cloud.Len() {
			for k, x := range cloud.Point(i) {
				low[k], high[k] = min(low[k], x), max(high[k], x)
			}
		}
	}
	return low, high
}
