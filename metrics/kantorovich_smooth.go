package metrics

import (
	"fmt"

	"gonum.org/v1/gonum/floats"

	"monge/lp"
)

// SmoothKantorovich returns an optimal potential f for the Euclidean ground cost
// that is differentiable at the atoms of q. With it ∇f alone gives the gradient of
// Theorem 3. p and q must have n equal atoms each.
//
// The potential that belongs to a solution of EarthMover has kinks at some atoms of
// q. A basis of the linear program makes n+n−1 pairs tight: u + v = c there. The
// plan has n of these pairs, one for each atom of q. Each of the other n−1 lets a
// second cone touch an atom of q, and f has a kink there. But if the plan is unique,
// there are many optimal potentials, and SmoothKantorovich returns a mean of n of
// them that is tight on the plan alone. Each belongs to a problem in which one atom
// of p has the weight 1.5/n. The flows of a feasible basis are multiples of 1/n in
// the original problem, and differ from these by less than 1/n in the changed one.
// So a feasible basis of the changed problem is also feasible in the original one,
// and its potentials are optimal for both.
//
// f still has a kink at an atom of q if the plan is not unique, or if the atom
// coincides with the atom of p that it is matched with. SmoothKantorovich solves n
// transport problems.
//
// It returns an error if p or q is nil, they differ in dimension, or they are not
// n equal atoms each.
func SmoothKantorovich(p, q *Distribution) (*Kantorovich, error) {
	if err := checkSameSpace(p, q); err != nil {
		return nil, err
	}
	n := p.Len()
	if q.Len() != n {
		return nil, fmt.Errorf("metrics: %d atoms and %d; a smooth potential needs equal numbers", n, q.Len())
	}
	for i := range n {
		if p.mass[i] != p.mass[0] || q.mass[i] != q.mass[0] {
			return nil, fmt.Errorf("metrics: atoms 0 and %d differ in weight; a smooth potential needs equal weights", i)
		}
	}
	supply, demand := make([]float64, n), make([]float64, n)
	for i := range n {
		supply[i], demand[i] = float64(2*n), float64(2*n+1) // in units of 1/2n²; with the heavy atom both add up to n(2n+1)
	}
	mean := make([]float64, n)
	for heavy := range n {
		supply[heavy] += float64(n)
		solution, err := lp.Solve(lp.Problem{
			Supply: supply,
			Demand: demand,
			Cost:   lp.Points{X: p.points, Y: q.points, Ground: lp.Euclidean},
		})
		if err != nil {
			return nil, err
		}
		supply[heavy] -= float64(n)
		floats.AddScaled(mean, 1/float64(n), solution.U)
	}
	return &Kantorovich{atoms: p.points, values: mean, ground: lp.Euclidean}, nil
}
