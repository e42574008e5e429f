package scan

import "math"

// Columns holds the points of a cloud for [Columns.Costs], which computes all costs to them.
// In many dimensions no block is ruled out, and a scan reads all coordinates again each time.
// If there is memory for all costs, it is faster to compute them once.
type Columns struct {
	norm   Norm
	n, d   int
	kernel pairsKernel // nil if there is none for this processor
	blocks []float64   // per block: pairsPoints first coordinates, second ones, …
}

// A kernel computes the costs of pairsRows rows and pairsPoints points at a time.
const (
	pairsRows   = 4
	pairsPoints = 16
)

// pairsKernel sets costs (of each row, pairsPoints) to the costs between four rows x (of each, d)
// and the points of a block.
type pairsKernel func(x *[pairsRows]*float64, d int, block *float64, costs *[pairsRows]*float64)

// NewColumns returns the columns of n points in R^d; point(k) is the k-th. It panics if n or d
// is 0.
func NewColumns(norm Norm, n, d int, point func(k int) []float64) *Columns {
	if n == 0 || d == 0 {
		panic("scan: no points")
	}
	count := (n + pairsPoints - 1) / pairsPoints
	c := &Columns{norm: norm, n: n, d: d, blocks: make([]float64, count*d*pairsPoints)}
	if kernels := pairsKernelsHere(norm); len(kernels) > 0 {
		c.kernel = kernels[0]
	}
	for k := range n {
		block := c.block(k / pairsPoints)
		for axis, y := range point(k) {
			block[axis*pairsPoints+k%pairsPoints] = y
		}
	}
	return c
}

func (c *Columns) block(b int) []float64 {
	size := c.d * pairsPoints
	return c.blocks[b*size : (b+1)*size]
}

// cachedBytes is about the size of the blocks that stay in a cache while all rows read them.
const cachedBytes = 128 << 10

// Costs sets costs(k) (n) to the costs between each of some rows and all points: row(k) (d) is
// the k-th. Each cost is computed as a loop over the coordinates does, to the bit. A Euclidean
// norm whose square overflows or underflows is wrong.
func (c *Columns) Costs(rows int, row, costs func(k int) []float64) {
	count := len(c.blocks) / (c.d * pairsPoints)
	step := max(1, cachedBytes/(c.d*pairsPoints*8))
	for from := 0; from < count; from += step {
		for first := 0; first < rows; first += pairsRows {
			c.tile(from, min(from+step, count), min(pairsRows, rows-first),
				func(k int) []float64 { return row(first + k) }, func(k int) []float64 { return costs(first + k) })
		}
	}
}

// tile is Costs for at most pairsRows rows and the blocks from … to−1.
func (c *Columns) tile(from, to, rows int, row, costs func(k int) []float64) {
	if c.kernel == nil {
		for k := range rows {
			c.plain(from, to, row(k), costs(k))
		}
		return
	}
	var x, into [pairsRows]*float64
	var results [pairsRows][]float64
	for k := range x {
		present := min(k, rows-1) // the last row stands for those that are missing
		x[k], results[k] = &row(present)[0], costs(present)
	}
	for b := from; b < to; b++ {
		first := b * pairsPoints
		if first+pairsPoints <= c.n {
			for k := range into {
				into[k] = &results[k][first]
			}
			c.kernel(&x, c.d, &c.block(b)[0], &into)
			continue
		}
		var last [pairsRows][pairsPoints]float64
		for k := range into {
			into[k] = &last[k][0]
		}
		c.kernel(&x, c.d, &c.block(b)[0], &into)
		for k := range rows {
			copy(results[k][first:c.n], last[k][:])
		}
	}
}

// plain computes what a kernel computes, without vectors, for one row.
func (c *Columns) plain(from, to int, x, costs []float64) {
	for b := from; b < to; b++ {
		var sums [pairsPoints]float64
		for axis, x := range x {
			ofAxis := c.block(b)[axis*pairsPoints:][:pairsPoints]
			switch c.norm {
			case Euclidean, SquaredEuclidean:
				for k, y := range ofAxis {
					sums[k] += float64((x - y) * (x - y)) // rounded before it is added
				}
			case CityBlock:
				for k, y := range ofAxis {
					sums[k] += math.Abs(x - y)
				}
			case Chebyshev:
				for k, y := range ofAxis {
					sums[k] = max(sums[k], math.Abs(x-y))
				}
			}
		}
		if c.norm == Euclidean {
			for k, square := range sums {
				sums[k] = math.Sqrt(square)
			}
		}
		first := b * pairsPoints
		copy(costs[first:min(first+pairsPoints, c.n)], sums[:])
	}
}
