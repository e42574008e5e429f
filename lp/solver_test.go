package lp

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// The solvers for small and for large problems find the same cost on every family.
func TestSmallAndLargeSolversAgree(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			random := newRandom(31)
			for range 100 {
				p := family.draw(1+random.IntN(20), 1+random.IntN(20), random)
				small, err := solved(func(s *Solution) error { return new(smallSolver).solve(p, nil, s, nil, unwatched()) })
				if err != nil {
					t.Fatal(err)
				}
				proven(t, p, small)
				large, err := solveAsLarge(p)
				if err != nil {
					t.Fatal(err)
				}
				proven(t, p, large)
				if math.Abs(small.Cost-large.Cost) > 1e-13*max(absoluteCost(p, small), absoluteCost(p, large)) {
					t.Fatalf("the small solver finds cost %v, the large one %v", small.Cost, large.Cost)
				}
			}
		})
	}
}

// absoluteCost is Σ |cᵢⱼ| xᵢⱼ.
func absoluteCost(p Problem, s *Solution) (sum float64) {
	for _, move := range s.Plan {
		sum += math.Abs(p.Cost.At(move.From, move.To)) * move.Mass
	}
	return sum
}

// A solver that has solved other problems gives the bytes that a new one gives.
func TestAReusedSolverGivesWhatANewOneGives(t *testing.T) {
	random := newRandom(32)
	var reused Solver
	for range 20 {
		for _, family := range families() {
			p := family.draw(1+random.IntN(30), 1+random.IntN(30), random)
			again, err := reused.Solve(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			first, err := Solve(p)
			if err != nil {
				t.Fatal(err)
			}
			if again.Certificate != first.Certificate || !slices.Equal(again.Plan, first.Plan) ||
				!slices.Equal(again.U, first.U) || !slices.Equal(again.V, first.V) {
				t.Fatalf("%s: %+v, a new solver says %+v", family.name, again, first)
			}
		}
	}
}

func TestSmallProblemsAllocateOnlyOnce(t *testing.T) {
	random := newRandom(33)
	cloud := Points{randomMatrix(64, 2, random.Float64), randomMatrix(64, 2, random.Float64), Euclidean}
	for _, c := range []GroundCost{cloud, randomMatrix(64, 64, random.Float64)} {
		p := Problem{randomCounts(64, 1000, random), randomCounts(64, 1000, random), c}
		var solver Solver
		var into Solution
		allocations := testing.AllocsPerRun(10, func() {
			if err := solver.SolveInto(context.Background(), p, &into); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 0 {
			t.Errorf("%T: %v allocations", c, allocations)
		}
	}
}

// A solution does not change when its solver solves another problem: small, on a line or
// large.
func TestASolutionBelongsToTheCaller(t *testing.T) {
	random := newRandom(37)
	for _, n := range []int{5, 60, 200} {
		for d := 1; d <= 2; d++ {
			draw := func() Problem {
				return Problem{randomCounts(n, 100*n, random), randomCounts(n, 100*n, random),
					Points{randomMatrix(n, d, random.NormFloat64), randomMatrix(n, d, random.NormFloat64), Euclidean}}
			}
			var solver Solver
			p := draw()
			kept, err := solver.Solve(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := solver.Solve(context.Background(), draw()); err != nil {
					t.Fatal(err)
				}
			}
			proven(t, p, kept)
		}
	}
}

// SolveInto overwrites a solution of another size.
func TestSolveIntoGivesWhatSolveGives(t *testing.T) {
	random := newRandom(38)
	var solver Solver
	var into Solution
	for range 100 {
		n, m, d := 1+random.IntN(200), 1+random.IntN(200), 1+random.IntN(2)
		p := Problem{randomCounts(n, n*m, random), randomCounts(m, n*m, random),
			Points{randomMatrix(n, d, random.NormFloat64), randomMatrix(m, d, random.NormFloat64), Euclidean}}
		if err := solver.SolveInto(context.Background(), p, &into); err != nil {
			t.Fatal(err)
		}
		want, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(&into, want) {
			t.Fatalf("%d×%d: %+v, Solve says %+v", n, m, into.Certificate, want.Certificate)
		}
	}
	if err := solver.SolveInto(context.Background(), Problem{}, nil); err == nil || err.Error() != "lp: no solution to solve into" {
		t.Errorf("error %v", err)
	}
}

// Solve returns soon after its context is done, whatever it is computing.
func TestSolveStopsWithItsContext(t *testing.T) {
	n := 6000
	if testing.Short() { // the race detector is slow
		n = 1500
	}
	random := newRandom(34)
	cloud := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
	for name, c := range map[string]GroundCost{
		"points":   cloud,
		"function": asMatrix{cloud},
		"matrix":   randomMatrix(n/2, n/2, random.Float64),
	} {
		rows, _ := c.Dims()
		p := Problem{randomCounts(rows, 100*n, random), randomCounts(rows, 100*n, random), c}
		for _, after := range []time.Duration{0, 5 * time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			_, err := new(Solver).Solve(ctx, p)
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s after %v: %v", name, after, err)
			}
			if err == nil && after == 0 {
				t.Errorf("%s: solved, though there was no time", name)
			}
			cancel()
		}
	}
}

func TestProgressIsReportedAfterASecondAndAtIntervals(t *testing.T) {
	var seen []Progress
	net := &network{sources: make([]int, 3), sinks: make([]int, 4), pivots: 5, round: 2}
	w := &watch{ctx: context.Background(), progress: func(p Progress) { seen = append(seen, p) }, started: time.Now()}
	w.report(net) // too early
	w.started = time.Now().Add(-2 * firstReport)
	w.report(net)
	w.report(net) // too soon after the first
	if len(seen) != 1 || seen[0].Sources != 3 || seen[0].Sinks != 4 || seen[0].Pivots != 5 || seen[0].Round != 2 || seen[0].Elapsed < 2*firstReport {
		t.Errorf("progress %+v", seen)
	}
}

// rootCost is a ground cost of the caller's own: √(Σ|xₖ−yₖ|).
type rootCost struct{ Points }

func (c rootCost) At(i, j int) float64 { return math.Sqrt(c.Points.At(i, j)) }

// A ground cost that the caller defines costs what its matrix costs, in small and in large
// problems.
func TestACallersGroundCostCostsWhatItsMatrixCosts(t *testing.T) {
	random := newRandom(35)
	for _, n := range []int{40, 700} {
		own := rootCost{Points{randomMatrix(n, 3, random.Float64), randomMatrix(n+50, 3, random.Float64), CityBlock}}
		p := Problem{randomCounts(n, 10*n, random), randomCounts(n+50, 10*n, random), own}
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, s)
		p.Cost = mat.DenseCopyOf(asMatrix{own})
		dense, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Cost-dense.Cost) > 1e-13*dense.Cost {
			t.Errorf("the cost computed entry by entry is %v, that of its matrix %v", s.Cost, dense.Cost)
		}
	}
}

func TestACostThatOverflowsIsAnError(t *testing.T) {
	s, err := Solve(Problem{[]float64{1e305}, []float64{1e305}, mat.NewDense(1, 1, []float64{1e300})})
	if s != nil || err == nil || err.Error() != "lp: the cost overflows: the masses are too large for such costs" {
		t.Errorf("%+v, %v", s, err)
	}
}
