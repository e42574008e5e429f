package scan

import "math"

// firstBelow computes what a kernel computes, without vectors, for the list of blocks ahead.
func (q *Query) firstBelow(bound float64) (at int, mask uint64) {
	for at, b := range q.ahead {
		if mask := q.below(int(b), bound); mask != 0 {
			return at, mask
		}
	}
	return len(q.ahead), 0
}

// below returns a mask with a bit for each point of block b with c(x, y) − v below bound. For
// the Euclidean norm the mask also has points with c(x, y) − v = bound.
func (q *Query) below(b int, bound float64) (mask uint64) {
	coordinates, v := q.block(b)
	var costs [Size]float64
	for axis, x := range q.x {
		ofAxis := coordinates[axis*Size:][:Size]
		switch q.norm {
		case Euclidean, SquaredEuclidean:
			for k, y := range ofAxis {
				costs[k] += (x - y) * (x - y)
			}
		case CityBlock:
			for k, y := range ofAxis {
				costs[k] += math.Abs(x - y)
			}
		case Chebyshev:
			for k, y := range ofAxis {
				costs[k] = max(costs[k], math.Abs(x-y))
			}
		}
	}
	v = v[:Size]
	if q.norm == Euclidean {
		ceiling := q.ceiling * q.ceiling
		for k, square := range costs {
			// d < r is d² < r·|r|, and needs no root. What r² loses to underflow is less
			// than the number that is added.
			r := bound + v[k]
			if !(min(square, ceiling) > r*math.Abs(r)+smallestNormal) {
				mask |= 1 << k
			}
		}
		return mask
	}
	for k, cost := range costs {
		if min(cost, q.ceiling)-v[k] < bound {
			mask |= 1 << k
		}
	}
	return mask
}
