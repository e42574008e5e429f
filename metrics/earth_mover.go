package metrics

import (
	"context"

	"monge/lp"
)

// EM returns the EM (Wasserstein-1) distance between two discrete distributions
// for the Euclidean ground cost, equation (1) of the paper:
//
//	W(p, q) = inf over couplings γ of p and q of E_{(x,y)~γ} ‖x − y‖
//
// It is in units of length, and equals the Cost of the solution of EarthMover. EM
// returns an error if p or q is nil, they differ in dimension or a distance overflows.
func EM(p, q *Distribution) (float64, error) {
	solution, err := EarthMover(p, q, lp.Euclidean)
	if err != nil {
		return 0, err
	}
	return solution.Cost, nil
}

// EarthMover returns the EM distance between two discrete distributions, together
// with the optimal plan and the proof that it is optimal:
//
//	W(p, q) = inf over couplings γ of p and q of E_{(x,y)~γ} c(x, y)
//
// where c is the ground cost, ‖x−y‖₂ in the paper. Over couplings of n and m
// atoms this is a linear program, which package lp solves exactly. The result
// holds W as its Cost, the optimal coupling as its Plan (masses sum to 1), the
// dual potentials and a certificate. With lp.SquaredEuclidean the cost is W₂².
//
// It returns an error if p or q is nil, they differ in dimension, a cost overflows, or
// squared distances underflow.
func EarthMover(p, q *Distribution, ground lp.Ground) (*lp.Solution, error) {
	return EarthMoverWith(context.Background(), new(lp.Solver), p, q, ground)
}

// EarthMoverWith is EarthMover with a context and a solver. When the context is done, it
// returns its error. The solver reports progress and keeps its memory for the next
// problem; see lp.Solver.
func EarthMoverWith(ctx context.Context, solver *lp.Solver, p, q *Distribution, ground lp.Ground) (*lp.Solution, error) {
	if err := checkSameSpace(p, q); err != nil {
		return nil, err
	}
	// The solver gets the probabilities aᵢ/A and bⱼ/B times AB. For n equal atoms
	// and m equal ones these are whole numbers, while 1/n and 1/m are rounded.
	solution, err := solver.Solve(ctx, transport(p, q, q.total, p.total, ground))
	if err != nil {
		return nil, err
	}
	solution.Rescale(1 / (p.total * q.total))
	if err := checkMeanPower(p, q, ground, 1, solution.Cost); err != nil {
		return nil, err
	}
	return solution, nil
}

// VerifyEarthMover computes the certificate of a solution of EarthMover again,
// from the plan and the potentials alone. It checks each of the n·m pairs of
// atoms; see lp.VerifyAllPairs.
func VerifyEarthMover(p, q *Distribution, ground lp.Ground, s *lp.Solution) (lp.Certificate, error) {
	if err := checkSameSpace(p, q); err != nil {
		return lp.Certificate{}, err
	}
	return lp.VerifyAllPairs(transport(p, q, 1/p.total, 1/q.total, ground), s)
}

// transport returns the transport problem from p to q. It multiplies the masses
// of p by factorP and those of q by factorQ.
func transport(p, q *Distribution, factorP, factorQ float64, ground lp.Ground) lp.Problem {
	return lp.Problem{
		Supply: scaled(p.mass, factorP),
		Demand: scaled(q.mass, factorQ),
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
