package lp

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Problem is a balanced transport problem: n sources that hold Supply, m sinks
// that want Demand, and what a unit of mass costs on the way between them.
//
//	minimise    Σᵢⱼ cᵢⱼ xᵢⱼ
//	subject to  Σⱼ xᵢⱼ = Supplyᵢ   for each source i
//	            Σᵢ xᵢⱼ = Demandⱼ   for each sink j
//	            xᵢⱼ ≥ 0
//
// With Supply and Demand two probability vectors, x runs over the couplings of
// the two, and the minimum is the EM distance, equation (1) of Wasserstein GAN.
type Problem struct {
	// Supply (n) and Demand (m): finite, non-negative, of equal total. They
	// need not sum to 1, and integers stay exact.
	Supply, Demand []float64
	// Cost is n×m, each entry finite and at most 1e300 in size, so that
	// potentials, which are sums of costs, do not overflow. It may be negative.
	Cost GroundCost
}

// rounding is the relative difference between total supply and total demand
// that is taken for rounding. Sums of ten thousand float64 shares differ by
// 1e-13, shares printed with twelve digits by 1e-11; more is a real difference.
const rounding = 1e-10

// check returns an error that names the first entry that makes p ill-posed.
//
// Totals of supply and demand that differ by no more than a relative 1e-10
// count as equal: the solvers then add the difference to the largest entry of
// the smaller side. It uses the memory of b.
func (p Problem) check(b *box) error {
	switch c := p.Cost.(type) {
	case nil:
		return errors.New("lp: no ground cost")
	case Points:
		if c.X == nil || c.Y == nil {
			return errors.New("lp: no points")
		}
	case Func:
		if c.X == nil || c.Y == nil || c.Cost == nil {
			return errors.New("lp: no points, or no function of them")
		}
	}
	n, m := p.Cost.Dims()
	if n != len(p.Supply) || m != len(p.Demand) {
		return fmt.Errorf("lp: ground cost is %d×%d but there are %d supplies and %d demands",
			n, m, len(p.Supply), len(p.Demand))
	}
	if n*m <= fewPairs {
		if err := p.checkWeights(); err != nil {
			return err
		}
		return checkCost(p.Cost, b)
	}
	return p.checkBoth(b)
}

// checkBoth checks weights and costs at once.
func (p Problem) checkBoth(b *box) error {
	var weights, costs error
	both(func() { weights = p.checkWeights() }, func() { costs = checkCost(p.Cost, b) })
	return cmp.Or(weights, costs)
}

// checkWeights returns an error if supplies and demands are no weights of equal
// total.
func (p Problem) checkWeights() error {
	supply, err := total("supply", p.Supply)
	if err != nil {
		return err
	}
	demand, err := total("demand", p.Demand)
	if err != nil {
		return err
	}
	if math.Abs(supply-demand) > rounding*max(supply, demand) {
		return fmt.Errorf("lp: total supply %v differs from total demand %v", supply, demand)
	}
	return nil
}

// total returns the sum of a side's weights, or an error that names the one
// that cannot be a weight.
func total(side string, weights []float64) (float64, error) {
	if len(weights) == 0 {
		return 0, fmt.Errorf("lp: no %s", side)
	}
	for i, w := range weights {
		switch {
		case w >= 0 && w <= math.MaxFloat64:
			continue
		case math.IsNaN(w):
			return 0, fmt.Errorf("lp: %s[%d] is not a number", side, i)
		case math.IsInf(w, 0):
			return 0, fmt.Errorf("lp: %s[%d] is infinite", side, i)
		default:
			return 0, fmt.Errorf("lp: %s[%d] = %v is negative", side, i, w)
		}
	}
	switch sum := floats.SumCompensated(weights); {
	case sum == 0:
		return 0, fmt.Errorf("lp: total %s is zero", side)
	case math.IsInf(sum, 0) || math.IsNaN(sum):
		return 0, fmt.Errorf("lp: total %s overflows", side)
	default:
		return sum, nil
	}
}

// hugestCost is the largest size of a cost.
const hugestCost = 1e300

// checkCost looks for a cost that is not finite or too large: at each entry of
// a matrix in O(nm), at the coordinates of points in O(n+m).
func checkCost(c GroundCost, b *box) error {
	if points, ok := c.(Points); ok {
		return points.check(b)
	}
	n, m := c.Dims()
	if n*m <= fewPairs {
		for i := range n {
			for j := range m {
				if err := checkEntry(i, j, c.At(i, j)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	read := rowReader(c)
	for _, err := range inParallel(n, func(from, to int) error {
		buffer := make([]float64, m)
		for i := from; i < to; i++ {
			for j, cost := range read(i, buffer) {
				if math.Abs(cost) <= hugestCost {
					continue
				}
				return checkEntry(i, j, cost)
			}
		}
		return nil
	}) {
		if err != nil {
			return err // of the first row that has one
		}
	}
	return nil
}

// checkEntry returns an error if a cost is not finite or too large.
func checkEntry(i, j int, cost float64) error {
	switch {
	case math.Abs(cost) <= hugestCost:
		return nil
	case math.IsNaN(cost) || math.IsInf(cost, 0):
		return fmt.Errorf("lp: cost[%d][%d] = %v is not finite", i, j, cost)
	default:
		return fmt.Errorf("lp: cost[%d][%d] = %v is beyond ±%v", i, j, cost, hugestCost)
	}
}

// box is the smallest that holds all points, by two of its corners.
type box struct{ low, high []float64 } // d, d

// check returns an error if a coordinate is not finite, or if two corners of
// the box around all points are so far apart that their cost is too large.
func (p Points) check(b *box) error {
	_, d := p.X.Dims()
	if _, dY := p.Y.Dims(); d != dY {
		return fmt.Errorf("lp: points of dimension %d and %d", d, dY)
	}
	b.low, b.high = grow(b.low, d), grow(b.high, d)
	low, high := b.low, b.high
	for k := range d {
		low[k], high[k] = math.Inf(1), math.Inf(-1)
	}
	for _, cloud := range []struct {
		name   string
		points *mat.Dense
	}{{"x", p.X}, {"y", p.Y}} {
		raw := cloud.points.RawMatrix()
		for i := range raw.Rows {
			for k, a := range raw.Data[i*raw.Stride : i*raw.Stride+d] {
				if a >= low[k] && a <= high[k] {
					continue // of most, this is all there is to see
				}
				if a-a != 0 { // NaN or infinite
					return fmt.Errorf("lp: %s[%d][%d] = %v is not finite", cloud.name, i, k, a)
				}
				low[k], high[k] = min(low[k], a), max(high[k], a)
			}
		}
	}
	if diameter := p.Ground.Between(low, high); !(diameter <= hugestCost) {
		return fmt.Errorf("lp: the %s cost between points as far apart as %v and %v is beyond %v", p.Ground, low, high, hugestCost)
	}
	return nil
}
