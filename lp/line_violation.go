package lp

import "math"

// violationOnLine is maxViolation for sorted points of a line, in O(n+m) time. If w
// says stop, it returns 0.
func violationOnLine(ground Ground, x, y *lineSide, w *watch) float64 {
	switch {
	case w.stopped():
		return 0
	case ground == SquaredEuclidean:
		return violationOfSquares(x, y)
	default:
		return violationOfDistances(x, y)
	}
}

// violationOfDistances is violationOnLine for c = |x−y|. Of all sinks to the right of
// a source, the one with the largest v − y has the largest violation, and of all sinks
// to its left the one with the largest v + y. Coordinates are taken relative to the
// middle of the sinks. It returns the largest u + v − c of the pairs found.
func violationOfDistances(x, y *lineSide) float64 {
	middle := y.coords[0]/2 + y.coords[len(y.coords)-1]/2
	violation := func(i, j int) float64 {
		return x.potentials[i] + y.potentials[j] - math.Abs(x.coords[i]-y.coords[j])
	}
	var toRight, toLeft float64
	parallelPair(func() {
		worst, best, which := 0.0, math.Inf(-1), -1
		for i, j := len(x.coords)-1, len(y.coords)-1; i >= 0; i-- {
			for ; j >= 0 && y.coords[j] >= x.coords[i]; j-- {
				if height := y.potentials[j] - (y.coords[j] - middle); height > best {
					best, which = height, j
				}
			}
			if which >= 0 {
				worst = max(worst, violation(i, which))
			}
		}
		toRight = worst
	}, func() {
		worst, best, which := 0.0, math.Inf(-1), -1
		for i, j := 0, 0; i < len(x.coords); i++ {
			for ; j < len(y.coords) && y.coords[j] <= x.coords[i]; j++ {
				if height := y.potentials[j] + (y.coords[j] - middle); height > best {
					best, which = height, j
				}
			}
			if which >= 0 {
				worst = max(worst, violation(i, which))
			}
		}
		toLeft = worst
	})
	return max(toRight, toLeft)
}

// violationOfSquares is violationOnLine for c = (x−y)². With coordinates relative to
// the middle of the sinks,
//
//	u + v − c  =  (u − x²) + (v − y²) + 2xy.
//
// As a function of x, each sink is a straight line of slope 2y, and the sink with the
// largest violation is on the upper envelope of these lines. Slopes increase with y,
// so that the envelope is built, and then followed, from left to right. It returns the
// largest u + v − c of the pairs found and of their neighbours on the envelope.
func violationOfSquares(x, y *lineSide) float64 {
	middle := y.coords[0]/2 + y.coords[len(y.coords)-1]/2
	height := func(j int32) float64 {
		b := y.coords[j] - middle
		return y.potentials[j] - b*b
	}
	var envelope []int32 // sinks, in order of y
	for j := range int32(len(y.coords)) {
		for len(envelope) > 0 {
			top := envelope[len(envelope)-1]
			if y.coords[top] == y.coords[j] && height(top) >= height(j) {
				break // the same slope, and lower
			}
			if y.coords[top] != y.coords[j] {
				if len(envelope) == 1 {
					break
				}
				before := envelope[len(envelope)-2]
				left, right := y.coords[top]-y.coords[before], y.coords[j]-y.coords[top]
				if (height(top)-height(before))*right > (height(j)-height(top))*left {
					break // top is above the line from before to j
				}
			}
			envelope = envelope[:len(envelope)-1]
		}
		if len(envelope) == 0 || y.coords[envelope[len(envelope)-1]] != y.coords[j] {
			envelope = append(envelope, j)
		}
	}
	worst, top := 0.0, 0 // top is the line of the envelope above x
	for i, a := range x.coords {
		value := func(k int) float64 { return height(envelope[k]) + 2*(a-middle)*(y.coords[envelope[k]]-middle) }
		for top+1 < len(envelope) && value(top+1) >= value(top) {
			top++
		}
		for k := max(top-1, 0); k < min(top+2, len(envelope)); k++ {
			j := envelope[k]
			worst = max(worst, x.potentials[i]+y.potentials[j]-(a-y.coords[j])*(a-y.coords[j]))
		}
	}
	return worst
}
