package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"monge/metrics"
)

// The claim of section 3 of the paper about what a discriminator estimates.

func TestClaim3_4_AtTheOptimalDiscriminatorTheLossIsTwiceJensenShannonMinusLog4(t *testing.T) {
	t.Parallel()
	random := newRandom(34)
	for range 2000 {
		a, b := sharePairs(random)
		real, fake := categorical(t, a...), categorical(t, b...)
		optimal := must(metrics.OptimalDiscriminator(real, fake))(t)
		js := must(metrics.JS(real, fake))(t)
		value := must(metrics.DiscriminatorValue(real, fake, optimal))(t)
		if math.Abs(value-(2*js-2*math.Ln2)) > 1e-15*float64(len(a)) {
			t.Errorf("L(D*) = %v, 2 JS − 2 log 2 = %v", value, 2*js-2*math.Ln2)
		}
		for range 5 { // no other discriminator has more
			other := tabulated(draws(len(a), random.Float64)...)
			near := func(x []float64) float64 { return optimal(x) + 1e-3*(other(x)-optimal(x)) }
			for _, d := range []func(x []float64) float64{other, near} {
				if v := must(metrics.DiscriminatorValue(real, fake, d))(t); v > value+1e-15 {
					t.Errorf("L(D) = %v for another D, but L(D*) = %v for\n%v\n%v", v, value, a, b)
				}
			}
		}
	}
}

// On two normals: D* from its logit against the quotient of densities, and the mean of
// log D* and log(1−D*) over 2¹⁶ quantiles against JS by quadrature. At its maximum L is flat,
// so L alone would not tell D* from a D near it.
func TestClaim3_4_OnTwoNormalsTheLossIsTwiceJensenShannonMinusLog4(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]distuv.Normal{
		{{Mu: 0, Sigma: 1}, {Mu: 0, Sigma: 1}},
		{{Mu: 0, Sigma: 1}, {Mu: 1, Sigma: 1}},
		{{Mu: -3, Sigma: 1}, {Mu: 3, Sigma: 1}},
		{{Mu: 0, Sigma: 1}, {Mu: 0.5, Sigma: 3}},
		{{Mu: 2, Sigma: 0.1}, {Mu: 0, Sigma: 2}},
	} {
		real, fake := pair[0], pair[1]
		logit, _ := must2(metrics.NormalDiscriminator(real, fake))(t)
		for _, x := range []float64{real.Mu, fake.Mu, (real.Mu + fake.Mu) / 2, real.Mu + 0.7*real.Sigma, fake.Mu - 1.3*fake.Sigma} {
			p, q := real.Prob(x), fake.Prob(x)
			wantNear(t, fmt.Sprintf("D*(%v)", x), 1/(1+math.Exp(-logit(x))), p/(p+q), 1e-12)
		}
		const n = 1 << 16
		var value float64
		for k := range n {
			u := (float64(k) + 0.5) / n
			value -= math.Log1p(math.Exp(-logit(real.Quantile(u)))) / n // log D*
			value -= math.Log1p(math.Exp(logit(fake.Quantile(u)))) / n  // log(1 − D*)
		}
		js := must(metrics.NormalJS(real, fake))(t)
		if math.Abs(value/2+math.Ln2-js) > 1e-5 {
			t.Errorf("%v, %v: ½L(D*) + log 2 = %v, JS = %v", real, fake, value/2+math.Ln2, js)
		}
		fmt.Fprintf(t.Output(), "N(%v, %v²) and N(%v, %v²): ½L(D*) + log 2 − JS = %.1e\n", real.Mu, real.Sigma, fake.Mu, fake.Sigma, value/2+math.Ln2-js)
	}
}
