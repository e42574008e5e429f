package gan

import "math/rand/v2"

// Prior is the law of the noise Z that a generator turns into samples (claim
// 1.4); its coordinates are independent.
type Prior int

// The priors there are.
const (
	Normal  Prior = iota // standard normal
	Uniform              // on [0, 1]
)

// Sample fills z with independent noise.
func (p Prior) Sample(z []float64, random *rand.Rand) {
	for k := range z {
		if p == Uniform {
			z[k] = random.Float64()
		} else {
			z[k] = random.NormFloat64()
		}
	}
}
