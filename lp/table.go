package lp

import (
	"gonum.org/v1/gonum/mat"

	"monge/lp/internal/scan"
)

// In many dimensions boxes rule out little, and each pricing reads all coordinates of nearly all
// pairs. To read a cost from a matrix takes less time. So a table of all costs is made first, and
// the problem is solved as one whose ground cost is that matrix. With too many pairs, or in few
// dimensions, it is not.
const (
	// tablePairs is the largest number of pairs of a table, which then takes 128 MB.
	tablePairs = 1 << 24
	// cachedPairs is the largest number of pairs of a table that stays in a cache.
	cachedPairs = 1 << 20
)

// tabulated reports whether a table of costs saves time. The dimensions from which on it does
// were measured.
func (p Points) tabulated() bool {
	n, m := p.Dims()
	_, d := p.X.Dims()
	switch {
	case n*m > tablePairs:
		return false
	case n*m <= cachedPairs:
		return d >= 5
	case p.Ground == Euclidean || p.Ground == SquaredEuclidean: // scans in tiles read 32 bits of a coordinate
		return d >= 16
	default:
		return d >= 9
	}
}

// tableRows is the number of rows of a table that are computed together.
const tableRows = 256

// table returns the costs (n×m) of all pairs. Each is equal to At to the bit. It returns an error
// if the context of w is done.
func (p Points) table(w *watch) (*mat.Dense, error) {
	n, m := p.Dims()
	_, d := p.Y.Dims()
	costs := mat.NewDense(n, m, nil)
	columns := scan.NewColumns(scan.Norm(p.Ground), m, d, p.Y.RawRowView)
	inParallel(n, func(from, to int) struct{} {
		for first := from; first < to && !w.stopped(); first += tableRows {
			count := min(tableRows, to-first)
			columns.Costs(count,
				func(k int) []float64 { return p.X.RawRowView(first + k) },
				func(k int) []float64 { return costs.RawRowView(first + k) })
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
