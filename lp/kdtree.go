package lp

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// kdTree holds points so that, for any x, those y with the least c(x, y) − v(y)
// are found without looking at all of them. It is the k-d tree that finds
// nearest neighbours (Bentley 1975; gonum's spatial/kdtree is one), with one
// more number for each box: the largest v in it. A box whose distance from x,
// less that, is above the best so far cannot hold a better point.
type kdTree struct {
	ground  Ground
	d       int
	ceiling float64 // costs above it count as it

	points []float64 // m×(d+1): the coordinates of each and its −v, in the order of the tree
	label  []int32   // m, which sink each is

	// Box k is the root (0), or a half of box (k−1)/2: its corners, low and
	// high, and the smallest −v in it. All that a search reads of a box, or of a
	// point, is in one place.
	boxes []float64 // boxes×(2d+1)
}

// leafSize is the number of points up to which a box is not split.
const leafSize = 8

// newKDTree returns the tree of some rows of points; the k-th of them is
// labelled k.
func newKDTree(points *mat.Dense, rows []int, ground Ground) *kdTree {
	_, d := points.Dims()
	t := &kdTree{
		ground:  ground,
		d:       d,
		ceiling: math.Inf(1),
		points:  make([]float64, 0, len(rows)*(d+1)),
		label:   make([]int32, len(rows)),
	}
	for k := range t.label {
		t.label[k] = int32(k)
	}
	t.split(points, rows, 0, 0, len(rows))
	for _, k := range t.label {
		t.points = append(append(t.points, points.RawRowView(rows[k])...), 0)
	}
	return t
}

// split makes box the box around the points [from, to), and if there are many
// of them, its halves: those below and above the median of its longest side.
func (t *kdTree) split(points *mat.Dense, rows []int, box, from, to int) {
	if end := (box + 1) * (2*t.d + 1); len(t.boxes) < end {
		t.boxes = append(t.boxes, make([]float64, end-len(t.boxes))...)
	}
	corners := t.box(box)
	low, high := corners[:t.d], corners[t.d:2*t.d]
	for axis := range low {
		low[axis], high[axis] = math.Inf(1), math.Inf(-1)
	}
	for _, k := range t.label[from:to] {
		for axis, x := range points.RawRowView(rows[k]) {
			low[axis], high[axis] = min(low[axis], x), max(high[axis], x)
		}
	}
	if to-from <= leafSize {
		return
	}
	longest := 0
	for axis := range t.d {
		if high[axis]-low[axis] > high[longest]-low[longest] {
			longest = axis
		}
	}
	middle := (from + to) / 2
	selectNth(t.label[from:to], middle-from, func(k int32) float64 { return points.At(rows[k], longest) })
	t.split(points, rows, 2*box+1, from, middle)
	t.split(points, rows, 2*box+2, middle, to)
}

// order returns rows, which the tree was made of, as the tree has them.
func (t *kdTree) order(rows []int) []int {
	ordered := make([]int, len(rows))
	for k, label := range t.label {
		ordered[k] = rows[label]
	}
	return ordered
}

// selectNth reorders labels so that none before the n-th has a larger value,
// and none after it a smaller one (Hoare's quickselect).
func selectNth(labels []int32, n int, value func(int32) float64) {
	for low, high := 0, len(labels)-1; low < high; {
		pivot := value(labels[(low+high)/2])
		i, j := low, high
		for i <= j {
			for value(labels[i]) < pivot {
				i++
			}
			for value(labels[j]) > pivot {
				j--
			}
			if i <= j {
				labels[i], labels[j] = labels[j], labels[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return
		}
	}
}

// box returns the corners of a box, low and high, and the smallest −v in it.
func (t *kdTree) box(box int) []float64 {
	w := 2*t.d + 1
	return t.boxes[box*w : (box+1)*w]
}

// point returns the coordinates of point k, and its −v.
func (t *kdTree) point(k int) []float64 {
	w := t.d + 1
	return t.points[k*w : (k+1)*w]
}

// reprice takes over new values of −v, by label.
func (t *kdTree) reprice(minusV []float64) {
	for k, label := range t.label {
		t.point(k)[t.d] = minusV[label]
	}
	t.repriceBox(0, 0, len(t.label))
}

// repriceBox computes the smallest −v of a box and of all within it.
func (t *kdTree) repriceBox(box, from, to int) float64 {
	least := math.Inf(1)
	if to-from <= leafSize {
		for k := from; k < to; k++ {
			least = min(least, t.point(k)[t.d])
		}
	} else {
		middle := (from + to) / 2
		least = min(t.repriceBox(2*box+1, from, middle), t.repriceBox(2*box+2, middle, to))
	}
	t.box(box)[2*t.d] = least
	return least
}

// query looks for the k best arcs from one point.
type query struct {
	*kdTree
	keeper

	source   int32
	x        []float64
	u, least float64
}

// run appends to found the arcs from source, at x, with c − u − v < least, in
// order of c − v: the first k, if there are more.
func (q *query) run(found []arc, source int32, x []float64, k int, u, least float64) []arc {
	q.source, q.x, q.u, q.least = source, x, u, least
	q.begin(found, k, u+least)
	q.visit(0, 0, len(q.label))
	return q.found
}

// visit searches a box that may hold something: the nearer half first, as what
// is found there may rule out the other.
func (q *query) visit(box, from, to int) {
	if to-from <= leafSize {
		for k := from; k < to; k++ {
			q.look(k)
		}
		return
	}
	middle := (from + to) / 2
	left, right := 2*box+1, 2*box+2
	boundLeft, boundRight := q.below(left), q.below(right)
	if boundLeft <= boundRight {
		if boundLeft < q.bound {
			q.visit(left, from, middle)
		}
		if boundRight < q.bound {
			q.visit(right, middle, to)
		}
		return
	}
	if boundRight < q.bound {
		q.visit(right, middle, to)
	}
	if boundLeft < q.bound {
		q.visit(left, from, middle)
	}
}

// look considers point k.
func (q *query) look(k int) {
	point := q.point(k)
	minusV := point[q.d]
	c := min(q.between(q.x, point[:q.d]), q.ceiling)
	if key := c + minusV; key < q.bound && c-q.u+minusV < q.least {
		q.keep(key, arc{q.source, q.label[k], c})
	}
}

// below returns a lower bound of c − v over the points of a box.
func (q *query) below(box int) float64 {
	corners := q.box(box)
	low, high, least := corners[:q.d], corners[q.d:2*q.d], corners[2*q.d]
	var c, farthest float64
	switch q.ground {
	case Euclidean, SquaredEuclidean:
		for axis, x := range q.x {
			outside := max(low[axis]-x, x-high[axis], 0)
			c += outside * outside
			farthest = max(farthest, outside)
		}
		switch {
		case q.ground == SquaredEuclidean:
		case c > tiniestSquare && c < hugestSquare:
			c = math.Sqrt(c)
		default: // the square is not to be trusted; one axis is a bound, too
			c = farthest
		}
	case CityBlock:
		for axis, x := range q.x {
			c += max(low[axis]-x, x-high[axis], 0)
		}
	case Chebyshev:
		for axis, x := range q.x {
			c = max(c, low[axis]-x, x-high[axis])
		}
	}
	return min(c, q.ceiling) + least
}

// between is Ground.Between, quicker for the case that most people have: the
// plane and ‖x−y‖₂.
func (t *kdTree) between(x, y []float64) float64 {
	if t.ground == Euclidean && len(x) == 2 {
		dx, dy := x[0]-y[0], x[1]-y[1]
		if c := dx*dx + dy*dy; c > tiniestSquare && c < hugestSquare {
			return math.Sqrt(c)
		}
	}
	return t.ground.Between(x, y)
}
