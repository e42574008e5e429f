package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// method is one of the methods to compute a product.
type method struct {
	name     string
	multiply func(s *scratch, c, a, b *Matrix, add bool)
}

// methods returns the methods that this processor has.
func methods() []method {
	all := []method{
		{"as chosen", (*scratch).multiply},
		{"by columns", func(_ *scratch, c, a, b *Matrix, add bool) { byColumns(c, a, b, add) }},
		{"strips", (*scratch).strips},
		{"plain Go", (*scratch).plain},
	}
	for _, kernel := range kernels() {
		all = append(all, method{
			fmt.Sprintf("tiles of %d×%d", kernel.rows, kernel.columns),
			func(s *scratch, c, a, b *Matrix, add bool) { s.blocked(kernel, c, a, b, add) },
		})
	}
	return all
}

// epsilon is the distance from 1 to the next Float.
var epsilon = map[int]float64{64: 0x1p-52, 32: 0x1p-23}[Bits]

// at returns entry (i, j).
func (x Matrix) at(i, j int) float64 { return float64(x.entries[i*x.byRow+j*x.byColumn]) }

// randomMatrix returns a matrix of normal entries, by chance stored as a transpose. About a
// share of zeros of the entries is 0.
func randomMatrix(rows, columns int, zeros float64, random *rand.Rand) Matrix {
	x := New(rows, columns)
	if random.IntN(2) == 0 {
		x = New(columns, rows).T()
	}
	for i := range x.entries {
		if random.Float64() >= zeros {
			x.entries[i] = Float(random.NormFloat64())
		}
	}
	return x
}

// normal returns n normal numbers.
func normal(n int, random *rand.Rand) []Float {
	x := make([]Float, n)
	for i := range x {
		x[i] = Float(random.NormFloat64())
	}
	return x
}

// Every method agrees with the definition: for sizes smaller than a tile and larger than a
// panel, for factors transposed or not and with zeros, and added to c or not.
func TestProductsAreSumsOfProducts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	var memory scratch // one for all products, as in training
	for trial := range 3000 {
		m, n, k := 1+random.IntN(40), 1+random.IntN(40), 1+random.IntN(40)
		if trial%100 == 0 {
			m, n, k = m+100, n+100, k+120
		}
		add, zeros := random.IntN(2) == 0, float64(trial%3)/3
		a, b := randomMatrix(m, k, zeros, random), randomMatrix(k, n, 0, random)
		before := View(normal(m*n, random), m, n)
		for _, method := range methods() {
			got := View(slices.Clone(before.entries), m, n)
			method.multiply(&memory, &got, &a, &b, add)
			for i := range m {
				for j := range n {
					want := float64(beta(add)) * before.at(i, j)
					size := math.Abs(want)
					for l := range k {
						term := a.at(i, l) * b.at(l, j)
						want += term
						size += math.Abs(term)
					}
					if off := math.Abs(got.at(i, j) - want); off > float64(k+1)*epsilon*size {
						t.Fatalf("%s, %d×%d×%d, a by %d and %d, b by %d and %d, added %v: entry (%d, %d) is %v, want %v",
							method.name, m, n, k, a.byRow, a.byColumn, b.byRow, b.byColumn, add, i, j, got.at(i, j), want)
					}
				}
			}
		}
	}
}

// Tiles of every size give the same bits: an entry is the same sum, whichever tile it is
// in. So results do not depend on whether a processor has AVX2 or AVX-512.
func TestTilesGiveTheSameBits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	here := kernels()
	if len(here) < 2 {
		t.Skip("tiles of at most one size on this processor")
	}
	var memory scratch
	for range 300 {
		m, n, k := 1+random.IntN(150), 1+random.IntN(70), 1+random.IntN(300)
		a, b := randomMatrix(m, k, 0, random), randomMatrix(k, n, 0, random)
		before, add := normal(m*n, random), random.IntN(2) == 0
		results := make([][]Float, len(here))
		for i, kernel := range here {
			results[i] = slices.Clone(before)
			c := View(results[i], m, n)
			memory.blocked(kernel, &c, &a, &b, add)
			if !slices.Equal(results[i], results[0]) {
				t.Fatalf("%d×%d×%d: tiles of %d×%d and of %d×%d differ", m, n, k, kernel.rows, kernel.columns, here[0].rows, here[0].columns)
			}
		}
	}
}

// BenchmarkProduct times the products of a layer, of 128 rows and In×Out weights:
//
//	go test -run '^$' -bench Product ./gan/internal/dense
func BenchmarkProduct(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, size := range [][2]int{{2, 64}, {16, 16}, {64, 64}, {64, 1}, {128, 128}, {512, 512}} {
		const rows = 128
		in, out := size[0], size[1]
		h := View(normal(rows*in, random), rows, in)
		da, w := View(normal(rows*out, random), rows, out), View(normal(in*out, random), in, out)
		for i := range h.entries {
			h.entries[i] = max(h.entries[i], 0) // as a ReLU leaves it
		}
		var memory scratch
		for _, of := range []struct {
			name    string
			c, a, b Matrix
		}{
			{"hW", New(rows, out), h, w},
			{"hᵀ∂a", New(in, out), h.T(), da},
			{"∂aWᵀ", New(rows, in), da, w.T()},
		} {
			b.Run(fmt.Sprintf("%dx%d/%s", in, out, of.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					memory.multiply(&of.c, &of.a, &of.b, false)
				}
				b.ReportMetric(2*float64(rows*in*out)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
