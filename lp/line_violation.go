package lp

import "math"

// violationOnLine is maxViolation for sorted points of a line, in O(n+m) time. If the
// context of w is done, it returns 0.
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

// violationOfDistances is violationOnLine for c = |x−y|. Of the sinks to the right of a source,
// the one with the largest v − y has the largest violation. Of the sinks to its left it is the
// one with the largest v + y. A sweep from right to left keeps track of the former, and a
// sweep from left to right of the latter. Here y is relative to the middle of the sinks, to
// make rounding errors smaller.
func violationOfDistances(x, y *lineSide) float64 {
	middle := y.coords[0]/2 + y.coords[len(y.coords)-1]/2
	violation := func(i, j int) float64 {
		return x.potentials[i] + y.potentials[j] - math.Abs(x.coords[i]-y.coords[j])
	}
	var toRight, toLeft float64
	parallelPair(func() {
		worst, highest, sink := 0.0, math.Inf(-1), -1
		for i, j := len(x.coords)-1, len(y.coords)-1; i >= 0; i-- {
			for ; j >= 0 && y.coords[j] >= x.coords[i]; j-- {
				if height := y.potentials[j] - (y.coords[j] - middle); height > highest {
					highest, sink = height, j
				}
			}
			if sink >= 0 {
				worst = max(worst, violation(i, sink))
			}
		}
		toRight = worst
	}, func() {
		worst, highest, sink := 0.0, math.Inf(-1), -1
		for i, j := 0, 0; i < len(x.coords); i++ {
			for ; j < len(y.coords) && y.coords[j] <= x.coords[i]; j++ {
				if height := y.potentials[j] + (y.coords[j] - middle); height > highest {
					highest, sink = height, j
				}
			}
			if sink >= 0 {
				worst = max(worst, violation(i, sink))
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
// As a function of x, (v − y²) + 2xy is a straight line of slope 2y for each sink. The sink
// with the largest violation at x has the highest line there, which is on the upper
// envelope of all lines. Slopes increase with y, so both the envelope and the maximum over
// it are computed from left to right. Rounding may make a neighbour on the envelope the
// largest, so the violations of both neighbours are computed, too.
func violationOfSquares(x, y *lineSide) float64 {
	middle := y.coords[0]/2 + y.coords[len(y.coords)-1]/2
	envelope := upperEnvelope(y, middle)
	worst, highest := 0.0, 0 // the line of the envelope that is highest at x
	for i, a := range x.coords {
		value := func(k int) float64 {
			return y.height(envelope[k], middle) + 2*(a-middle)*(y.coords[envelope[k]]-middle)
		}
		for highest+1 < len(envelope) && value(highest+1) >= value(highest) {
			highest++
		}
		for k := max(highest-1, 0); k < min(highest+2, len(envelope)); k++ {
			j := envelope[k]
			worst = max(worst, x.potentials[i]+y.potentials[j]-(a-y.coords[j])*(a-y.coords[j]))
		}
	}
	return worst
}

// height returns the height v − y² of the line of sink j at x = 0, with y relative to middle.
func (s *lineSide) height(j int32, middle float64) float64 {
	y := s.coords[j] - middle
	return s.potentials[j] - y*y
}

// upperEnvelope returns the sinks whose lines are part of the upper envelope, from left to
// right. Of several lines with the same slope only the highest is.
func upperEnvelope(y *lineSide, middle float64) (envelope []int32) {
	for j := range int32(len(y.coords)) {
		height := y.height(j, middle)
		for len(envelope) > 0 {
			last := envelope[len(envelope)-1]
			lastHeight := y.height(last, middle)
			if y.coords[last] == y.coords[j] && lastHeight >= height {
				break
			}
			if y.coords[last] != y.coords[j] {
				if len(envelope) == 1 {
					break
				}
				before := envelope[len(envelope)-2]
				left, right := y.coords[last]-y.coords[before], y.coords[j]-y.coords[last]
				if (lastHeight-y.height(before, middle))*right > (height-lastHeight)*left {
					break // the line of last is above where those of before and j meet
				}
			}
			envelope = envelope[:len(envelope)-1] // the line of last is nowhere the highest
		}
		if len(envelope) == 0 || y.coords[envelope[len(envelope)-1]] != y.coords[j] {
			envelope = append(envelope, j)
		}
	}
	return envelope
}
