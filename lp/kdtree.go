package lp

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// kdTree holds points y with potentials v, so that for any x the y with the smallest
// c(x, y) − v(y) are found without looking at all of them. It is the k-d tree for
// nearest neighbours (Bentley 1975; gonum's spatial/kdtree is one) with one more
// number for each box: the largest v in it. If the cost between x and the box, less
// that v, is not below the best key found so far, the box holds no better point.
type kdTree struct {
	ground  Ground
	d       int
	ceiling float64 // costs above it are lowered to it

	points []float64 // m×(d+1): coordinates and v of each point, in the order of the tree
	label  []int32   // m: the index of each point in the rows that the tree was made of

	// Box 0 holds all points, and box k > 0 is one half of box (k−1)/2. A box is stored
	// as two opposite corners, low and high, and the largest v in it. All that a search
	// reads of a box, or of a point, is in one place.
	boxes []float64 // boxes×(2d+1)
}

// leafSize is the number of points up to which a box is not split.
const leafSize = 8

// newKDTree returns the tree of some rows of points, with potentials 0. The k-th of
// the rows has label k.
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

// split sets box to the box around the points [from, to). If there are many, it also
// splits them at the median of the longest side, and sets the boxes of both halves.
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

// order returns rows, those that the tree was made of, in the order of the tree.
func (t *kdTree) order(rows []int) []int {
	ordered := make([]int, len(rows))
	for k, label := range t.label {
		ordered[k] = rows[label]
	}
	return ordered
}

// box returns the corners of a box, low and high, and the largest v in it.
func (t *kdTree) box(box int) []float64 {
	w := 2*t.d + 1
	return t.boxes[box*w : (box+1)*w]
}

// point returns the coordinates of point k, and its v.
func (t *kdTree) point(k int) []float64 {
	w := t.d + 1
	return t.points[k*w : (k+1)*w]
}

// setPotentials sets v, by label.
func (t *kdTree) setPotentials(v []float64) {
	for k, label := range t.label {
		t.point(k)[t.d] = v[label]
	}
	t.updateBox(0, 0, len(t.label))
}

// updateBox computes the largest v of a box, and of all boxes in it.
func (t *kdTree) updateBox(box, from, to int) float64 {
	largest := math.Inf(-1)
	if to-from <= leafSize {
		for k := from; k < to; k++ {
			largest = max(largest, t.point(k)[t.d])
		}
	} else {
		middle := (from + to) / 2
		largest = max(t.updateBox(2*box+1, from, middle), t.updateBox(2*box+2, middle, to))
	}
	t.box(box)[2*t.d] = largest
	return largest
}

// selectNth reorders labels so that none before the n-th has a larger value, and
// none after it has a smaller one. It is Hoare's quickselect.
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
