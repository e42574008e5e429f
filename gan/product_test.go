package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// Both products agree with the definition, for sizes that fill no block, with
// zeros, and added to what is there or not. Built with GOEXPERIMENT=simd this
// tests the vector instructions.
func TestProductsAreSumsOfProducts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	matrix := func(size int, zeros float64) []float64 {
		x := make([]float64, size)
		for i := range x {
			if random.Float64() >= zeros {
				x[i] = random.NormFloat64()
			}
		}
		return x
	}
	for trial := range 3000 {
		m, n, k := 1+random.IntN(40), 1+random.IntN(40), 1+random.IntN(40)
		if trial%100 == 0 {
			m, n, k = m+100, n+100, k+100
		}
		if trial == 0 { // so large that two processors share it
			m, n, k = m+200, n+256, k+256
		}
		beta, zeros := float64(trial%2), float64(trial%3)/3
		b, before := matrix(k*n, 0), matrix(m*n, 0)
		for _, transposed := range []bool{false, true} {
			a, at := matrix(m*k, zeros), func(i, l int) int { return i*k + l }
			multiply := timesNN
			if transposed {
				at, multiply = func(i, l int) int { return l*m + i }, timesTN
			}
			got := append([]float64(nil), before...)
			multiply(m, n, k, a, b, beta, got)
			for i := range m {
				for j := range n {
					want, size := beta*before[i*n+j], math.Abs(beta*before[i*n+j])
					for l := range k {
						term := a[at(i, l)] * b[l*n+j]
						want += term
						size += math.Abs(term)
					}
					if off := math.Abs(got[i*n+j] - want); off > float64(k+1)*0x1p-52*size {
						t.Fatalf("%d×%d×%d, transposed %v, β %v: entry (%d, %d) is %v, want %v", m, n, k, transposed, beta, i, j, got[i*n+j], want)
					}
				}
			}
		}
	}
}

func BenchmarkProduct(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, size := range [][3]int{{128, 16, 16}, {128, 64, 2}, {128, 64, 64}, {128, 1, 64}, {128, 128, 128}, {512, 512, 512}} {
		m, n, k := size[0], size[1], size[2]
		a, x, c := make([]float64, m*k), make([]float64, max(k, m)*n), make([]float64, max(k, m)*n)
		for i := range a {
			a[i] = max(random.NormFloat64(), 0) // as a ReLU leaves it
		}
		for i := range x {
			x[i] = random.NormFloat64()
		}
		for _, variant := range []struct {
			name     string
			multiply func()
		}{
			{"forward", func() { timesNN(m, n, k, a, x[:k*n], 0, c[:m*n]) }},
			{"gradient", func() { timesTN(k, n, m, a, x[:m*n], 1, c[:k*n]) }},
		} {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, n, k, variant.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					variant.multiply()
				}
				b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
