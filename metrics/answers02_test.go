package metrics_test

import (
	"math"
	"testing"

	"monge/lp"
	"monge/metrics"
)

// The answers to the exercises and questions of lesson 2, and to "Change me" in
// notebook 2:
//
//	go test -v -run Answer02 ./metrics

func TestAnswer02_1_ALineMovedUp(t *testing.T) {
	answer(t)
	say(t, `
  EM is h: everything moves up, and no plan does with less, since the mean has to
  move by h. TV of the lines is h as well, what each has and the other has not. But
  50 points on each meet only if h is a multiple of 1/50: at 0.3 they do, 15 points
  are left over on either side, and at 0.31 none do and TV is 1.
`)
	const n = 50
	for _, h := range []float64{0.3, 0.31} {
		x, y := make([]float64, n), make([]float64, n)
		shift := int(math.Round(h * 100))
		for k := range n { // counted in hundredths, so that places that agree do so exactly
			x[k], y[k] = float64(2*k+1)/100, float64(2*k+1+shift)/100
		}
		p, q := must(metrics.OnLine(x, nil))(t), must(metrics.OnLine(y, nil))(t)
		em, tv := earthMover(t, p, q, lp.Euclidean).Cost, must(metrics.TV(p, q))(t)
		say(t, "  h = %.2f   EM = %.4f   TV of %d points = %.4f", h, em, n, tv)
		holds(t, "EM is h", about(em, h))
		if h == 0.3 {
			holds(t, "TV is 15 points of 50", about(tv, 0.3))
		} else {
			holds(t, "no point is where another one is", tv == 1)
		}
	}
}

func TestAnswer02_2_KullbackLeiblerIsInfiniteOneWay(t *testing.T) {
	answer(t)
	say(t, `
  P has no mass where Q has some, so that KL(Q‖P) is infinite; Q has mass wherever P
  has, so that KL(P‖Q) is not.
`)
	p, q := categorical(t, 1, 0), categorical(t, 0.5, 0.5)
	there, back := must(metrics.KL(p, q))(t), must(metrics.KL(q, p))(t)
	say(t, "  P = (1, 0), Q = (½, ½): KL(P‖Q) = %.4f, KL(Q‖P) = %v", there, back)
	holds(t, "one is log 2, the other infinite", about(there, math.Ln2) && math.IsInf(back, 1))
}
