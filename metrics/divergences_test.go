package metrics_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"monge/metrics"
)

func TestDivergencesAgreeWithGonum(t *testing.T) {
	t.Parallel()
	random := newRandom(1)
	for range 10_000 {
		a, b := sharePairs(random)
		p, q := categorical(t, a...), categorical(t, b...)
		for _, d := range []struct {
			name      string
			got, want float64
		}{
			{"KL", must(metrics.KL(p, q))(t), stat.KullbackLeibler(a, b)},
			{"JS", must(metrics.JS(p, q))(t), stat.JensenShannon(a, b)},
			{"TV", must(metrics.TV(p, q))(t), floats.Distance(a, b, 1) / 2},
		} {
			if d.got != d.want && !(math.Abs(d.got-d.want) <= 1e-14+1e-14*d.want) {
				t.Errorf("%s = %v, gonum has %v for\n%v\n%v", d.name, d.got, d.want, a, b)
			}
		}
	}
}

// If p and q nearly agree, JS is of order ε², far below the rounding of the
// logarithms in its formula. A probability may be the smallest positive float64.
func TestJensenShannonIsAccurateIfDistributionsNearlyAgree(t *testing.T) {
	t.Parallel()
	for _, epsilon := range []float64{1e-3, 1e-6, 1e-7} {
		js := must(metrics.JS(categorical(t, 0.5+epsilon, 0.5-epsilon), categorical(t, 0.5-epsilon, 0.5+epsilon)))(t)
		wantNear(t, "JS of a fair and a nearly fair coin", js, 2*epsilon*epsilon, 3*epsilon)
	}
	const smallest = math.SmallestNonzeroFloat64
	wantNear(t, "JS", must(metrics.JS(categorical(t, 1, smallest), categorical(t, 1, 0)))(t), 0, 0)
	wantNear(t, "JS", must(metrics.JS(categorical(t, 1, smallest), categorical(t, smallest, 1)))(t), math.Ln2, 1e-15)
	wantNear(t, "KL", must(metrics.KL(categorical(t, 1, smallest), categorical(t, smallest, 1)))(t), -math.Log(smallest), 1e-15)
}

func TestDivergencesAddAtomsAtTheSamePoint(t *testing.T) {
	t.Parallel()
	p := must(metrics.OnLine([]float64{0, 1, 0}, []float64{1, 2, 1}))(t) // ½δ₀ + ½δ₁
	q := must(metrics.OnLine([]float64{1, math.Copysign(0, -1), 5}, []float64{1, 3, 0}))(t)
	half, quarter := categorical(t, 0.5, 0.5), categorical(t, 0.75, 0.25)
	wantNear(t, "TV", must(metrics.TV(p, q))(t), 0.25, 0)
	wantNear(t, "KL", must(metrics.KL(p, q))(t), must(metrics.KL(half, quarter))(t), 0)
	wantNear(t, "JS", must(metrics.JS(p, q))(t), must(metrics.JS(half, quarter))(t), 0)
}

// Counts give the same distances as probabilities.
func TestEveryMeasureTakesCounts(t *testing.T) {
	t.Parallel()
	for _, m := range metrics.Measures() {
		ofCounts := must(m.Between(categorical(t, 30, 10), categorical(t, 1, 7)))(t)
		ofShares := must(m.Between(categorical(t, 0.75, 0.25), categorical(t, 0.125, 0.875)))(t)
		wantNear(t, m.Label, ofCounts, ofShares, 0)
	}
}

// The table is right about which measures are symmetric. Each is 0 between a distribution
// and itself. All but EM are functions of probability vectors.
func TestMeasuresMatchTheirTable(t *testing.T) {
	t.Parallel()
	names := make(map[string]bool)
	for _, m := range metrics.Measures() {
		p, q := categorical(t, 30, 10, 5), categorical(t, 1, 7, 1)
		there, back := must(m.Between(p, q))(t), must(m.Between(q, p))(t)
		if symmetric := math.Abs(there-back) < 1e-12; symmetric != m.Symmetric {
			t.Errorf("%s = %v one way and %v the other; Symmetric is %v", m.Label, there, back, m.Symmetric)
		}
		if (m.OfVectors == nil) != (m.Name == "em") {
			t.Errorf("%s: OfVectors is there: %v", m.Label, m.OfVectors != nil)
		}
		if m.OfVectors != nil {
			_, qVector, pVector, err := metrics.CommonSupport(q, p)
			if err != nil {
				t.Fatal(err)
			}
			wantNear(t, m.Label+" of vectors", m.OfVectors(qVector, pVector), back, 0)
		}
		wantNear(t, m.Label+" from p to p", must(m.Between(p, p))(t), 0, 0)
		if names[m.Name] || m.Name != strings.ToLower(m.Name) {
			t.Errorf("name %q", m.Name)
		}
		names[m.Name] = true
	}
}

func TestADiscriminatorOutsideItsRangeIsRefused(t *testing.T) {
	t.Parallel()
	p := categorical(t, 1, 1)
	_, err := metrics.DiscriminatorValue(p, p, tabulated(0.5, 1.5))
	wantError(t, "L", err, "metrics: discriminator = 1.5 at [1], outside [0, 1]")
	_, err = metrics.DiscriminatorValue(p, p, tabulated(math.NaN(), 1))
	wantError(t, "L", err, "metrics: discriminator = NaN at [0], outside [0, 1]")
}

// D* is a function on the whole space: where neither distribution has mass it is ½.
func TestTheOptimalDiscriminatorIsOneHalfWhereThereIsNoMass(t *testing.T) {
	t.Parallel()
	d := must(metrics.OptimalDiscriminator(categorical(t, 1, 0, 1), categorical(t, 0, 0, 3)))(t)
	for _, at := range []struct{ x, want float64 }{{0, 1}, {math.Copysign(0, -1), 1}, {1, 0.5}, {2, 1. / 3}, {7, 0.5}} {
		wantNear(t, "D*", d([]float64{at.x}), at.want, 1e-15)
	}
}

func TestTheOptimalDiscriminatorPanicsAtAPointOfAnotherSpace(t *testing.T) {
	t.Parallel()
	d := must(metrics.OptimalDiscriminator(categorical(t, 1), categorical(t, 1)))(t)
	defer func() {
		if got := recover(); got != "metrics: a discriminator in R^1 at a point in R^2" {
			t.Errorf("the panic is %v", got)
		}
	}()
	d([]float64{0, 0})
}

func TestADiscriminatorThatIsWrongWithCertaintyHasValueMinusInfinity(t *testing.T) {
	t.Parallel()
	real, fake := categorical(t, 0.5, 0.5, 0), categorical(t, 0, 0.5, 0.5)
	for _, d := range [][]float64{{0, 0.5, 0.5}, {0.5, 0.5, 1}, {0.5, 1, 0.5}, {0, 0, 1}} {
		if value := must(metrics.DiscriminatorValue(real, fake, tabulated(d...)))(t); !math.IsInf(value, -1) {
			t.Errorf("L(%v) = %v", d, value)
		}
	}
	wantNear(t, "L(1, ½, 0)", must(metrics.DiscriminatorValue(real, fake, tabulated(1, 0.5, 0)))(t), -math.Ln2, 1e-15)
}
