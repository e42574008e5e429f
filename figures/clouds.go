package figures

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/plotter"

	"monge/metrics"
)

// places returns the atoms of a distribution in the plane.
func places(p *metrics.Distribution) plotter.XYs {
	points := make(plotter.XYs, p.Len())
	for i := range points {
		points[i] = place(p, i)
	}
	return points
}

// place returns atom i of a distribution in the plane.
func place(p *metrics.Distribution, i int) plotter.XY {
	return plotter.XY{X: p.Point(i)[0], Y: p.Point(i)[1]}
}

// near draws a point of the Gaussian around (x, y) with standard deviation
// sigma along each axis.
func near(x, y, sigma float64, random *rand.Rand) plotter.XY {
	return plotter.XY{X: x + sigma*random.NormFloat64(), Y: y + sigma*random.NormFloat64()}
}

// asRows returns the matrix with a row for each point.
func asRows(points plotter.XYs) *mat.Dense {
	rows := mat.NewDense(len(points), 2, nil)
	for i, at := range points {
		rows.SetRow(i, []float64{at.X, at.Y})
	}
	return rows
}

// normalCloud returns n normal points of the plane around (x, y).
func normalCloud(n int, x, y float64, random *rand.Rand) (*metrics.Distribution, error) {
	var points plotter.XYs
	for range n {
		points = append(points, near(x, y, 1, random))
	}
	return metrics.NewDistribution(asRows(points), nil)
}
