package scan

import "math"

// Columns holds the points of a cloud for [Columns.Costs], which computes all costs to them.
// In many dimensions no block is ruled out, and a scan reads all coordinates again each time.
// If there is memory for all costs, it is faster to compute them once.
type Columns struct {
	norm           Norm
	pairs[float64] // per block: pairsPoints first coordinates, second ones, …
}

// pairs computes the costs of pairsRows rows and pairsPoints points at a time.
type pairs[T float64 | int16] struct {
	n      int            // points
	d      int            // numbers of a point
	kernel pairsKernel[T] // nil if there is none for this processor
	blocks []T            // pairsPoints·d numbers per block, as the kernel wants them
}

const (
	pairsRows   = 4
	pairsPoints = 16
)

// pairsKernel sets costs (of each row, pairsPoints) to the costs between four rows x (of each, d)
// and the points of a block.
type pairsKernel[T float64 | int16] func(x *[pairsRows]*T, d int, block *T, costs *[pairsRows]*float64)

// newPairs returns pairs with room for n points of d numbers.
func newPairs[T float64 | int16](n, d int) pairs[T] {
	count := (n + pairsPoints - 1) / pairsPoints
	return pairs[T]{n: n, d: d, blocks: make([]T, count*d*pairsPoints)}
}

// NewColumns returns the columns of n points in R^d; point(k) is the k-th. It panics if n or d
// is 0.
func NewColumns(norm Norm, n, d int, point func(k int) []float64) *Columns {
	if n == 0 || d == 0 {
		panic("scan: no points")
	}
	c := &Columns{norm, newPairs[float64](n, d)}
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

func (c *pairs[T]) block(b int) []T {
	size := c.d * pairsPoints
	return c.blocks[b*size : (b+1)*size]
}

// cachedNumbers is about how many numbers of blocks stay in a cache while all rows read them.
const cachedNumbers = 16 << 10

// Costs sets costs(k) (n) to the costs between each of some rows and all points: row(k) (d) is
// the k-th. Each cost is computed as a loop over the coordinates does, to the bit. A Euclidean
// norm whose square overflows or underflows is wrong.
func (c *Columns) Costs(rows int, row, costs func(k int) []float64) {
	if c.kernel != nil {
		c.costs(rows, row, costs)
		return
	}
	for k := range rows {
		c.plain(row(k), costs(k))
	}
}

// costs is Costs by the kernel.
func (c *pairs[T]) costs(rows int, row func(k int) []T, costs func(k int) []float64) {
	count := len(c.blocks) / (c.d * pairsPoints)
	step := max(1, cachedNumbers/(c.d*pairsPoints))
	for from := 0; from < count; from += step {
		for first := 0; first < rows; first += pairsRows {
			c.tile(from, min(from+step, count), min(pairsRows, rows-first),
				func(k int) []T { return row(first + k) }, func(k int) []float64 { return costs(first + k) })
		}
	}
}

// tile is costs for at most pairsRows rows and the blocks from … to−1.
func (c *pairs[T]) tile(from, to, rows int, row func(k int) []T, costs func(k int) []float64) {
	var x [pairsRows]*T
	var into [pairsRows]*float64
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
func (c *Columns) plain(x, costs []float64) {
	for b := range len(c.blocks) / (c.d * pairsPoints) {
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
