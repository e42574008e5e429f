package lp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// newRandom returns a source of random numbers for a test that names its seed.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// randomMatrix returns an n×m matrix of draws.
func randomMatrix(n, m int, draw func() float64) *mat.Dense {
	c := mat.NewDense(n, m, nil)
	c.Apply(func(_, _ int, _ float64) float64 { return draw() }, c)
	return c
}

// equal returns n weights of w.
func equal(n int, w float64) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = w
	}
	return weights
}

// randomShares returns n random weights, some of them zero, of sum 1.
func randomShares(n int, random *rand.Rand) []float64 {
	shares, sum := make([]float64, n), 0.0
	for sum == 0 {
		for i := range shares {
			shares[i] = max(random.Float64()-0.2, 0)
			sum += shares[i]
		}
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

// randomCounts returns n whole weights of the given sum.
func randomCounts(n, sum int, random *rand.Rand) []float64 {
	counts := make([]float64, n)
	for range sum {
		counts[random.IntN(n)]++
	}
	return counts
}

// family is a kind of problem that has been hard for some solver.
type family struct {
	name string
	draw func(n, m int, random *rand.Rand) Problem
}

// families returns the kinds of problem that every solver has to solve. draw makes a problem
// with n sources and m sinks.
func families() []family {
	spread := func(cost func(random *rand.Rand) float64) func(n, m int, random *rand.Rand) Problem {
		return func(n, m int, random *rand.Rand) Problem {
			return Problem{
				Supply: randomShares(n, random),
				Demand: randomShares(m, random),
				Cost:   randomMatrix(n, m, func() float64 { return cost(random) }),
			}
		}
	}
	whole := func(cost func(random *rand.Rand) float64) func(n, m int, random *rand.Rand) Problem {
		return func(n, m int, random *rand.Rand) Problem {
			p := spread(cost)(n, m, random)
			p.Supply, p.Demand = randomCounts(n, n*m, random), randomCounts(m, n*m, random)
			return p
		}
	}
	cloud := func(g Ground, coordinate func(random *rand.Rand) float64) func(n, m int, random *rand.Rand) Problem {
		return func(n, m int, random *rand.Rand) Problem {
			d := 1 + random.IntN(3)
			draw := func() float64 { return coordinate(random) }
			return Problem{
				Supply: equal(n, float64(m)),
				Demand: equal(m, float64(n)),
				Cost:   Points{randomMatrix(n, d, draw), randomMatrix(m, d, draw), g},
			}
		}
	}
	grid := func(random *rand.Rand) float64 { return float64(random.IntN(3)) }
	normal := func(random *rand.Rand) float64 { return random.NormFloat64() }
	all := []family{
		{"random costs, random weights", spread(normal)},
		{"integer costs, random weights", spread(grid)},
		{"integer costs, integer weights", whole(grid)},
		{"equal costs", whole(func(*rand.Rand) float64 { return 2 })},
		{"zero costs", spread(func(*rand.Rand) float64 { return 0 })},
		{"costs over ten orders of magnitude", whole(func(random *rand.Rand) float64 {
			return math.Pow(10, float64(random.IntN(10)-5)) * random.Float64()
		})},
		{"weights over thirty orders of magnitude", func(n, m int, random *rand.Rand) Problem {
			p := spread(normal)(n, m, random)
			for i := range p.Supply {
				p.Supply[i] = math.Pow(10, -30*random.Float64())
			}
			p.Demand = []float64{0}
			for _, a := range p.Supply {
				p.Demand[0] += a
			}
			p.Cost = randomMatrix(n, 1, random.Float64)
			return p
		}},
		{"all mass on one atom", func(n, m int, random *rand.Rand) Problem {
			p := spread(normal)(n, m, random)
			p.Supply, p.Demand = equal(n, 0), equal(m, 0)
			p.Supply[random.IntN(n)], p.Demand[random.IntN(m)] = 3, 3
			return p
		}},
	}
	for _, g := range Grounds() {
		all = append(all,
			family{fmt.Sprintf("points, %v", g), cloud(g, normal)},
			family{fmt.Sprintf("points on a grid, duplicates, %v", g), cloud(g, grid)})
	}
	return all
}

// costScale returns the total mass times the largest absolute cost, a bound of the absolute
// cost of any plan.
func costScale(p Problem) float64 {
	var largest float64
	n, m := p.Cost.Dims()
	for i := range n {
		for j := range m {
			largest = max(largest, math.Abs(p.Cost.At(i, j)))
		}
	}
	return largest * floats.Sum(p.Supply)
}

// proven fails the test unless s is complete and its certificate proves it optimal: the plan
// and the potentials are feasible and of equal value, up to rounding.
func proven(t *testing.T, p Problem, s *Solution) {
	t.Helper()
	c, err := Verify(p, s)
	if err != nil {
		t.Fatal(err)
	}
	var scale float64 // what potentials are rounded to
	for _, w := range append(append([]float64(nil), s.U...), s.V...) {
		scale = max(scale, math.Abs(w))
	}
	n, m := p.Cost.Dims()
	switch {
	case c != s.Certificate || c.Primal != s.Cost:
		t.Fatalf("solution says %+v, cost %v; Verify says %+v", s.Certificate, s.Cost, c)
	case !(c.MaxViolation <= 1e-14*scale):
		t.Fatalf("u+v exceeds c by %v with potentials up to %v", c.MaxViolation, scale)
	case !(c.Gap <= 1e-12) && !(math.Abs(c.Primal-c.Dual) <= 1e-15*scale*floats.Sum(p.Supply)):
		t.Fatalf("primal %v, dual %v: gap %v with potentials up to %v", c.Primal, c.Dual, c.Gap, scale)
	case !(c.MarginalError <= 1e-15):
		t.Fatalf("marginals are missed by %v of the total", c.MarginalError)
	case len(s.Plan) > n+m-1:
		t.Fatalf("%d moves for n+m−1 = %d", len(s.Plan), n+m-1)
	}
	for k, move := range s.Plan {
		if move.Mass <= 0 {
			t.Fatalf("move %d has mass %v", k, move.Mass)
		}
		if k > 0 && (s.Plan[k-1].From > move.From || s.Plan[k-1].From == move.From && s.Plan[k-1].To >= move.To) {
			t.Fatalf("move %d is out of order", k)
		}
	}
}
