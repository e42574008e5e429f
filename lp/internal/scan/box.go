package scan

import (
	"math"
	"slices"
)

// box is a box around some points, and a plane above a number f(y) that belongs to each:
//
//	|y − centre| ≤ half  along each axis, and
//	f(y) ≤ top + slope·(y − centre).
//
// For points of a cloud f is the potential v, for rows it is the bound.
//
// Because of the plane few blocks have to be scanned. Potentials change from point to point
// about as fast as distances do. A bound from the largest v alone would rule out few boxes.
// The error of a plane is of second order in the size of the box.
type box struct {
	centre, half []float64 // d
	slope        []float64 // d
	top          float64
}

// newBoxes returns empty boxes in R^d.
func newBoxes(count, d int) []box {
	boxes, memory := make([]box, count), make([]float64, 3*d*count)
	for b := range boxes {
		m := memory[3*d*b:][:3*d]
		boxes[b] = box{centre: m[:d:d], half: m[d : 2*d : 2*d], slope: m[2*d:]}
	}
	return boxes
}

// outward is a factor that covers the rounding of a difference.
const outward = 1 + 0x1p-50

// enclose sets the box around the first count points of a block.
func (b *box) enclose(coordinates []float64, count int) {
	for axis := range b.centre {
		ofAxis := coordinates[axis*Size:][:count]
		b.span(axis, slices.Min(ofAxis), slices.Max(ofAxis))
	}
}

// encloseRows sets the box around points that are stored one after the other.
func (b *box) encloseRows(points []float64) {
	d := len(b.centre)
	for axis := range b.centre {
		low, high := math.Inf(1), math.Inf(-1)
		for k := axis; k < len(points); k += d {
			low, high = min(low, points[k]), max(high, points[k])
		}
		b.span(axis, low, high)
	}
}

// encloseBoxes sets the box around others.
func (b *box) encloseBoxes(boxes []box) {
	for axis := range b.centre {
		low, high := math.Inf(1), math.Inf(-1)
		for k := range boxes {
			centre, half := boxes[k].centre[axis], boxes[k].half[axis]*outward
			low, high = min(low, centre-half), max(high, centre+half)
		}
		b.span(axis, low, high)
	}
}

// span sets the extent along one axis.
func (b *box) span(axis int, low, high float64) {
	centre := low/2 + high/2
	b.centre[axis], b.half[axis] = centre, max(centre-low, high-centre)*outward
}

// mostFitted is the dimension up to which planes are fitted. In more dimensions boxes
// rule out nothing.
const mostFitted = 8

// cover fits a plane above the numbers f of the points of a block.
func (b *box) cover(coordinates, f []float64) {
	b.fit(f, func(k, axis int) float64 { return coordinates[axis*Size+k] })
}

// coverRows does so for points that are stored one after the other.
func (b *box) coverRows(points, f []float64) {
	d := len(b.centre)
	b.fit(f, func(k, axis int) float64 { return points[k*d+axis] })
}

// fit fits a plane above the numbers f of points; at(k, axis) is a coordinate of point k. A
// plane of any slope can be above all numbers, and a slope that fits better gives a lower
// plane. This slope comes from three rounds of least squares, one axis at a time.
func (b *box) fit(f []float64, at func(k, axis int) float64) {
	d := len(b.centre)
	clear(b.slope)
	b.top = slices.Max(f)
	if d > mostFitted || math.IsInf(b.top, 0) {
		return
	}
	var memory [Size]float64
	rest := memory[:copy(memory[:], f)]
	centralise(rest)
	var offsets [mostFitted][Size]float64
	var squares [mostFitted]float64
	for axis := range d {
		offset := offsets[axis][:len(f)]
		for k := range offset {
			offset[k] = at(k, axis)
		}
		centralise(offset)
		for _, x := range offset {
			squares[axis] += x * x
		}
	}
	for range 3 {
		for axis := range d {
			offset := offsets[axis][:len(f)]
			var product float64
			for k, x := range offset {
				product += x * rest[k]
			}
			slope := product / squares[axis]
			if !(math.Abs(slope) <= math.MaxFloat64) { // all points have the same coordinate
				continue
			}
			b.slope[axis] += slope
			for k, x := range offset {
				rest[k] -= slope * x
			}
		}
	}
	top, size := math.Inf(-1), 0.0
	for k, value := range f {
		terms := math.Abs(value)
		for axis, slope := range b.slope {
			term := slope * (at(k, axis) - b.centre[axis])
			value -= term
			terms += math.Abs(term)
		}
		top, size = max(top, value), max(size, terms)
	}
	b.setTop(top+rounding(d)*size, slices.Max(f))
}

// coverBoxes sets a plane above those of other boxes, with their mean slope.
func (b *box) coverBoxes(boxes []box) {
	clear(b.slope)
	for k := range boxes {
		for axis, slope := range boxes[k].slope {
			b.slope[axis] += slope / float64(len(boxes))
		}
	}
	top, flat := math.Inf(-1), math.Inf(-1)
	for k := range boxes {
		inner := &boxes[k]
		value, size, highest := inner.top, math.Abs(inner.top), inner.highest()
		for axis, slope := range b.slope {
			term := slope * (inner.centre[axis] - b.centre[axis])
			tilt := math.Abs(inner.slope[axis]-slope) * inner.half[axis]
			value += tilt - term
			size += math.Abs(term) + tilt
		}
		top, flat = max(top, value+rounding(len(b.slope))*size), max(flat, highest)
	}
	b.setTop(top, flat)
}

// setTop sets top. If top is not finite, because a sum overflowed, it sets a plane of slope 0
// at height flat.
func (b *box) setTop(top, flat float64) {
	if !(math.Abs(top) <= math.MaxFloat64) {
		clear(b.slope)
		top = flat
	}
	b.top = top
}

// highest returns the height of the plane at its highest corner.
func (b *box) highest() float64 { return b.top + b.steepness()*outward }

// steepness returns how much higher the plane is there than at the centre.
func (b *box) steepness() float64 {
	var sum float64
	for axis, slope := range b.slope {
		sum += math.Abs(slope) * b.half[axis]
	}
	return sum
}

// rounding returns a bound of the relative error of a sum of a few times d terms.
func rounding(d int) float64 { return float64(d+16) * 0x1p-50 }

// lowerBound is a lower bound of c(x, y) − v(y) for all y of a box, as a function of x:
//
//	c − v  ≥  min(level − slope·(x − centre of the rows), cap).
type lowerBound struct {
	level, cap float64
	slope      []float64 // d
	// overRows is the smallest value over the box of the rows after their plane was
	// subtracted from it: if it is positive, no row can be below its bound.
	overRows float64
}

// at returns the bound at a row, given its offset from the centre of the rows.
func (l *lowerBound) at(offset []float64) float64 {
	low := l.level
	for axis, slope := range l.slope {
		low -= slope * offset[axis]
	}
	return min(low, l.cap)
}

// excludes reports whether no row can be below its bound.
func (l lowerBound) excludes(rows *box) bool { return l.overRows-rows.top >= 0 }

// lowerBound returns the lower bound for the points y of a box. It uses the memory of
// slope.
//
// A norm is convex, and lies above its tangent at any place: with z = y − x, and z₀
// between the centres of both boxes,
//
//	c(z)  ≥  c(z₀) + slope·(z − z₀).
//
// Subtract the plane above v, and what is left is linear in x and in y: the smallest
// value over y in the box is found at one of its corners.
func (q *Query) lowerBound(y *box, slope []float64) lowerBound {
	level := q.tangent(y, slope)
	size := level + math.Abs(y.top) + math.Abs(q.rows.top)
	var overBox, overRows float64
	for axis, s := range slope {
		overBox += math.Abs(s-y.slope[axis]) * y.half[axis]
		overRows += math.Abs(s+q.rows.slope[axis]) * q.rows.half[axis]
		size += (math.Abs(s)+math.Abs(q.rows.slope[axis]))*q.rows.half[axis] + math.Abs(s)*y.half[axis]
	}
	margin := (size + overBox) * rounding(q.d)
	l := lowerBound{level: level - overBox - y.top - margin, cap: math.Inf(1), slope: slope}
	l.overRows = l.level - overRows - margin
	if !math.IsInf(q.ceiling, 1) {
		l.cap = q.ceiling - y.highest()
		l.cap -= (math.Abs(l.cap) + math.Abs(y.top) + math.Abs(q.ceiling)) * rounding(q.d)
		l.overRows = min(l.overRows, l.cap-q.rows.steepness()*outward)
	}
	return l
}

// tangent sets slope to the gradient of the cost at z₀, the difference of the centre of a box
// and the centre of the rows, and returns the cost there. If the square of the distance
// could underflow or overflow, it returns cost 0 and slope 0, which is a lower bound, too.
func (q *Query) tangent(y *box, slope []float64) (cost float64) {
	for axis := range slope {
		slope[axis] = y.centre[axis] - q.rows.centre[axis]
	}
	switch q.norm {
	case Euclidean, SquaredEuclidean:
		for _, z := range slope {
			cost += z * z
		}
		factor := 2.0
		if !(cost > minSquare && cost < maxSquare) {
			cost, factor = 0, 0
		} else if q.norm == Euclidean {
			cost = math.Sqrt(cost)
			factor = 1 / cost
		}
		for axis := range slope {
			slope[axis] *= factor
		}
	case CityBlock:
		for axis, z := range slope {
			cost += math.Abs(z)
			slope[axis] = sign(z)
		}
	case Chebyshev:
		longest := 0
		for axis, z := range slope {
			if math.Abs(z) > cost {
				cost, longest = math.Abs(z), axis
			}
		}
		direction := sign(slope[longest])
		clear(slope)
		slope[longest] = direction
	}
	return cost
}

// Between these bounds the square of a distance has not lost digits to underflow, and has
// not overflowed.
const (
	minSquare = 0x1p-900
	maxSquare = 0x1p+1000
)

// sign returns 1, −1, or 0 for 0.
func sign(x float64) float64 {
	if x == 0 {
		return 0
	}
	return math.Copysign(1, x)
}

// centralise subtracts the mean.
func centralise(x []float64) {
	var mean float64
	for _, a := range x {
		mean += a
	}
	mean /= float64(len(x))
	for k := range x {
		x[k] -= mean
	}
}
