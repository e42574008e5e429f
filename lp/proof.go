package lp

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// UnprovenError is the error of Solve for a solution that its certificate does not prove
// optimal: the gap or a violation is larger than the rounding of float64 explains. The
// weights or costs of such a problem differ by too many orders of magnitude, or are too
// small.
type UnprovenError struct {
	Certificate Certificate
	// Cause says what is too small or too large. It is a *ValueError if it is a weight.
	Cause error
}

// Error returns the gap, the largest violation and the cause.
func (e *UnprovenError) Error() string {
	return fmt.Sprintf("lp: not proven optimal, with a relative gap of %.2g and a largest violation of %.2g: %v",
		e.Certificate.Gap, e.Certificate.MaxViolation, e.Cause)
}

// Unwrap returns the cause.
func (e *UnprovenError) Unwrap() error { return e.Cause }

// What counts as rounding. A certificate proves its solution if it leaves open no more of
// the cost than maxOpen. If the cost is small compared with the potentials, as between
// two samples that are nearly equal, the gap cannot be that small. Then each of its parts
// may be as large as relativeRounding times the numbers that it is computed from.
const (
	maxOpen          = 1e-9
	relativeRounding = 0x1p-46
)

// leastCost is the cost above which no term of Σ cᵢⱼ xᵢⱼ that matters is subnormal.
const leastCost = 1e-280

// proves returns nil if the certificate of s proves s optimal up to rounding, and an
// *UnprovenError otherwise. If w says stop, it returns the cause.
func proves(p Problem, s *Solution, w *watch) error {
	c := s.Certificate
	if c.plain(p) {
		return nil // as nearly always
	}
	total := sum(p.Supply)
	size, underflows := s.costSize(p)
	if underflows {
		return &UnprovenError{c, errors.New("the cost is too small: float64 has fewer digits below 1e-308")}
	}
	if c.Primal == c.Dual && c.MaxViolation == 0 {
		return nil
	}
	shifted := s.shifted(p)
	value := shifted.size(p)
	closed := c.Gap <= maxOpen || math.Abs(c.Primal-c.Dual) <= relativeRounding*value
	feasible := c.MaxViolation*total <= max(maxOpen*size, relativeRounding*value)
	if closed && !feasible {
		// The bound takes the largest potentials for all of them. Look at each pair.
		open := beyondRounding(p.Cost, s.Potentials, w)
		if err := w.err(); err != nil {
			return err
		}
		feasible = open*total <= maxOpen*size
	}
	if closed && feasible {
		return nil
	}
	return &UnprovenError{c, c.cause(p)}
}

// plain reports whether c proves its solution without a look at the plan and potentials.
func (c Certificate) plain(p Problem) bool {
	primal := math.Abs(c.Primal)
	return c.Gap <= maxOpen && c.MaxViolation*sum(p.Supply) <= maxOpen*primal && primal > leastCost
}

// costSize returns Σ |cᵢⱼ| xᵢⱼ over the plan. It also reports whether the terms are so small
// that they underflow: each is rounded to a multiple of 2⁻¹⁰⁷⁴.
func (s *Solution) costSize(p Problem) (size float64, underflows bool) {
	var rounding float64
	for _, move := range s.Plan {
		if cost := p.Cost.At(move.From, move.To); cost != 0 {
			size += move.Mass * math.Abs(cost)
			rounding += 0x1p-1074
		}
	}
	return size, rounding > 2*maxOpen*size
}

// cause returns what is likely to have spoilt the certificate c.
func (c Certificate) cause(p Problem) error {
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

// beyondRounding returns the largest violation of a pair, less the rounding of its two
// potentials and its cost.
func beyondRounding(c GroundCost, potentials Potentials, w *watch) float64 {
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

// shifted returns the potentials less a constant, u − t and v + t, where t makes the
// potential 0 of the entry to which the solvers add the difference of the totals. That
// entry usually has much mass, so that the potentials of most mass become small.
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

// size returns Σ aᵢ|uᵢ| + Σ bⱼ|vⱼ|.
func (p Potentials) size(problem Problem) (size float64) {
	for i, a := range problem.Supply {
		size += a * math.Abs(p.U[i])
	}
	for j, b := range problem.Demand {
		size += b * math.Abs(p.V[j])
	}
	return size
}

// value returns the dual value Σ aᵢuᵢ + Σ bⱼvⱼ, computed with about twice the digits of a
// float64.
func (p Potentials) value(problem Problem) float64 {
	var total compensated
	for i, a := range problem.Supply {
		total = total.plusProduct(a, p.U[i])
	}
	for j, b := range problem.Demand {
		total = total.plusProduct(b, p.V[j])
	}
	return total.value()
}
