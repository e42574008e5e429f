package gan

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// Two processors give the bits of one: outputs, gradients and penalty, for even and odd
// numbers of rows and columns.
func TestTwoProcessorsGiveTheBitsOfOne(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, of := range []struct {
		sizes      []int
		activation Activation
	}{
		{[]int{3, 301, 301, 1}, ReLU},
		{[]int{2, 300, 301, 1}, Tanh},
		{[]int{1, 20, 1}, Tanh},
		{[]int{2, 8, 8, 1}, LeakyReLU},
		{[]int{5, 3000, 1}, ReLU},
	} {
		n := NewNetwork(of.sizes, of.activation, rand.New(rand.NewPCG(1, 0)))
		rows := 1<<24/len(n.Parameters) + 2
		in := n.In()
		x, grad := make([]float64, rows*in), make([]float64, rows)
		random := rand.New(rand.NewPCG(2, 0))
		for k := range x {
			x[k] = random.NormFloat64()
		}
		for k := range grad {
			grad[k] = 1 / float64(rows)
		}
		var whole [][]float64
		for _, processors := range []int{1, 2} {
			runtime.GOMAXPROCS(processors)
			clear(n.Gradients)
			pass := n.NewPass(rows)
			var results [][]float64
			keep := func(x []float64) { results = append(results, slices.Clone(x)) }
			keep(pass.Forward(x))
			pass.WeightGradient(grad)
			keep(n.Gradients)
			keep(pass.InputGradient(grad))
			keep([]float64{pass.PenaltyGradient(x, 1)})
			keep(n.Gradients)
			if got := pass.batch.Processors(); got != processors {
				t.Errorf("%v, %d rows: %d processors, want %d", of.sizes, rows, got, processors)
			}
			if processors == 1 {
				whole = results
				continue
			}
			for k, what := range []string{"the output", "the gradient of weights", "the gradient of the input", "the penalty", "its gradient"} {
				if !slices.Equal(results[k], whole[k]) {
					t.Errorf("%v, %s, %d rows: %s differs", of.sizes, of.activation, rows, what)
				}
			}
		}
	}
}

// Batches of any number of rows, 0 included, go through networks of any width.
func TestPassesTakeAnyNumberOfRows(t *testing.T) {
	for _, out := range []int{1, 2, 3, 17} {
		n := NewNetwork([]int{3, 1300, 1300, out}, ReLU, rand.New(rand.NewPCG(1, 0)))
		pass := n.NewPass(20)
		for _, rows := range []int{0, 1, 7, 8, 15, 16, 20} {
			x, grad := make([]float64, rows*3), make([]float64, rows*out)
			if got := len(pass.Forward(x)); got != rows*out {
				t.Errorf("%d rows, %d outputs: %d numbers", rows, out, got)
			}
			pass.WeightGradient(grad)
			if got := len(pass.InputGradient(grad)); got != rows*3 {
				t.Errorf("%d rows: an input gradient of %d numbers", rows, got)
			}
		}
	}
}
