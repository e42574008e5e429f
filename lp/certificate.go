package lp

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Certificate is the evidence that a plan is optimal. A plan is feasible if it has the right
// marginals, and potentials are feasible if uᵢ + vⱼ ≤ cᵢⱼ for all pairs. Weak duality says
// that for a feasible plan x and feasible potentials
//
//	Σ cᵢⱼ xᵢⱼ  ≥  Σ (uᵢ + vⱼ) xᵢⱼ  =  Σ aᵢ uᵢ + Σ bⱼ vⱼ.
//
// So a feasible plan and feasible potentials of equal value are both optimal. Any potentials
// become feasible if MaxViolation is subtracted from all of U. So for a feasible plan and any
// potentials
//
//	Dual − MaxViolation · total mass  ≤  optimal cost  ≤  Primal.
//
// A gap of 0 alone proves nothing. The potentials of any simplex basis have the same
// value as its plan, but they are feasible only if the basis is optimal.
type Certificate struct {
	// Primal is Σ cᵢⱼ xᵢⱼ and Dual is Σ aᵢ uᵢ + Σ bⱼ vⱼ.
	Primal, Dual float64
	// Gap is |Primal − Dual| / Σ |cᵢⱼ| xᵢⱼ. If all moves of the plan cost 0, the
	// denominator is Σ aᵢ|uᵢ| + Σ bⱼ|vⱼ|. Gap is 0 if Primal = Dual.
	Gap float64
	// MaxViolation is the largest uᵢ + vⱼ − cᵢⱼ over all n×m pairs, in units
	// of cost, and 0 if none is positive.
	MaxViolation float64
	// MarginalError is the largest difference between a supply or a demand and the mass that
	// the plan moves from or to it, relative to the total.
	MarginalError float64
}

// Verify computes the certificate of s from p, the plan and the potentials, whichever solver
// they come from. For a matrix it computes the violation of every pair, in O(nm) time. For
// Points it skips pairs that cannot have the largest violation: it bounds the violation over
// boxes around points, or sweeps over the sorted points of a line. Memory is O(n+m), and for
// Points sometimes a table of all costs, as in Solve.
//
// It returns an error if p is invalid, as Solve does. It also returns an error if s is nil,
// if its potentials have the wrong length, or if a move is out of range or has a mass that is
// negative or NaN.
func Verify(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(verifier).verify(p, s, prunedViolation, unwatched())
}

// VerifyAllPairs is Verify by brute force: it computes u + v − c for each of the n·m pairs,
// also for Points. For 20 000 against 20 000 points it takes a second, and Verify takes 0.03
// seconds.
func VerifyAllPairs(p Problem, s *Solution) (Certificate, error) {
	if s == nil {
		return Certificate{}, errors.New("lp: no solution")
	}
	if err := p.check(new(box)); err != nil {
		return Certificate{}, err
	}
	return new(verifier).verify(p, s, maxViolation, unwatched())
}

// verifier computes certificates, and keeps its memory for the next one.
type verifier struct {
	supplyLeft, demandLeft []float64 // n, m: the weights less the moves so far
	terms                  []float64 // the terms of the primal sum, and then of the dual sum
}

// certify sets the certificate and the cost of s. It returns an error if the context of w
// is done, or if the cost overflows.
func (k *verifier) certify(p Problem, s *Solution, w *watch) error {
	certificate, err := k.verify(p, s, prunedViolation, w)
	if err != nil {
		return err
	}
	if err := w.err(); err != nil {
		return err
	}
	return s.accept(certificate)
}

// accept sets the certificate and the cost of s. It returns an error if the cost overflows.
func (s *Solution) accept(c Certificate) error {
	if math.IsNaN(c.Primal) || math.IsInf(c.Primal, 0) {
		return errors.New("lp: the cost overflows: the masses are too large for such costs")
	}
	s.Certificate, s.Cost = c, c.Primal
	return nil
}

// verify is Verify for a problem that has been checked. It computes MaxViolation with the
// given function.
func (k *verifier) verify(p Problem, s *Solution, violation violationFunc, w *watch) (Certificate, error) {
	n, m := p.Cost.Dims()
	if len(s.U) != n || len(s.V) != m {
		return Certificate{}, fmt.Errorf("lp: %d×%d potentials for a %d×%d problem", len(s.U), len(s.V), n, m)
	}
	k.supplyLeft = append(k.supplyLeft[:0], p.Supply...)
	k.demandLeft = append(k.demandLeft[:0], p.Demand...)
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
		k.supplyLeft[move.From] -= move.Mass
		k.demandLeft[move.To] -= move.Mass
		costs[index] = move.Mass * p.Cost.At(move.From, move.To)
		negative = negative || costs[index] < 0
	}
	c := Certificate{
		Primal:        floats.SumCompensated(costs),
		MarginalError: max(floats.Norm(k.supplyLeft, math.Inf(1)), floats.Norm(k.demandLeft, math.Inf(1))) / floats.Sum(p.Supply),
		MaxViolation:  violation(p.Cost, s.Potentials, w),
	}
	size := c.Primal // Σ |cᵢⱼ| xᵢⱼ
	if negative {
		size = floats.Norm(costs, 1)
	}
	dualTerms := k.terms[:n+m]
	floats.MulTo(dualTerms[:n], p.Supply, s.U)
	floats.MulTo(dualTerms[n:], p.Demand, s.V)
	c.Dual = floats.SumCompensated(dualTerms)
	c.refineGap(p, s, size)
	return c, nil
}

// refineGap sets the gap relative to size = Σ |cᵢⱼ| xᵢⱼ, as Certificate.Gap describes. If the
// gap is larger than gapTolerance, refineGap computes the dual value again, with about twice
// the digits and from shifted, smaller potentials. It keeps that value if it is nearer to the
// primal value.
func (c *Certificate) refineGap(p Problem, s *Solution, size float64) {
	if c.Primal == c.Dual {
		return
	}
	if size == 0 {
		size = s.dualSize(p)
	}
	c.setGap(size)
	if c.Gap > gapTolerance {
		if dual := s.shifted(p).dualValue(p); math.Abs(c.Primal-dual) < math.Abs(c.Primal-c.Dual) {
			c.Dual, c.Gap = dual, math.Abs(c.Primal-dual)/size
		}
	}
}

// setGap sets the gap to |Primal − Dual| / size, or leaves it 0 if Primal = Dual.
func (c *Certificate) setGap(size float64) {
	if c.Primal != c.Dual {
		c.Gap = math.Abs(c.Primal-c.Dual) / size
	}
}
