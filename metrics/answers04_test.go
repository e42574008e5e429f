package metrics_test

import (
	"math"
	"testing"

	"monge/lp"
	"monge/metrics"
)

// The answers to the exercises and questions of lesson 4, and to "Change me" in
// notebook 4:
//
//	go test -v -run Answer04 ./metrics

func TestAnswer04_1_ATent(t *testing.T) {
	answer(t)
	say(t, `
  f = −|x|: it falls as fast as it may from 0 to either side.
`)
	p, q := must(metrics.OnLine([]float64{0}, nil))(t), must(metrics.OnLine([]float64{-1, 1}, nil))(t)
	tent := func(x []float64) float64 { return -math.Abs(x[0]) }
	gain, em := p.Mean(tent)-q.Mean(tent), earthMover(t, p, q, lp.Euclidean).Cost
	say(t, "  gain of −|x| = %v, EM = %v", gain, em)
	holds(t, "they agree", gain == em)
}

func TestAnswer04_2_ThePotentialIsNotUnique(t *testing.T) {
	answer(t)
	say(t, `
  A constant changes nothing, as both have mass 1. And where neither has mass f may
  be anything that is not too steep: a roof over the middle is as good as a floor.
`)
	p, q := must(metrics.OnLine([]float64{0, 10}, nil))(t), must(metrics.OnLine([]float64{1, 11}, nil))(t)
	em := earthMover(t, p, q, lp.Euclidean).Cost
	falls := func(x []float64) float64 { return -min(max(x[0], 0), 1) - min(max(x[0]-10, 0), 1) } // level between 1 and 10
	roof := func(x []float64) float64 { return falls(x) + max(0, min(x[0]-1, 10-x[0])) + 7 }
	for name, f := range map[string]func([]float64) float64{"level": falls, "a roof, and 7 higher": roof} {
		gain := p.Mean(f) - q.Mean(f)
		say(t, "  %-20s gain %v, EM %v", name, gain, em)
		holds(t, "both are optimal", about(gain, em))
	}
}
