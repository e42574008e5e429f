package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// wholePoints returns n points in R^d, whose coordinates are whole numbers from low to high.
func wholePoints(n, d, low, high int, random *rand.Rand) [][]float64 {
	points := make([][]float64, n)
	for k := range points {
		points[k] = make([]float64, d)
		for axis := range points[k] {
			points[k][axis] = float64(low + random.IntN(high-low+1))
		}
	}
	return points
}

// The kernels for whole numbers compute the cost of each pair to the bit as its definition does, for
// the widest range of numbers, too.
func TestCostsOfWholeNumbersAreThoseOfTheDefinitionToTheBit(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 0))
	for norm := Euclidean; norm <= Chebyshev; norm++ {
		if wholeKernelHere(norm) == nil {
			t.Skip("no kernel for this processor")
		}
		for _, c := range []struct{ d, low, high int }{
			{1, -16_383, 16_384}, {2, 0, 26_754}, {3, -11_000, 12_170}, {17, 0, 1}, {300, -2670, 0}, {785, 0, 255}, {32_766, 0, 255},
		} {
			for _, m := range []int{1, 15, 16, 17, 50} {
				const n = 6
				xs, ys := wholePoints(n, c.d, c.low, c.high, random), wholePoints(m, c.d, c.low, c.high, random)
				for axis := range c.d { // the largest cost that there is
					xs[0][axis], ys[0][axis] = float64(c.low), float64(c.high)
				}
				whole := NewWhole(norm, n, m, c.d, func(k int) []float64 { return xs[k] }, func(k int) []float64 { return ys[k] })
				if whole == nil {
					t.Fatalf("%+v: too large", c)
				}
				costs := make([]float64, n*m+1)
				costs[n*m] = -7 // a kernel must not write here
				for first := 0; first < n; first += 5 {
					whole.Costs(first, min(5, n-first), func(k int) []float64 { return costs[(first+k)*m:][:m] })
				}
				for i, x := range xs {
					for j, y := range ys {
						if want := cost(norm, x, y); math.Float64bits(costs[i*m+j]) != math.Float64bits(want) {
							t.Fatalf("norm %d, %+v, %d points: %v, want %v", norm, c, m, costs[i*m+j], want)
						}
					}
				}
				if costs[n*m] != -7 {
					t.Fatalf("norm %d, %+v, %d points: wrote behind the costs", norm, c, m)
				}
			}
		}
	}
}

// Coordinates that 16 bits do not hold, and sums that 32 do not, are left to Columns.
func TestNumbersThatAreNotWholeOrTooLargeAreLeftToColumns(t *testing.T) {
	for _, c := range [][2]float64{{0.5, 0}, {0, 1e-300}, {32_768, 32_767}, {0, -32_768}, {-16_384, 16_384}, {0, 32_767}, {1e300, 1e300}} {
		points := func(a float64) func(k int) []float64 {
			return func(int) []float64 { return []float64{a, a, a} }
		}
		if NewWhole(SquaredEuclidean, 1, 1, 3, points(c[0]), points(c[1])) != nil {
			t.Errorf("%v counts as whole", c)
		}
	}
}

// BenchmarkWhole times the costs of all pairs of 1024 points.
func BenchmarkWhole(b *testing.B) {
	const n = 1024
	for _, d := range []int{20, 100, 784} {
		for norm := Euclidean; norm <= Chebyshev; norm++ {
			points := wholePoints(n, d, 0, 255, rand.New(rand.NewPCG(1, 2)))
			costs := make([]float64, n*n)
			row := func(k int) []float64 { return points[k] }
			if NewWhole(norm, 1, 1, d, row, row) == nil {
				b.Skip("no kernel for this processor")
			}
			b.Run(fmt.Sprintf("norm %d/d=%d", norm, d), func(b *testing.B) {
				for b.Loop() {
					NewWhole(norm, n, n, d, row, row).Costs(0, n, func(k int) []float64 { return costs[k*n:][:n] })
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n/n, "ns/pair")
			})
		}
	}
}
