package metrics_test

import (
	"encoding/binary"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// lineFrom reads a distribution on the line from bytes: a point and a weight from two
// bytes each, so that ties and zeros are common.
func lineFrom(data []byte) (*metrics.Distribution, error) {
	var x, weights []float64
	for ; len(data) >= 4; data = data[4:] {
		x = append(x, float64(int16(binary.LittleEndian.Uint16(data))))
		weights = append(weights, float64(binary.LittleEndian.Uint16(data[2:])))
	}
	return metrics.OnLine(x, weights)
}

// The two closed forms on the line and the linear program agree on all input, and
// the divergences stay in their ranges and obey their bounds.
func FuzzDistancesOnTheLine(f *testing.F) {
	f.Add([]byte{0, 0, 1, 0}, []byte{5, 0, 1, 0})
	f.Add([]byte{0, 0, 1, 0, 3, 0, 2, 0}, []byte{3, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0})
	f.Add([]byte{255, 127, 1, 0, 0, 128, 255, 255}, []byte{0, 128, 1, 0})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		p, err := lineFrom(a[:min(len(a), 80)])
		if err != nil {
			return
		}
		q, err := lineFrom(b[:min(len(b), 80)])
		if err != nil {
			return
		}
		line, quantiles := must(metrics.EarthMoverOnLine(p, q))(t), must(metrics.EarthMoverByQuantiles(p, q))(t)
		exact := earthMover(t, p, q, lp.Euclidean).Cost
		// Points are whole numbers up to 2¹⁵ and probabilities are rounded by
		// 1e-16, which bounds the error of what cancels.
		if math.Abs(line-exact) > 1e-10+1e-13*exact || math.Abs(quantiles-exact) > 1e-10+1e-13*exact {
			t.Errorf("EM: %v on the line, %v by quantiles, %v by the linear program", line, quantiles, exact)
		}
		tv, js := must(metrics.TV(p, q))(t), must(metrics.JS(p, q))(t)
		kl := must(metrics.KL(p, q))(t)
		const rounding = 1e-14
		if !(tv >= 0 && tv <= 1 && js >= tv*tv/2-rounding && js <= math.Ln2*tv+rounding && kl >= 2*tv*tv-rounding) {
			t.Errorf("TV = %v, JS = %v, KL = %v", tv, js, kl)
		}
		if !(exact <= (1<<16)*(tv+rounding)) {
			t.Errorf("EM = %v, TV = %v", exact, tv)
		}
	})
}

// Distances between normals stay in their ranges and obey the bounds between them,
// for all means and σ.
func FuzzNormals(f *testing.F) {
	f.Add(0.0, 1.0, 1.0, 1.0)
	f.Add(0.0, 1.0, 0.0, 1.0000000000000002)
	f.Add(1e300, 1e-300, -1e300, 1e300)
	f.Add(5.0, 1e-9, 5.0, 3.0)
	f.Fuzz(func(t *testing.T, mu, sigma, otherMu, otherSigma float64) {
		p, q := distuv.Normal{Mu: mu, Sigma: sigma}, distuv.Normal{Mu: otherMu, Sigma: otherSigma}
		w1, err := metrics.NormalEM(p, q)
		if err != nil {
			return
		}
		w2, kl := must(metrics.NormalW2(p, q))(t), must(metrics.NormalKL(p, q))(t)
		js, tv := must(metrics.NormalJS(p, q))(t), must(metrics.NormalTV(p, q))(t)
		const rounding = 1e-13
		switch {
		case !(w1 >= 0 && w1 <= w2*(1+rounding)):
			t.Errorf("W₁ = %v, W₂ = %v", w1, w2)
		case !(tv >= 0 && tv <= 1 && js >= tv*tv/2-rounding && js <= math.Ln2*tv+rounding):
			t.Errorf("TV = %v, JS = %v", tv, js)
		case !(kl >= 2*tv*tv-rounding*(1+math.Abs(math.Log(sigma))+math.Abs(math.Log(otherSigma)))):
			t.Errorf("KL = %v, TV = %v", kl, tv)
		}
	})
}
