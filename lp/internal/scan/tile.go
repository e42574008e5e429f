package scan

import "math"

// In many dimensions no box is ruled out, and most time goes into reading coordinates. So a
// scan with the Euclidean norm or its square then goes tile by tile. A tile is tileRows rows
// by one block. A scan reads each coordinate of the block once for all rows of the tile, and
// computes in 32 bits, twice as many pairs at a time. It finds some points more than are
// below the bound, because of a margin for the rounding to 32 bits.
//
// With the centre of the cloud as origin, and s, a power of 2, as unit, let X and Y be a
// row and a point, δ ≥ 2⁻²⁴(|X|+|Y|) the error of X − Y when both are rounded, and η that
// of a sum of d squares, relative to it. Then the computed square is at most
//
//	(1+η)·(|X−Y|+δ)²,
//
// and c − v < bound implies that √ of it is at most √(1+η)·(s·(bound+v) + δ), or, for the
// squared norm, that it is at most (1+η)·(s²·(bound+v) + 2δ·(|X|+|Y|) + δ²).
const tileRows = 4

// tileKernel sets masks (tileRows) to the points of a block that may be below the bounds
// (tileRows) of as many rows, whose first coordinates come first, then the second ones, ….
type tileKernel func(rows *float32, d int, block, bounds *float32, masks *uint64)

// tiles is the part of a cloud for scans in tiles.
type tiles struct {
	kernel tileKernel // nil if there is none for this processor
	usable bool       // the potentials fit into 32 bits well enough
	centre []float64  // d
	scale  float64    // s
	blocks []float32  // as in Cloud; the potentials are factor·(v − base)
	reach  float64    // the largest |Y|
	// Potentials and bounds are multiplied with factor, s·√(1+η) or s²·(1+η).
	factor, base, spread float64
}

// If a row is farther away, or potentials differ more, in units of the cloud, then 32 bits are
// too few.
const (
	farthestRow   = 1 << 10
	largestSpread = 1 << 10
)

// newTiles returns the tiles of a cloud, or nil if it is scanned in another way.
func newTiles(c *Cloud) *tiles {
	if c.d <= mostFitted || c.norm != Euclidean && c.norm != SquaredEuclidean {
		return nil
	}
	around := newBoxes(1, c.d)[0]
	around.encloseBoxes(c.boxes)
	var largest float64
	for _, half := range around.half {
		largest = max(largest, half)
	}
	if !(largest > 0x1p-400 && largest < 0x1p+400) {
		return nil
	}
	_, exponent := math.Frexp(largest)
	t := &tiles{kernel: tileKernelHere(c.norm), centre: around.centre, scale: math.Ldexp(1, -exponent), blocks: make([]float32, len(c.blocks))}
	t.factor = t.scale * math.Sqrt(1+roundingOfSquares(c.d))
	if c.norm == SquaredEuclidean {
		t.factor *= t.factor
	}
	for b := range c.boxes {
		coordinates, _ := c.block(b)
		small := t.block(b, c.d)
		for k := range Size {
			var square float64
			for axis, centre := range t.centre {
				y := t.scale * (coordinates[axis*Size+k] - centre)
				small[axis*Size+k] = float32(y)
				square += y * y
			}
			if b*Size+k < c.n {
				t.reach = max(t.reach, math.Sqrt(square))
			}
		}
	}
	return t
}

// roundingOfSquares returns η.
func roundingOfSquares(d int) float64 { return float64(d+16) * 0x1p-23 }

// block returns the numbers of a block.
func (t *tiles) block(b, d int) []float32 { return t.blocks[b*(d+1)*Size:][:(d+1)*Size] }

// setPotentials sets the potentials of the points.
func (t *tiles) setPotentials(v []float64, d int) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, potential := range v {
		low, high = min(low, potential), max(high, potential)
	}
	t.base = low/2 + high/2
	t.spread = t.factor * max(high-t.base, t.base-low)
	t.usable = t.spread <= largestSpread
	for from := 0; from < len(v); from += Size {
		ofBlock := t.block(from/Size, d)[d*Size:]
		for k := range ofBlock {
			ofBlock[k] = float32(math.Inf(-1))
			if from+k < len(v) {
				ofBlock[k] = float32(t.factor * (v[from+k] - t.base))
			}
		}
	}
}

// tiledRows is the part of a query for scans in tiles.
type tiledRows struct {
	rows  []float32 // in tiles
	norms [Size]float64
	masks [Size]uint64 // what the present block holds for each row
	far   bool         // some row is too far from the cloud
}

// setTiledRows makes the points of the query the rows of its tiles.
func (q *Query) setTiledRows() {
	d, t := q.d, q.tiles
	count := len(q.points) / d
	need := (count + tileRows - 1) / tileRows * tileRows * d
	if cap(q.tiled.rows) < need {
		q.tiled.rows = make([]float32, Size*d)
	}
	q.tiled.rows = q.tiled.rows[:need]
	clear(q.tiled.rows)
	q.tiled.far = false
	for row := range count {
		first := q.tiled.rows[row/tileRows*tileRows*d+row%tileRows:]
		var square float64
		for axis, centre := range t.centre {
			x := t.scale * (q.points[row*d+axis] - centre)
			first[axis*tileRows] = float32(x)
			square += x * x
		}
		q.tiled.norms[row] = math.Sqrt(square)
		q.tiled.far = q.tiled.far || !(q.tiled.norms[row] <= farthestRow)
	}
}

// inTiles reports whether the present rows are scanned in tiles.
func (q *Query) inTiles() bool {
	return q.tiles != nil && q.tiles.usable && !q.tiled.far && math.IsInf(q.ceiling, 1)
}

// smallBound returns the bound of a row in the units of the tiles, with the margin.
func (q *Query) smallBound(row int, bound float64) float32 {
	t := q.tiles
	size := q.tiled.norms[row] + t.reach
	delta := size * 0x1p-23
	if q.norm == SquaredEuclidean {
		delta = 4 * delta * size
	}
	small := t.factor * (bound + t.base)
	margin := (math.Abs(small)+t.spread)*0x1p-21 + t.factor*(math.Abs(bound)+math.Abs(t.base)+q.largest)*0x1p-50
	return float32(small + margin + 2*delta + 0x1p-50)
}

// Look prepares the scan of a part for all rows; bound(row) is the present bound of one.
// It comes before Begin.
func (q *Query) Look(part int, bound func(row int) float64) {
	if !q.inTiles() {
		return
	}
	q.Block = int(q.chosen[part].block)
	count := len(q.points) / q.d
	q.Work += count * Size * q.d / 3
	if q.tiles.kernel == nil {
		for row := range count {
			q.x = q.points[row*q.d : (row+1)*q.d]
			q.tiled.masks[row] = q.below(q.Block, bound(row)+q.margin(bound(row)))
		}
		return
	}
	block := q.tiles.block(q.Block, q.d)
	for first := 0; first < count; first += tileRows {
		var bounds [tileRows]float32
		for k := range bounds {
			bounds[k] = float32(math.Inf(-1))
			if first+k < count {
				bounds[k] = q.smallBound(first+k, bound(first+k))
			}
		}
		q.tiles.kernel(&q.tiled.rows[first*q.d], q.d, &block[0], &bounds[0], &q.tiled.masks[first])
	}
}
