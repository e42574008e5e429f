package metrics

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Kantorovich is an optimal potential: the 1-Lipschitz function that reaches
// the supremum of Kantorovich–Rubinstein duality, equation (2) of the paper,
//
//	W(p, q) = sup over 1-Lipschitz f of E_p f − E_q f.
//
// The critic of a WGAN is trained to approximate it; here it is exact and defined on
// all of R^d. The linear program gives dual potentials at atoms only, uᵢ at the atoms xᵢ
// of p and vⱼ at the atoms yⱼ of q. The Lipschitz extension (McShane 1934) is
//
//	f(x) = maxᵢ ( uᵢ − c(x, xᵢ) ).
//
// There is a cone at each atom of p, and f is the highest cone at each point. f is
// 1-Lipschitz, because it is a maximum of 1-Lipschitz functions. The cone at xᵢ has
// the height uᵢ there, so f(xᵢ) ≥ uᵢ. And f(yⱼ) ≤ −vⱼ because uᵢ + vⱼ ≤ c(xᵢ, yⱼ).
// Hence
//
//	W = Σ aᵢuᵢ + Σ bⱼvⱼ  ≤  E_p f − E_q f  ≤  W.
//
// The last inequality holds for every 1-Lipschitz f: for any coupling,
// E_p f − E_q f = E(f(x) − f(y)) ≤ E c(x, y). So all three are equal, and f is optimal.
type Kantorovich struct {
	atoms  *mat.Dense // n×d, those of p
	values []float64  // n, the dual potentials u
	ground lp.Ground
}

// NewKantorovich returns the potential for a solution of EarthMover(p, q, ground).
//
// It returns an error if p or the solution is nil, the solution does not have one
// potential for each atom of p, or ground is not a metric: then equation (2) does
// not hold.
func NewKantorovich(p *Distribution, solution *lp.Solution, ground lp.Ground) (*Kantorovich, error) {
	if !ground.Metric() {
		return nil, fmt.Errorf("metrics: Kantorovich–Rubinstein duality needs a metric, and %s is not one", ground)
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
	return &Kantorovich{atoms: p.points, values: slices.Clone(solution.U), ground: ground}, nil
}

// errNoSolution is the error for a nil solution.
var errNoSolution = errors.New("metrics: the solution is nil")

// At returns f(x) for a point x (d), in units of the ground cost. It panics if x is not in R^d.
func (f *Kantorovich) At(x []float64) float64 {
	value, _ := f.highestCone(x)
	return value
}

// highestCone returns f(x) and the index of the atom of p whose cone is highest at x, the
// first of them if there are several.
func (f *Kantorovich) highestCone(x []float64) (value float64, atom int) {
	value = math.Inf(-1)
	for i, u := range f.values {
		if v := u - f.ground.Between(x, f.atoms.RawRowView(i)); v > value {
			value, atom = v, i
		}
	}
	return value, atom
}

// Gradient returns ∇f(x) (d) for the Euclidean ground cost: the unit vector from x
// towards the atom of p whose cone is highest at x. If the cones of atoms in different
// directions are equally high, f has a kink at x and Gradient returns one of the
// slopes that meet there; SmoothKantorovich avoids such kinks at the atoms of q. If
// the atom lies at x, x is the tip of its cone and Gradient returns 0.
//
// It returns an error for another ground cost.
func (f *Kantorovich) Gradient(x []float64) ([]float64, error) {
	if f.ground != lp.Euclidean {
		return nil, errors.New("metrics: the gradient of a potential needs the Euclidean ground cost")
	}
	_, i := f.highestCone(x)
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
// points (k×d), that is max |f(x) − f(y)| / c(x, y) over all pairs. It is 0 for a
// single point, +Inf if f takes two values at one point, NaN if f is NaN. If ground
// is a metric and the points contain all atoms of p and q, then (E_p f − E_q f)/K is
// a lower bound of W(p, q) for every f. On other points K can be too small for that.
// Lipschitz takes O(k²) time.
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
