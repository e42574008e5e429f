package lp

import (
	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// In many dimensions boxes rule out little, and each pricing reads all coordinates of nearly all
// pairs. To read a cost from a matrix takes less time. So a table of all costs is made first, and
// the problem is solved as one whose ground cost is that matrix. A table that stays in a cache
// saves time in few dimensions, too, most of all where many pairs tie. With too many pairs there is
// none.
const (
	// tablePairs is the largest number of pairs of a table, which then takes 128 MB.
	tablePairs = 1 << 24
	// cachedPairs is the largest number of pairs of a table that stays in a cache.
	cachedPairs = 1 << 20
)

// tabulated reports whether a table of costs saves time. The limits were measured. Few sinks in
// the plane with the ground cost CityBlock are the exception among those that stay in a cache.
func (p Points) tabulated() bool {
	n, m := p.Dims()
	_, d := p.X.Dims()
	switch {
	case n*m > tablePairs:
		return false
	case n*m <= cachedPairs && d == 2:
		const few = 8
		return p.Ground == Chebyshev || p.Ground == CityBlock && max(n, m) <= few*min(n, m)
	case n*m <= cachedPairs:
		return d > 2
	case p.Ground == Euclidean || p.Ground == SquaredEuclidean: // scans in tiles read 32 bits of a coordinate
		return d >= 16
	default:
		return d >= 9
	}
}

// tabulate returns the table of a ground cost if that saves time, and otherwise the ground cost. It
// returns an error if the context of w is done.
func tabulate(c GroundCost, w *watch) (GroundCost, error) {
	points, ok := c.(Points)
	if !ok || !points.tabulated() {
		return c, nil
	}
	costs, err := points.allCosts(w)
	return table{costs, points}, err
}

// tableRows is the number of rows of a table that are computed together.
const tableRows = 256

// allCosts returns the costs (n×m) of all pairs. Each is equal to At to the bit. It returns an error
// if the context of w is done.
func (p Points) allCosts(w *watch) (*mat.Dense, error) {
	n, m := p.Dims()
	_, d := p.Y.Dims()
	costs := mat.NewDense(n, m, nil)
	whole := scan.NewWhole(scan.Norm(p.Ground), n, m, d, p.X.RawRowView, p.Y.RawRowView)
	var columns *scan.Columns
	if whole == nil {
		columns = scan.NewColumns(scan.Norm(p.Ground), m, d, p.Y.RawRowView)
	}
	inParallel(n, func(from, to int) struct{} {
		for first := from; first < to && !w.stopped(); first += tableRows {
			count := min(tableRows, to-first)
			rows := func(k int) []float64 { return costs.RawRowView(first + k) }
			if whole != nil {
				whole.Costs(first, count, rows)
				continue
			}
			columns.Costs(count, func(k int) []float64 { return p.X.RawRowView(first + k) }, rows)
			if p.Ground == Euclidean {
				for i := first; i < first+count; i++ {
					p.repair(costs.RawRowView(i), i)
				}
			}
		}
		return struct{}{}
	})
	return costs, w.err()
}

// repair computes those Euclidean distances (m) of source i again whose squares are too small or
// too large for a float64.
func (p Points) repair(distances []float64, i int) {
	const least, largest = 0x1p-450, 0x1p+500 // the roots of minSquare and maxSquare
	for j, c := range distances {
		if !(c > least && c < largest) {
			distances[j] = p.At(i, j)
		}
	}
}

// table is the ground cost of points whose costs are all in memory.
type table struct {
	*mat.Dense
	points Points
}

// fewDimensions is the dimension up to which centroids of points make a better coarser problem
// than average costs do.
const fewDimensions = 4

// guess returns the potentials of a coarser problem of the points. It returns nil if that of the
// matrix is better.
func (t table) guess(sources, sinks []int, supply, demand []float64, w *watch) ([]float64, error) {
	n, m := t.Dims()
	if _, d := t.points.X.Dims(); d > fewDimensions {
		return nil, nil
	}
	rows, columns := neighbours(t.points.X, sources), neighbours(t.points.Y, sinks)
	points := newPointsSearch(t.points, rows, columns)
	if !points.clustersAreNarrow() {
		return nil, nil
	}
	ofRow, ofColumn := gather(indicesOf(sources, n), rows), gather(indicesOf(sinks, m), columns)
	ordered, err := points.coarsePotentials(gather(supply, ofRow), gather(demand, ofColumn), w)
	if err != nil {
		return nil, err
	}
	v := make([]float64, len(sinks))
	for k, j := range ofColumn {
		v[j] = ordered[k]
	}
	return v, nil
}
