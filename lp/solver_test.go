package lp

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// The plain simplex over all pairs and the one that looks for its arcs find the
// same cost, on every family.
func TestSmallAndLargeSolversAgree(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			random := newRandom(31)
			for range 100 {
				p := family.draw(1+random.IntN(20), 1+random.IntN(20), random)
				few, err := new(small).solve(p, unwatched())
				if err != nil {
					t.Fatal(err)
				}
				proven(t, p, few)
				many, err := solveLarge(p, unwatched())
				if err != nil {
					t.Fatal(err)
				}
				proven(t, p, many)
				if math.Abs(few.Cost-many.Cost) > 1e-13*max(size(p, few), size(p, many)) {
					t.Fatalf("cost %v of all pairs, %v of those found", few.Cost, many.Cost)
				}
			}
		})
	}
}

// size is Σ |cᵢⱼ| xᵢⱼ.
func size(p Problem, s *Solution) (sum float64) {
	for _, move := range s.Plan {
		sum += math.Abs(p.Cost.At(move.From, move.To)) * move.Mass
	}
	return sum
}

// A solver that has solved other problems gives the bytes that a new one gives.
func TestAReusedSolverRemembersNothing(t *testing.T) {
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
		allocations := testing.AllocsPerRun(10, func() {
			if _, err := solver.Solve(context.Background(), p); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 0 {
			t.Errorf("%T: %v allocations", c, allocations)
		}
	}
}

// Whatever the solver is at when the context is done, it returns at once.
func TestSolveStopsWithItsContext(t *testing.T) {
	const n = 6000
	random := newRandom(34)
	cloud := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
	for name, c := range map[string]GroundCost{
		"points":   cloud,
		"function": Func{cloud.X, cloud.Y, Euclidean.Between},
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

func TestProgressComesWhileAProblemIsSolved(t *testing.T) {
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

// A function of two points is solved as its matrix is, and large ones from the
// function of their centres.
func TestAFunctionOfTwoPointsCostsWhatItsMatrixCosts(t *testing.T) {
	random := newRandom(35)
	for _, n := range []int{40, 700} {
		f := Func{randomMatrix(n, 3, random.Float64), randomMatrix(n+50, 3, random.Float64), func(x, y []float64) float64 {
			return math.Sqrt(CityBlock.Between(x, y))
		}}
		p := Problem{randomCounts(n, 10*n, random), randomCounts(n+50, 10*n, random), f}
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, s)
		p.Cost = mat.DenseCopyOf(asMatrix{f})
		dense, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Cost-dense.Cost) > 1e-13*dense.Cost {
			t.Errorf("the function costs %v, its matrix %v", s.Cost, dense.Cost)
		}
	}
}

// What a function says between the points that were given does not matter.
func TestAFunctionNeedsSenseOnlyAtItsPoints(t *testing.T) {
	const n = 700
	random := newRandom(36)
	x, y := randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64)
	given := map[[2]float64]bool{}
	for i := range n {
		given[[2]float64(x.RawRowView(i))], given[[2]float64(y.RawRowView(i))] = true, true
	}
	p := Problem{equal(n, 1), equal(n, 1), Points{x, y, Euclidean}}
	want, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, nonsense := range []float64{math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64} {
		p.Cost = Func{x, y, func(a, b []float64) float64 {
			if given[[2]float64(a)] != given[[2]float64(b)] {
				return nonsense
			}
			return Euclidean.Between(a, b)
		}}
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if proven(t, p, s); math.Abs(s.Cost-want.Cost) > 1e-13*want.Cost {
			t.Errorf("with %v between points: cost %v, want %v", nonsense, s.Cost, want.Cost)
		}
	}
}

func TestACostThatOverflowsIsAnError(t *testing.T) {
	s, err := Solve(Problem{[]float64{1e305}, []float64{1e305}, mat.NewDense(1, 1, []float64{1e300})})
	if s != nil || err == nil || err.Error() != "lp: the cost overflows: the masses are too large for such costs" {
		t.Errorf("%+v, %v", s, err)
	}
}
