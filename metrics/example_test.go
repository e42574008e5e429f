package metrics_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"monge/metrics"
)

// ½δ₀ + ½δ₁ and ½δ₁ + ½δ₂: half of the mass is at the same point.
func ExampleTV() {
	fmt.Println(metrics.TV(onLine(0, 1), onLine(1, 2)))
	// Output: 0.5 <nil>
}

// Each atom of P has half the weight in Q, so KL(P ‖ Q) is log 2. Q has mass where P
// has none, so KL(Q ‖ P) is infinite.
func ExampleKL() {
	p, q := onLine(0, 1), onLine(0, 1, 2, 3)
	forward, err := metrics.KL(p, q)
	fmt.Printf("%.4f %v\n", forward, err)
	fmt.Println(metrics.KL(q, p))
	// Output:
	// 0.6931 <nil>
	// +Inf <nil>
}

// Two atoms at different points have JS = log 2 = 0.6931, near or far.
func ExampleJS() {
	near, err := metrics.JS(onLine(0), onLine(0.001))
	fmt.Printf("%.4f %v\n", near, err)
	far, err := metrics.JS(onLine(0), onLine(1000))
	fmt.Printf("%.4f %v\n", far, err)
	// Output:
	// 0.6931 <nil>
	// 0.6931 <nil>
}

// EM between two atoms is their distance.
func ExampleEM() {
	fmt.Println(metrics.EM(onLine(0), onLine(0.001)))
	fmt.Println(metrics.EM(onLine(0), onLine(1000)))
	// Output:
	// 0.001 <nil>
	// 1000 <nil>
}

// All measures between two pairs of atoms that share one atom.
func ExampleMeasures() {
	p, q := onLine(0, 1), onLine(1, 3)
	for _, m := range metrics.Measures() {
		value, err := m.Between(p, q)
		fmt.Printf("%s %.4f %v\n", m.Label, value, err)
	}
	// Output:
	// EM 1.5000 <nil>
	// TV 0.5000 <nil>
	// KL +Inf <nil>
	// JS 0.3466 <nil>
}

// Ten tosses of one coin and a thousand of another. Weights may be counts or
// probabilities.
func ExampleCategorical() {
	p, err := metrics.Categorical([]float64{5, 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := metrics.Categorical([]float64{900, 100})
	if err != nil {
		fmt.Println(err)
		return
	}
	tv, err := metrics.TV(p, q)
	fmt.Printf("%.2f %v\n", tv, err)
	// Output: 0.40 <nil>
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

// onLine returns equal atoms at x.
func onLine(x ...float64) *metrics.Distribution {
	p, err := metrics.OnLine(x, nil)
	if err != nil {
		panic(err)
	}
	return p
}

// TV, KL and JS are functions of these two vectors. They ignore the atoms.
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

func ExampleDisjoint() {
	_, p, q, err := metrics.CommonSupport(onLine(0, 1), onLine(1, 5))
	if err != nil {
		panic(err)
	}
	fmt.Println(metrics.Disjoint(p, q))
	// Output: false
}

// Two samples that share no point, in two bins from 0 to 4.
func ExampleBin() {
	p, q := onLine(0, 1, 3), onLine(0.5, 2.5, 4)
	fmt.Println(metrics.TV(p, q))
	p, q, err := metrics.Bin(p, q, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Points().RawMatrix().Data, q.Points().RawMatrix().Data)
	tv, err := metrics.TV(p, q)
	fmt.Printf("%.4f %v\n", tv, err)
	// Output:
	// 1 <nil>
	// [1 1 3] [1 3 3]
	// 0.3333 <nil>
}
