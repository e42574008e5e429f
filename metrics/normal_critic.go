package metrics

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// NormalDiscriminator returns the logit of the optimal discriminator between
// two normals on the line,
//
//	log D*(x)/(1 − D*(x)) = log real(x) − log fake(x),
//
// and its derivative. With σ(t) = 1/(1+e⁻ᵗ) they give D* = σ(logit), and the
// gradients at a generated point x: ∂ log(1−D*)/∂x = −D* logit′ (minimax) and
// −∂ log D*/∂x = −(1−D*) logit′ (−log D). Errors are those of NormalKL.
func NormalDiscriminator(real, fake distuv.Normal) (logit, slope func(x float64) float64, err error) {
	if err := checkNormals(real, fake); err != nil {
		return nil, nil, err
	}
	logit = func(x float64) float64 { return real.LogProb(x) - fake.LogProb(x) }
	slope = func(x float64) float64 { return real.ScoreInput(x) - fake.ScoreInput(x) }
	return logit, slope, nil
}

// NormalCritic returns an optimal critic between two normals on the line: the
// 1-Lipschitz f that maximises E_real f − E_fake f = ∫ f′(G − F), with F and G
// the distribution functions of real and fake. The maximum has f′ = sign(G − F).
// So f is a straight line if both σ agree. Otherwise it is a V or a Λ with its
// corner where F and G cross. f is defined up to a constant; here f(0) = 0.
// Errors are those of NormalKL.
func NormalCritic(real, fake distuv.Normal) (func(x float64) float64, error) {
	if err := checkNormals(real, fake); err != nil {
		return nil, err
	}
	if real.Sigma == fake.Sigma {
		slope := float64(1)
		if real.Mu < fake.Mu {
			slope = -1
		}
		return func(x float64) float64 { return slope * x }, nil
	}
	// At the corner (x−μ)/σ is the same for both. The wider one has more mass in both
	// tails, which decides between V and Λ.
	corner := real.Mu + real.Sigma*((real.Mu-fake.Mu)/(fake.Sigma-real.Sigma))
	side := math.Copysign(1, real.Sigma-fake.Sigma)
	// |x − corner| − |corner| as the higher of two lines: this form loses no digits if
	// both σ nearly agree and the corner is far away.
	right, left := corner+math.Abs(corner), corner-math.Abs(corner)
	return func(x float64) float64 { return side * max(x-right, left-x) }, nil
}
