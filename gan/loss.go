package gan

import "math"

// Loss is a pair of losses: the generator minimises one, the critic or discriminator the
// other. Both are functions of the scores s that the second network gives to samples, one
// number for each sample. A discriminator turns a score into a probability by
// D = 1/(1 + e^−s). That of LeastSquares has no sigmoid: its D is s, which may be below 0
// or above 1. The network is the same in all cases (claim 3.5), and the code calls it critic.
//
// To add a loss, add a constant here and an entry to the table losses.
type Loss int

// The losses. With D the discriminator and f the critic
//
//	                 critic or discriminator             generator
//	Wasserstein      E f(g(z)) − E f(x), clipped         −E f(g(z))
//	Minimax          −E log D(x) − E log(1 − D(g(z)))    E log(1 − D(g(z)))
//	NonSaturating    the same                            −E log D(g(z))
//	WassersteinGP    E f(g(z)) − E f(x), with penalty    −E f(g(z))
//	LeastSquares     ½E (D(x) − 1)² + ½E D(g(z))²        ½E (D(g(z)) − 1)²
//
// Minimax and NonSaturating are from Goodfellow et al. 2014, Wasserstein is
// Algorithm 1 of the paper, WassersteinGP is from Gulrajani et al. 2017, LeastSquares is
// from Mao et al. 2017, with their 0-1 coding (equation 9).
//
// LeastSquares has the same optimal D as a GAN: p/(p + q), for the densities p of x and q of
// g(z). Its loss at this D is ¼ − ¼χ²(p‖m), with m = (p + q)/2 and Pearson's
// χ²(p‖m) = ∫ (p − m)²/m, which is 0 if p = q and 1 if they do not overlap. Any other D has
// a larger loss. Theorem 1 of Mao et al. says that the generator minimises χ²(p + q‖2q). It
// holds for other targets: −1 for generated samples, 1 for real ones, 0 for the generator.
// It does not hold for 0 and 1. No field of Record estimates χ².
const (
	Wasserstein Loss = iota + 1
	Minimax
	NonSaturating
	WassersteinGP
	LeastSquares
)

// lossEntry is the definition of a loss.
type lossEntry struct {
	name  string // in flags and files
	label string // in pictures

	// The term of one sample of score s in a loss, and its derivative with respect to s.
	// real and fake are for the critic's loss, generator is for the generator's.
	real, fake, generator func(s float64) (value, slope float64)

	output     func(s float64) float64 // f or D
	constraint constraint
	estimates  estimate
}

// constraint says how a loss keeps its critic Lipschitz.
type constraint int

const (
	unconstrained constraint = iota
	clipped                  // weights in [−c, c]: line 7 of Algorithm 1
	penalised                // λ E (‖∇f‖ − 1)²: Pass.PenaltyGradient
)

// estimate says which distance is estimated from the critic's loss L, and how.
type estimate int

const (
	estimatesEM estimate = iota // −L
	estimatesJS                 // log 2 − L/2
	estimatesNothing
)

// losses has the entry of every loss, in the order of the constants.
var losses = []lossEntry{
	{"wgan", "WGAN", minusScore, score, minusScore, identity, clipped, estimatesEM},
	{"minimax", "GAN, log(1 − D)", minusLogD, minusLogNotD, logNotD, sigmoid, unconstrained, estimatesJS},
	{"nonsaturating", "GAN, −log D", minusLogD, minusLogNotD, minusLogD, sigmoid, unconstrained, estimatesJS},
	{"wgan-gp", "WGAN with penalty", minusScore, score, minusScore, identity, penalised, estimatesEM},
	{"leastsquares", "GAN, least squares", halfSquareTo1, halfSquare, halfSquareTo1, identity, unconstrained, estimatesNothing},
}

// The terms of losses, each with its derivative.
func score(s float64) (value, slope float64)        { return s, 1 }
func minusScore(s float64) (value, slope float64)   { return -s, -1 }
func minusLogD(s float64) (value, slope float64)    { return softplus(-s), -sigmoid(-s) }
func minusLogNotD(s float64) (value, slope float64) { return softplus(s), sigmoid(s) }
func logNotD(s float64) (value, slope float64)      { return -softplus(s), -sigmoid(s) }

// The square of a score above 1e154 is not finite: training then ends with an error.
func halfSquare(s float64) (value, slope float64)    { return s * s / 2, s }
func halfSquareTo1(s float64) (value, slope float64) { return halfSquare(s - 1) }

func identity(s float64) float64 { return s }

// softplus returns log(1 + eˢ) = −log(1 − D) without overflow. A loss that is computed from
// it, and not from D, is finite where D rounds to 0 or 1.
func softplus(s float64) float64 { return max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))) }

// sigmoid returns D = 1/(1 + e^−s), to full relative accuracy also where it is tiny.
func sigmoid(s float64) float64 {
	if s < 0 {
		e := math.Exp(s)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-s))
}

// Losses returns the losses of the course and of DefaultConfig: all but LeastSquares.
func Losses() []Loss { return AllLosses()[:LeastSquares-1] }

// AllLosses returns all losses: those of Losses first, then LeastSquares.
func AllLosses() []Loss {
	all := make([]Loss, len(losses))
	for k := range all {
		all[k] = Loss(k + 1)
	}
	return all
}

var lossNames = func() (all names) {
	for _, entry := range losses {
		all = append(all, entry.name)
	}
	return all
}()

// ParseLoss returns the loss of that name. It returns an error that lists the names if
// there is no such loss.
func ParseLoss(name string) (Loss, error) { return parse[Loss]("loss", name, lossNames) }

// String returns the name that ParseLoss reads, or "Loss(9)" if there is no such loss.
func (l Loss) String() string { return lossNames.text("Loss", int(l)) }

// Label returns the name that pictures print, or "Loss(9)" if there is no such loss.
func (l Loss) Label() string {
	if l.check() != nil {
		return l.String()
	}
	return l.entry().label
}

// MarshalText implements encoding.TextMarshaler: it returns the name, or an error if
// there is no such loss.
func (l Loss) MarshalText() ([]byte, error) { return lossNames.marshal("loss", int(l)) }

// UnmarshalText implements encoding.TextUnmarshaler with ParseLoss.
func (l *Loss) UnmarshalText(name []byte) (err error) {
	*l, err = ParseLoss(string(name))
	return err
}

// check returns an error if there is no such loss.
func (l Loss) check() error { return lossNames.check("loss", int(l)) }

// entry returns the loss's entry. It panics if there is no such loss.
func (l Loss) entry() *lossEntry {
	if err := l.check(); err != nil {
		panic(err.Error())
	}
	return &losses[l-1]
}

// IsWasserstein reports whether the second network is a critic, which estimates EM, and
// not a discriminator. It panics if there is no such loss.
func (l Loss) IsWasserstein() bool { return l.entry().estimates == estimatesEM }

// EstimatesJS reports whether the second network is a discriminator whose loss estimates
// JS. It panics if there is no such loss.
func (l Loss) EstimatesJS() bool { return l.entry().estimates == estimatesJS }

// Output returns the output of the second network for a sample with that score: f = s for a
// critic, D for a discriminator. D is s with LeastSquares and 1/(1 + e^−s) with the others.
// It panics if there is no such loss.
func (l Loss) Output(score float64) float64 { return l.entry().output(score) }

// Critic returns the loss of the critic or discriminator given its scores of real and of
// generated samples, and writes the derivative with respect to each score to dReal and
// dFake. The gradient penalty is not part of it: see Pass.PenaltyGradient. It panics if
// there is no such loss.
func (l Loss) Critic(real, fake, dReal, dFake []float64) float64 {
	entry := l.entry()
	perReal, perFake := 1/float64(len(real)), 1/float64(len(fake))
	return perReal*sumTerms(entry.real, real, dReal, perReal) + perFake*sumTerms(entry.fake, fake, dFake, perFake)
}

// Generator returns the loss of the generator given the scores of its samples, and writes
// the derivative with respect to each score to dFake. It panics if there is no such loss.
func (l Loss) Generator(fake, dFake []float64) float64 {
	perFake := 1 / float64(len(fake))
	return perFake * sumTerms(l.entry().generator, fake, dFake, perFake)
}

// sumTerms returns the sum of a term over scores. It writes the term's derivatives, times
// weight.
func sumTerms(term func(s float64) (value, slope float64), scores, derivatives []float64, weight float64) (total float64) {
	for k, s := range scores {
		value, slope := term(s)
		total += value
		derivatives[k] = weight * slope
	}
	return total
}
