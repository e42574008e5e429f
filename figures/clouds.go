package figures

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/plotter"

	"monge/metrics"
)

// atoms returns the positions of the atoms of a distribution in the plane.
func atoms(p *metrics.Distribution) plotter.XYs {
	points := make(plotter.XYs, p.Len())
	for i := range points {
		points[i] = atom(p, i)
	}
	return points
}

// atom returns the position of the i-th atom of a distribution in the plane.
func atom(p *metrics.Distribution, i int) plotter.XY {
	return plotter.XY{X: p.Point(i)[0], Y: p.Point(i)[1]}
}

// gaussianPoint returns a random point of the Gaussian around (x, y) with standard
// deviation sigma along each axis.
func gaussianPoint(x, y, sigma float64, random *rand.Rand) plotter.XY {
	return plotter.XY{X: x + sigma*random.NormFloat64(), Y: y + sigma*random.NormFloat64()}
}

// matrixOf returns the n×2 matrix with a row for each point.
func matrixOf(points plotter.XYs) *mat.Dense {
	rows := mat.NewDense(len(points), 2, nil)
	for i, at := range points {
		rows.SetRow(i, []float64{at.X, at.Y})
	}
	return rows
}

// normalCloud returns n random points of equal weight, normal around (x, y) with standard
// deviation 1 along each axis.
func normalCloud(n int, x, y float64, random *rand.Rand) (*metrics.Distribution, error) {
	var points plotter.XYs
	for range n {
		points = append(points, gaussianPoint(x, y, 1, random))
	}
	return metrics.NewDistribution(matrixOf(points), nil)
}
