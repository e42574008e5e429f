package lp

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// nearProblems returns p, p with one cost changed, p with two supplies exchanged, and other,
// which has the size of p and nothing else in common with it.
func nearProblems(p Problem, other Problem, random *rand.Rand) []Problem {
	n, m := p.Cost.Dims()
	costs := mat.DenseCopyOf(asMatrix{p.Cost})
	costs.Set(random.IntN(n), random.IntN(m), random.NormFloat64())
	supply := slices.Clone(p.Supply)
	i, j := random.IntN(n), random.IntN(n)
	supply[i], supply[j] = supply[j], supply[i]
	return []Problem{p, {p.Supply, p.Demand, costs}, {supply, p.Demand, p.Cost}, other}
}

// A start from the solution of another problem, similar or not, leads to the same cost.
func TestAWarmStartDoesNotChangeTheCost(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			random := newRandom(41)
			for range 25 {
				n, m := 1+random.IntN(20), 1+random.IntN(20)
				p, other := family.draw(n, m, random), family.draw(n, m, random)
				for _, from := range nearProblems(p, other, random) {
					warm, err := Solve(from)
					if err != nil {
						t.Fatal(err)
					}
					want, err := Solve(p)
					if err != nil {
						t.Fatal(err)
					}
					small, large := new(Solution), new(Solution)
					if err := new(smallSolver).solve(p, warm, small, nil, unwatched()); err != nil {
						t.Fatal(err)
					}
					if err := solveLarge(p, warm, large, nil, unwatched()); err != nil {
						t.Fatal(err)
					}
					for _, got := range []*Solution{small, large} {
						proven(t, p, got)
						if math.Abs(got.Cost-want.Cost) > 1e-13*max(absoluteCost(p, got), absoluteCost(p, want)) {
							t.Fatalf("cost %v, without a warm start %v", got.Cost, want.Cost)
						}
					}
				}
			}
		})
	}
}

// A solution that cannot start the problem is ignored. Of a plan that is no forest a part is
// used.
func TestAWarmStartThatDoesNotFitDoesNotChangeTheCost(t *testing.T) {
	random := newRandom(42)
	p := Problem{equal(30, 1), equal(30, 1), randomMatrix(30, 30, random.Float64)}
	want, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	var all []Move
	for i := range 30 {
		for j := range 30 {
			all = append(all, Move{i, j, 1})
		}
	}
	for name, warm := range map[string]*Solution{
		"empty":         {},
		"another size":  {Potentials: Potentials{V: make([]float64, 29)}},
		"NaN":           {Potentials: Potentials{V: append(make([]float64, 29), math.NaN())}},
		"infinite":      {Potentials: Potentials{V: append(make([]float64, 29), math.Inf(-1))}},
		"out of range":  {Plan: []Move{{30, 0, 1}}, Potentials: want.Potentials},
		"negative sink": {Plan: []Move{{0, -1, 1}}, Potentials: want.Potentials},
		"no plan":       {Potentials: want.Potentials},
		"all pairs":     {Plan: all, Potentials: want.Potentials},
		"a move twice":  {Plan: append(slices.Clone(want.Plan), want.Plan[0]), Potentials: want.Potentials},
		"itself":        want,
	} {
		solver := Solver{WarmStart: warm}
		got, err := solver.Solve(context.Background(), p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if proven(t, p, got); math.Abs(got.Cost-want.Cost) > 1e-13*want.Cost {
			t.Errorf("%s: cost %v, want %v", name, got.Cost, want.Cost)
		}
	}
}

// From a solution that is still optimal, the simplex method makes no pivot.
func TestAWarmStartFromTheOptimumNeedsNoPivots(t *testing.T) {
	random := newRandom(43)
	cloud := Points{randomMatrix(250, 2, random.Float64), randomMatrix(250, 2, random.Float64), Euclidean}
	p := Problem{randomShares(250, random), randomShares(250, random), cloud}
	warm, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	net, err := newNetwork(p, warm, unwatched())
	if err != nil {
		t.Fatal(err)
	}
	if err := net.optimize(); err != nil {
		t.Fatal(err)
	}
	if net.pivots > 0 {
		t.Errorf("%d pivots", net.pivots)
	}
}

// The same solution may be Solver.WarmStart and the one that SolveInto overwrites.
func TestSolveIntoMayOverwriteTheWarmStart(t *testing.T) {
	random := newRandom(44)
	cloud := Points{randomMatrix(200, 2, random.Float64), randomMatrix(200, 2, random.Float64), Euclidean}
	p := Problem{randomShares(200, random), randomShares(200, random), cloud}
	frame := new(Solution)
	solver := Solver{WarmStart: frame}
	for range 20 {
		if err := solver.SolveInto(context.Background(), p, frame); err != nil {
			t.Fatal(err)
		}
		want, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if proven(t, p, frame); math.Abs(frame.Cost-want.Cost) > 1e-13*want.Cost {
			t.Fatalf("cost %v, want %v", frame.Cost, want.Cost)
		}
		cloud.X.Set(random.IntN(200), 0, random.Float64())
	}
}

// BenchmarkWarmStart times a solution after one point of the cloud has moved a little, with the
// solution from before the move as WarmStart (warm) and without it (cold).
func BenchmarkWarmStart(b *testing.B) {
	for _, n := range []int{100, 250, 500, 2000} {
		random := newRandom(45)
		cloud := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
		for _, c := range weighted(fmt.Sprintf("n=%d", n), cloud, random) {
			for _, warm := range []bool{false, true} {
				name := c.name + "/cold"
				if warm {
					name = c.name + "/warm"
				}
				b.Run(name, func(b *testing.B) {
					frame := new(Solution)
					solver := Solver{}
					if warm {
						solver.WarmStart = frame
					}
					angle := 0.0
					for b.Loop() {
						angle += 0.05
						cloud.X.SetRow(0, []float64{0.5 + 0.4*math.Cos(angle), 0.5 + 0.4*math.Sin(angle)})
						if err := solver.SolveInto(context.Background(), c.p, frame); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
