package gan_test

import (
	"math"
	"slices"

	"monge/gan"
)

// What lesson 8.2 needs to show that two laws share no mass: the curves on which they lie.

// polyline returns the corners of the curve that a ReLU network 1→h→2 makes of the noise
// from −10 to 10, in their order.
func polyline(n *gan.Network) (corners [][2]float64) {
	hidden := n.Layers[0]
	at := []float64{-10, 10}
	for k, w := range hidden.Weights {
		if z := -hidden.Bias[k] / w; math.Abs(z) < 10 {
			at = append(at, z)
		}
	}
	slices.Sort(at)
	x := n.NewPass(len(at)).Forward(at)
	for ; len(x) > 0; x = x[2:] {
		corners = append(corners, [2]float64{x[0], x[1]})
	}
	return corners
}

// sharedLength returns the length that segments of one polyline have in common with
// segments of another, to 1e-9.
func sharedLength(p, q [][2]float64) (length float64) {
	for i := range p[1:] {
		ux, uy := p[i+1][0]-p[i][0], p[i+1][1]-p[i][1]
		size := math.Hypot(ux, uy)
		if size < 1e-9 {
			continue
		}
		ux, uy = ux/size, uy/size
		for j := range q[1:] {
			along := func(c [2]float64) (on, off float64) {
				dx, dy := c[0]-p[i][0], c[1]-p[i][1]
				return ux*dx + uy*dy, math.Abs(ux*dy - uy*dx)
			}
			from, offFrom := along(q[j])
			to, offTo := along(q[j+1])
			if max(offFrom, offTo) < 1e-9 {
				length += max(0, min(max(from, to), size)-max(min(from, to), 0))
			}
		}
	}
	return length
}
