package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// cost returns c(x, y), by its definition.
func cost(norm Norm, x, y []float64) (c float64) {
	for k := range x {
		switch z := math.Abs(x[k] - y[k]); norm {
		case Euclidean, SquaredEuclidean:
			c += float64(z * z) // rounded before it is added
		case CityBlock:
			c += z
		case Chebyshev:
			c = max(c, z)
		}
	}
	if norm == Euclidean {
		return math.Sqrt(c)
	}
	return c
}

// problem is a cloud, its potentials, rows and their bounds.
type problem struct {
	norm    Norm
	ys      [][]float64
	v       []float64
	xs      [][]float64
	bounds  []float64
	ceiling float64
}

// problems calls do with random problems of all norms, in one to fifty dimensions, small
// and with several groups of blocks, with potentials that are rough, smooth or tied, and
// with numbers at the ends of the range of floats.
func problems(t *testing.T, do func(t *testing.T, p problem)) {
	for norm := Euclidean; norm <= Chebyshev; norm++ {
		for _, d := range []int{1, 2, 9, 50} {
			for _, n := range []int{1, 64, 65, 1100} {
				for kind, scale := range []float64{1, 1, 1, 1e-170, 1e-155, 1e150, 0} {
					name := fmt.Sprintf("norm %d, %d dimensions, %d points, kind %d", norm, d, n, kind)
					t.Run(name, func(t *testing.T) {
						random := rand.New(rand.NewPCG(uint64(norm), uint64(1000*n+10*d+kind)))
						coordinate := func() float64 { return scale * random.NormFloat64() }
						if kind == 2 {
							coordinate = func() float64 { return float64(random.IntN(4)) }
						}
						draw := func(n int) [][]float64 {
							points := make([][]float64, n)
							for i := range points {
								points[i] = make([]float64, d)
								for k := range points[i] {
									points[i][k] = coordinate()
								}
							}
							slices.SortFunc(points, slices.Compare)
							return points
						}
						p := problem{norm: norm, ys: draw(n), xs: draw(1 + random.IntN(Size)), ceiling: math.Inf(1)}
						origin := make([]float64, d)
						for _, y := range p.ys {
							v := cost(norm, origin, y) // smooth
							if kind == 1 {
								v += random.NormFloat64()
							}
							if kind == 2 {
								v = float64(random.IntN(3))
							}
							if !(v <= 1e300) {
								v = 0
							}
							p.v = append(p.v, v)
						}
						for _, x := range p.xs { // bounds that a few points are below
							var keys []float64
							for j, y := range p.ys {
								keys = append(keys, cost(norm, x, y)-p.v[j])
							}
							slices.Sort(keys)
							p.bounds = append(p.bounds, keys[random.IntN(min(len(keys), 5))])
						}
						do(t, p)
						p.ceiling = cost(norm, p.xs[0], p.ys[0])
						do(t, p)
						p.bounds[0] = math.Inf(1)
						do(t, p)
					})
				}
			}
		}
	}
}

// found returns, for each row, which points a query says may be below its bound. If narrowed,
// it finds points without a bound first.
func (p problem) found(kernels, narrowed bool) [][]bool {
	cloud := NewCloud(p.norm, len(p.ys), len(p.ys[0]), func(k int) []float64 { return p.ys[k] })
	if !kernels {
		cloud.kernel = nil
		if cloud.tiles != nil {
			cloud.tiles.kernel = nil
		}
	}
	cloud.SetPotentials(p.v)
	cloud.SetCeiling(p.ceiling)
	q := cloud.NewQuery()
	q.SetRows(len(p.xs), func(k int) []float64 { return p.xs[k] })
	found := make([][]bool, len(p.xs))
	for i := range found {
		found[i] = make([]bool, len(p.ys))
	}
	bound := func(row int) float64 {
		if narrowed {
			return math.Inf(1)
		}
		return p.bounds[row]
	}
	scan := func() {
		for part := range q.Parts() {
			q.Look(part, bound)
			for i := range p.xs {
				for q.Begin(i, part); q.Next(bound(i)); {
					if narrowed {
						q.Narrow(p.bounds[i])
					}
					for q.Mask != 0 {
						if j := q.Block*Size + q.First(i%Size); j < len(p.ys) {
							found[i][j] = true
						}
					}
				}
			}
		}
	}
	q.Nearest(10)
	scan()
	q.Below(p.bounds)
	scan()
	return found
}

// A scan finds all points below the bound, with vectors and without, at once and narrowed. The points that it finds
// are above the bound by no more than rounding, and with ‖·‖₁ and ‖·‖∞ they are below it.
func TestAScanFindsAllPointsBelowTheBound(t *testing.T) {
	problems(t, func(t *testing.T, p problem) {
		for _, way := range []struct{ kernels, narrowed bool }{{true, false}, {false, false}, {true, true}, {false, true}} {
			found, largest := p.found(way.kernels, way.narrowed), slices.Max(p.v)
			for i, x := range p.xs {
				for j, y := range p.ys {
					c := min(cost(p.norm, x, y), p.ceiling)
					if c-p.v[j] < p.bounds[i] && !found[i][j] {
						t.Fatalf("%+v: c − v = %v − %v of row %d and point %d is below %v and not found", way, c, p.v[j], i, j, p.bounds[i])
					}
					slack := 1e-12*(c+math.Abs(p.v[j])+math.Abs(p.bounds[i])+math.Abs(largest)) + 1e-150
					if tiled := len(x) > mostFitted && (p.norm == Euclidean || p.norm == SquaredEuclidean); tiled {
						slack *= 3e7 // 32 bits
					}
					exact := p.norm == CityBlock || p.norm == Chebyshev
					if found[i][j] && (c-p.v[j] > p.bounds[i]+slack || exact && !(c-p.v[j] < p.bounds[i])) {
						t.Fatalf("%+v: c − v = %v − %v of row %d and point %d is above %v and found", way, c, p.v[j], i, j, p.bounds[i])
					}
				}
			}
		}
	})
}

// The lower bound of a block, and of a group of blocks, is below c − v of all its points.
func TestTheLowerBoundOfABlockIsBelowAllItsPoints(t *testing.T) {
	problems(t, func(t *testing.T, p problem) {
		d := len(p.ys[0])
		cloud := NewCloud(p.norm, len(p.ys), d, func(k int) []float64 { return p.ys[k] })
		cloud.tiles = nil // they do without lower bounds of rows
		cloud.SetPotentials(p.v)
		cloud.SetCeiling(p.ceiling)
		q := cloud.NewQuery()
		q.SetRows(len(p.xs), func(k int) []float64 { return p.xs[k] })
		q.rows.coverRows(q.points, p.bounds)
		check := func(name string, b *box, from, to int) {
			bound := q.lowerBound(b, make([]float64, d))
			for i, x := range p.xs {
				q.Begin(i, 0)
				low := bound.at(q.offset)
				for j := from; j < min(to, len(p.ys)); j++ {
					c := min(cost(p.norm, x, p.ys[j]), p.ceiling)
					key := c - p.v[j]
					if low > key {
						t.Fatalf("%s: lower bound %v, and c − v = %v of row %d and point %d", name, low, key, i, j)
					}
					if key < p.bounds[i] && bound.excludes(&q.rows) {
						t.Fatalf("%s is excluded, and c − v = %v of row %d and point %d is below %v", name, key, i, j, p.bounds[i])
					}
				}
			}
		}
		for b := range q.boxes {
			check("block", &q.boxes[b], b*Size, (b+1)*Size)
		}
		for g := range q.groups {
			check("group", &q.groups[g], g*groupSize*Size, (g+1)*groupSize*Size)
		}
	})
}

// Most blocks are ruled out if blocks consist of neighbours in the plane and potentials are
// smooth.
func TestMostBlocksAreRuledOut(t *testing.T) {
	const side = 64
	var points [][]float64
	for cell := range side * side / Size { // blocks of 8×8
		for k := range Size {
			points = append(points, []float64{float64(cell/8*8 + k/8), float64(cell%8*8 + k%8)})
		}
	}
	cloud := NewCloud(Euclidean, len(points), 2, func(k int) []float64 { return points[k] })
	v := make([]float64, len(points))
	for k, y := range points {
		v[k] = cost(Euclidean, []float64{-40, -10}, y) // all arcs of a point there are equally good
	}
	cloud.SetPotentials(v)
	q := cloud.NewQuery()
	q.SetRows(1, func(int) []float64 { return []float64{-40, 10} })
	least := math.Inf(1)
	for k, y := range points {
		least = min(least, cost(Euclidean, []float64{-40, 10}, y)-v[k])
	}
	q.Below([]float64{least + 0.1})
	if chosen := len(q.chosen); chosen == 0 || chosen > len(cloud.boxes)/4 {
		t.Errorf("%d of %d blocks may hold something", chosen, len(cloud.boxes))
	}
}

// BenchmarkTile times a scan of all pairs of 4096 points in tiles that finds nothing.
func BenchmarkTile(b *testing.B) {
	const n = 4096
	for _, d := range []int{10, 50} {
		random := rand.New(rand.NewPCG(1, 2))
		points := make([]float64, n*d)
		for k := range points {
			points[k] = random.Float64()
		}
		cloud := NewCloud(Euclidean, n, d, func(k int) []float64 { return points[k*d:][:d] })
		if cloud.tiles.kernel == nil {
			b.Skip("no kernels")
		}
		q := cloud.NewQuery()
		b.Run(fmt.Sprintf("d=%d", d), func(b *testing.B) {
			for b.Loop() {
				for from := 0; from < n; from += Size {
					q.SetRows(Size, func(k int) []float64 { return points[(from+k)*d:][:d] })
					q.Below(slices.Repeat([]float64{math.Inf(1)}, Size))
					for part := range q.Parts() {
						q.Look(part, func(int) float64 { return -1 })
						if q.Begin(0, part); q.Next(-1) {
							b.Fatal("found something below −1")
						}
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n/n, "ns/pair")
		})
	}
}

// BenchmarkKernel times a scan of all pairs of 4096 points that finds nothing.
func BenchmarkKernel(b *testing.B) {
	const n = 4096
	for _, d := range []int{2, 10, 50} {
		for norm := Euclidean; norm <= Chebyshev; norm++ {
			random := rand.New(rand.NewPCG(1, 2))
			points := make([][]float64, n)
			for i := range points {
				points[i] = make([]float64, d)
				for k := range points[i] {
					points[i][k] = random.Float64()
				}
			}
			cloud := NewCloud(norm, n, d, func(k int) []float64 { return points[k] })
			list := make([]int32, n/Size)
			for k := range list {
				list[k] = int32(k)
			}
			if cloud.kernel == nil {
				b.Skip("no kernels")
			}
			b.Run(fmt.Sprintf("norm %d/d=%d", norm, d), func(b *testing.B) {
				for b.Loop() {
					for _, x := range points {
						if _, mask := cloud.kernel(&x[0], d, &cloud.blocks[0], &list[0], len(list), -1, math.Inf(1)); mask != 0 {
							b.Fatal("found something below −1")
						}
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n/n, "ns/pair")
			})
		}
	}
}
