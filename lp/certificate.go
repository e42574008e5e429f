package lp

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Certificate is the evidence that a plan is optimal. Weak duality says that for any
// plan x that meets the marginals and any potentials with uᵢ + vⱼ ≤ cᵢⱼ,
//
//	Σ cᵢⱼ xᵢⱼ  ≥  Σ (uᵢ + vⱼ) xᵢⱼ  =  Σ aᵢ uᵢ + Σ bⱼ vⱼ.
//
// So a feasible plan and feasible potentials of equal value are both optimal. Subtracting
// MaxViolation from all of U makes any potentials feasible, so that for a plan that meets
// the marginals
//
//	Dual − MaxViolation · total mass  ≤  optimal cost  ≤  Primal.
//
// A gap of 0 alone proves nothing: the potentials of any simplex basis have the value of
// its plan, but unless the basis is optimal they are not feasible.
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

// Verify computes the certificate of s from p, the plan and the potentials alone,
// whichever solver they come from. It looks at every pair of a matrix, in O(nm) time. Of
// Points it skips pairs that cannot have the largest violation. Bounds for boxes around
// points tell which these are, or on a line a sweep over the sorted points. Memory is O(n+m).
//
// It returns an error if p is invalid, as Solve does, or if s does not fit p: it is nil,
// its potentials have the wrong length, or a move is out of range or has negative mass.
func Verify(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(checker).verify(p, s, prunedViolation, unwatched())
}

// VerifyAllPairs is Verify by brute force: it computes u + v − c for each of the n·m
// pairs, of Points too. For 20 000 points on either side this takes a second, where
// Verify takes 0.03.
func VerifyAllPairs(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(checker).verify(p, s, maxViolation, unwatched())
}

// checker computes certificates, and keeps the memory for the next one.
type checker struct {
	supply, demand []float64 // what the plan has not moved yet
	terms          []float64
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

// verify is Verify for a problem that has been checked. It calls violation for the
// largest violation.
func (k *checker) verify(p Problem, s *Solution, violation violationFunc, w *watch) (Certificate, error) {
	n, m := p.Cost.Dims()
	if len(s.U) != n || len(s.V) != m {
		return Certificate{}, fmt.Errorf("lp: %d×%d potentials for a %d×%d problem", len(s.U), len(s.V), n, m)
	}
	k.supply = append(k.supply[:0], p.Supply...)
	k.demand = append(k.demand[:0], p.Demand...)
	k.terms = grow(k.terms, max(len(s.Plan), n+m))
	costs := k.terms[:len(s.Plan)]
	negative := false
	for index, move := range s.Plan {
		switch {
		case index%(1<<16) == 0 && w.stopped():
			return Certificate{}, w.err()
		case move.From < 0 || move.From >= n || move.To < 0 || move.To >= m:
			return Certificate{}, fmt.Errorf("lp: move %d goes from %d to %d in a %d×%d problem", index, move.From, move.To, n, m)
		case !(move.Mass >= 0):
			return Certificate{}, fmt.Errorf("lp: move %d from %d to %d has mass %v", index, move.From, move.To, move.Mass)
		}
		k.supply[move.From] -= move.Mass
		k.demand[move.To] -= move.Mass
		costs[index] = move.Mass * p.Cost.At(move.From, move.To)
		negative = negative || costs[index] < 0
	}
	c := Certificate{
		Primal:        floats.SumCompensated(costs),
		MarginalError: max(floats.Norm(k.supply, math.Inf(1)), floats.Norm(k.demand, math.Inf(1))) / floats.Sum(p.Supply),
		MaxViolation:  violation(p.Cost, s.Potentials, w),
	}
	size := c.Primal
	if negative {
		size = floats.Norm(costs, 1)
	}
	values := k.terms[:n+m]
	floats.MulTo(values[:n], p.Supply, s.U)
	floats.MulTo(values[n:], p.Demand, s.V)
	c.Dual = floats.SumCompensated(values)
	c.closeGap(p, s, size)
	return c, nil
}

// closeGap sets the gap. The costs of the moves of s have absolute values of sum size. If
// the gap is larger than rounding usually makes it, it computes the dual value again, from
// small potentials and with more digits.
func (c *Certificate) closeGap(p Problem, s *Solution, size float64) {
	if c.Primal == c.Dual {
		return
	}
	if size == 0 {
		size = s.size(p)
	}
	c.setGap(size)
	if c.Gap > maxOpen {
		if dual := s.shifted(p).value(p); math.Abs(c.Primal-dual) < math.Abs(c.Primal-c.Dual) {
			c.Dual, c.Gap = dual, math.Abs(c.Primal-dual)/size
		}
	}
}

// setGap sets the gap, as |Primal − Dual| relative to size.
func (c *Certificate) setGap(size float64) {
	if c.Primal != c.Dual {
		c.Gap = math.Abs(c.Primal-c.Dual) / size
	}
}
