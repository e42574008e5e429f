package gan

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// A batch that two processors share gives the bits that it gives one of them:
// outputs, gradients and penalty, also where rows and columns are odd in number.
func TestHalvesGiveTheBitsOfTheWhole(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, activation := range []Activation{ReLU, Tanh} {
		n := NewNetwork([]int{3, 301, 301, 1}, activation, rand.New(rand.NewPCG(1, 0)))
		rows := enough/len(n.Parameters) + 2
		x := make([]float64, rows*3)
		random := rand.New(rand.NewPCG(2, 0))
		for k := range x {
			x[k] = random.NormFloat64()
		}
		grad := make([]float64, rows)
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
			if processors == 1 {
				whole = results
				continue
			}
			for k, what := range []string{"the output", "the gradient of weights", "the gradient of the input", "the penalty", "its gradient"} {
				if !slices.Equal(results[k], whole[k]) {
					t.Errorf("%s, %d rows: %s differs", activation, rows, what)
				}
			}
		}
	}
}
