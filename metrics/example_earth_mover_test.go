package metrics_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// An atom at (0, 0), and two of half its weight, 3 to the right of it and 4 above it.
func ExampleEarthMover() {
	p, err := metrics.NewDistribution(mat.NewDense(1, 2, []float64{0, 0}), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := metrics.NewDistribution(mat.NewDense(2, 2, []float64{3, 0, 0, 4}), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("EM", solution.Cost)
	for _, move := range solution.Plan {
		fmt.Println(move.Mass, "from", p.Point(move.From), "to", q.Point(move.To))
	}
	// Output:
	// EM 3.5
	// 0.5 from [0 0] to [3 0]
	// 0.5 from [0 0] to [0 4]
}

// F − G is ½ from 0 to 1 and from 2 to 5, and 0 elsewhere.
func ExampleEarthMoverOnLine() {
	fmt.Println(metrics.EarthMoverOnLine(onLine(0, 2), onLine(1, 5)))
	// Output: 2 <nil>
}

// The left half goes from 0 to 1, the right half from 2 to 5.
func ExampleEarthMoverByQuantiles() {
	fmt.Println(metrics.EarthMoverByQuantiles(onLine(0, 2), onLine(1, 5)))
	// Output: 2 <nil>
}

// Example 1 of the paper at θ = ¼, in closed form and as twenty points.
func ExampleParallelLines() {
	lines := metrics.ParallelLines{Theta: 0.25}
	fmt.Printf("EM %v  TV %v  KL %v  JS %.4f\n",
		lines.EM(), lines.TV(), lines.KL(), lines.JS())

	p, q, err := lines.Discretise(10)
	if err != nil {
		fmt.Println(err)
		return
	}
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("EM", solution.Cost)
	// Output:
	// EM 0.25  TV 1  KL +Inf  JS 0.6931
	// EM 0.25
}

func ExampleParallelLines_Generate() {
	fmt.Println(metrics.ParallelLines{Theta: 2}.Generate([]float64{0.5}))
	// Output: [2 0.5]
}

func ExampleParallelLines_Discretise() {
	p, q, err := metrics.ParallelLines{Theta: 3}.Discretise(2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Point(0), p.Point(1), "and", q.Point(0), q.Point(1))
	// Output: [0 0.25] [0 0.75] and [3 0.25] [3 0.75]
}

// Sequences 2 and 3: TV → 0 without KL, and EM → 0 without TV.
func ExampleHierarchy() {
	for _, sequence := range metrics.Hierarchy()[1:3] {
		fmt.Println(sequence.Name)
		for _, n := range []int{1, 10, 100} {
			p, q, err := sequence.At(n)
			if err != nil {
				fmt.Println(err)
				return
			}
			em, _ := metrics.EarthMoverOnLine(p, q)
			tv, _ := metrics.TV(p, q)
			kl, _ := metrics.KL(p, q)
			fmt.Printf("  n = %-3d  EM %.2f  TV %.3f  KL %v\n", n, em, tv, kl)
		}
	}
	// Output:
	// U[0, 1] and U[1/n, 1+1/n]
	//   n = 1    EM 1.00  TV 1.000  KL +Inf
	//   n = 10   EM 0.10  TV 0.100  KL +Inf
	//   n = 100  EM 0.01  TV 0.010  KL +Inf
	// δ₀ and δ₁/ₙ
	//   n = 1    EM 1.00  TV 1.000  KL +Inf
	//   n = 10   EM 0.10  TV 1.000  KL +Inf
	//   n = 100  EM 0.01  TV 1.000  KL +Inf
}
