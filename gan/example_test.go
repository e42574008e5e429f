package gan_test

import (
	"context"
	"fmt"

	"monge/gan"
)

// A Wasserstein GAN on the line: the generator's samples start around 0, real ones
// are N(4, 0.5²). EM is computed exactly, from samples that training does not see.
func Example() {
	config := gan.DefaultConfig() // Algorithm 1's
	config.Data, config.Losses = "gaussian", []gan.Loss{gan.Wasserstein}
	config.Width, config.Depth, config.Clip = 16, 2, 0.1
	config.Rate, config.CriticRate = 1e-3, 1e-3
	config.EvalSamples, config.Seed = 256, 3

	data, err := gan.FindData(config.Data)
	if err != nil {
		fmt.Println(err)
		return
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range []int{0, 50, 200} {
		records, err := comparison.Advance(context.Background(), step, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("after %3d iterations EM is %.1f\n", step, records[0].EM)
	}
	// Output:
	// after   0 iterations EM is 3.9
	// after  50 iterations EM is 0.7
	// after 200 iterations EM is 0.1
}

// A generated sample has the score −10: D is 1/20000, or −10 without a sigmoid. Each loss
// gives the generator its value and its slope with respect to the score.
func ExampleLoss() {
	slope := make([]float64, 1)
	for _, loss := range gan.AllLosses() {
		value := loss.Generator([]float64{-10}, slope)
		fmt.Printf("%-13s  loss %7.4f, slope %7.4f\n", loss, value, slope[0])
	}
	// Output:
	// wgan           loss 10.0000, slope -1.0000
	// minimax        loss -0.0000, slope -0.0000
	// nonsaturating  loss 10.0000, slope -1.0000
	// wgan-gp        loss 10.0000, slope -1.0000
	// leastsquares   loss 60.5000, slope -11.0000
}

// f(x) = 2x₁ − x₂ + ½, a network of a single layer, at x = (1, 3). The gradient
// with respect to W is x, that with respect to b is 1, and with respect to x it
// is W.
func ExampleNetwork() {
	random := newRandom(1)
	f := gan.NewNetwork([]int{2, 1}, gan.ReLU, random)
	copy(f.Layers[0].Weights, []float64{2, -1})
	copy(f.Layers[0].Bias, []float64{0.5})

	pass := f.NewPass(1) // memory for one sample
	fmt.Println("f(x)", pass.Forward([]float64{1, 3}))
	pass.WeightGradient([]float64{1})
	fmt.Println("with respect to W and b", f.Gradients)
	fmt.Println("with respect to x", pass.InputGradient([]float64{1}))
	// Output:
	// f(x) [-0.5]
	// with respect to W and b [1 3 1]
	// with respect to x [2 -1]
}

// A generator that has collapsed: three samples at one of two modes, σ 0.5, and
// one between them.
func ExampleData_Coverage() {
	data, err := gan.FindData("2gaussians")
	if err != nil {
		fmt.Println(err)
		return
	}
	modes, share := data.Coverage([]float64{4, 4.1, 3.8, 0})
	fmt.Printf("%d mode of %d, a share of %v is of good quality\n", modes, len(data.Modes), share)
	// Output: 1 mode of 2, a share of 0.75 is of good quality
}

// Training of Example 1: gθ(z) = (θ, z), real samples are on the line at θ = 0. The critic's
// slope is about the same for every θ, and θ goes to 0. The discriminator soon tells the
// lines apart, and θ stops.
func ExampleNewLineGenerator() {
	config := gan.DefaultConfig()
	config.Data, config.Losses = "lines", []gan.Loss{gan.Wasserstein, gan.Minimax}
	config.Width, config.Depth, config.Clip = 16, 2, 0.1
	config.Rate, config.CriticRate, config.EvalSamples = 1e-3, 1e-3, 64

	data, err := gan.FindData(config.Data)
	if err != nil {
		fmt.Println(err)
		return
	}
	comparison, err := gan.NewComparison(config, data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("θ starts at", gan.Theta(gan.NewLineGenerator(1)))
	for _, step := range []int{100, 300} {
		records, err := comparison.Advance(context.Background(), step, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, r := range records {
			fmt.Printf("after %d iterations of %-7s  θ = %.1f, EM = %.1f\n", step, r.Loss, *r.Theta, r.EM)
		}
	}
	// Output:
	// θ starts at 1
	// after 100 iterations of wgan     θ = 0.8, EM = 0.8
	// after 100 iterations of minimax  θ = 0.8, EM = 0.8
	// after 300 iterations of wgan     θ = 0.5, EM = 0.5
	// after 300 iterations of minimax  θ = 0.8, EM = 0.8
}
