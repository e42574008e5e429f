package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
)

// NormalKL returns KL(p ‖ q) between two normals on the line, in
// nats:
//
//	log(σq/σp) + (σp² + (μp−μq)²) / 2σq² − ½
//
// It is +Inf only if the formula overflows. Like all functions of normals on the
// line, it returns an error unless both means are finite and both σ are positive
// and finite.
func NormalKL(p, q distuv.Normal) (float64, error) {
	if err := checkNormals(p, q); err != nil {
		return 0, err
	}
	// In units in which q is N(0, 1) the square of a σ of 1e200 does not overflow.
	inUnitsOfQ := distuv.Normal{Mu: (p.Mu - q.Mu) / q.Sigma, Sigma: p.Sigma / q.Sigma}
	return max(distuv.KullbackLeibler{}.DistNormal(inUnitsOfQ, distuv.UnitNormal), 0), nil
}

// NormalW2 returns W₂(p, q) between two normals on the line, the square root of
// (μp−μq)² + (σp−σq)². It is an upper bound of W₁.
func NormalW2(p, q distuv.Normal) (float64, error) {
	if err := checkNormals(p, q); err != nil {
		return 0, err
	}
	return math.Hypot(p.Mu-q.Mu, p.Sigma-q.Sigma), nil
}

// NormalEM returns W₁(p, q) between two normals on the line. The
// quantile functions are μ + σz with z standard normal. So
//
//	W(p, q) = ∫ |F⁻¹ − G⁻¹| = E |Δμ + Δσ z|,
//
// the mean of a folded normal: |Δσ| √(2/π) exp(−Δμ²/2Δσ²) + |Δμ| erf(|Δμ|/√2|Δσ|).
// For equal σ it is |Δμ|.
func NormalEM(p, q distuv.Normal) (float64, error) {
	if err := checkNormals(p, q); err != nil {
		return 0, err
	}
	shift, spread := math.Abs(p.Mu-q.Mu), math.Abs(p.Sigma-q.Sigma)
	if spread == 0 {
		return shift, nil
	}
	z := shift / spread
	return spread*math.Sqrt(2/math.Pi)*math.Exp(-z*z/2) + shift*math.Erf(z/math.Sqrt2), nil
}

// checkNormals returns an error unless p and q have finite means and finite, positive σ.
func checkNormals(p, q distuv.Normal) error {
	for _, r := range []distuv.Normal{p, q} {
		if math.IsNaN(r.Mu) || math.IsInf(r.Mu, 0) || !(r.Sigma > 0) || math.IsInf(r.Sigma, 0) {
			return fmt.Errorf("metrics: no normal distribution has mean %v and σ %v", r.Mu, r.Sigma)
		}
	}
	return nil
}

// MultivariateKL returns KL(p ‖ q) between two normals in R^d, in
// nats. It returns an error if they differ in dimension.
func MultivariateKL(p, q *distmv.Normal) (float64, error) {
	if err := checkSameDimension(p, q); err != nil {
		return 0, err
	}
	return max(distmv.KullbackLeibler{}.DistNormal(p, q), 0), nil
}

// MultivariateW2 returns W₂(p, q) between two normals in R^d, the square root of
// ‖μp−μq‖² + tr(Σp + Σq − 2(Σp^½ Σq Σp^½)^½). W₁ has no closed form for d > 1.
// It returns an error if they differ in dimension.
func MultivariateW2(p, q *distmv.Normal) (float64, error) {
	if err := checkSameDimension(p, q); err != nil {
		return 0, err
	}
	// gonum's distance is W₂², despite its name.
	return math.Sqrt(max(distmv.Wasserstein{}.DistNormal(p, q), 0)), nil
}

// checkSameDimension returns an error unless p and q are in the same R^d.
func checkSameDimension(p, q *distmv.Normal) error {
	if p.Dim() != q.Dim() {
		return fmt.Errorf("metrics: a normal in R^%d and one in R^%d", p.Dim(), q.Dim())
	}
	return nil
}
