package metrics_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"monge/metrics"
)

// A fair coin and one that shows heads nine times in ten: the event that tells
// them apart best is heads.
func ExampleTotalVariation() {
	tv, err := metrics.TotalVariation([]float64{0.5, 0.5}, []float64{0.9, 0.1})
	fmt.Println(tv, err)
	// Output: 0.4 <nil>
}

// If P is sure of heads, a fair Q is off by one bit. The other way round, P
// excludes what Q expects.
func ExampleKullbackLeibler() {
	p, q := []float64{1, 0}, []float64{0.5, 0.5}
	forward, err := metrics.KullbackLeibler(p, q)
	fmt.Printf("%.4f %v\n", forward, err)
	backwards, err := metrics.KullbackLeibler(q, p)
	fmt.Println(backwards, err)
	// Output:
	// 0.6931 <nil>
	// +Inf <nil>
}

// However different P and Q are, JS is at most log 2 = 0.6931.
func ExampleJensenShannon() {
	js, err := metrics.JensenShannon([]float64{1, 0}, []float64{0, 1})
	fmt.Printf("%.4f %v\n", js, err)
	// Output: 0.6931 <nil>
}

func ExampleNewDistribution() {
	points := mat.NewDense(2, 2, []float64{
		0, 0,
		3, 4,
	})
	p, err := metrics.NewDistribution(points, []float64{1, 3}) // three times as heavy
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Len(), "atoms in the plane")
	fmt.Println(p.Probability(0), "at", p.Point(0))
	fmt.Println(p.Probability(1), "at", p.Point(1))

	_, err = metrics.NewDistribution(points, []float64{1, -3})
	fmt.Println(err)
	// Output:
	// 2 atoms in the plane
	// 0.25 at [0 0]
	// 0.75 at [3 4]
	// metrics: weights[1] = -3 is negative
}

// The mean of a die.
func ExampleOnLine() {
	die, err := metrics.OnLine([]float64{1, 2, 3, 4, 5, 6}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(die.Mean(func(x []float64) float64 { return x[0] }))
	// Output: 3.5
}

func ExampleDistribution_Mean() {
	p, err := metrics.OnLine([]float64{0, 10}, []float64{3, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Mean(func(x []float64) float64 { return x[0] }))
	// Output: 2.5
}

// ½δ₀ + ½δ₁ against ½δ₁ + ½δ₂: half of the mass is in the same place.
func ExampleDistribution_TotalVariation() {
	p, q := onLine(0, 1), onLine(1, 2)
	fmt.Println(p.TotalVariation(q))
	// Output: 0.5 <nil>
}

func ExampleDistribution_KullbackLeibler() {
	p, q := onLine(0, 1), onLine(0, 1, 2, 3)
	forward, err := p.KullbackLeibler(q)
	fmt.Printf("%.4f %v\n", forward, err)
	fmt.Println(q.KullbackLeibler(p)) // P has nothing at 2
	// Output:
	// 0.6931 <nil>
	// +Inf <nil>
}

func ExampleDistribution_JensenShannon() {
	near, err := onLine(0).JensenShannon(onLine(0.001))
	fmt.Printf("%.4f %v\n", near, err)
	far, err := onLine(0).JensenShannon(onLine(1000))
	fmt.Printf("%.4f %v\n", far, err)
	// Output:
	// 0.6931 <nil>
	// 0.6931 <nil>
}

// onLine returns equal atoms at x.
func onLine(x ...float64) *metrics.Distribution {
	p, err := metrics.OnLine(x, nil)
	if err != nil {
		panic(err)
	}
	return p
}

// TV, KL and JS see these two vectors; where the atoms are they do not see.
func ExampleCommonSupport() {
	atoms, p, q, err := metrics.CommonSupport(onLine(0, 1), onLine(1, 5))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("atoms", atoms.RawMatrix().Data)
	fmt.Println("p    ", p)
	fmt.Println("q    ", q)
	// Output:
	// atoms [0 1 5]
	// p     [0.5 0.5 0]
	// q     [0 0.5 0.5]
}

// Two samples that share no point, in two bins from 0 to 4.
func ExampleBin() {
	p, q := onLine(0, 1, 3), onLine(0.5, 2.5, 4)
	fmt.Println(p.TotalVariation(q))
	p, q, err := metrics.Bin(p, q, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Points().RawMatrix().Data, q.Points().RawMatrix().Data)
	tv, err := p.TotalVariation(q)
	fmt.Printf("%.4f %v\n", tv, err)
	// Output:
	// 1 <nil>
	// [1 1 3] [1 3 3]
	// 0.3333 <nil>
}
