package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// All kernels that this processor can run, and the loop without vectors, compute the cost of
// each pair to the bit as its definition does, whatever the numbers of rows, points and
// dimensions are.
func TestCostsOfAllPairsAreThoseOfTheDefinitionToTheBit(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 0))
	for norm := Euclidean; norm <= Chebyshev; norm++ {
		for _, kernel := range append(pairsKernelsHere(norm), nil) {
			for _, d := range []int{1, 2, 17, 300} {
				for _, n := range []int{1, 15, 16, 17, 200} {
					rows := 1 + random.IntN(9)
					draw := func(n int) [][]float64 {
						points := make([][]float64, n)
						for k := range points {
							points[k] = make([]float64, d)
							for axis := range points[k] {
								points[k][axis] = random.NormFloat64()
							}
						}
						return points
					}
					xs, ys, costs := draw(rows), draw(n), make([][]float64, rows)
					for k := range costs {
						costs[k] = make([]float64, n+1)
						costs[k][n] = -7 // a kernel must not write here
					}
					columns := NewColumns(norm, n, d, func(k int) []float64 { return ys[k] })
					columns.kernel = kernel
					columns.Costs(rows, func(k int) []float64 { return xs[k] }, func(k int) []float64 { return costs[k][:n] })
					for i, x := range xs {
						for j, y := range ys {
							want := cost(norm, x, y)
							if got := costs[i][j]; math.Float64bits(got) != math.Float64bits(want) {
								t.Fatalf("norm %d, kernel %v, %d dimensions: %v, want %v", norm, kernel != nil, d, got, want)
							}
						}
						if costs[i][n] != -7 {
							t.Fatalf("norm %d, kernel %v, %d dimensions: wrote behind the costs of a row", norm, kernel != nil, d)
						}
					}
				}
			}
		}
	}
}

// BenchmarkCosts times the costs of all pairs of 1024 points.
func BenchmarkCosts(b *testing.B) {
	const n = 1024
	for _, d := range []int{20, 100, 784} {
		for norm := Euclidean; norm <= Chebyshev; norm++ {
			random := rand.New(rand.NewPCG(1, 2))
			points, costs := make([]float64, n*d), make([]float64, n*n)
			for k := range points {
				points[k] = random.Float64()
			}
			row := func(k int) []float64 { return points[k*d:][:d] }
			columns := NewColumns(norm, n, d, row)
			for _, kernel := range pairsKernelsHere(norm) {
				columns.kernel = kernel
				b.Run(fmt.Sprintf("norm %d/d=%d", norm, d), func(b *testing.B) {
					for b.Loop() {
						columns.Costs(n, row, func(k int) []float64 { return costs[k*n:][:n] })
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n/n, "ns/pair")
				})
			}
		}
	}
}
