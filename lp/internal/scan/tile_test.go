package scan

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// If 32 bits are too few to compare with a bound, a scan does not use tiles. If it uses them,
// it finds all points below the bound, whatever number is added to all potentials.
func TestTilesAreUsedOnlyIf32BitsSuffice(t *testing.T) {
	for _, c := range []struct {
		name                     string
		moved, potentials, added float64
		tiles                    bool
	}{
		{"near", 0, 1, 0, true},
		{"moved", 500, 1, 500, true},
		{"a large number added", 0, 1, 1e9, true},
		{"far", 1e5, 1, 0, false},
		{"rough potentials", 0, 1e5, 0, false},
	} {
		for _, norm := range []Norm{Euclidean, SquaredEuclidean} {
			random := rand.New(rand.NewPCG(3, 4))
			p := problem{norm: norm, ceiling: math.Inf(1)}
			for range 130 {
				y := make([]float64, 10)
				for k := range y {
					y[k] = random.NormFloat64()
				}
				p.ys = append(p.ys, y)
				p.v = append(p.v, c.potentials*random.NormFloat64()+c.added)
				x := slices.Clone(y)
				x[0] += c.moved
				p.xs = append(p.xs, x)
			}
			p.xs = p.xs[:7]
			for _, x := range p.xs {
				var keys []float64
				for j, y := range p.ys {
					keys = append(keys, cost(norm, x, y)-p.v[j])
				}
				slices.Sort(keys)
				p.bounds = append(p.bounds, math.Nextafter(keys[4], math.Inf(1)))
			}
			for _, kernels := range []bool{true, false} {
				for i, row := range p.found(kernels, false) {
					for j, found := range row {
						if cost(norm, p.xs[i], p.ys[j])-p.v[j] < p.bounds[i] && !found {
							t.Errorf("%s, norm %v, kernels %v: point %d of row %d is not found", c.name, norm, kernels, j, i)
						}
					}
				}
			}
			cloud := NewCloud(norm, len(p.ys), 10, func(k int) []float64 { return p.ys[k] })
			cloud.SetPotentials(p.v)
			q := cloud.NewQuery()
			q.SetRows(len(p.xs), func(k int) []float64 { return p.xs[k] })
			if q.inTiles() != c.tiles {
				t.Errorf("%s, norm %v: in tiles is %v", c.name, norm, q.inTiles())
			}
		}
	}
}
