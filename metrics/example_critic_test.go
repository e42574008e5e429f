package metrics_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// P is at 0, Q half at 1 and half at 3, so EM is 2. The potential is −|x|: it falls by 1
// for each unit of length that mass moves.
func ExampleNewKantorovich() {
	p, q := onLine(0), onLine(1, 3)
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("W          ", solution.Cost)
	fmt.Println("E_p f−E_q f", p.Mean(f.At)-q.Mean(f.At))
	slope, err := f.Gradient([]float64{3})
	fmt.Println("f′ at 3    ", slope, err)
	// Output:
	// W           2
	// E_p f−E_q f 2
	// f′ at 3     [-1] <nil>
}

func ExampleKantorovich_At() {
	p, q := onLine(0), onLine(1, 3)
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	// f is defined up to a constant, and everywhere.
	for _, x := range []float64{-2, 0, 1, 10} {
		fmt.Print(f.At([]float64{x})-f.At([]float64{0}), " ")
	}
	// Output: -2 0 -1 -10
}

func ExampleKantorovich_Gradient() {
	p, q := onLine(0), onLine(1, 3)
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Gradient([]float64{3}))  // P lies to the left
	fmt.Println(f.Gradient([]float64{-7})) // P lies to the right
	// Output:
	// [-1] <nil>
	// [1] <nil>
}

// Three atoms match three others, each a step to the right of its partner. The
// potential has slope −1 at every atom of q: no cone of a second atom touches it.
func ExampleSmoothKantorovich() {
	p, q := onLine(0, 1, 2), onLine(0.5, 1.5, 2.5)
	f, err := metrics.SmoothKantorovich(p, q)
	if err != nil {
		fmt.Println(err)
		return
	}
	for j := range q.Len() {
		fmt.Println(f.Gradient(q.Point(j)))
	}
	fmt.Printf("%.4f\n", p.Mean(f.At)-q.Mean(f.At))
	// Output:
	// [-1] <nil>
	// [-1] <nil>
	// [-1] <nil>
	// 0.5000
}

// A parabola is steepest between the two outer points.
func ExampleLipschitz() {
	points := mat.NewDense(3, 1, []float64{0, 1, 3})
	parabola := func(x []float64) float64 { return x[0] * x[0] }
	fmt.Println(metrics.Lipschitz(parabola, points, lp.Euclidean))
	// Output: 4
}

// A generator that shifts, gθ(z) = z + θ. Its points lie to the right of the data, so
// EM rises with θ.
func ExampleGeneratorGradient() {
	real, fake := onLine(0, 1), onLine(5, 6)
	solution, err := metrics.EarthMover(real, fake, lp.Euclidean)
	if err != nil {
		fmt.Println(err)
		return
	}
	jacobian := func(j int) [][]float64 { return [][]float64{{1}} } // ∂(z+θ)/∂θ
	fmt.Println(metrics.GeneratorGradient(real, fake, solution, jacobian))
	// Output: [1] <nil>
}

func ExampleOptimalDiscriminator() {
	real, fake := onLine(0, 0, 0, 1), onLine(0, 1, 2, 2)
	d, err := metrics.OptimalDiscriminator(real, fake)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d([]float64{0}), d([]float64{1}), d([]float64{2}))
	// Output: 0.75 0.5 0
}

// A discriminator that is ½ everywhere has L = −2 log 2 = −1.3863. On disjoint supports
// the optimal one has 0.
func ExampleDiscriminatorValue() {
	real, fake := onLine(0), onLine(1)
	half, err := metrics.DiscriminatorValue(real, fake, func(x []float64) float64 { return 0.5 })
	fmt.Printf("%.4f %v\n", half, err)
	fmt.Println(metrics.DiscriminatorValue(real, fake, func(x []float64) float64 { return 1 - x[0] }))
	// Output:
	// -1.3863 <nil>
	// 0 <nil>
}
