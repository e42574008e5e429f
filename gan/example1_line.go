package gan

import "math/rand/v2"

// NewLineGenerator returns the generator of Example 1, gθ(z) = (θ, z), as a
// network of one layer, z·(0 1) + (θ 0). It learns θ alone; Theta returns θ.
//
// The exact answers are known. EM between the lines is |θ|. The optimal 1-Lipschitz critic
// is f(x) = −x₁ sign θ between the lines, and gives θ the gradient sign θ of EM. A clipped
// critic is one of the K-Lipschitz functions: its gradient has that sign and a size that
// depends on c and on the network, so θ goes to 0 at the speed of the optimizer. The optimal
// discriminator is 1 on one line and 0 on the other: it gives the minimax generator no
// gradient, so θ does not change.
func NewLineGenerator(theta float64) *Network {
	n := NewNetwork([]int{1, 2}, Linear, rand.New(rand.NewPCG(0, 0)))
	copy(n.Parameters, []float64{0, 1, theta, 0})
	n.Frozen = []bool{true, true, false, true}
	return n
}

// Theta returns θ of a generator that NewLineGenerator made.
func Theta(generator *Network) float64 { return generator.Layers[0].Bias[0] }
