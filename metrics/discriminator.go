package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// OptimalDiscriminator returns the function D from R^d to [0, 1] that best tells the
// atoms of real from those of fake,
//
//	D*(x) = Pr(x) / (Pr(x) + Pg(x)),
//
// the maximiser of DiscriminatorValue (Goodfellow et al. 2014, Proposition 1).
// D is ½ where neither has mass. It is 1 only where fake has no mass: if the
// quotient rounds to 1, D is the largest float64 below 1.
//
// It returns an error if real or fake is nil or they differ in dimension. D panics if its
// argument is not in R^d.
func OptimalDiscriminator(real, fake *Distribution) (func(x []float64) float64, error) {
	atoms, realVector, fakeVector, err := CommonSupport(real, fake)
	if err != nil {
		return nil, err
	}
	list, values := newAtomList(len(realVector), real.Dim()), make([]float64, len(realVector))
	for k, r := range realVector {
		list.add(atoms.RawRowView(k))
		switch f := fakeVector[k]; {
		case r+f == 0:
			values[k] = 0.5
		case f == 0:
			values[k] = 1
		default: // log(1 − D) has to stay finite on a fake atom
			values[k] = min(r/(r+f), math.Nextafter(1, 0))
		}
	}
	return func(x []float64) float64 {
		if len(x) != real.Dim() {
			panic(fmt.Sprintf("metrics: a discriminator in R^%d at a point in R^%d", real.Dim(), len(x)))
		}
		if _, k := list.find(x); k >= 0 {
			return values[k]
		}
		return 0.5
	}, nil
}

// DiscriminatorValue returns what a discriminator maximises, in nats:
//
//	L(D) = E_real log D(x) + E_fake log(1 − D(x)).
//
// At the optimum it is 2 JS(real, fake) − 2 log 2. So ½L(D) + log 2 estimates JS;
// Figure 4 of the paper plots this estimate. L(D) is −Inf if D is 0 on a real atom
// or 1 on a fake one.
//
// It returns an error if real or fake is nil, they differ in dimension, or d is
// outside [0, 1] at an atom.
func DiscriminatorValue(real, fake *Distribution, d func(x []float64) float64) (float64, error) {
	atoms, realVector, fakeVector, err := CommonSupport(real, fake)
	if err != nil {
		return 0, err
	}
	terms := make([]float64, 0, 2*len(realVector))
	for k := range realVector {
		x := atoms.RawRowView(k)
		dk := d(x)
		if !(dk >= 0 && dk <= 1) {
			return 0, fmt.Errorf("metrics: discriminator = %v at %v, outside [0, 1]", dk, x)
		}
		if realVector[k] > 0 {
			terms = append(terms, realVector[k]*math.Log(dk))
		}
		if fakeVector[k] > 0 {
			terms = append(terms, fakeVector[k]*math.Log1p(-dk))
		}
	}
	return floats.Sum(terms), nil // not SumCompensated: it turns two −Inf into NaN
}
