package lp

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// cheapestMatching returns the cost of the cheapest of all n! matchings.
func cheapestMatching(c *mat.Dense) float64 {
	n, _ := c.Dims()
	taken := make([]bool, n)
	var from func(i int) float64
	from = func(i int) float64 {
		if i == n {
			return 0
		}
		best := math.Inf(1)
		for j := range n {
			if !taken[j] {
				taken[j] = true
				best = min(best, c.At(i, j)+from(i+1))
				taken[j] = false
			}
		}
		return best
	}
	return from(0)
}

// With costs of 1e32 beside costs of 1e-3, the optimal cost is that of the cheapest matching,
// which brute force finds, up to rounding. In some problems every matching has a huge cost.
func TestHugeCostsBesideTinyOnesGiveTheCheapestMatching(t *testing.T) {
	random := newRandom(6)
	var avoided int
	for range 5000 {
		n := 2 + random.IntN(5)
		c := randomMatrix(n, n, func() float64 {
			switch random.IntN(9) {
			case 0:
				return 1e10 * random.Float64()
			case 1, 2, 3:
				return 1e32 * (1 + random.Float64())
			default:
				return 1e-3 * random.Float64()
			}
		})
		s, err := Solve(Problem{equal(n, 1), equal(n, 1), c})
		if err != nil {
			t.Fatal(err)
		}
		want := cheapestMatching(c)
		if want < 1 {
			avoided++
		}
		if math.Abs(s.Cost-want) > 1e-14*want || s.Certificate.Gap > 1e-13 || s.Certificate.MaxViolation > 1e-13*want {
			t.Fatalf("cost %v, brute force has %v; %+v", s.Cost, want, s.Certificate)
		}
	}
	if avoided < 1000 || avoided > 4500 {
		t.Errorf("the huge costs could be avoided in %d of 5000 problems: that tests one case only", avoided)
	}
}

// A large problem in which half of the arcs cost 1e32 has the same cost, to the last bit,
// as with 1 in place of 1e32.
func TestForbiddenArcsDoNotChangeTheCost(t *testing.T) {
	random := newRandom(7)
	const n = 200
	c := randomMatrix(n, n, func() float64 {
		if random.IntN(2) == 0 {
			return 1e32
		}
		return 1e-3 * random.Float64()
	})
	forbidden, err := Solve(Problem{equal(n, 1), equal(n, 1), c})
	if err != nil {
		t.Fatal(err)
	}
	c.Apply(func(_, _ int, cost float64) float64 { return min(cost, 1) }, c)
	dear, err := Solve(Problem{equal(n, 1), equal(n, 1), c})
	if err != nil {
		t.Fatal(err)
	}
	if forbidden.Cost != dear.Cost {
		t.Errorf("cost %v, but %v with the huge costs cut to 1", forbidden.Cost, dear.Cost)
	}
	if forbidden.Certificate.Gap > 1e-12 || forbidden.Certificate.MaxViolation > 1e-15 {
		t.Errorf("%+v", forbidden.Certificate)
	}
}

// EM between two copies of a cloud, one translated by θ, is |θ|, and the certificate proves
// it, however small or large θ is compared with the cloud.
func TestEMOfATranslatedCloudIsTheTranslation(t *testing.T) {
	for _, theta := range []float64{1e-300, 1e-200, 1e-18, 1e-9, 1e-3, 1, 1e6, 1e100, 1e160, 1e290} {
		for _, n := range []int{1, 7, 100, 333} {
			x, y := mat.NewDense(n, 2, nil), mat.NewDense(n, 2, nil)
			for i := range n {
				z := (float64(i) + 0.5) / float64(n)
				x.SetRow(i, []float64{0, z})
				y.SetRow(i, []float64{theta, z})
			}
			s, err := Solve(Problem{equal(n, 1/float64(n)), equal(n, 1/float64(n)), Points{x, y, Euclidean}})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(s.Cost-theta) > 1e-14*theta || s.Certificate.Gap > 1e-14 || s.Certificate.MaxViolation > 1e-14*theta {
				t.Errorf("θ = %v, n = %d: cost %v, %+v", theta, n, s.Cost, s.Certificate)
			}
		}
	}
}
