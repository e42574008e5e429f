package lp

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// UnprovenError is the error that Solve returns if the certificate does not prove that the
// solution is optimal: the gap or a violation is larger than the rounding of float64 explains.
// The weights or costs of such a problem differ by too many orders of magnitude, or are too
// small.
type UnprovenError struct {
	Certificate Certificate
	// Cause says which number is too small or too large. It is a *ValueError for a weight.
	Cause error
}

// Error returns the gap, the largest violation and the cause.
func (e *UnprovenError) Error() string {
	return fmt.Sprintf("lp: not proven optimal, with a relative gap of %.2g and a largest violation of %.2g: %v",
		e.Certificate.Gap, e.Certificate.MaxViolation, e.Cause)
}

// Unwrap returns the cause.
func (e *UnprovenError) Unwrap() error { return e.Cause }

// What counts as rounding. A certificate proves its solution if |Primal − Dual|, and the
// largest violation times the total mass, are at most gapTolerance times the cost. Rounding
// makes both larger than that if the cost is small compared with the potentials, as between
// two samples that are nearly equal. So each may also be relativeRounding times the sum of the
// absolute values from which it is computed.
const (
	gapTolerance     = 1e-9
	relativeRounding = 0x1p-46
)

// If the cost is above leastCost, the terms of Σ cᵢⱼ xᵢⱼ that are subnormal, and so have lost
// digits, are too small to matter.
const leastCost = 1e-280

// requireProof returns nil if the certificate of s proves s optimal up to rounding, and an
// *UnprovenError otherwise. If the context of w is done, it returns the cause.
func requireProof(p Problem, s *Solution, w *watch) error {
	c := s.Certificate
	if c.suffices(p) {
		return nil // nearly all solutions
	}
	total := sum(p.Supply)
	size, underflows := s.primalSize(p)
	if underflows {
		return &UnprovenError{c, errors.New("the cost is too small: float64 has fewer digits below 1e-308")}
	}
	if c.Primal == c.Dual && c.MaxViolation == 0 {
		return nil
	}
	rounding := relativeRounding * s.shifted(p).dualSize(p)
	equalValues := c.Gap <= gapTolerance || math.Abs(c.Primal-c.Dual) <= rounding
	feasible := c.MaxViolation*total <= max(gapTolerance*size, rounding)
	if equalValues && !feasible {
		// The pair with the largest violation may have much larger potentials than the pairs
		// with most of the mass. So compare the violation of each pair with its own rounding.
		violation := violationBeyondRounding(p.Cost, s.Potentials, w)
		if err := w.err(); err != nil {
			return err
		}
		feasible = violation*total <= gapTolerance*size
	}
	if equalValues && feasible {
		return nil
	}
	return &UnprovenError{c, p.unprovenCause()}
}

// suffices reports whether c alone proves its solution optimal. If it does not, requireProof
// examines the plan and the potentials.
func (c Certificate) suffices(p Problem) bool {
	primal := math.Abs(c.Primal)
	return c.Gap <= gapTolerance && c.MaxViolation*sum(p.Supply) <= gapTolerance*primal && primal > leastCost
}

// primalSize returns Σ |cᵢⱼ| xᵢⱼ over the plan. It also reports whether underflow, which rounds
// each term to a multiple of 2⁻¹⁰⁷⁴, can change the sum by more than the tolerance.
func (s *Solution) primalSize(p Problem) (size float64, underflows bool) {
	var rounding float64
	for _, move := range s.Plan {
		if cost := p.Cost.At(move.From, move.To); cost != 0 {
			size += move.Mass * math.Abs(cost)
			rounding += 0x1p-1074
		}
	}
	return size, rounding > 2*gapTolerance*size
}

// unprovenCause returns the likely reason why a solution of p is not proven: a weight that is
// too small for the unit of mass, or else costs or weights of too many orders of magnitude.
func (p Problem) unprovenCause() error {
	const digits = 53 // of a float64
	for _, side := range []struct {
		name    string
		weights []float64
	}{{"supply", p.Supply}, {"demand", p.Demand}} {
		smallest, index := math.Inf(1), 0
		for i, w := range side.weights {
			if w > 0 && w < smallest {
				smallest, index = w, i
			}
		}
		if limit := math.Ldexp(sum(side.weights), digits-massBits); smallest < limit {
			return &ValueError{side.name, []int{index}, smallest, "is too small beside the total: below 1e-22 of it weights are rounded"}
		}
	}
	return errors.New("costs, or weights, differ by too many orders of magnitude")
}

// violationBeyondRounding subtracts from the violation of each pair the rounding error that its
// potentials and its cost allow. It returns the largest result, or 0 if none is positive.
func violationBeyondRounding(c GroundCost, potentials Potentials, w *watch) float64 {
	return slices.Max(inParallel(len(potentials.U), func(from, to int) float64 {
		var worst float64
		for i := from; i < to && !w.stopped(); i++ {
			u := potentials.U[i]
			for j, v := range potentials.V {
				cost := c.At(i, j)
				worst = max(worst, u+v-cost-relativeRounding*(math.Abs(u)+math.Abs(v)+math.Abs(cost)))
			}
		}
		return worst
	}))
}

// shifted returns the potentials u − t and v + t, so that most of the mass has small potentials.
// The constant t makes one potential 0: that of the largest weight of the side with the
// smaller total. This is the weight to which the solvers add the difference of the totals.
func (s *Solution) shifted(p Problem) Potentials {
	shifted := Potentials{slices.Clone(s.U), slices.Clone(s.V)}
	t := s.U[floats.MaxIdx(p.Supply)]
	if sum(p.Supply) > sum(p.Demand) {
		t = -s.V[floats.MaxIdx(p.Demand)]
	}
	floats.AddConst(-t, shifted.U)
	floats.AddConst(t, shifted.V)
	return shifted
}

// dualSize returns Σ aᵢ|uᵢ| + Σ bⱼ|vⱼ|.
func (p Potentials) dualSize(problem Problem) (size float64) {
	for i, a := range problem.Supply {
		size += a * math.Abs(p.U[i])
	}
	for j, b := range problem.Demand {
		size += b * math.Abs(p.V[j])
	}
	return size
}

// dualValue returns Σ aᵢuᵢ + Σ bⱼvⱼ, computed with about twice the digits of a float64.
func (p Potentials) dualValue(problem Problem) float64 {
	var total compensated
	for i, a := range problem.Supply {
		total = total.plusProduct(a, p.U[i])
	}
	for j, b := range problem.Demand {
		total = total.plusProduct(b, p.V[j])
	}
	return total.value()
}
