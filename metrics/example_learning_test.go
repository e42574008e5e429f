package metrics_test

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"monge/metrics"
)

// Three points of the line are mapped onto a parabola.
func ExampleDistribution_Push() {
	z, err := metrics.OnLine([]float64{-1, 0, 1}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := z.Push(func(z []float64) []float64 { return []float64{z[0], z[0] * z[0]} })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(x.Point(0), x.Point(1), x.Point(2))
	// Output: [-1 1] [0 0] [1 1]
}

// Without noise KL between the lines at 0 and 2 is +Inf. It falls with more noise.
func ExampleParallelLines_NoisedKL() {
	for _, sigma := range []float64{0, 0.5, 1, 2} {
		kl, err := metrics.ParallelLines{Theta: 2}.NoisedKL(sigma)
		fmt.Println(sigma, kl, err)
	}
	// Output:
	// 0 +Inf <nil>
	// 0.5 8 <nil>
	// 1 2 <nil>
	// 2 0.5 <nil>
}

func ExampleAddNoise() {
	random := rand.New(rand.NewPCG(1, 0))
	clean := onLine(0, 1, 2)
	noised, err := metrics.AddNoise(clean, 0.1, random)
	if err != nil {
		fmt.Println(err)
		return
	}
	em, err := metrics.EarthMoverOnLine(clean, noised)
	fmt.Println(em > 0 && em < 0.3, err)
	// Output: true <nil>
}

// For samples 1 and 3 the most likely N(θ, 1) has θ = 2, their mean.
func ExampleMeanLogLikelihood() {
	for _, theta := range []float64{1, 2, 3} {
		likelihood, err := metrics.MeanLogLikelihood([]float64{1, 3}, distuv.Normal{Mu: theta, Sigma: 1})
		fmt.Printf("%v %.3f %v\n", theta, likelihood, err)
	}
	// Output:
	// 1 -1.919 <nil>
	// 2 -1.419 <nil>
	// 3 -1.919 <nil>
}

func ExampleExpectedLogLikelihood() {
	real, model := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 2, Sigma: 1}
	itself, err := metrics.ExpectedLogLikelihood(real, real)
	fmt.Printf("%.3f %v\n", itself, err)
	other, err := metrics.ExpectedLogLikelihood(real, model) // KL is 2²/2 = 2
	fmt.Printf("%.3f %v\n", other, err)
	// Output:
	// -1.419 <nil>
	// -3.419 <nil>
}
