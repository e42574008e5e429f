package lp

import (
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
// close the gap whether or not they are feasible.
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
// matrix, in O(nm) time. Of Points it leaves out the pairs that a k-d tree
// shows to be no worse than one it looked at; memory is O(n+m) either way.
//
// It returns an error if p is ill-posed or if s is not of its shape: potentials
// of the wrong length, a move out of range or of negative mass.
func Verify(p Problem, s *Solution) (Certificate, error) {
	if err := p.check(); err != nil {
		return Certificate{}, err
	}
	return verify(p, s)
}

// verify is Verify for a problem that has been checked.
func verify(p Problem, s *Solution) (Certificate, error) {
	n, m := p.Cost.Dims()
	if len(s.U) != n || len(s.V) != m {
		return Certificate{}, fmt.Errorf("lp: %d×%d potentials for a %d×%d problem", len(s.U), len(s.V), n, m)
	}
	left := append([]float64(nil), p.Supply...) // what the plan has not yet moved
	want := append([]float64(nil), p.Demand...)
	costs := make([]float64, len(s.Plan))
	var size float64 // Σ |cᵢⱼ| xᵢⱼ
	for k, move := range s.Plan {
		switch {
		case move.From < 0 || move.From >= n || move.To < 0 || move.To >= m:
			return Certificate{}, fmt.Errorf("lp: move %d goes from %d to %d in a %d×%d problem", k, move.From, move.To, n, m)
		case !(move.Mass >= 0):
			return Certificate{}, fmt.Errorf("lp: move %d from %d to %d has mass %v", k, move.From, move.To, move.Mass)
		}
		left[move.From] -= move.Mass
		want[move.To] -= move.Mass
		costs[k] = move.Mass * p.Cost.At(move.From, move.To)
		size += math.Abs(costs[k])
	}
	c := Certificate{
		Primal:        floats.SumCompensated(costs),
		Dual:          floats.SumCompensated(append(products(p.Supply, s.U), products(p.Demand, s.V)...)),
		MarginalError: max(floats.Norm(left, math.Inf(1)), floats.Norm(want, math.Inf(1))) / floats.Sum(p.Supply),
		MaxViolation:  maxViolation(p.Cost, s.U, s.V),
	}
	if size == 0 {
		size = floats.Norm(products(p.Supply, s.U), 1) + floats.Norm(products(p.Demand, s.V), 1)
	}
	if c.Primal != c.Dual {
		c.Gap = math.Abs(c.Primal-c.Dual) / size
	}
	return c, nil
}

// maxViolation returns the largest uᵢ + vⱼ − cᵢⱼ over all pairs, at least 0.
func maxViolation(c GroundCost, u, v []float64) float64 {
	if floats.HasNaN(u) || floats.HasNaN(v) {
		return math.NaN()
	}
	minusV := slices.Clone(v)
	floats.Scale(-1, minusV)
	pairs := newSearch(c, upTo(len(u)), upTo(len(v)))
	pairs.reprice(minusV)
	var worst float64
	for _, e := range collect(pairs, 1, u, 0) {
		worst = max(worst, u[e.source]+v[e.sink]-e.cost)
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

// products returns the terms of the dot product of x and y, rounded once each.
func products(x, y []float64) []float64 {
	terms := make([]float64, len(x))
	for k := range x {
		terms[k] = x[k] * y[k]
	}
	return terms
}
