package lp

import "math"

// query finds the best arcs from one point in a k-d tree.
type query struct {
	*kdTree
	bestList

	source   int32
	x        []float64
	u, limit float64
}

// run is worker.best for a source at x.
func (q *query) run(found []arc, source int32, x []float64, k int, u, limit float64) []arc {
	q.source, q.x, q.u, q.limit = source, x, u, limit
	q.begin(found, k, u+limit)
	q.visit(0, 0, len(q.label))
	return q.found
}

// visit searches a box, the more promising half first: what is found there may rule
// out the other half.
func (q *query) visit(box, from, to int) {
	if to-from <= leafSize {
		for k := from; k < to; k++ {
			q.consider(k)
		}
		return
	}
	middle := (from + to) / 2
	left, right := 2*box+1, 2*box+2
	boundLeft, boundRight := q.lowerBound(left), q.lowerBound(right)
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

// consider adds point k to the best arcs if it is one of them so far.
func (q *query) consider(k int) {
	point := q.point(k)
	v := point[q.d]
	c := min(q.between(q.x, point[:q.d]), q.ceiling)
	if key := c - v; key < q.bound && c-q.u-v < q.limit {
		q.add(key, arc{q.source, q.label[k], c})
	}
}

// lowerBound returns a lower bound of c − v over the points of a box.
func (q *query) lowerBound(box int) float64 {
	corners := q.box(box)
	low, high, largest := corners[:q.d], corners[q.d:2*q.d], corners[2*q.d]
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
		case c > minSquare && c < maxSquare:
			c = math.Sqrt(c)
		default: // the square has lost digits; the distance along one axis is a bound, too
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
	return min(c, q.ceiling) - largest
}

// between is Ground.Between, with a short way for the most common case: ‖x−y‖₂ in the
// plane.
func (t *kdTree) between(x, y []float64) float64 {
	if t.ground == Euclidean && len(x) == 2 {
		dx, dy := x[0]-y[0], x[1]-y[1]
		if c := dx*dx + dy*dy; c > minSquare && c < maxSquare {
			return math.Sqrt(c)
		}
	}
	return t.ground.Between(x, y)
}
