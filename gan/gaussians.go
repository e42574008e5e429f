package gan

import "math/rand/v2"

// NewGaussians returns two Gaussians like those of the paper's Figure 2: data N(0, 1), and a
// generator of N(distance, 1), g(z) = z + distance, whose parameters are frozen. EM
// between them is |distance|. Figure figure2 and lesson 9 train critics and discriminators on
// them at a distance of 10, where samples of the two do not overlap.
func NewGaussians(distance float64) (Data, *Network) {
	n := NewNetwork([]int{1, 1}, Linear, rand.New(rand.NewPCG(0, 0)))
	copy(n.Parameters, []float64{1, distance})
	n.Frozen = []bool{true, true}
	return Data{Name: "normal", Description: "N(0, 1) on the line", Dim: 1, Sigma: 1, Modes: [][]float64{{0}}}, n
}
