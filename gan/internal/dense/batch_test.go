package dense

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Two processors compute the same bits as one, in every kind of step, also if the matrices
// have more rows than the batch and a shard ends inside a tile.
func TestTwoProcessorsComputeTheBitsOfOne(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(1, 0))
	for _, rows := range []int{16, 17, 31, 40, 57} {
		in, out := 1+random.IntN(40), 1+random.IntN(40)
		x, w := View(normal(60*in, random), 60, in), View(normal(in*out, random), in, out)
		bias, grad := normal(out, random), normal(60*out, random)
		results := make([][][]float64, 2)
		for k := range results {
			runtime.GOMAXPROCS(k + 1)
			h, dh, dx := New(60, out), View(slices.Clone(grad), 60, out), New(60, in)
			dw, db := make([]float64, in*out), make([]float64, out)
			b := NewBatch(workForTwo)
			b.Begin(rows)
			if got := b.Processors(); got != k+1 {
				t.Fatalf("%d rows: %d processors, want %d", rows, got, k+1)
			}
			b.Multiply(h, x, w)
			b.Rectify(h, bias)
			b.AddBias(h, bias)
			b.Mask(dh, h)
			b.Add(dh, h)
			b.Multiply(dx, dh, w.T())
			b.AddTransposeProduct(dw, x, dh)
			b.AddRows(db, dh)
			b.Run()
			results[k] = [][]float64{h.CopyTo(make([]float64, rows*out)), dx.CopyTo(make([]float64, rows*in)), dw, db}
		}
		for i, what := range []string{"the output", "the gradient of the input", "the gradient of weights", "that of biases"} {
			if !slices.Equal(results[0][i], results[1][i]) {
				t.Errorf("%d rows, %d×%d weights: %s differs", rows, in, out, what)
			}
		}
	}
}

// Shapes that do not fit are a programmer's mistake: the panic names them.
func TestShapesThatDoNotFitPanic(t *testing.T) {
	b := NewBatch(1)
	b.Begin(2)
	for name, do := range map[string]func(){
		"dense: 5 numbers as 2×3":                func() { View(make([]Float, 5), 2, 3) },
		"dense: a product of 2×3 and 4×1 in 2×1": func() { b.Multiply(New(2, 1), New(2, 3), New(4, 1)) },
		"dense: a product of 3×2 and 2×1 in 4 numbers": func() {
			b.AddTransposeProduct(make([]float64, 4), New(2, 3), New(2, 1))
		},
		"dense: a sum of 3 columns in 2 numbers": func() { b.AddRows(make([]float64, 2), New(2, 3)) },
	} {
		func() {
			defer func() {
				if got := recover(); got != name {
					t.Errorf("panic %v, want %q", got, name)
				}
			}()
			do()
		}()
	}
}

// A panic in either shard becomes a panic of Run, in the goroutine that called it.
func TestPanicsOfAnyShardReachTheCaller(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	const rows = 32
	for _, at := range []Float{0, rows - 1} {
		x := New(rows, 1)
		for i := range x.entries {
			x.entries[i] = Float(i)
		}
		b := NewBatch(workForTwo)
		b.Begin(rows)
		b.Each(x, x, func(x, _ []Float) {
			if slices.Contains(x, at) {
				panic("of one shard")
			}
		})
		func() {
			defer func() {
				if fault := fmt.Sprint(recover()); !strings.HasPrefix(fault, "of one shard") {
					t.Errorf("the shard of row %v panics, the caller recovers %v", at, fault)
				}
			}()
			b.Run()
		}()
	}
}
