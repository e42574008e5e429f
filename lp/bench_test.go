package lp

import (
	"fmt"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// BenchmarkSolve times whole solutions, certificate included: points in the
// unit square given as points and as a matrix of their distances, and a matrix
// of independent costs; equal and random weights.
//
//	go test -run '^$' -bench Solve ./lp
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{64, 1000, 2000, 4000} {
		random := newRandom(0)
		cloud := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
		costs := []struct {
			name string
			cost GroundCost
		}{
			{"points", cloud},
			{"matrix", mat.DenseCopyOf(asMatrix{cloud})},
			{"independent", randomMatrix(n, n, random.Float64)},
		}
		weights := []struct {
			name           string
			supply, demand []float64
		}{
			{"equal", equal(n, 1), equal(n, 1)},
			{"random", randomCounts(n, 1000*n, random), randomCounts(n, 1000*n, random)},
		}
		for _, c := range costs {
			for _, w := range weights {
				b.Run(fmt.Sprintf("%s/%s/n=%d", c.name, w.name, n), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := Solve(Problem{w.supply, w.demand, c.cost}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// BenchmarkTextbook shows why there is another solver.
func BenchmarkTextbook(b *testing.B) {
	for _, n := range []int{4, 8, 16} {
		p := Problem{equal(n, 1), equal(n, 1), randomMatrix(n, n, newRandom(0).Float64)}
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := SolveTextbook(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
