package lp

import "math"

// violationOnLine is maxViolation for sorted points of a line, in O(n+m) time.
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

// violationOfDistances is violationOnLine for c = |x−y|. Of all sinks to the
// right of a source that with the largest v − y is worst, and of all sinks to
// its left that with the largest v + y, places counted from the middle. What is
// returned is u + v − c itself, at the pairs that this leads to.
func violationOfDistances(x, y *lineSide) float64 {
	middle := y.at[0]/2 + y.at[len(y.at)-1]/2
	meet := func(i, j int) float64 {
		return x.potentials[i] + y.potentials[j] - math.Abs(x.at[i]-y.at[j])
	}
	var toRight, toLeft float64
	both(func() {
		worst, best, which := 0.0, math.Inf(-1), -1
		for i, j := len(x.at)-1, len(y.at)-1; i >= 0; i-- {
			for ; j >= 0 && y.at[j] >= x.at[i]; j-- {
				if height := y.potentials[j] - (y.at[j] - middle); height > best {
					best, which = height, j
				}
			}
			if which >= 0 {
				worst = max(worst, meet(i, which))
			}
		}
		toRight = worst
	}, func() {
		worst, best, which := 0.0, math.Inf(-1), -1
		for i, j := 0, 0; i < len(x.at); i++ {
			for ; j < len(y.at) && y.at[j] <= x.at[i]; j++ {
				if height := y.potentials[j] + (y.at[j] - middle); height > best {
					best, which = height, j
				}
			}
			if which >= 0 {
				worst = max(worst, meet(i, which))
			}
		}
		toLeft = worst
	})
	return max(toRight, toLeft)
}

// violationOfSquares is violationOnLine for c = (x−y)². With all places counted
// from the middle of the sinks,
//
//	u + v − c  =  (u − x²) + (v − y²) + 2xy,
//
// so that each sink is a line over x, of slope 2y, and the worst sink of a source
// is on the upper envelope of those lines. Slopes rise with y, and the envelope is
// found and followed from left to right. What is returned is u + v − c itself, at
// the pairs that this leads to and at their neighbours on the envelope.
func violationOfSquares(x, y *lineSide) float64 {
	middle := y.at[0]/2 + y.at[len(y.at)-1]/2
	height := func(j int32) float64 {
		b := y.at[j] - middle
		return y.potentials[j] - b*b
	}
	var envelope []int32 // sinks, in order of y
	for j := range int32(len(y.at)) {
		for len(envelope) > 0 {
			top := envelope[len(envelope)-1]
			if y.at[top] == y.at[j] && height(top) >= height(j) {
				break // the same slope, and lower
			}
			if y.at[top] != y.at[j] {
				if len(envelope) == 1 {
					break
				}
				before := envelope[len(envelope)-2]
				left, right := y.at[top]-y.at[before], y.at[j]-y.at[top]
				if (height(top)-height(before))*right > (height(j)-height(top))*left {
					break // top is above the line from before to j
				}
			}
			envelope = envelope[:len(envelope)-1]
		}
		if len(envelope) == 0 || y.at[envelope[len(envelope)-1]] != y.at[j] {
			envelope = append(envelope, j)
		}
	}
	worst, at := 0.0, 0
	for i, place := range x.at {
		value := func(k int) float64 { return height(envelope[k]) + 2*(place-middle)*(y.at[envelope[k]]-middle) }
		for at+1 < len(envelope) && value(at+1) >= value(at) {
			at++
		}
		for k := max(at-1, 0); k < min(at+2, len(envelope)); k++ {
			j := envelope[k]
			worst = max(worst, x.potentials[i]+y.potentials[j]-(place-y.at[j])*(place-y.at[j]))
		}
	}
	return worst
}
