package metrics_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"monge/metrics"
)

func TestDivergencesAgreeWithGonum(t *testing.T) {
	t.Parallel()
	random := newRandom(1)
	for range 10_000 {
		p, q := sharePairs(random)
		for _, d := range []struct {
			name      string
			got, want float64
		}{
			{"KL", must(metrics.KullbackLeibler(p, q))(t), stat.KullbackLeibler(p, q)},
			{"JS", must(metrics.JensenShannon(p, q))(t), stat.JensenShannon(p, q)},
			{"TV", must(metrics.TotalVariation(p, q))(t), floats.Distance(p, q, 1) / 2},
		} {
			if d.got != d.want && !(math.Abs(d.got-d.want) <= 1e-14+1e-14*d.want) {
				t.Errorf("%s = %v, gonum has %v for\n%v\n%v", d.name, d.got, d.want, p, q)
			}
		}
	}
}

// Where p and q nearly agree JS is ε²/2 to leading order, far below the
// rounding of the logarithms in it; and a probability may be the smallest
// float64 there is.
func TestJensenShannonKeepsItsDigits(t *testing.T) {
	t.Parallel()
	for _, epsilon := range []float64{1e-3, 1e-6, 1e-7} {
		js := must(metrics.JensenShannon([]float64{0.5 + epsilon, 0.5 - epsilon}, []float64{0.5 - epsilon, 0.5 + epsilon}))(t)
		wantNear(t, "JS of a fair and a nearly fair coin", js, 2*epsilon*epsilon, 3*epsilon)
	}
	const smallest = math.SmallestNonzeroFloat64
	wantNear(t, "JS", must(metrics.JensenShannon([]float64{1, smallest}, []float64{1, 0}))(t), 0, 0)
	wantNear(t, "JS", must(metrics.JensenShannon([]float64{1, smallest}, []float64{smallest, 1}))(t), math.Ln2, 1e-15)
	wantNear(t, "KL", must(metrics.KullbackLeibler([]float64{1, smallest}, []float64{smallest, 1}))(t), -math.Log(smallest), 1e-15)
}

func TestDivergencesOfDistributionsAddTheAtomsOfAPoint(t *testing.T) {
	t.Parallel()
	p := must(metrics.OnLine([]float64{0, 1, 0}, []float64{1, 2, 1}))(t) // ½δ₀ + ½δ₁
	q := must(metrics.OnLine([]float64{1, math.Copysign(0, -1), 5}, []float64{1, 3, 0}))(t)
	half, quarter := []float64{0.5, 0.5}, []float64{0.75, 0.25}
	wantNear(t, "TV", must(p.TotalVariation(q))(t), 0.25, 0)
	wantNear(t, "KL", must(p.KullbackLeibler(q))(t), must(metrics.KullbackLeibler(half, quarter))(t), 0)
	wantNear(t, "JS", must(p.JensenShannon(q))(t), must(metrics.JensenShannon(half, quarter))(t), 0)
}

func TestProbabilityVectorsAreChecked(t *testing.T) {
	t.Parallel()
	half := []float64{0.5, 0.5}
	for _, test := range []struct {
		p, q []float64
		want string
	}{
		{half, []float64{1}, "metrics: probability vectors of length 2 and 1"},
		{nil, nil, "metrics: p sums to 0, not 1"},
		{half, []float64{0, 0}, "metrics: q sums to 0, not 1"},
		{[]float64{3, 4}, half, "metrics: p sums to 7, not 1"},
		{half, []float64{1.5, -0.5}, "metrics: q[1] = -0.5 is negative"},
		{[]float64{math.NaN(), 1}, half, "metrics: p[0] is not a number"},
		{half, []float64{0, math.Inf(1)}, "metrics: q[1] is infinite"},
		{half, []float64{math.Inf(-1), 1}, "metrics: q[0] is infinite"},
	} {
		functions := map[string]func(p, q []float64) (float64, error){
			"TV": metrics.TotalVariation, "KL": metrics.KullbackLeibler, "JS": metrics.JensenShannon,
			"L": func(p, q []float64) (float64, error) { return metrics.DiscriminatorValue(p, q, half) },
			"D*": func(p, q []float64) (float64, error) {
				_, err := metrics.OptimalDiscriminator(p, q)
				return 0, err
			},
		}
		for name, function := range functions {
			_, err := function(test.p, test.q)
			wantError(t, name, err, test.want)
		}
	}
	_, err := metrics.DiscriminatorValue(half, half, []float64{0.5})
	wantError(t, "L", err, "metrics: a discriminator of length 1 on 2 atoms")
	_, err = metrics.DiscriminatorValue(half, half, []float64{0.5, 1.5})
	wantError(t, "L", err, "metrics: discriminator[1] = 1.5 is outside [0, 1]")
	_, err = metrics.DiscriminatorValue(half, half, []float64{math.NaN(), 1})
	wantError(t, "L", err, "metrics: discriminator[0] = NaN is outside [0, 1]")
}

func TestAWrongDiscriminatorCanBeInfinitelyBad(t *testing.T) {
	t.Parallel()
	real, fake := []float64{0.5, 0.5, 0}, []float64{0, 0.5, 0.5}
	for _, d := range [][]float64{{0, 0.5, 0.5}, {0.5, 0.5, 1}, {0.5, 1, 0.5}, {0, 0, 1}} {
		if value := must(metrics.DiscriminatorValue(real, fake, d))(t); !math.IsInf(value, -1) {
			t.Errorf("L(%v) = %v", d, value)
		}
	}
	wantNear(t, "L(1, ½, 0)", must(metrics.DiscriminatorValue(real, fake, []float64{1, 0.5, 0}))(t), -math.Ln2, 1e-15)
}
