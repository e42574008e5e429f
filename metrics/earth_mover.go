package metrics

import (
	"context"

	"monge/lp"
)

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
	return EarthMoverBy(context.Background(), new(lp.Solver), p, q, ground)
}

// EarthMoverBy is EarthMover by a solver of the caller's, who can then watch it,
// stop it by ctx, and have it use its working memory again: see lp.Solver.
func EarthMoverBy(ctx context.Context, solver *lp.Solver, p, q *Distribution, ground lp.Ground) (*lp.Solution, error) {
	if err := sameSpace(p, q); err != nil {
		return nil, err
	}
	// aᵢ/A and bⱼ/B, both times AB: n equal atoms against m equal ones are then
	// whole numbers to the solver, where 1/n and 1/m would be rounded.
	solution, err := solver.Solve(ctx, transport(p, q, q.total, p.total, ground))
	if err != nil {
		return nil, err
	}
	solution.Rescale(1 / (p.total * q.total))
	return solution, nil
}

// VerifyEarthMover computes the certificate of a solution of EarthMover anew, from
// its plan and its potentials alone, and looks at each of the n·m pairs of atoms
// to do so: see lp.VerifyAllPairs.
func VerifyEarthMover(p, q *Distribution, ground lp.Ground, s *lp.Solution) (lp.Certificate, error) {
	if err := sameSpace(p, q); err != nil {
		return lp.Certificate{}, err
	}
	return lp.VerifyAllPairs(transport(p, q, 1/p.total, 1/q.total, ground), s)
}

// transport returns the problem between the masses of p and q, times factors.
func transport(p, q *Distribution, ofP, ofQ float64, ground lp.Ground) lp.Problem {
	return lp.Problem{
		Supply: scaled(p.mass, ofP),
		Demand: scaled(q.mass, ofQ),
		Cost:   lp.Points{X: p.points, Y: q.points, Ground: ground},
	}
}

// scaled returns factor·x.
func scaled(x []float64, factor float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = x[i] * factor
	}
	return y
}
