package gan

import "math"

// Loss is what the two players minimise, as functions of the scores s that the
// critic gives to samples: a number each, which a discriminator turns into a
// probability by D = 1/(1 + e^−s). To the network both are the same (claim 3.5).
type Loss int

// The losses there are. With D the discriminator and f the critic
//
//	                 critic or discriminator             generator
//	Minimax          −E log D(x) − E log(1 − D(g(z)))    E log(1 − D(g(z)))
//	NonSaturating    the same                            −E log D(g(z))
//	Wasserstein      E f(g(z)) − E f(x), clipped         −E f(g(z))
//	WassersteinGP    the same, with gradient penalty     the same
//
// Minimax and NonSaturating are of Goodfellow et al. 2014, Wasserstein is
// Algorithm 1 of the paper, WassersteinGP is of Gulrajani et al. 2017.
const (
	Wasserstein Loss = iota
	Minimax
	NonSaturating
	WassersteinGP
)

var lossNames = []string{"wgan", "minimax", "nonsaturating", "wgan-gp"}

// String returns the name that ParseLoss reads.
func (l Loss) String() string { return lossNames[l] }

// ParseLoss returns the loss of that name, or an error that lists the names
// there are.
func ParseLoss(name string) (Loss, error) { return parse[Loss]("loss", name, lossNames) }

// Losses returns all losses.
func Losses() []Loss { return []Loss{Wasserstein, Minimax, NonSaturating, WassersteinGP} }

// IsWasserstein reports whether the scores are those of a critic, and not the
// logits of a discriminator.
func (l Loss) IsWasserstein() bool { return l == Wasserstein || l == WassersteinGP }

// Critic returns the loss of critic or discriminator given its scores of real
// and of generated samples, and writes the derivative with respect to each
// score. The penalty is not part of it: see Pass.PenaltyGradient.
func (l Loss) Critic(real, fake, dReal, dFake []float64) float64 {
	toReal, toFake := 1/float64(len(real)), 1/float64(len(fake))
	var onReal, onFake float64
	if l.IsWasserstein() {
		for k, s := range real {
			onReal -= s
			dReal[k] = -toReal
		}
		for k, s := range fake {
			onFake += s
			dFake[k] = toFake
		}
	} else {
		for k, s := range real { // −log D
			onReal += softplus(-s)
			dReal[k] = -toReal * sigmoid(-s)
		}
		for k, s := range fake { // −log(1 − D)
			onFake += softplus(s)
			dFake[k] = toFake * sigmoid(s)
		}
	}
	return toReal*onReal + toFake*onFake
}

// Generator returns the loss of the generator given the scores of its samples,
// and writes the derivative with respect to each score.
func (l Loss) Generator(fake, dFake []float64) float64 {
	each := 1 / float64(len(fake))
	var sum float64
	for k, s := range fake {
		switch l {
		case Minimax: // log(1 − D)
			sum -= softplus(s)
			dFake[k] = -each * sigmoid(s)
		case NonSaturating: // −log D
			sum += softplus(-s)
			dFake[k] = -each * sigmoid(-s)
		default:
			sum -= s
			dFake[k] = -each
		}
	}
	return each * sum
}

// softplus returns log(1 + eˢ) without overflow: −log(1 − D) at logit s. With it
// and not with D itself a loss stays finite where D rounds to 0 or 1.
func softplus(s float64) float64 { return max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))) }

// sigmoid returns D = 1/(1 + e^−s), with all its digits where it is tiny.
func sigmoid(s float64) float64 {
	if s < 0 {
		e := math.Exp(s)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-s))
}
