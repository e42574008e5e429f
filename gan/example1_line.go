package gan

import "math/rand/v2"

// NewLineGenerator returns the generator of Example 1, gθ(z) = (θ, z), as a
// network of one layer, z·(0 1) + (θ 0), in which θ alone can move. Theta says
// where it is.
//
// Everything is known here. EM between the lines is |θ|: a critic that is
// trained to the end hands the generator a slope of ±K, and θ walks to 0 at the
// optimizer's pace. The optimal discriminator is 1 on one line and 0 on the
// other: it hands the minimax generator nothing, and θ stays where it is.
func NewLineGenerator(theta float64) *Network {
	n := NewNetwork([]int{1, 2}, Linear, rand.New(rand.NewPCG(0, 0)))
	copy(n.Parameters, []float64{0, 1, theta, 0})
	n.Frozen = []bool{true, true, false, true}
	return n
}

// Theta returns θ of a generator that NewLineGenerator made.
func Theta(generator *Network) float64 { return generator.Layers[0].Bias[0] }
