package metrics_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/metrics"
)

// Real is N(1, 1), fake N(−1, 1). At 0 both are equally likely. At 1 real is e² times as
// likely.
func ExampleNormalDiscriminator() {
	logit, slope, err := metrics.NormalDiscriminator(distuv.Normal{Mu: 1, Sigma: 1}, distuv.Normal{Mu: -1, Sigma: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(logit(0), logit(1), slope(0))
	// Output: 0 2 2
}

func ExampleNormalCritic() {
	apart, err := metrics.NormalCritic(distuv.Normal{Mu: 1, Sigma: 1}, distuv.Normal{Mu: -1, Sigma: 1})
	fmt.Println(apart(-2), apart(0), apart(2), err) // a line that rises towards real
	wider, err := metrics.NormalCritic(distuv.Normal{Mu: 0, Sigma: 2}, distuv.Normal{Mu: 0, Sigma: 1})
	fmt.Println(wider(-2), wider(0), wider(2), err) // a V with its corner at the common mean
	// Output:
	// -2 0 2 <nil>
	// 2 0 2 <nil>
}

func ExampleNormalKL() {
	fmt.Println(metrics.NormalKL(distuv.Normal{Mu: 3, Sigma: 1}, distuv.Normal{Mu: 0, Sigma: 1}))
	// Output: 4.5 <nil>
}

// For equal σ everything moves by 3. For equal means the quantile of z moves by 3|z|.
func ExampleNormalEM() {
	p, moved, wider := distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 3, Sigma: 1}, distuv.Normal{Mu: 0, Sigma: 4}
	fmt.Println(metrics.NormalEM(p, moved))
	w1, err := metrics.NormalEM(p, wider)
	fmt.Printf("%.4f %v\n", w1, err) // 3 √(2/π)
	// Output:
	// 3 <nil>
	// 2.3937 <nil>
}

func ExampleNormalW2() {
	fmt.Println(metrics.NormalW2(distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 3, Sigma: 5}))
	// Output: 5 <nil>
}

// The means are 2σ apart. The event x < 1 has the probabilities Φ(1) = 0.8413 and
// Φ(−1) = 0.1587, and TV is their difference.
func ExampleNormalTV() {
	tv, err := metrics.NormalTV(distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: 2, Sigma: 1})
	fmt.Printf("%.4f %v\n", tv, err)
	// Output: 0.6827 <nil>
}

// Between normals a few σ apart JS is nearly log 2 = 0.6931.
func ExampleNormalJS() {
	for _, mean := range []float64{0, 2, 8, 100} {
		js, err := metrics.NormalJS(distuv.Normal{Mu: 0, Sigma: 1}, distuv.Normal{Mu: mean, Sigma: 1})
		fmt.Printf("%.4f %v\n", js, err)
	}
	// Output:
	// 0.0000 <nil>
	// 0.3368 <nil>
	// 0.6931 <nil>
	// 0.6931 <nil>
}

func ExampleMultivariateW2() {
	unit := mat.NewSymDense(2, []float64{1, 0, 0, 1})
	p, _ := distmv.NewNormal([]float64{0, 0}, unit, nil)
	q, _ := distmv.NewNormal([]float64{3, 4}, unit, nil)
	w2, err := metrics.MultivariateW2(p, q)
	fmt.Printf("%.4f %v\n", w2, err)
	// Output: 5.0000 <nil>
}

func ExampleMultivariateKL() {
	unit := mat.NewSymDense(2, []float64{1, 0, 0, 1})
	p, _ := distmv.NewNormal([]float64{0, 0}, unit, nil)
	q, _ := distmv.NewNormal([]float64{3, 4}, unit, nil)
	kl, err := metrics.MultivariateKL(p, q)
	fmt.Printf("%.4f %v\n", kl, err)
	// Output: 12.5000 <nil>
}
