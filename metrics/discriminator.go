package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// OptimalDiscriminator returns the D (one entry per atom) that tells the
// probability vectors real and fake apart best,
//
//	D*(x) = Pr(x) / (Pr(x) + Pg(x)),
//
// the maximiser of DiscriminatorValue (Goodfellow et al. 2014, Proposition 1).
// It is ½ where neither has mass. It is 1 only where fake has none: where the
// quotient would round to 1, it is the float64 just below. Errors are those of
// TotalVariation.
func OptimalDiscriminator(real, fake []float64) ([]float64, error) {
	if err := probabilityVectors(real, fake); err != nil {
		return nil, err
	}
	d := make([]float64, len(real))
	for k, r := range real {
		switch {
		case r+fake[k] == 0:
			d[k] = 0.5
		case fake[k] == 0:
			d[k] = 1
		default: // log(1 − D) has to stay finite on a fake atom
			d[k] = min(r/(r+fake[k]), math.Nextafter(1, 0))
		}
	}
	return d, nil
}

// DiscriminatorValue returns what a discriminator maximises, in nats:
//
//	L(D) = E_real log D(x) + E_fake log(1 − D(x)).
//
// At the optimum it is 2 JS(real, fake) − 2 log 2, so that ½L(D) + log 2 is the
// estimate of JS that Figure 4 of the paper plots. It is −Inf if D is 0 on a
// real atom or 1 on a fake one. Errors are those of TotalVariation, of a d of
// another length, and of an entry outside [0, 1].
func DiscriminatorValue(real, fake, d []float64) (float64, error) {
	if err := probabilityVectors(real, fake); err != nil {
		return 0, err
	}
	if len(d) != len(real) {
		return 0, fmt.Errorf("metrics: a discriminator of length %d on %d atoms", len(d), len(real))
	}
	terms := make([]float64, 0, 2*len(d))
	for k, dk := range d {
		if !(dk >= 0 && dk <= 1) {
			return 0, fmt.Errorf("metrics: discriminator[%d] = %v is outside [0, 1]", k, dk)
		}
		if real[k] > 0 {
			terms = append(terms, real[k]*math.Log(dk))
		}
		if fake[k] > 0 {
			terms = append(terms, fake[k]*math.Log1p(-dk))
		}
	}
	return floats.Sum(terms), nil // not compensated: −Inf − −Inf would be NaN
}
