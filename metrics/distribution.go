package metrics

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Distribution is a discrete probability distribution: n atoms in R^d, each
// with a probability, such as a sample or a histogram. Several atoms may lie at
// the same point; their probabilities then add. A Distribution does not change
// after it is made. It shares the points that it was made from: do not write to
// them.
type Distribution struct {
	points *mat.Dense // n×d
	mass   []float64  // n, the given weights times a power of two: whole numbers stay exact
	total  float64    // Σ mass, in [1, 2)
}

// NewDistribution returns the distribution with the rows of points (n×d) as
// its atoms and probabilities proportional to weights (n). Nil weights are equal
// weights. Weights need not sum to 1: they may be counts. No other function of the
// package normalises. Atoms of weight zero are kept. NewDistribution keeps points
// and copies weights; it writes to neither.
//
// It returns an error that names the value and its place if there is no point,
// a coordinate or a weight is not finite, a weight is negative, all weights
// are zero, or there are not n of them.
func NewDistribution(points *mat.Dense, weights []float64) (*Distribution, error) {
	if points == nil || points.IsEmpty() {
		return nil, errors.New("metrics: a distribution needs at least one point")
	}
	n, _ := points.Dims()
	if err := lp.CheckPoints("points", points); err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	mass := make([]float64, n)
	if weights == nil {
		for i := range mass {
			mass[i] = 1
		}
		weights = mass
	}
	if len(weights) != n {
		return nil, fmt.Errorf("metrics: %d weights for %d points", len(weights), n)
	}
	total, err := lp.TotalWeight("weights", weights)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	exponent := math.Ilogb(total)
	for i, w := range weights {
		mass[i] = math.Ldexp(w, -exponent)
	}
	return &Distribution{points: points, mass: mass, total: math.Ldexp(total, -exponent)}, nil
}

// OnLine returns the distribution on R with atoms at x (n) and probabilities
// proportional to weights (n). Nil weights are equal weights. Errors are those
// of NewDistribution.
func OnLine(x, weights []float64) (*Distribution, error) {
	if len(x) == 0 {
		return nil, errors.New("metrics: a distribution needs at least one point")
	}
	return NewDistribution(mat.NewDense(len(x), 1, x), weights)
}

// Categorical returns the distribution on the categories 0, 1, …, n−1 with
// probabilities proportional to weights (n). The categories are points of the
// line, each 1 from the next. EM depends on these distances; TV, KL and JS ignore
// them. Errors are those of NewDistribution.
func Categorical(weights []float64) (*Distribution, error) {
	categories := make([]float64, len(weights))
	for k := range categories {
		categories[k] = float64(k)
	}
	return OnLine(categories, weights)
}

// Len returns n, the number of atoms.
func (p *Distribution) Len() int { return len(p.mass) }

// Dim returns d, the dimension of the space.
func (p *Distribution) Dim() int {
	_, d := p.points.Dims()
	return d
}

// Point returns the coordinates of atom i (d). Do not write to them.
func (p *Distribution) Point(i int) []float64 { return p.points.RawRowView(i) }

// Points returns the coordinates of all atoms (n×d). Do not write to them.
func (p *Distribution) Points() *mat.Dense { return p.points }

// Probability returns the probability of atom i.
func (p *Distribution) Probability(i int) float64 { return p.mass[i] / p.total }

// Mean returns E_P f, the expectation of f under p. It does not call f at atoms
// of weight zero.
func (p *Distribution) Mean(f func(x []float64) float64) float64 {
	terms := make([]float64, p.Len())
	for i, w := range p.mass {
		if w != 0 { // f may be infinite where p has no mass
			terms[i] = w * f(p.Point(i))
		}
	}
	return floats.SumCompensated(terms) / p.total
}

// Push returns the distribution of g(Z) for Z ~ p: each atom moves to its image
// and keeps its probability. If p is the prior of a generator gθ, this is Pθ
// (section 1 of the paper). Pθ needs no density.
//
// It returns an error if p is nil, g returns different numbers of coordinates
// for different points, or an image is not finite.
func (p *Distribution) Push(g func(z []float64) []float64) (*Distribution, error) {
	if p == nil {
		return nil, errNil
	}
	var image []float64
	d := 0
	for i := range p.Len() {
		x := g(p.Point(i))
		if i > 0 && len(x) != d {
			return nil, fmt.Errorf("metrics: the image of point %d has %d coordinates, that of point 0 has %d", i, len(x), d)
		}
		d = len(x)
		image = append(image, x...)
	}
	if d == 0 {
		return nil, errors.New("metrics: the image of point 0 has no coordinates")
	}
	return NewDistribution(mat.NewDense(p.Len(), d, image), p.mass)
}

// errNil is the error for a nil distribution.
var errNil = errors.New("metrics: the distribution is nil")

// checkSameSpace returns an error unless p and q are distributions in the same R^d.
func checkSameSpace(p, q *Distribution) error {
	switch {
	case p == nil:
		return errors.New("metrics: the first distribution is nil")
	case q == nil:
		return errors.New("metrics: the second distribution is nil")
	case p.Dim() != q.Dim():
		return fmt.Errorf("metrics: a distribution in R^%d and one in R^%d", p.Dim(), q.Dim())
	}
	return nil
}
