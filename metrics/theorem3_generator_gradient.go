package metrics

import (
	"fmt"
	"math"

	"monge/lp"
)

// GeneratorGradient returns ∇θ W(Pr, Pθ) (one entry per parameter) by
// Theorem 3 of the paper,
//
//	∇θ W(Pr, Pθ) = −E_z [ ∇θ f(gθ(z)) ],
//
// where f is the optimal potential and Pθ the distribution of gθ(Z). solution is the
// result of EarthMover(real, fake, lp.Euclidean), atom j of fake is gθ(zⱼ), and
// jacobian(j) returns ∂gθ(zⱼ)/∂θ (d×k). By the chain rule ∇θ f(gθ(z)) is the
// transposed Jacobian times ∇f at gθ(z), and ∇f there is the unit vector from the
// fake atom to the real atom that it is matched with.
//
// The theorem holds where both sides are well defined, but f may have kinks. A basis
// of the linear program makes n+m−1 pairs tight: u + v = c there. If there is more
// than one real atom, some fake atoms then touch the cones of several real atoms. If
// these lie in different directions, f has a kink there. W still has a derivative if
// the plan is unique: W is a minimum over plans, so its derivative is that of the
// cost of the optimal plan (Danskin). At a kink this is the mean of the slopes of f,
// weighted by the mass that moves in each direction. GeneratorGradient computes this
// derivative. If a fake atom coincides with the real atom that it is matched with, W
// has a kink, and GeneratorGradient takes the slope 0.
//
// It returns an error if a distribution or the solution is nil, the solution does
// not fit the distributions, a Jacobian is not d×k for the same k, or a derivative is not
// finite.
func GeneratorGradient(real, fake *Distribution, solution *lp.Solution, jacobian func(j int) [][]float64) ([]float64, error) {
	if err := checkSameSpace(real, fake); err != nil {
		return nil, err
	}
	if solution == nil {
		return nil, errNoSolution
	}
	if len(solution.U) != real.Len() || len(solution.V) != fake.Len() {
		return nil, fmt.Errorf("metrics: the solution is for %d and %d atoms, the distributions have %d and %d", len(solution.U), len(solution.V), real.Len(), fake.Len())
	}
	var gradient []float64
	for _, move := range solution.Plan {
		slope := direction(fake.Point(move.To), real.Point(move.From)) // ∇f at the fake point
		rows := jacobian(move.To)
		if len(rows) != len(slope) {
			return nil, fmt.Errorf("metrics: the Jacobian at atom %d has %d rows, not %d", move.To, len(rows), len(slope))
		}
		for axis, row := range rows {
			if gradient == nil {
				gradient = make([]float64, len(row))
			}
			if len(row) != len(gradient) {
				return nil, fmt.Errorf("metrics: row %d of the Jacobian at atom %d has %d columns, not %d", axis, move.To, len(row), len(gradient))
			}
			for k, derivative := range row {
				if math.IsNaN(derivative) || math.IsInf(derivative, 0) {
					return nil, fmt.Errorf("metrics: entry (%d, %d) of the Jacobian at atom %d is %v", axis, k, move.To, derivative)
				}
				gradient[k] -= move.Mass * slope[axis] * derivative
			}
		}
	}
	return gradient, nil
}
