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
// dimension, or a power of a distance overflows or underflows float64 even in units of the
// size of the clouds.
func Wasserstein(mu, nu *Distribution, order float64) (float64, error) {
	solution, err := WassersteinWith(context.Background(), new(lp.Solver), mu, nu, lp.Euclidean, order)
	if err != nil {
		return 0, err
	}
	return solution.Distance(), nil
}

// WassersteinSolution is the solution of the transport problem whose ground cost is the
// distance, in units of Unit, to the power of Order. Its masses sum to 1.
type WassersteinSolution struct {
	*lp.Solution
	Order float64
	// Unit is a power of two. It is 1 unless powers of distances, in the units of the points,
	// might overflow or underflow float64.
	Unit float64
}

// Distance returns the Wasserstein distance in the units of the points: Unit times the root
// of the cost.
func (s *WassersteinSolution) Distance() float64 {
	switch s.Order {
	case 1:
		return s.Cost
	case 2:
		return s.Unit * math.Sqrt(s.Cost)
	}
	return s.Unit * math.Pow(s.Cost, 1/s.Order)
}

// WassersteinWith is Wasserstein for any ground distance, with a context and a solver, as
// in EarthMoverWith. lp.SquaredEuclidean is not a distance, and is an error unless order is
// 1. WassersteinWith builds the n×m matrix of costs, except for order 1, and for order 2 of
// Euclidean distances.
func WassersteinWith(ctx context.Context, solver *lp.Solver, mu, nu *Distribution, ground lp.Ground, order float64) (*WassersteinSolution, error) {
	if err := checkOrder(ground, order); err != nil {
		return nil, err
	}
	if err := checkSameSpace(mu, nu); err != nil {
		return nil, err
	}
	unit := unitFor(mu, nu, order)
	// The factors keep weights whole, as in EarthMoverWith.
	problem, err := transportOfPowers(ctx, mu, nu, nu.total, mu.total, ground, order, unit)
	if err != nil {
		return nil, err
	}
	solution, err := solver.Solve(ctx, problem)
	if err != nil {
		return nil, err
	}
	solution.Rescale(1 / (mu.total * nu.total))
	if err := checkMeanPower(mu, nu, ground, order, solution.Cost); err != nil {
		return nil, err
	}
	return &WassersteinSolution{solution, order, unit}, nil
}

// VerifyWasserstein is VerifyEarthMover for a solution of WassersteinWith.
func VerifyWasserstein(mu, nu *Distribution, ground lp.Ground, s *WassersteinSolution) (lp.Certificate, error) {
	if err := checkOrder(ground, s.Order); err != nil {
		return lp.Certificate{}, err
	}
	if err := checkSameSpace(mu, nu); err != nil {
		return lp.Certificate{}, err
	}
	problem, err := transportOfPowers(context.Background(), mu, nu, 1/mu.total, 1/nu.total, ground, s.Order, s.Unit)
	if err != nil {
		return lp.Certificate{}, err
	}
	return lp.VerifyAllPairs(problem, s.Solution)
}

// checkOrder returns an error if ground has no Wasserstein distance of that order.
func checkOrder(ground lp.Ground, order float64) error {
	switch {
	case !(order >= 1) || math.IsInf(order, 1):
		return fmt.Errorf("metrics: the order of a Wasserstein distance is %v, but must be finite and at least 1", order)
	case order != 1 && !ground.Metric():
		return fmt.Errorf("metrics: %v is not a distance; for squared distances take euclidean and order 2", ground)
	}
	return nil
}

// leastPower is the smallest accepted mean power of distances. Each power may have a rounding
// error as large as the smallest float64, 5e-324, so that smaller means lose digits.
const leastPower = 1e-290

// checkMeanPower returns an error if the mean power of distances is so small that it has lost
// digits. A mean of 0 is right if μ and ν are equal up to the rounding of their weights.
func checkMeanPower(mu, nu *Distribution, ground lp.Ground, order, mean float64) error {
	if ground == lp.SquaredEuclidean {
		order *= 2
	}
	if order == 1 || mean >= leastPower {
		return nil
	}
	if tv, err := TV(mu, nu); err == nil && tv <= 1e-9 {
		return nil
	}
	return fmt.Errorf("metrics: the mean of the distances to the power of %v is below %v, so that it has lost digits", order, leastPower)
}

// unitFor returns the unit of length for a problem of the given order. It is 1 if the power
// of the clouds' size is far from the limits of float64. Otherwise it is a power of two near
// that size: division by it is exact.
func unitFor(mu, nu *Distribution, order float64) float64 {
	low, high := boxAround(mu, nu)
	half := 0.0 // half the longest side of the box; the side itself may overflow
	for k := range low {
		half = max(half, high[k]/2-low[k]/2)
	}
	const safe = 200 // powers from 2^-safe to 2^safe leave room for smaller distances and for sums
	exponent := 1 + math.Log2(half)
	if order == 1 || half == 0 || math.Abs(exponent)*order <= safe {
		return 1
	}
	return math.Ldexp(1, int(min(max(math.Round(exponent), -1000), 1000))) // 1/unit must not overflow
}

// transportOfPowers returns the transport problem whose cost is the distance, in the given
// unit, to the power of order. Squared Euclidean distances need no matrix of costs: the
// solver computes them. It returns an error if ctx is done.
func transportOfPowers(ctx context.Context, mu, nu *Distribution, factorMu, factorNu float64, ground lp.Ground, order, unit float64) (p lp.Problem, err error) {
	p = transport(mu, nu, factorMu, factorNu, ground)
	points := p.Cost.(lp.Points)
	if unit != 1 {
		var x, y mat.Dense
		x.Scale(1/unit, points.X)
		y.Scale(1/unit, points.Y)
		points.X, points.Y = &x, &y
	}
	switch {
	case order == 1:
		p.Cost = points
	case order == 2 && ground == lp.Euclidean:
		points.Ground = lp.SquaredEuclidean
		p.Cost = points
	default:
		p.Cost, err = powers(ctx, points, order)
	}
	return p, err
}

// powers returns the ground costs of points to the power of order (n×m), or an error if ctx
// is done.
func powers(ctx context.Context, points lp.Points, order float64) (*mat.Dense, error) {
	n, m := points.Dims()
	costs := mat.NewDense(n, m, nil)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row := costs.RawRowView(i)
		for j := range row {
			row[j] = math.Pow(points.At(i, j), order)
		}
	}
	return costs, nil
}
