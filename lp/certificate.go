package lp

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Certificate is the evidence that a plan is optimal. Weak duality says that
// for any plan x that meets the marginals and any potentials with
// uᵢ + vⱼ ≤ cᵢⱼ,
//
//	Σ cᵢⱼ xᵢⱼ  ≥  Σ (uᵢ + vⱼ) xᵢⱼ  =  Σ aᵢ uᵢ + Σ bⱼ vⱼ,
//
// so that a feasible plan and feasible potentials of equal value are both
// optimal. All three parts have to hold: potentials taken from a simplex basis
// close the gap whether or not they are feasible. If no price is too high by more
// than MaxViolation, lowering all of U by it makes the potentials feasible. So for
// a plan that meets the marginals
//
//	Dual − MaxViolation · total mass  ≤  optimal cost  ≤  Primal.
type Certificate struct {
	// Primal is Σ cᵢⱼ xᵢⱼ and Dual is Σ aᵢ uᵢ + Σ bⱼ vⱼ.
	Primal, Dual float64
	// Gap is |Primal − Dual| relative to Σ |cᵢⱼ| xᵢⱼ; or, if no move of the
	// plan costs anything, to Σ aᵢ|uᵢ| + Σ bⱼ|vⱼ|. It is 0 if all are 0.
	Gap float64
	// MaxViolation is the largest uᵢ + vⱼ − cᵢⱼ over all n×m pairs, in units
	// of cost, and 0 if none is positive.
	MaxViolation float64
	// MarginalError is the largest difference between a supply or a demand and
	// what the plan moves from or to it, relative to the total.
	MarginalError float64
}

// Verify computes the certificate of s from nothing but p, the plan and the
// potentials, whatever solver they came from. It looks at every pair of a
// matrix, in O(nm) time. Of Points it leaves out the pairs that a k-d tree, or on
// a line a sweep, shows to be no worse than one it looked at; VerifyAllPairs does
// not. Memory is O(n+m) either way.
//
// It returns an error if p is ill-posed or if s is not of its shape: potentials
// of the wrong length, a move out of range or of negative mass.
func Verify(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(checker).verify(p, s, prunedViolation, unwatched())
}

// VerifyAllPairs is Verify by brute force: it computes u + v − c for each of the
// n·m pairs, of Points, too. Of 20 000 points on either side that takes a
// second, where Verify takes 0.03.
func VerifyAllPairs(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(checker).verify(p, s, maxViolation, unwatched())
}

// checker has the memory that a certificate takes.
type checker struct {
	left, want []float64 // what the plan has not yet moved
	terms      []float64
}

// certify sets the certificate and the cost of s; it returns an error if w says
// stop, or if the cost, of large masses and costs, is beyond what a float64 holds.
func (k *checker) certify(p Problem, s *Solution, w *watch) error {
	certificate, err := k.verify(p, s, prunedViolation, w)
	if err != nil {
		return err
	}
	if err := w.err(); err != nil {
		return err
	}
	return s.accept(certificate)
}

// accept sets the certificate and the cost of s; it returns an error if the cost
// overflows.
func (s *Solution) accept(c Certificate) error {
	if math.IsNaN(c.Primal) || math.IsInf(c.Primal, 0) {
		return errors.New("lp: the cost overflows: the masses are too large for such costs")
	}
	s.Certificate, s.Cost = c, c.Primal
	return nil
}

// violationFunc returns the largest uᵢ + vⱼ − cᵢⱼ, at least 0. If w says stop, it
// returns anything.
type violationFunc func(c GroundCost, potentials Potentials, w *watch) float64

// verify is Verify for a problem that has been checked. The largest violation
// is what violation finds.
func (k *checker) verify(p Problem, s *Solution, violation violationFunc, w *watch) (Certificate, error) {
	n, m := p.Cost.Dims()
	if len(s.U) != n || len(s.V) != m {
		return Certificate{}, fmt.Errorf("lp: %d×%d potentials for a %d×%d problem", len(s.U), len(s.V), n, m)
	}
	k.left = append(k.left[:0], p.Supply...)
	k.want = append(k.want[:0], p.Demand...)
	k.terms = grow(k.terms, max(len(s.Plan), n+m))
	costs := k.terms[:len(s.Plan)]
	negative := false
	for at, move := range s.Plan {
		switch {
		case at%(1<<16) == 0 && w.stopped():
			return Certificate{}, w.err()
		case move.From < 0 || move.From >= n || move.To < 0 || move.To >= m:
			return Certificate{}, fmt.Errorf("lp: move %d goes from %d to %d in a %d×%d problem", at, move.From, move.To, n, m)
		case !(move.Mass >= 0):
			return Certificate{}, fmt.Errorf("lp: move %d from %d to %d has mass %v", at, move.From, move.To, move.Mass)
		}
		k.left[move.From] -= move.Mass
		k.want[move.To] -= move.Mass
		costs[at] = move.Mass * p.Cost.At(move.From, move.To)
		negative = negative || costs[at] < 0
	}
	c := Certificate{
		Primal:        floats.SumCompensated(costs),
		MarginalError: max(floats.Norm(k.left, math.Inf(1)), floats.Norm(k.want, math.Inf(1))) / floats.Sum(p.Supply),
		MaxViolation:  violation(p.Cost, s.Potentials, w),
	}
	size := c.Primal
	if negative {
		size = floats.Norm(costs, 1)
	}
	paid := k.terms[:n+m]
	floats.MulTo(paid[:n], p.Supply, s.U)
	floats.MulTo(paid[n:], p.Demand, s.V)
	c.Dual = floats.SumCompensated(paid)
	c.closeGap(p, s, size)
	return c, nil
}

// closeGap sets the gap, if there is one, where the moves of s cost size, their
// signs left out.
func (c *Certificate) closeGap(p Problem, s *Solution, size float64) {
	if c.Primal == c.Dual {
		return
	}
	if size == 0 {
		for i, a := range p.Supply {
			size += a * math.Abs(s.U[i])
		}
		for j, b := range p.Demand {
			size += b * math.Abs(s.V[j])
		}
	}
	c.Gap = math.Abs(c.Primal-c.Dual) / size
}

// maxViolation returns the largest uᵢ + vⱼ − cᵢⱼ over all pairs, at least 0.
func maxViolation(c GroundCost, potentials Potentials, w *watch) float64 {
	n, m := c.Dims()
	if n*m <= fewPairs {
		return violationOfRows(c, potentials, 0, n, w)
	}
	return slices.Max(inParallel(n, func(from, to int) float64 {
		return violationOfRows(c, potentials, from, to, w)
	}))
}

// violationOfRows is maxViolation over the pairs of some sources.
func violationOfRows(c GroundCost, potentials Potentials, from, to int, w *watch) (worst float64) {
	for i := from; i < to && !w.stopped(); i++ {
		for j := range potentials.V {
			if violation := potentials.violation(i, j, c.At(i, j)); !(violation <= worst) { // NaN, too
				worst = violation
			}
		}
	}
	return worst
}

// prunedViolation is maxViolation without the pairs that a search can tell to
// be no worse than others.
func prunedViolation(c GroundCost, potentials Potentials, w *watch) float64 {
	u, v := potentials.U, potentials.V
	if len(u)*len(v) <= fewPairs {
		return maxViolation(c, potentials, w) // a search is not worth it
	}
	if floats.HasNaN(u) || floats.HasNaN(v) {
		return math.NaN()
	}
	if points, ok := c.(Points); ok && points.onLine() {
		x, y := new(lineSide), new(lineSide)
		both(func() { x.sortPriced(points.X, u, w) }, func() { y.sortPriced(points.Y, v, w) })
		return violationOnLine(points.Ground, x, y, w)
	}
	minusV := slices.Clone(v)
	floats.Scale(-1, minusV)
	pairs := newSearch(c, upTo(len(u)), upTo(len(v)))
	pairs.reprice(minusV)
	var worst float64
	found, _ := collect(pairs, 1, u, 0, w)
	for _, e := range found {
		worst = max(worst, potentials.violation(int(e.source), int(e.sink), e.cost))
	}
	return worst
}

// upTo returns 0, 1, …, n−1.
func upTo(n int) []int {
	all := make([]int, n)
	for k := range all {
		all[k] = k
	}
	return all
}
