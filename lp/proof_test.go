package lp

import (
	"errors"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// onAxis returns points of the plane on the first axis.
func onAxis(x ...float64) *mat.Dense {
	points := mat.NewDense(len(x), 2, nil)
	for i, a := range x {
		points.Set(i, 0, a)
	}
	return points
}

// If rounding spoils a solution, every solver returns an UnprovenError that names the cause.
func TestASolutionThatRoundingSpoilsIsAnUnprovenError(t *testing.T) {
	for _, test := range []struct {
		name  string
		p     Problem
		right float64 // the optimal cost
		cause string
	}{
		{"a weight below the unit, far away",
			Problem{[]float64{1, 1e-39}, []float64{1}, Points{onAxis(0, 1e49), onAxis(0), Euclidean}}, 1e10,
			"supply[1] = 1e-39 is too small beside the total"},
		{"the same, with the tiny weight first",
			Problem{[]float64{1e-39, 1}, []float64{1}, Points{onAxis(1e49, 0), onAxis(0), Euclidean}}, 1e10,
			"supply[0] = 1e-39 is too small beside the total"},
		{"the same, as a demand",
			Problem{[]float64{1}, []float64{1, 1e-39}, Points{onAxis(0), onAxis(0, 1e49), Euclidean}}, 1e10,
			"demand[1] = 1e-39 is too small beside the total"},
		{"a weight of a few units",
			Problem{[]float64{1, 3.3e-37}, []float64{1}, Points{onAxis(0, 1e40), onAxis(0), Euclidean}}, 3300,
			"supply[1] = 3.3e-37 is too small beside the total"},
		{"on a line",
			Problem{[]float64{1, 1e-39}, []float64{1}, Points{mat.NewDense(2, 1, []float64{0, 1e49}), mat.NewDense(1, 1, nil), Euclidean}}, 1e10,
			"supply[1] = 1e-39 is too small beside the total"},
		{"subnormal costs of little mass each",
			Problem{equal(100, 0.01), []float64{1}, Points{onAxis(equal(100, 1e-321)...), onAxis(0), Euclidean}}, 1e-321,
			"the cost is too small"},
		{"costs that underflow to 0",
			Problem{[]float64{1, 0.1}, []float64{1.1}, Points{onAxis(0, 1e-323), onAxis(0), Euclidean}}, 1e-324,
			"the cost is too small"},
	} {
		for name, solve := range solversOf(test.p) {
			s, err := solve(test.p)
			var unproven *UnprovenError
			if err == nil {
				t.Errorf("%s, %s: cost %v, right is %v; %+v", test.name, name, s.Cost, test.right, s.Certificate)
				continue
			}
			if !errors.As(err, &unproven) || !strings.Contains(err.Error(), test.cause) {
				t.Errorf("%s, %s: %v", test.name, name, err)
			}
			var value *ValueError
			if errors.As(err, &value) != strings.Contains(test.cause, "[") {
				t.Errorf("%s, %s: the place of the weight is %+v", test.name, name, value)
			}
		}
	}
}

// solversOf returns Solve, the solver for large problems and, for points on a line, the
// solver for a line. Each returns an UnprovenError as Solve does.
func solversOf(p Problem) map[string]func(Problem) (*Solution, error) {
	solvers := map[string]func(Problem) (*Solution, error){"small": Solve, "large": func(p Problem) (*Solution, error) {
		s, err := solveAsLarge(p)
		if err != nil {
			return nil, err
		}
		return s, requireProof(p, s, unwatched())
	}}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		solvers["line"] = func(p Problem) (*Solution, error) {
			s, err := solved(func(s *Solution) error { return new(line).solve(p, points, s, false, unwatched()) })
			if err != nil {
				return nil, err
			}
			return s, requireProof(p, s, unwatched())
		}
	}
	return solvers
}

// An atom far away with little mass makes the potentials so large that the costs between
// the other atoms are lost to rounding. Then the plan may be wrong although primal and dual
// are equal. So each solver has to return an error or the right cost.
func TestAFarAtomOfLittleMassGivesTheRightCostOrAnError(t *testing.T) {
	random := newRandom(51)
	var refused, solved int
	for range 3000 {
		n := 2 + random.IntN(5)
		x, y := randomMatrix(n+1, 2, random.Float64), randomMatrix(n, 2, random.Float64)
		far := math.Pow(10, 40*random.Float64())
		weight := math.Pow(10, -45*random.Float64())
		place := random.IntN(n + 1)
		x.Set(place, 0, far)
		supply := equal(n+1, 1)
		supply[place] = weight
		demand := equal(n, 1)
		demand[0] += weight
		p := Problem{supply, demand, Points{x, y, Euclidean}}
		// All of the far atom's mass goes at cost far, up to the size of the square; the
		// rest is a matching.
		near := mat.NewDense(n, n, nil)
		for i, k := 0, 0; i <= n; i++ {
			if i == place {
				continue
			}
			for j := range n {
				near.Set(k, j, Euclidean.Between(x.RawRowView(i), y.RawRowView(j)))
			}
			k++
		}
		matching := cheapestMatching(near)
		low, high := matching+weight*(far-10), matching+weight*(far+10)
		for name, solve := range solversOf(p) {
			s, err := solve(p)
			if err != nil {
				refused++
				continue
			}
			solved++
			if s.Cost < low-1e-9*low || s.Cost > high+1e-9*high {
				t.Fatalf("%s: cost %v, right is %v to %v, for weight %v at %v; %+v", name, s.Cost, low, high, weight, far, s.Certificate)
			}
		}
	}
	if refused < 100 || solved < 100 {
		t.Errorf("%d refused and %d solved: that tests one case only", refused, solved)
	}
}

// Gaussian weights over 300 orders of magnitude are solved, against others and against
// themselves. The smallest weights are rounded, but this does not matter to the cost.
func TestGaussianWeightsWithTailsThatUnderflowAreSolved(t *testing.T) {
	const n = 200
	weights := func(mean float64) []float64 {
		w := make([]float64, n)
		for i := range w {
			x := 40 * (float64(i)/n - 0.5)
			w[i] = math.Exp(-(x - mean) * (x - mean) / 2)
		}
		return w
	}
	grid := mat.NewDense(n, 2, nil)
	for i := range n {
		grid.Set(i, 0, 40*(float64(i)/n-0.5))
	}
	for _, shift := range []float64{0, 0.3, 2} {
		p := Problem{weights(0), weights(shift), Points{grid, grid, Euclidean}}
		total := sum(p.Supply)
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Cost/total-shift) > 1e-9 {
			t.Errorf("EM %v between Gaussians %v apart", s.Cost/total, shift)
		}
	}
}

// Weights that are equal up to rounding are solved, although the cost between them is far
// smaller than the rounding of the potentials.
func TestWeightsThatAreEqualUpToRoundingAreSolved(t *testing.T) {
	random := newRandom(52)
	for _, n := range []int{5, 100, 300} {
		for d := 1; d <= 2; d++ {
			x := randomMatrix(n, d, random.NormFloat64)
			a := randomShares(n, random)
			b := make([]float64, n)
			for i := range b {
				b[i] = a[i] * (1 + 1e-16*float64(random.IntN(5)))
			}
			s, err := Solve(Problem{a, b, Points{x, x, Euclidean}})
			if err != nil {
				t.Fatal(err)
			}
			if s.Cost > 1e-14 {
				t.Errorf("cost %v", s.Cost)
			}
		}
	}
}
