package gan

import "math/rand/v2"

// NewLineGenerator returns the generator of Example 1, gθ(z) = (θ, z), as a
// network of one layer, z·(0 1) + (θ 0), in which θ alone can move. Theta says
// where it is.
//
// Everything is known here. EM between the lines is |θ|. A 1-Lipschitz critic at the
// supremum is f(x) = −x₁ sign θ between the lines, and gives θ the slope sign θ of EM. A
// clipped critic is one of the K-Lipschitz functions: its slope has that sign and a size
// that depends on c and on the network, and θ goes to 0 at the optimizer's pace. The optimal
// discriminator is 1 on one line and 0 on the other: it gives the minimax generator no
// gradient, and θ stays where it is.
func NewLineGenerator(theta float64) *Network {
	n := NewNetwork([]int{1, 2}, Linear, rand.New(rand.NewPCG(0, 0)))
	copy(n.Parameters, []float64{0, 1, theta, 0})
	n.Frozen = []bool{true, true, false, true}
	return n
}

// Theta returns θ of a generator that NewLineGenerator made.
func Theta(generator *Network) float64 { return generator.Layers[0].Bias[0] }
