package gan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// way is one of the ways to make a product.
type way struct {
	name     string
	multiply func(p *product, m, n, k int, a, b matrix, add bool, c []float)
}

// ways are those that this processor has.
func ways() []way {
	all := []way{
		{"as chosen", (*product).multiply},
		{"columns", func(_ *product, m, n, k int, a, b matrix, add bool, c []float) { columns(m, n, k, a, b, add, c) }},
		{"strips", (*product).strips},
	}
	for _, tile := range tilesHere() {
		all = append(all, way{
			fmt.Sprintf("tiles of %d×%d", tile.rows, tile.columns),
			func(p *product, m, n, k int, a, b matrix, add bool, c []float) {
				p.tiles(tile, m, n, k, a, b, add, c)
			},
		})
	}
	return all
}

// epsilon is the distance from 1 to the next float.
var epsilon = map[int]float64{64: 0x1p-52, 32: 0x1p-23}[Bits]

// Every way agrees with the definition, for sizes that fill no tile or more than a
// panel, factors transposed or not, with zeros, and added to what is there or not.
func TestProductsAreSumsOfProducts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	entries := func(rows, columns int, zeros float64) matrix {
		x := make([]float, rows*columns)
		for i := range x {
			if random.Float64() >= zeros {
				x[i] = float(random.NormFloat64())
			}
		}
		if random.IntN(2) == 0 {
			return rowByRow(x, rows).transposed()
		}
		return rowByRow(x, columns)
	}
	at := func(x matrix, i, j int) float64 { return float64(x.entries[i*x.byRow+j*x.byColumn]) }
	var memory product // used again and again, as in training
	for trial := range 3000 {
		m, n, k := 1+random.IntN(40), 1+random.IntN(40), 1+random.IntN(40)
		if trial%100 == 0 {
			m, n, k = m+100, n+100, k+120
		}
		add, zeros := random.IntN(2) == 0, float64(trial%3)/3
		a, b, before := entries(m, k, zeros), entries(k, n, 0), entries(m, n, 0).entries
		for _, way := range ways() {
			got := append([]float(nil), before...)
			way.multiply(&memory, m, n, k, a, b, add, got)
			for i := range m {
				for j := range n {
					want := float64(times(add) * before[i*n+j])
					size := math.Abs(want)
					for l := range k {
						term := at(a, i, l) * at(b, l, j)
						want += term
						size += math.Abs(term)
					}
					if off := math.Abs(float64(got[i*n+j]) - want); off > float64(k+1)*epsilon*size {
						t.Fatalf("%s, %d×%d×%d, a by %d and %d, b by %d and %d, added %v: entry (%d, %d) is %v, want %v",
							way.name, m, n, k, a.byRow, a.byColumn, b.byRow, b.byColumn, add, i, j, got[i*n+j], want)
					}
				}
			}
		}
	}
}

// Tiles of every size give the same bits: a number is the same sum, whichever tile
// it is in. So results do not depend on whether a processor has AVX2 or AVX-512.
func TestTilesGiveTheSameBits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	here := tilesHere()
	if len(here) < 2 {
		t.Skip("tiles of at most one size on this processor")
	}
	var memory product
	for range 300 {
		m, n, k := 1+random.IntN(150), 1+random.IntN(70), 1+random.IntN(300)
		a, b, before := make([]float, m*k), make([]float, k*n), make([]float, m*n)
		for _, x := range [][]float{a, b, before} {
			for i := range x {
				x[i] = float(random.NormFloat64())
			}
		}
		left, right, add := rowByRow(a, k), rowByRow(b, n), random.IntN(2) == 0
		if random.IntN(2) == 0 {
			left = rowByRow(a, m).transposed()
		}
		if random.IntN(2) == 0 {
			right = rowByRow(b, k).transposed()
		}
		results := make([][]float, len(here))
		for i, tile := range here {
			results[i] = slices.Clone(before)
			memory.tiles(tile, m, n, k, left, right, add, results[i])
			if !slices.Equal(results[i], results[0]) {
				t.Fatalf("%d×%d×%d: tiles of %d×%d and of %d×%d differ", m, n, k, tile.rows, tile.columns, here[0].rows, here[0].columns)
			}
		}
	}
}

// BenchmarkProduct times the products of a layer, of 128 rows and In×Out weights:
//
//	go test -run '^$' -bench Product ./gan
func BenchmarkProduct(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, size := range [][2]int{{2, 64}, {16, 16}, {64, 64}, {64, 1}, {128, 128}, {512, 512}} {
		const rows = 128
		in, out := size[0], size[1]
		h, da, w := make([]float, rows*in), make([]float, rows*out), make([]float, in*out)
		c := make([]float, max(len(h), len(da), len(w)))
		for i := range h {
			h[i] = float(max(random.NormFloat64(), 0)) // as a ReLU leaves it
		}
		for _, x := range [][]float{da, w} {
			for i := range x {
				x[i] = float(random.NormFloat64())
			}
		}
		for _, way := range ways()[:1] {
			var memory product
			for _, of := range []struct {
				name     string
				multiply func()
			}{
				{"hW", func() {
					way.multiply(&memory, rows, out, in, rowByRow(h, in), rowByRow(w, out), false, c)
				}},
				{"hᵀ∂a", func() {
					way.multiply(&memory, in, out, rows, rowByRow(h, in).transposed(), rowByRow(da, out), false, c)
				}},
				{"∂aWᵀ", func() {
					way.multiply(&memory, rows, in, out, rowByRow(da, out), rowByRow(w, out).transposed(), false, c)
				}},
			} {
				b.Run(fmt.Sprintf("%dx%d/%s", in, out, of.name), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						of.multiply()
					}
					b.ReportMetric(2*float64(rows*in*out)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
				})
			}
		}
	}
}
