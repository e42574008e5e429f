// Package scan finds, for a point x, all points y of a cloud with
//
//	c(x, y) − v(y) < bound,
//
// where c is a norm of x − y or a squared norm, and v(y) is a number that belongs to y,
// its potential. It is the inner loop of an exact transport solver: with the potentials
// of a basis, the points found are the arcs of x that may enter.
//
// A [Cloud] divides its points into blocks of [Size] neighbours. It has a box around each
// block, and a plane above the potentials of its points. From these follows a lower bound of
// c − v over the block. The bound rules out most blocks as a whole, for [Size] neighbouring
// x at once (box.go). Of the other blocks all points are scanned with vector instructions,
// four pairs at a time (kernel_amd64.s), or in many dimensions eight pairs at a time in 32
// bits (tile.go).
//
// For the norms ‖·‖₁ and ‖·‖∞, vectors compute c − v to the bit as a loop in Go does, and
// find exactly the points below the bound. That matters: with these norms c − v of hundreds
// of points is often equal to the bound, and such points need not be found.
//
// For the Euclidean norm and its square a scan finds some points more: vectors compare
// squares instead of roots, and round differently from a loop in Go, so that the comparison
// needs a margin. The caller computes c − v of the points found, and drops those that are
// not below its bound. So the final result does not depend on the processor.
//
// Where costs are given as a matrix, [Below] looks for such pairs in a row of it, again to
// the bit.
package scan

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Size is the number of points of a block, one for each bit of a mask.
const Size = 64

// Norm is a ground cost c(x, y) between two points of R^d.
type Norm int

const (
	Euclidean        Norm = iota // ‖x−y‖₂
	SquaredEuclidean             // ‖x−y‖₂²
	CityBlock                    // ‖x−y‖₁
	Chebyshev                    // ‖x−y‖∞
)

// Cloud holds points and their potentials in blocks of Size, in the order in which they
// are given. A scan is fast if that order keeps neighbours together.
type Cloud struct {
	norm    Norm
	n, d    int
	kernel  kernel
	ceiling float64   // costs above it are lowered to it
	blocks  []float64 // per block: Size first coordinates, Size second ones, …, Size potentials
	boxes   []box     // per block
	groups  []box     // per groupSize blocks
	largest float64   // the largest |v|
	tiles   *tiles    // nil if it is never scanned in tiles
}

// groupSize is the number of blocks that are ruled out together, if they can be.
const groupSize = 16

// kernel looks for the first block of a list with a point whose c(x, y) − v is below
// bound, or, for the Euclidean norm and its square, is above it by no more than rounding
// explains. It returns the block's index in the list and a mask with a bit for each such
// point, or a mask of 0 if there is no such block. d is the length of x. Costs are lowered
// to ceiling, which is squared for the Euclidean norm. The list is not empty.
type kernel func(x *float64, d int, blocks *float64, list *int32, n int, bound, ceiling float64) (at int, mask uint64)

// NewCloud returns a cloud of n points in R^d with potentials 0; point(k) is the k-th.
// It panics if n or d is 0.
func NewCloud(norm Norm, n, d int, point func(k int) []float64) *Cloud {
	if n == 0 || d == 0 {
		panic("scan: no points")
	}
	count := (n + Size - 1) / Size
	c := &Cloud{
		norm: norm, n: n, d: d,
		kernel:  kernelHere(norm),
		ceiling: math.Inf(1),
		blocks:  make([]float64, count*(d+1)*Size),
		boxes:   newBoxes(count, d),
		groups:  newBoxes((count+groupSize-1)/groupSize, d),
	}
	for b := range c.boxes {
		coordinates, v := c.block(b)
		for k := range Size {
			if b*Size+k >= n {
				v[k] = math.Inf(-1) // never found
				continue
			}
			for axis, y := range point(b*Size + k) {
				coordinates[axis*Size+k] = y
			}
		}
		c.boxes[b].enclose(coordinates, c.count(b))
	}
	for g := range c.groups {
		c.groups[g].encloseBoxes(c.members(g))
	}
	c.tiles = newTiles(c)
	c.SetPotentials(make([]float64, n))
	return c
}

// block returns the coordinates and the potentials of a block.
func (c *Cloud) block(b int) (coordinates, v []float64) {
	block := c.blocks[b*(c.d+1)*Size : (b+1)*(c.d+1)*Size]
	return block[:c.d*Size], block[c.d*Size:]
}

// count returns the number of points of a block.
func (c *Cloud) count(b int) int { return min(Size, c.n-b*Size) }

// members returns the boxes of a group.
func (c *Cloud) members(g int) []box {
	return c.boxes[g*groupSize : min((g+1)*groupSize, len(c.boxes))]
}

// SetCeiling lowers all costs above ceiling to it, from now on.
func (c *Cloud) SetCeiling(ceiling float64) { c.ceiling = ceiling }

// SetPotentials sets the potentials of the points (n).
func (c *Cloud) SetPotentials(v []float64) {
	c.largest = 0
	for _, potential := range v {
		c.largest = max(c.largest, math.Abs(potential))
	}
	for b := range c.boxes {
		coordinates, ofBlock := c.block(b)
		count := copy(ofBlock, v[b*Size:])
		c.boxes[b].cover(coordinates, ofBlock[:count])
	}
	for g := range c.groups {
		c.groups[g].coverBoxes(c.members(g))
	}
	if c.tiles != nil {
		c.tiles.setPotentials(v, c.d)
	}
}

// Query scans a cloud for up to Size points x at a time, the rows. Each goroutine needs a
// Query of its own.
//
//	q.SetRows(…)
//	q.Nearest(1) or q.Below(bounds)
//	for part := range q.Parts() {
//		q.Look(part, …)
//		for each row {
//			for q.Begin(row, part); q.Next(bound); {
//				q.Block, q.Mask
//			}
//		}
//	}
type Query struct {
	*Cloud
	// Block and Mask are what Next found: a bit of Mask for each point of the block whose
	// c − v may be below the bound. Bit k stands for point Block·Size + k.
	Block int
	Mask  uint64

	// Work counts the coordinates that were read: d for each pair of a row and a point. In
	// tiles three coordinates take as long as one elsewhere, and count as one.
	Work int

	points []float64 // of the rows, one after the other
	rows   box       // around the rows; its plane is above their bounds
	chosen []choice
	slopes []float64 // memory of chosen
	seen   []bool    // per block: whether Nearest chose it
	tiled  tiledRows

	// Of the present row:
	row       int
	x         []float64
	offset    []float64 // x − rows.centre
	next, end int       // the blocks of the part that are left, indices in chosen
	list      [listSize]int32
	ahead     []int32 // the part of list that is not scanned yet
}

// listSize is the number of blocks that one call of a kernel looks at.
const listSize = 8

// choice is a block that may hold something for some row.
type choice struct {
	block int32
	lowerBound
}

// NewQuery returns a query without rows.
func (c *Cloud) NewQuery() *Query {
	return &Query{Cloud: c, rows: newBoxes(1, c.d)[0], offset: make([]float64, c.d), seen: make([]bool, len(c.boxes))}
}

// SetRows makes n ≤ Size points the rows; row(k) is the k-th.
func (q *Query) SetRows(n int, row func(k int) []float64) {
	q.points = q.points[:0]
	for k := range n {
		q.points = append(q.points, row(k)...)
	}
	q.rows.encloseRows(q.points)
	if q.tiles != nil {
		q.setTiledRows()
	}
	clear(q.seen)
}

// Nearest chooses some blocks near the rows, with at least count points together if one group
// of blocks has so many. If bounds are not known, a scan of these blocks gives some.
func (q *Query) Nearest(count int) {
	clear(q.rows.slope)
	q.begin()
	best, least := 0, math.Inf(1)
	for g := range q.groups {
		if low := q.lowerBound(&q.groups[g], q.slope()).overRows; low < least {
			best, least = g, low
		}
	}
	first := best * groupSize
	for b := range q.members(best) {
		q.add(first + b)
	}
	for k := range q.chosen { // the best few to the front: a selection sort
		for l := k + 1; l < len(q.chosen); l++ {
			if q.chosen[l].overRows < q.chosen[k].overRows {
				q.chosen[k], q.chosen[l] = q.chosen[l], q.chosen[k]
			}
		}
		q.seen[q.chosen[k].block] = true
		if count -= q.count(int(q.chosen[k].block)); count <= 0 {
			q.chosen = q.chosen[:k+1]
			break
		}
	}
}

// Below chooses the blocks that may hold a point whose c − v is below the bound of one of
// the rows. It leaves out those that Nearest chose for these rows. The blocks of smallest
// lower bound come first, so that the bounds of a search fall early. With ‖·‖₁ and ‖·‖∞
// blocks are not sorted: of the many points that tie, all rows would find the same ones.
func (q *Query) Below(bounds []float64) {
	q.rows.coverRows(q.points, bounds)
	q.begin()
	for g := range q.groups {
		if q.lowerBound(&q.groups[g], q.slope()).excludes(&q.rows) {
			continue
		}
		for b := range q.members(g) {
			if b += g * groupSize; !q.seen[b] {
				q.add(b)
				if last := len(q.chosen) - 1; q.chosen[last].excludes(&q.rows) {
					q.chosen = q.chosen[:last]
				}
			}
		}
	}
	if q.norm == Euclidean || q.norm == SquaredEuclidean {
		slices.SortStableFunc(q.chosen, func(a, b choice) int { return cmp.Compare(a.overRows, b.overRows) })
	}
}

// begin empties the list of chosen blocks.
func (q *Query) begin() {
	q.chosen = q.chosen[:0]
	if need := (len(q.boxes) + 1) * q.d; len(q.slopes) < need {
		q.slopes = make([]float64, need)
	}
}

// slope returns memory for the slope of the next lower bound.
func (q *Query) slope() []float64 { return q.slopes[len(q.chosen)*q.d:][:q.d] }

// add chooses a block.
func (q *Query) add(b int) {
	q.chosen = append(q.chosen, choice{int32(b), q.lowerBound(&q.boxes[b], q.slope())})
}

// partBytes is about the size of the part of a cloud that stays in the cache while all rows
// scan it.
const partBytes = 64 << 10

// Parts returns the number of parts into which the chosen blocks are divided. If all rows
// scan one part after the other, the part stays in the cache.
func (q *Query) Parts() int {
	return (len(q.chosen) + q.partSize() - 1) / q.partSize()
}

func (q *Query) partSize() int {
	if q.inTiles() {
		return 1
	}
	return max(1, partBytes/((q.d+1)*Size*8))
}

// Begin starts the scan of a part of the chosen blocks for one row.
func (q *Query) Begin(row, part int) {
	q.row, q.x = row, q.points[row*q.d:(row+1)*q.d]
	if q.inTiles() {
		return
	}
	for axis, x := range q.x {
		q.offset[axis] = x - q.rows.centre[axis]
	}
	q.next, q.end = part*q.partSize(), min((part+1)*q.partSize(), len(q.chosen))
	q.ahead = nil
}

// Next sets Block and Mask to the next block with points whose c − v may be below bound,
// and reports whether there is one. The bound may change from call to call.
func (q *Query) Next(bound float64) bool {
	if q.inTiles() {
		q.Mask, q.tiled.masks[q.row] = q.tiled.masks[q.row], 0
		return q.Mask != 0
	}
	ceiling := q.kernelCeiling()
	margin := q.margin(bound)
	for len(q.ahead) > 0 || q.lookAhead(bound) {
		var at int
		var mask uint64
		if q.kernel != nil {
			at, mask = q.kernel(&q.x[0], q.d, &q.blocks[0], &q.ahead[0], len(q.ahead), bound+margin, ceiling)
		} else {
			at, mask = q.firstBelow(bound + margin)
		}
		if mask == 0 {
			q.ahead = nil
			continue
		}
		q.Block, q.Mask = int(q.ahead[at]), mask
		q.ahead = q.ahead[at+1:]
		return true
	}
	return false
}

// Narrow removes the points from Mask whose c − v is not below bound, which has become smaller
// since Next found them.
func (q *Query) Narrow(bound float64) {
	if q.kernel == nil {
		q.Mask &= q.below(q.Block, bound+q.margin(bound))
		return
	}
	block := int32(q.Block)
	_, mask := q.kernel(&q.x[0], q.d, &q.blocks[0], &block, 1, bound+q.margin(bound), q.kernelCeiling())
	q.Mask &= mask
}

// kernelCeiling returns the ceiling as a kernel wants it.
func (q *Query) kernelCeiling() float64 {
	if q.norm == Euclidean {
		return q.ceiling * q.ceiling
	}
	return q.ceiling
}

// Offset returns the row minus point k of Block along an axis.
func (q *Query) Offset(axis, k int) float64 {
	return q.x[axis] - q.blocks[(q.Block*(q.d+1)+axis)*Size+k]
}

// lookAhead lists the next few chosen blocks that may hold something for the row. It
// reports whether there are any.
func (q *Query) lookAhead(bound float64) bool {
	count := 0
	for ; q.next < q.end && count < len(q.list); q.next++ {
		if c := &q.chosen[q.next]; !(c.at(q.offset) >= bound) {
			q.list[count] = c.block
			count++
		}
	}
	q.ahead = q.list[:count]
	q.Work += count * Size * q.d
	return count > 0
}

// margin returns how far above bound a c − v that is below it may be computed. It is many
// times the rounding of a sum of d terms in any order and of v + bound.
func (q *Query) margin(bound float64) float64 {
	if q.norm == CityBlock || q.norm == Chebyshev {
		return 0
	}
	return (math.Abs(bound)+q.largest)*float64(q.d+16)*0x1p-50 + smallestNormal
}

const smallestNormal = 0x1p-1022

// First returns the first bit of the mask from bit start on, cyclically, and removes it. The
// mask must not be 0.
func (q *Query) First(start int) int {
	k := bits.TrailingZeros64(bits.RotateLeft64(q.Mask, -start))
	k = (k + start) % Size
	q.Mask &^= 1 << k
	return k
}
