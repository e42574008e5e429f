package metrics

import "monge/lp"

// EarthMover returns the EM (Wasserstein-1) distance between two discrete
// distributions, equation (1) of the paper, and all that proves it:
//
//	W(p, q) = inf over couplings γ of p and q of E_{(x,y)~γ} c(x, y)
//
// where c is the ground cost, ‖x−y‖₂ in the paper. Over couplings of n and m
// atoms this is a linear program, which package lp solves exactly: the result
// holds W as its Cost, the optimal coupling as its Plan (masses sum to 1), the
// dual potentials and a certificate. With lp.SquaredEuclidean the cost is W₂².
//
// It returns an error if p and q differ in dimension or a cost overflows.
func EarthMover(p, q *Distribution, ground lp.Ground) (*lp.Solution, error) {
	if err := sameSpace(p, q); err != nil {
		return nil, err
	}
	// aᵢ/A and bⱼ/B, both times AB: n equal atoms against m equal ones are then
	// whole numbers to the solver, where 1/n and 1/m would be rounded.
	solution, err := lp.Solve(lp.Problem{
		Supply: scaled(p.mass, q.total),
		Demand: scaled(q.mass, p.total),
		Cost:   lp.Points{X: p.points, Y: q.points, Ground: ground},
	})
	if err != nil {
		return nil, err
	}
	solution.Rescale(1 / (p.total * q.total))
	return solution, nil
}

// scaled returns factor·x.
func scaled(x []float64, factor float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = x[i] * factor
	}
	return y
}
