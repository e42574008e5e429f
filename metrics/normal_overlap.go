package metrics

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate"
	"gonum.org/v1/gonum/stat/distuv"
)

// TV and JS of two normals depend on how their densities overlap. Both stay the
// same if the line is shifted or scaled, or if p and q are exchanged. So the
// functions below treat one case only: the narrower normal is N(0, σ²) and the wider
// one N(μ, 1), with σ ≤ 1.

// NormalTV returns TV(p, q) between two normals on the line, to
// about 1e-15. The event {x : p(x) > q(x)} reaches the supremum. If p is the
// narrower one, this is the interval between the two points where the densities cross.
func NormalTV(p, q distuv.Normal) (float64, error) {
	if err := checkNormals(p, q); err != nil {
		return 0, err
	}
	narrow, wide := standardPair(p, q)
	switch {
	case apart(narrow, wide):
		return 1, nil
	case narrow.Sigma == 1: // one crossing, halfway
		return math.Erf(math.Abs(wide.Mu) / (2 * math.Sqrt2)), nil
	}
	left, right := crossings(narrow, wide)
	tv := (narrow.CDF(right) - narrow.CDF(left)) - (wide.CDF(right) - wide.CDF(left))
	return min(max(tv, 0), 1), nil
}

// NormalJS returns JS(p, q) between two normals on the line, in
// nats. It has no closed form; quadrature gives it to about 1e-14.
func NormalJS(p, q distuv.Normal) (float64, error) {
	if err := checkNormals(p, q); err != nil {
		return 0, err
	}
	narrow, wide := standardPair(p, q)
	if apart(narrow, wide) {
		return math.Ln2, nil
	}
	js := integral(breakpoints(narrow, wide), func(x float64) float64 {
		// ½ p log(p/m) with p/m = 2 D*(x), and the same for q.
		logOdds := narrow.LogProb(x) - wide.LogProb(x)
		return 0.5*narrow.Prob(x)*(math.Ln2+logSigmoid(logOdds)) +
			0.5*wide.Prob(x)*(math.Ln2+logSigmoid(-logOdds))
	})
	return min(max(js, 0), math.Ln2), nil
}

// standardPair returns p and q as N(0, σ²) and N(μ, 1), the narrower one first.
func standardPair(p, q distuv.Normal) (narrow, wide distuv.Normal) {
	if p.Sigma > q.Sigma {
		p, q = q, p
	}
	return distuv.Normal{Mu: 0, Sigma: p.Sigma / q.Sigma}, distuv.Normal{Mu: (q.Mu - p.Mu) / q.Sigma, Sigma: 1}
}

// apart reports whether the TV of a standard pair rounds to 1. Either the means are more
// than 100 apart, in units of the wider σ, or the wider normal has a mass below 1e-18
// where the narrower one lies.
func apart(narrow, wide distuv.Normal) bool {
	return math.Abs(wide.Mu) > 100 || narrow.Sigma < 1e-20
}

// crossings returns the two points where the densities of a standard pair with
// σ < 1 are equal. In t = x/σ they are the roots of
//
//	(1−σ²) t² + 2μσ t − (μ² − 2 log σ) = 0,
//
// one on either side of 0. The root nearer to 0 is computed from the product of both.
func crossings(narrow, wide distuv.Normal) (left, right float64) {
	mu, sigma := wide.Mu, narrow.Sigma
	a := (1 - sigma) * (1 + sigma)
	b, c := mu*sigma, mu*mu-2*math.Log(sigma)
	sum := math.Abs(b) + math.Sqrt(mu*mu-2*a*math.Log(sigma)) // |b| + √(b²+ac)
	far, near := math.Copysign(sum/a, -b), math.Copysign(c/sum, b)
	return sigma * min(far, near), sigma * max(far, near)
}

// breakpoints returns the ends of the intervals for the quadrature, in order: multiples of
// σ around both means, and the crossings, where the log-odds change sign fast.
func breakpoints(narrow, wide distuv.Normal) []float64 {
	var points []float64
	for _, r := range []distuv.Normal{narrow, wide} {
		for _, k := range []float64{0, 0.5, 1, 2, 3, 4, 6, 8, 12, 20, 40} {
			points = append(points, r.Mu-k*r.Sigma, r.Mu+k*r.Sigma)
		}
	}
	if narrow.Sigma < 1 {
		left, right := crossings(narrow, wide)
		points = append(points, left, right)
	} else {
		points = append(points, wide.Mu/2)
	}
	slices.Sort(points)
	return points
}

// integral returns the integral of f from the first breakpoint to the last, by Romberg's
// method on each interval between two of them.
func integral(breakpoints []float64, f func(x float64) float64) float64 {
	const intervals = 128 // a power of two: Romberg’s method halves its step
	values := make([]float64, intervals+1)
	var sum float64
	for k, from := range breakpoints[:len(breakpoints)-1] {
		to := breakpoints[k+1]
		if to == from {
			continue // an empty interval
		}
		step := (to - from) / intervals
		for i := range values {
			values[i] = f(from + float64(i)*step)
		}
		sum += integrate.Romberg(values, step)
	}
	return sum
}

// logSigmoid returns log(1/(1+e⁻ᵗ)) without overflow.
func logSigmoid(t float64) float64 {
	if t < 0 {
		return t - math.Log1p(math.Exp(t))
	}
	return -math.Log1p(math.Exp(-t))
}
