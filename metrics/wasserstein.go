package metrics

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Wasserstein returns the Wasserstein distance of order p ≥ 1 between two discrete
// distributions, with Euclidean distances:
//
//	W_p(μ, ν) = (inf over couplings γ of μ and ν of E_{(x,y)~γ} ‖x − y‖^p)^(1/p)
//
// It is in units of length, and a metric (Villani 2009, Definition 6.1). W₁ is EM. It
// returns an error if order is below 1 or infinite, μ or ν is nil, they differ in
// dimension, a power of a distance overflows, or the mean power of the plan's distances is
// too small for float64.
func Wasserstein(mu, nu *Distribution, order float64) (float64, error) {
	solution, err := WassersteinWith(context.Background(), new(lp.Solver), mu, nu, lp.Euclidean, order)
	if err != nil {
		return 0, err
	}
	return WassersteinOf(solution, order), nil
}

// WassersteinWith is Wasserstein for any ground distance, with a context and a solver, as
// in EarthMoverWith. It returns the solution of the transport problem whose ground cost is
// the distance to the power of order; WassersteinOf takes the root of its cost.
// lp.SquaredEuclidean is not a distance, and is an error unless order is 1. WassersteinWith
// builds the n×m matrix of costs, except for order 1, and for order 2 of Euclidean
// distances.
func WassersteinWith(ctx context.Context, solver *lp.Solver, mu, nu *Distribution, ground lp.Ground, order float64) (*lp.Solution, error) {
	if err := checkOrder(ground, order); err != nil {
		return nil, err
	}
	if err := sameSpace(mu, nu); err != nil {
		return nil, err
	}
	// The factors keep weights whole, as in EarthMoverWith.
	p := transport(mu, nu, nu.total, mu.total, ground)
	p.Cost = power(p.Cost.(lp.Points), order)
	solution, err := solver.Solve(ctx, p)
	if err != nil {
		return nil, err
	}
	solution.Rescale(1 / (mu.total * nu.total))
	if order != 1 && solution.Cost < leastPower {
		if tv, err := TV(mu, nu); err != nil || tv > 1e-9 {
			return nil, fmt.Errorf("metrics: the points are too close: their distances to the power of %v are below %v, where digits are lost", order, leastPower)
		}
	}
	return solution, nil
}

// leastPower is the smallest accepted mean power of distances. Below it rounding errors,
// which may be the smallest float64, 5e-324, for each power, would lose digits.
const leastPower = 1e-290

// WassersteinOf returns the distance of that order from the solution that
// WassersteinWith returns: the root of its cost.
func WassersteinOf(s *lp.Solution, order float64) float64 {
	switch order {
	case 1:
		return s.Cost
	case 2:
		return math.Sqrt(s.Cost)
	}
	return math.Pow(s.Cost, 1/order)
}

// VerifyWasserstein is VerifyEarthMover for a solution of WassersteinWith.
func VerifyWasserstein(mu, nu *Distribution, ground lp.Ground, order float64, s *lp.Solution) (lp.Certificate, error) {
	if err := checkOrder(ground, order); err != nil {
		return lp.Certificate{}, err
	}
	if err := sameSpace(mu, nu); err != nil {
		return lp.Certificate{}, err
	}
	p := transport(mu, nu, 1/mu.total, 1/nu.total, ground)
	p.Cost = power(p.Cost.(lp.Points), order)
	return lp.VerifyAllPairs(p, s)
}

// checkOrder returns an error if there is no Wasserstein distance of that order for ground.
func checkOrder(ground lp.Ground, order float64) error {
	switch {
	case !(order >= 1) || math.IsInf(order, 1):
		return fmt.Errorf("metrics: order %v of a Wasserstein distance is not a finite number of at least 1", order)
	case order != 1 && !ground.Metric():
		return fmt.Errorf("metrics: %v is no distance; the Wasserstein distance of order 2 squares euclidean itself", ground)
	}
	return nil
}

// power returns the ground cost of points to the power of order. For squared Euclidean
// distances the solver has a fast search.
func power(points lp.Points, order float64) lp.GroundCost {
	switch {
	case order == 1:
		return points
	case order == 2 && points.Ground == lp.Euclidean:
		points.Ground = lp.SquaredEuclidean
		return points
	}
	n, m := points.Dims()
	costs := mat.NewDense(n, m, nil)
	costs.Apply(func(i, j int, _ float64) float64 { return math.Pow(points.At(i, j), order) }, costs)
	return costs
}
