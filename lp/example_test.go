package lp_test

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Two bakeries hold 3 and 2 loaves, three cafés want 1, 2 and 2. The first
// bakery is next to the second café, the second one next to the first and the
// third.
func ExampleSolve() {
	solution, err := lp.Solve(lp.Problem{
		Supply: []float64{3, 2},
		Demand: []float64{1, 2, 2},
		Cost: mat.NewDense(2, 3, []float64{
			3, 1, 2,
			1, 4, 1,
		}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", solution.Cost)
	for _, move := range solution.Plan {
		fmt.Printf("%v from %d to %d\n", move.Mass, move.From, move.To)
	}
	// Output:
	// cost 6
	// 2 from 0 to 1
	// 1 from 0 to 2
	// 1 from 1 to 0
	// 1 from 1 to 2
}

// Points need no matrix. The two clouds are a unit square and the same square,
// moved by (3, 4).
func ExamplePoints() {
	square := mat.NewDense(4, 2, []float64{0, 0, 0, 1, 1, 0, 1, 1})
	moved := mat.NewDense(4, 2, []float64{3, 4, 3, 5, 4, 4, 4, 5})
	quarter := []float64{0.25, 0.25, 0.25, 0.25}
	for _, ground := range []lp.Ground{lp.Euclidean, lp.SquaredEuclidean, lp.CityBlock, lp.Chebyshev} {
		solution, err := lp.Solve(lp.Problem{
			Supply: quarter,
			Demand: quarter,
			Cost:   lp.Points{X: square, Y: moved, Ground: ground},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(ground, solution.Cost)
	}
	// Output:
	// euclidean 5
	// sqeuclidean 25
	// cityblock 7
	// chebyshev 4
}

// The textbook simplex finds the same optimum.
func ExampleSolveTextbook() {
	solution, err := lp.SolveTextbook(lp.Problem{
		Supply: []float64{0.5, 0.5},
		Demand: []float64{0.5, 0.5},
		Cost:   mat.NewDense(2, 2, []float64{0, 1, 1, 0}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(solution.Cost, solution.Plan)
	// Output: 0 [{0 0 0.5} {1 1 0.5}]
}

// Somebody claims that the plan 0→1, 1→0 is optimal, and has potentials of the same value.
// Verify finds a pair whose prices exceed its cost by 2, so the claim is not proven.
func ExampleVerify() {
	problem := lp.Problem{
		Supply: []float64{1, 1},
		Demand: []float64{1, 1},
		Cost:   mat.NewDense(2, 2, []float64{0, 1, 1, 0}),
	}
	claim := &lp.Solution{
		Plan:       []lp.Move{{From: 0, To: 1, Mass: 1}, {From: 1, To: 0, Mass: 1}},
		Potentials: lp.Potentials{U: []float64{0, 1}, V: []float64{0, 1}},
	}
	certificate, err := lp.Verify(problem, claim)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("primal", certificate.Primal, "dual", certificate.Dual)
	fmt.Println("gap", certificate.Gap)
	fmt.Println("largest violation", certificate.MaxViolation)
	// Output:
	// primal 2 dual 2
	// gap 0
	// largest violation 2
}

func ExampleSolver() {
	// A cloud moves away step by step, and is compared with where it was.
	was := mat.NewDense(3, 2, []float64{0, 0, 1, 0, 0, 1})
	is := mat.DenseCopyOf(was)
	weights := []float64{1, 1, 1}
	problem := lp.Problem{Supply: weights, Demand: weights, Cost: lp.Points{X: was, Y: is}}
	var solver lp.Solver // keeps its memory
	for range 3 {
		is.Apply(func(_, k int, x float64) float64 { return x + []float64{3, 4}[k] }, is)
		solution, err := solver.Solve(context.Background(), problem)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(solution.Cost / 3)
	}
	// Output:
	// 5
	// 10
	// 15
}

// Each pivot of the simplex method sends mass around a cycle, and lowers the cost.
func ExampleSolver_Observe() {
	problem := lp.Problem{
		Supply: []float64{3, 3, 2},
		Demand: []float64{2, 4, 2},
		Cost: mat.NewDense(3, 3, []float64{
			1, 2, 9,
			2, 4, 3,
			3, 9, 9,
		}),
	}
	solver := lp.Solver{Observe: func(step lp.Step) {
		if step.Pivot != nil {
			fmt.Printf("%d→%d enters, reduced cost %v:", step.Pivot.Entering.From, step.Pivot.Entering.To, step.Pivot.ReducedCost)
			for k, arc := range step.Pivot.Cycle {
				fmt.Printf(" %c%d→%d", "+-"[k%2], arc.From, arc.To)
			}
			fmt.Printf(", θ = %v, %d→%d leaves\n", step.Pivot.Theta, step.Pivot.Leaving.From, step.Pivot.Leaving.To)
		}
		fmt.Println("cost", step.Cost, "with u =", step.U, "and v =", step.V)
	}}
	if _, err := solver.Solve(context.Background(), problem); err != nil {
		fmt.Println(err)
	}
	// Output:
	// cost 32 with u = [0 2 7] and v = [1 2 1]
	// 2→0 enters, reduced cost -5: +2→0 -0→0 +0→1 -2→1, θ = 2, 0→0 leaves
	// cost 22 with u = [0 2 7] and v = [-4 2 1]
}

func ExampleSolver_Solve_line() {
	// Numbers are sorted, and mass goes from left to right: the source at 0 ships to the sink at 2.
	solution, err := lp.Solve(lp.Problem{
		Supply: []float64{1, 1, 2},
		Demand: []float64{3, 1},
		Cost:   lp.Points{X: mat.NewDense(3, 1, []float64{5, 0, 1}), Y: mat.NewDense(2, 1, []float64{2, 7})},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(solution.Cost, solution.Plan)
	// Output:
	// 6 [{0 1 1} {1 0 1} {2 0 2}]
}

// fee is a ground cost that is neither a matrix nor Points: moving costs a fee of 10 and the
// distance, and staying costs nothing.
type fee struct{ old, new []float64 }

func (f fee) Dims() (n, m int) { return len(f.old), len(f.new) }

func (f fee) At(i, j int) float64 {
	if f.old[i] == f.new[j] {
		return 0
	}
	return 10 + math.Abs(f.old[i]-f.new[j])
}

func ExampleGroundCost() {
	solution, err := lp.Solve(lp.Problem{
		Supply: []float64{1, 1},
		Demand: []float64{1, 1},
		Cost:   fee{old: []float64{0, 1}, new: []float64{1, 2}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(solution.Cost, solution.Plan) // one moves twice as far, and one stays
	// Output:
	// 12 [{0 1 1} {1 0 1}]
}

// A potential is a price per unit of mass. The slack of a pair is its cost less its two
// prices. It is 0 for pairs that carry mass.
func ExamplePotentials_Slack() {
	cost := mat.NewDense(2, 2, []float64{1, 3, 0, 4})
	solution, err := lp.Solve(lp.Problem{Supply: []float64{1, 1}, Demand: []float64{1, 1}, Cost: cost})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 2 {
		for j := range 2 {
			fmt.Println(i, j, "slack", solution.Slack(i, j, cost.At(i, j)))
		}
	}
	fmt.Println(solution.Plan)
	// Output:
	// 0 0 slack 2
	// 0 1 slack 0
	// 1 0 slack 0
	// 1 1 slack 0
	// [{0 1 1} {1 0 1}]
}

// A training loop compares one cloud after another. It keeps one solution, and
// no call after the first allocates memory.
func ExampleSolver_SolveInto() {
	was := mat.NewDense(2, 2, []float64{0, 0, 1, 0})
	is := mat.DenseCopyOf(was)
	problem := lp.Problem{Supply: []float64{1, 1}, Demand: []float64{1, 1}, Cost: lp.Points{X: was, Y: is}}
	var solver lp.Solver
	var solution lp.Solution
	for range 2 {
		is.Apply(func(_, k int, x float64) float64 { return x + []float64{3, 4}[k] }, is)
		if err := solver.SolveInto(context.Background(), problem, &solution); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(solution.Cost / 2)
	}
	// Output:
	// 5
	// 10
}

// The solver computes with whole units of mass, and a weight of 1e-39 is less than one unit.
// At ordinary distances its rounding does not matter. At a distance of 1e49 it does, and the
// error says so.
func ExampleUnprovenError() {
	_, err := lp.Solve(lp.Problem{
		Supply: []float64{1, 1e-39},
		Demand: []float64{1},
		Cost:   lp.Points{X: mat.NewDense(2, 1, []float64{0, 1e49}), Y: mat.NewDense(1, 1, []float64{0})},
	})
	var unproven *lp.UnprovenError
	if errors.As(err, &unproven) {
		fmt.Println(unproven.Cause)
		fmt.Printf("primal %.2g, dual %.2g\n", unproven.Certificate.Primal, unproven.Certificate.Dual)
	}
	// Output:
	// supply[1] = 1e-39 is too small beside the total: below 1e-22 of it weights are rounded
	// primal 4.7e+11, dual 1e+10
}

func ExampleTotalWeight() {
	total, err := lp.TotalWeight("weights", []float64{1, 2.5, 3})
	fmt.Println(total, err)
	_, err = lp.TotalWeight("weights", []float64{1, -0.2, 3})
	fmt.Println(err)
	var wrong *lp.ValueError
	fmt.Println(errors.As(err, &wrong), wrong.Index, wrong.Value)
	// Output:
	// 6.5 <nil>
	// weights[1] = -0.2 is negative
	// true [1] -0.2
}

func ExampleCheckPoints() {
	fmt.Println(lp.CheckPoints("points", mat.NewDense(2, 2, []float64{0, 1, 2, math.Inf(1)})))
	// Output: points[1][1] = +Inf is not finite
}

func ExampleVerifyAllPairs() {
	p := lp.Problem{
		Supply: []float64{1, 1},
		Demand: []float64{1, 1},
		Cost:   lp.Points{X: mat.NewDense(2, 1, []float64{0, 1}), Y: mat.NewDense(2, 1, []float64{1, 3})},
	}
	solution, err := lp.Solve(p)
	if err != nil {
		fmt.Println(err)
		return
	}
	certificate, err := lp.VerifyAllPairs(p, solution)
	fmt.Println(certificate.Primal, certificate.Dual, certificate.MaxViolation, err)
	// Output:
	// 3 3 0 <nil>
}

func ExampleSolution_Rescale() {
	// Three equal atoms and two equal atoms of the same total, as whole numbers.
	solution, err := lp.Solve(lp.Problem{
		Supply: []float64{2, 2, 2},
		Demand: []float64{3, 3},
		Cost:   mat.NewDense(3, 2, []float64{0, 2, 1, 1, 2, 0}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(solution.Cost)
	solution.Rescale(0.25)
	fmt.Println(solution.Cost, solution.Plan)
	// Output:
	// 2
	// 0.5 [{0 0 0.5} {1 0 0.25} {1 1 0.25} {2 1 0.5}]
}

// A certificate gives a lower and an upper bound of the optimal cost, whatever the plan and
// the potentials.
func ExampleCertificate() {
	problem := lp.Problem{
		Supply: []float64{1, 1},
		Demand: []float64{1, 1},
		Cost:   mat.NewDense(2, 2, []float64{1, 3, 2, 1}),
	}
	guess := &lp.Solution{
		Plan:       []lp.Move{{From: 0, To: 1, Mass: 1}, {From: 1, To: 0, Mass: 1}},
		Potentials: lp.Potentials{U: []float64{1, 1}, V: []float64{0.5, 0}},
	}
	c, err := lp.Verify(problem, guess)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the optimal cost is from", c.Dual-c.MaxViolation*2, "to", c.Primal)
	// Output: the optimal cost is from 1.5 to 5
}

// Totals that differ by rounding count as equal.
func ExampleTotalsTolerance() {
	_, err := lp.Solve(lp.Problem{Supply: []float64{0.1, 0.2}, Demand: []float64{0.3}, Cost: mat.NewDense(2, 1, []float64{1, 2})})
	fmt.Println(err)
	_, err = lp.Solve(lp.Problem{Supply: []float64{0.1, 0.2}, Demand: []float64{0.4}, Cost: mat.NewDense(2, 1, []float64{1, 2})})
	fmt.Println(err)
	// Output:
	// <nil>
	// lp: total supply 0.30000000000000004 differs from total demand 0.4 by more than a relative 1e-10
}

// A problem that takes longer than a second reports its progress. This one does not.
func ExampleProgress() {
	solver := lp.Solver{Progress: func(p lp.Progress) {
		fmt.Printf("%v: %d×%d, round %d, %d pivots\n", p.Elapsed, p.Sources, p.Sinks, p.Round, p.Pivots)
	}}
	solution, err := solver.Solve(context.Background(), lp.Problem{
		Supply: []float64{1}, Demand: []float64{1}, Cost: mat.NewDense(1, 1, []float64{5}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(solution.Cost)
	// Output: 5
}

// Kantorovich–Rubinstein duality needs a metric.
func ExampleGround_Metric() {
	for _, ground := range []lp.Ground{lp.Euclidean, lp.SquaredEuclidean} {
		fmt.Println(ground, ground.Metric())
	}
	// Output:
	// euclidean true
	// sqeuclidean false
}

func ExampleGround_Between() {
	fmt.Println(lp.Euclidean.Between([]float64{0, 0}, []float64{3, -4}))
	// Output: 5
}

func ExampleParseGround() {
	ground, err := lp.ParseGround("chebyshev")
	fmt.Println(ground, err)
	_, err = lp.ParseGround("manhattan")
	fmt.Println(err)
	// Output:
	// chebyshev <nil>
	// unknown ground cost "manhattan" (want euclidean, sqeuclidean, cityblock, chebyshev)
}

// A point is dragged, and each solution starts from the one before.
func ExampleSolver_warmStart() {
	x := mat.NewDense(3, 2, []float64{0, 0, 1, 0, 2, 0})
	y := mat.NewDense(3, 2, []float64{0, 1, 1, 1, 2, 1})
	problem := lp.Problem{Supply: []float64{1, 1, 1}, Demand: []float64{1, 1, 1}, Cost: lp.Points{X: x, Y: y, Ground: lp.Euclidean}}
	var solver lp.Solver
	for range 3 {
		solution, err := solver.Solve(context.Background(), problem)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.4f\n", solution.Cost)
		solver.WarmStart = solution
		x.Set(0, 1, x.At(0, 1)-1)
	}
	// Output:
	// 3.0000
	// 4.0000
	// 5.0000
}
