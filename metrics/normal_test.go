package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/metrics"
)

// normalPairs returns pairs of all kinds: nearly equal, far apart, one much narrower than
// the other, and with very large or small parameters.
func normalPairs() [][2]distuv.Normal {
	return [][2]distuv.Normal{
		{{Mu: 0, Sigma: 1}, {Mu: 0, Sigma: 1}},
		{{Mu: 0, Sigma: 1}, {Mu: 1, Sigma: 1}},
		{{Mu: 0, Sigma: 1}, {Mu: 1e-6, Sigma: 1}},
		{{Mu: 0, Sigma: 1}, {Mu: 12, Sigma: 1}},
		{{Mu: -1, Sigma: 2}, {Mu: 1, Sigma: 0.5}},
		{{Mu: 0, Sigma: 1}, {Mu: 0, Sigma: 3}},
		{{Mu: 0, Sigma: 1}, {Mu: 0.3, Sigma: 1 + 1e-9}},
		{{Mu: 0.3, Sigma: 0.1 + 0.2}, {Mu: 0, Sigma: 0.3}},
		{{Mu: 5, Sigma: 1e-3}, {Mu: 4, Sigma: 1}},
		{{Mu: 0, Sigma: 1e-6}, {Mu: 3, Sigma: 1}},
		{{Mu: 1e9, Sigma: 1}, {Mu: 1e9 + 2, Sigma: 4}},
		{{Mu: 1e-200, Sigma: 1e-200}, {Mu: 3e-200, Sigma: 2e-200}},
		{{Mu: 1e200, Sigma: 2e200}, {Mu: -1e200, Sigma: 1e200}},
	}
}

// sum integrates p(x) f(log p(x)/q(x)) over the line by the trapezoid rule in steps
// of the σ of p, the narrower of two normals. It is exact to rounding for smooth f.
func sum(p, q distuv.Normal, f func(logOdds float64) float64) float64 {
	shift, ratio := (p.Mu-q.Mu)/q.Sigma, p.Sigma/q.Sigma
	const step = 1e-4
	var terms []float64
	for k := -150_000; k <= 150_000; k++ {
		z := float64(k) * step
		x := shift + ratio*z // in units of q
		terms = append(terms, math.Exp(-z*z/2)*f(-z*z/2-math.Log(ratio)+x*x/2))
	}
	return floats.SumCompensated(terms) * step / math.Sqrt(2*math.Pi)
}

func TestJSAndTVOfNormalsAgreeWithASum(t *testing.T) {
	t.Parallel()
	for _, pair := range normalPairs() {
		p, q := pair[0], pair[1]
		name := fmt.Sprintf(" of N(%v, %v²) and N(%v, %v²)", p.Mu, p.Sigma, q.Mu, q.Sigma)
		js, tv := must(metrics.NormalJS(p, q))(t), must(metrics.NormalTV(p, q))(t)
		if math.Abs(must(metrics.NormalJS(q, p))(t)-js) > 1e-16 || must(metrics.NormalTV(q, p))(t) != tv {
			t.Errorf("JS and TV%s are not symmetric", name)
		}
		if p.Sigma > q.Sigma {
			p, q = q, p
		}
		// JS = log 2 − ½∫ p log(1+q/p) + q log(1+p/q). Both terms vanish with p.
		overlap := sum(p, q, func(logOdds float64) float64 {
			odds := math.Exp(logOdds)
			if odds == 0 {
				return 0 // p is negligible beside q, and so is p log(q/p)
			}
			return math.Log1p(1/odds) + math.Log1p(odds)/odds
		})
		if want := math.Ln2 - overlap/2; math.Abs(js-want) > 1e-14 {
			t.Errorf("JS%s = %v, summed %v", name, js, want)
		}
		// The integrand of TV = ∫ (p−q)⁺ has kinks, so the trapezoid rule is less exact.
		if want := sum(p, q, func(logOdds float64) float64 { return max(1-math.Exp(-logOdds), 0) }); math.Abs(tv-want) > 1e-9 {
			t.Errorf("TV%s = %v, summed %v", name, tv, want)
		}
	}
}

// TV has a closed form if the crossings of the densities have one.
func TestTotalVariationOfNormalsInClosedForm(t *testing.T) {
	t.Parallel()
	phi := distuv.UnitNormal.CDF
	for _, ratio := range []float64{1 + 1e-12, 1 + 1e-6, 1.5, 10, 1e6, 1e18} { // the same mean: crossings at ±x
		p, q := distuv.Normal{Mu: 7, Sigma: 2}, distuv.Normal{Mu: 7, Sigma: 2 * ratio}
		x := math.Sqrt(2 * math.Log(ratio) / (1 - 1/ratio/ratio)) // in units of p's σ
		want := 2 * (phi(x) - phi(x/ratio))
		if got := must(metrics.NormalTV(p, q))(t); math.Abs(got-want) > 1e-15 {
			t.Errorf("TV of σ and %v σ is %v, want %v", ratio, got, want)
		}
	}
	for _, shift := range []float64{1e-15, 1e-3, 1, 7, 90} { // σ equal, or one rounding apart
		want := math.Erf(shift / (2 * math.Sqrt2))
		for _, sigma := range []float64{1, math.Nextafter(1, 0), math.Nextafter(1, 2), 1 + 1e-15, 1 - 1e-14} {
			got := must(metrics.NormalTV(distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: shift, Sigma: sigma}))(t)
			if math.Abs(got-want) > 1e-14 {
				t.Errorf("TV at shift %v, σ %v is %v, want %v", shift, sigma, got, want)
			}
		}
	}
}

func TestNormalsThatDoNotOverlapHaveTheLargestJSAndTV(t *testing.T) {
	t.Parallel()
	unit := distuv.Normal{Mu: 0, Sigma: 1}
	for _, far := range []distuv.Normal{
		{Mu: 50, Sigma: 1}, {Mu: -101, Sigma: 1}, {Mu: 1e300, Sigma: 1}, {Mu: -1.7e308, Sigma: 1e-300},
		{Mu: 0, Sigma: 1e-19}, {Mu: 0, Sigma: 1e-25}, {Mu: 0, Sigma: 1e300}, {Mu: 1e300, Sigma: 1e300},
	} {
		js, tv := must(metrics.NormalJS(unit, far))(t), must(metrics.NormalTV(far, unit))(t)
		if math.Abs(js-math.Ln2) > 2e-15 || js > math.Ln2 || math.Abs(tv-1) > 2e-15 || tv > 1 {
			t.Errorf("N(%v, %v²): JS = %v, TV = %v", far.Mu, far.Sigma, js, tv)
		}
	}
}

// W₁ is the mean distance of quantiles and W₂ its root mean square, here by the
// midpoint rule over 2²⁰ quantiles.
func TestWassersteinDistancesOfNormalsMatchTheirQuantiles(t *testing.T) {
	t.Parallel()
	for _, pair := range normalPairs() {
		p, q := pair[0], pair[1]
		unit := max(math.Abs(p.Mu-q.Mu), math.Abs(p.Sigma-q.Sigma)) // W² may overflow
		if unit == 0 {
			unit = 1
		}
		const n = 1 << 18
		var w1, w2 float64
		for k := range n {
			z := distuv.UnitNormal.Quantile((float64(k) + 0.5) / n)
			way := math.Abs((p.Mu-q.Mu)/unit + (p.Sigma-q.Sigma)/unit*z)
			w1 += way / n
			w2 += way * way / n
		}
		wantNear(t, "W₁", must(metrics.NormalEM(p, q))(t), unit*w1, 2e-5)
		wantNear(t, "W₂", must(metrics.NormalW2(p, q))(t), unit*math.Sqrt(w2), 1e-4)
	}
}

func TestKullbackLeiblerOfNormals(t *testing.T) {
	t.Parallel()
	for _, pair := range normalPairs() {
		p, q := pair[0], pair[1]
		got := must(metrics.NormalKL(p, q))(t)
		var want float64 // E_p log p/q, by the trapezoid rule
		const step = 1e-3
		shift, ratio := (p.Mu-q.Mu)/q.Sigma, p.Sigma/q.Sigma
		for k := -20_000; k <= 20_000; k++ {
			z := float64(k) * step
			x := shift + ratio*z
			want += math.Exp(-z*z/2) * (x*x/2 - z*z/2 - math.Log(ratio))
		}
		want *= step / math.Sqrt(2*math.Pi)
		if math.Abs(got-want) > 1e-14+1e-13*want {
			t.Errorf("KL(N(%v, %v²) ‖ N(%v, %v²)) = %v, summed %v", p.Mu, p.Sigma, q.Mu, q.Sigma, got, want)
		}
		likelihood := must(metrics.ExpectedLogLikelihood(p, q))(t)
		wantNear(t, "E log q", likelihood, -p.Entropy()-got, 1e-15)
	}
}

// In the plane the formulas for independent coordinates are those of the line.
func TestMultivariateNormals(t *testing.T) {
	t.Parallel()
	p, q := [2]distuv.Normal{{Mu: 1, Sigma: 2}, {Mu: 0, Sigma: 0.5}}, [2]distuv.Normal{{Mu: -1, Sigma: 1}, {Mu: 3, Sigma: 0.7}}
	plane := func(axes [2]distuv.Normal) *distmv.Normal {
		covariance := mat.NewSymDense(2, []float64{axes[0].Variance(), 0, 0, axes[1].Variance()})
		n, ok := distmv.NewNormal([]float64{axes[0].Mu, axes[1].Mu}, covariance, nil)
		if !ok {
			t.Fatal("no normal")
		}
		return n
	}
	var kl, squared float64
	for axis := range p {
		kl += must(metrics.NormalKL(p[axis], q[axis]))(t)
		w2 := must(metrics.NormalW2(p[axis], q[axis]))(t)
		squared += w2 * w2
	}
	wantNear(t, "KL", must(metrics.MultivariateKL(plane(p), plane(q)))(t), kl, 1e-14)
	wantNear(t, "W₂", must(metrics.MultivariateW2(plane(p), plane(q)))(t), math.Sqrt(squared), 1e-14)
	line, _ := distmv.NewNormal([]float64{0}, mat.NewSymDense(1, []float64{1}), nil)
	_, err := metrics.MultivariateKL(line, plane(p))
	wantError(t, "KL", err, "metrics: a normal in R^1 and one in R^2")
	_, err = metrics.MultivariateW2(plane(p), line)
	wantError(t, "W₂", err, "metrics: a normal in R^2 and one in R^1")
}

// The critic is 1-Lipschitz, and its estimate is W₁.
func TestOptimalCriticOfNormals(t *testing.T) {
	t.Parallel()
	for _, pair := range normalPairs() {
		real, fake := pair[0], pair[1]
		critic := must(metrics.NormalCritic(real, fake))(t)
		wantNear(t, "f(0)", critic(0), 0, 0)
		const n = 1 << 16
		var estimate float64
		for k := range n {
			z := distuv.UnitNormal.Quantile((float64(k) + 0.5) / n)
			x, y := real.Mu+real.Sigma*z, fake.Mu+fake.Sigma*z
			rise := critic(x) - critic(y)
			estimate += rise / n
			if math.Abs(rise) > math.Abs(x-y)+1e-15*(math.Abs(x)+math.Abs(y)+math.Abs(critic(x))) {
				t.Errorf("the critic of %v rises by %v from %v to %v", pair, rise, y, x)
			}
		}
		wantNear(t, fmt.Sprintf("the critic's estimate for %v", pair), estimate, must(metrics.NormalEM(real, fake))(t), 1e-4)
	}
}

func TestOptimalDiscriminatorOfNormals(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]distuv.Normal{
		{{Mu: -3, Sigma: 1}, {Mu: 3, Sigma: 1}},
		{{Mu: 1, Sigma: 0.5}, {Mu: 0, Sigma: 2}},
	} {
		real, fake := pair[0], pair[1]
		logit, slope := must2(metrics.NormalDiscriminator(real, fake))(t)
		for x := -8.0; x <= 8; x += 0.25 {
			if odds := real.Prob(x) / fake.Prob(x); math.Abs(math.Exp(logit(x))-odds) > 1e-13*odds {
				t.Errorf("the odds at %v are %v, want %v", x, math.Exp(logit(x)), odds)
			}
			want := fd.Derivative(logit, x, &fd.Settings{Formula: fd.Central, Step: 1e-3})
			if math.Abs(slope(x)-want) > 1e-9 {
				t.Errorf("the slope of the logit at %v is %v, differences have %v", x, slope(x), want)
			}
		}
	}
}

func TestNormalsWithoutADensityAreRefused(t *testing.T) {
	t.Parallel()
	good := distuv.Normal{Mu: 0, Sigma: 1}
	for _, test := range []struct {
		bad  distuv.Normal
		want string
	}{
		{distuv.Normal{Mu: 0, Sigma: 0}, "metrics: no normal distribution has mean 0 and σ 0"},
		{distuv.Normal{Mu: 2, Sigma: -1}, "metrics: no normal distribution has mean 2 and σ -1"},
		{distuv.Normal{Mu: math.NaN(), Sigma: 1}, "metrics: no normal distribution has mean NaN and σ 1"},
		{distuv.Normal{Mu: math.Inf(1), Sigma: 1}, "metrics: no normal distribution has mean +Inf and σ 1"},
		{distuv.Normal{Mu: 0, Sigma: math.NaN()}, "metrics: no normal distribution has mean 0 and σ NaN"},
		{distuv.Normal{Mu: 0, Sigma: math.Inf(1)}, "metrics: no normal distribution has mean 0 and σ +Inf"},
	} {
		for _, function := range []func(p, q distuv.Normal) (float64, error){
			metrics.NormalKL, metrics.NormalW2, metrics.NormalEM,
			metrics.NormalTV, metrics.NormalJS, metrics.ExpectedLogLikelihood,
		} {
			_, err := function(test.bad, good)
			wantError(t, "p", err, test.want)
			_, err = function(good, test.bad)
			wantError(t, "q", err, test.want)
		}
		_, err := metrics.NormalCritic(good, test.bad)
		wantError(t, "NormalCritic", err, test.want)
		_, _, err = metrics.NormalDiscriminator(test.bad, good)
		wantError(t, "NormalDiscriminator", err, test.want)
		_, err = metrics.MeanLogLikelihood([]float64{0}, test.bad)
		wantError(t, "MeanLogLikelihood", err, test.want)
	}
	_, err := metrics.MeanLogLikelihood(nil, good)
	wantError(t, "MeanLogLikelihood", err, "metrics: no samples")
	_, err = metrics.MeanLogLikelihood([]float64{0, math.NaN()}, good)
	wantError(t, "MeanLogLikelihood", err, "metrics: samples[1] = NaN is not finite")
}
