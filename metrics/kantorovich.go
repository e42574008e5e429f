package metrics

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Kantorovich is an optimal potential: the 1-Lipschitz function that reaches
// the supremum of Kantorovich–Rubinstein duality, equation (2) of the paper,
//
//	W(p, q) = sup over 1-Lipschitz f of E_p f − E_q f.
//
// It is what the critic of a WGAN approximates, here exactly and on all of
// R^d. The linear program gives values only at atoms, uᵢ at those of p and −vⱼ
// at those of q; the Lipschitz extension (McShane 1934) fills the space:
//
//	f(x) = maxᵢ ( uᵢ − c(x, xᵢ) )
//
// over the atoms xᵢ of p. As a maximum of 1-Lipschitz functions it is one,
// and f(xᵢ) ≥ uᵢ, f(yⱼ) ≤ −vⱼ because uᵢ + vⱼ ≤ c(xᵢ, yⱼ).
type Kantorovich struct {
	atoms  *mat.Dense // n×d, those of p
	values []float64  // n, the dual potentials u
	ground lp.Ground
}

// NewKantorovich returns the potential that belongs to solution, which
// EarthMover(p, q, ground) returned. It returns an error if the solution does
// not have one potential for each atom of p, or if ground is no metric, so that
// Lipschitz functions say nothing of it.
func NewKantorovich(p *Distribution, solution *lp.Solution, ground lp.Ground) (*Kantorovich, error) {
	if !ground.Metric() {
		return nil, fmt.Errorf("metrics: Kantorovich–Rubinstein duality needs a metric, and %s is none", ground)
	}
	if p == nil {
		return nil, errNil
	}
	if solution == nil {
		return nil, errNoSolution
	}
	if len(solution.U) != p.Len() {
		return nil, fmt.Errorf("metrics: %d potentials for %d atoms", len(solution.U), p.Len())
	}
	return &Kantorovich{atoms: p.points, values: solution.U, ground: ground}, nil
}

// errNoSolution is the error of a function of a solution that is nil.
var errNoSolution = errors.New("metrics: the solution is nil")

// At returns f(x) for a point x (d), in units of the ground cost.
func (f *Kantorovich) At(x []float64) float64 {
	value, _ := f.peak(x)
	return value
}

// peak returns f(x) and the atom whose cone reaches it.
func (f *Kantorovich) peak(x []float64) (value float64, atom int) {
	value = math.Inf(-1)
	for i, u := range f.values {
		if v := u - f.ground.Between(x, f.atoms.RawRowView(i)); v > value {
			value, atom = v, i
		}
	}
	return value, atom
}

// Gradient returns ∇f(x) (d) for the Euclidean ground cost: the unit vector
// from x towards the atom whose cone reaches f(x). Where several do, f has a
// kink and this is one of its one-sided slopes: a potential that a linear
// program returned has kinks at some atoms of q, see GeneratorGradient. On an
// atom of p it is 0. It returns an error for another ground cost.
func (f *Kantorovich) Gradient(x []float64) ([]float64, error) {
	if f.ground != lp.Euclidean {
		return nil, errors.New("metrics: the gradient of a potential needs the Euclidean ground cost")
	}
	_, i := f.peak(x)
	return direction(x, f.atoms.RawRowView(i)), nil
}

// direction returns the unit vector from x towards y, or 0 if they coincide.
func direction(x, y []float64) []float64 {
	unit := floats.SubTo(make([]float64, len(x)), y, x)
	if length := floats.Norm(unit, 2); length > 0 {
		for k := range unit {
			unit[k] /= length // times 1/length would overflow for a length of 1e-310
		}
	}
	return unit
}

// Lipschitz returns the smallest K for which f is K-Lipschitz on the given
// points (k×d), that is max |f(x) − f(y)| / c(x, y) over all pairs: 0 for a
// single point, +Inf if f takes two values at one place, NaN if f is NaN. Divided
// by it, any f gives a lower bound of W: the estimate of a critic that was only
// trained. It takes O(k²) time.
func Lipschitz(f func(x []float64) float64, points *mat.Dense, ground lp.Ground) float64 {
	n, _ := points.Dims()
	values := make([]float64, n)
	for i := range values {
		values[i] = f(points.RawRowView(i))
	}
	var steepest float64
	for i := range n {
		for j := range i {
			if rise := math.Abs(values[i] - values[j]); rise != 0 {
				steepest = max(steepest, rise/ground.Between(points.RawRowView(i), points.RawRowView(j)))
			}
		}
	}
	return steepest
}
