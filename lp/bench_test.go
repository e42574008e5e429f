package lp

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// benchmark is a problem to be timed.
type benchmark struct {
	name string
	p    Problem
}

// squares returns n against n points of the unit square, with equal weights and
// with random ones.
func squares(n int) []benchmark {
	random := newRandom(0)
	points := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
	return weighted(fmt.Sprintf("points/n=%d", n), points, random)
}

// moved returns squares of which one is moved by half a side, so that most mass goes in the
// same direction and many plans are nearly optimal. Such problems take several times
// longer than those of squares.
func moved(n int) []benchmark {
	random := newRandom(0)
	points := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
	moveBy(points.Y, 0.5)
	return weighted(fmt.Sprintf("apart/n=%d", n), points, random)
}

// moveBy moves points along the first axis.
func moveBy(points *mat.Dense, by float64) {
	for i := range points.RawMatrix().Rows {
		points.Set(i, 0, points.At(i, 0)+by)
	}
}

// hardClouds returns pairs of clouds of n points that are hard in other ways: most mass goes
// in the same direction, or the shapes of the clouds differ, or there are many dimensions,
// or many pairs tie. Each pair comes with the four ground costs and random weights.
func hardClouds(n int) (all []benchmark) {
	random := newRandom(1)
	uniform := func(d int) *mat.Dense { return randomMatrix(n, d, random.Float64) }
	normal := func(d int) *mat.Dense { return randomMatrix(n, d, random.NormFloat64) }
	each := func(x *mat.Dense, do func(row []float64)) *mat.Dense {
		for i := range n {
			do(x.RawRowView(i))
		}
		return x
	}
	moved := func(x *mat.Dense, by float64) *mat.Dense {
		moveBy(x, by)
		return x
	}
	thin := func(x *mat.Dense) *mat.Dense { return each(x, func(row []float64) { row[1] *= 1e-3 }) }
	ring := func(radius, width float64) *mat.Dense {
		return each(uniform(2), func(row []float64) {
			angle, r := 2*math.Pi*row[0], radius+width*random.NormFloat64()
			row[0], row[1] = r*math.Cos(angle), r*math.Sin(angle)
		})
	}
	spiral := func(phase float64) *mat.Dense {
		return each(uniform(2), func(row []float64) {
			angle := 4 * math.Pi * math.Sqrt(row[0])
			row[0], row[1] = angle*math.Cos(angle+phase)+row[1]/4, angle*math.Sin(angle+phase)
		})
	}
	clusters := func() *mat.Dense {
		centres := randomMatrix(5, 2, func() float64 { return 100 * random.Float64() })
		return each(normal(2), func(row []float64) { floats.Add(row, centres.RawRowView(random.IntN(5))) })
	}
	lattice := func(by float64) *mat.Dense {
		side, k := int(math.Sqrt(float64(n))), -1
		return each(uniform(2), func(row []float64) {
			k++
			row[0], row[1] = float64(k/side)+by, float64(k%side)
		})
	}
	whole := func() *mat.Dense { return randomMatrix(n, 2, func() float64 { return float64(random.IntN(20)) }) }
	for _, c := range []struct {
		name string
		x, y *mat.Dense
	}{
		{"ten-sides", uniform(2), moved(uniform(2), 10)},
		{"near-line", thin(uniform(2)), moved(thin(uniform(2)), 0.5)},
		{"lattices", lattice(0), lattice(math.Sqrt(float64(n)) / 2)},
		{"rings", ring(1, 0.05), ring(3, 0.05)},
		{"disc-and-hull", ring(0, 0.5), ring(1, 0)},
		{"spirals", spiral(0), spiral(math.Pi)},
		{"clusters", clusters(), clusters()},
		{"duplicates", whole(), moved(whole(), 7)},
		{"sigma-1-and-10", normal(2), each(normal(2), func(row []float64) { floats.Scale(10, row) })},
		{"10-dimensions", normal(10), normal(10)},
		{"50-dimensions", normal(50), normal(50)},
	} {
		for _, g := range Grounds() {
			name := fmt.Sprintf("%s/%v/n=%d", c.name, g, n)
			all = append(all, weighted(name, Points{c.x, c.y, g}, random)[1])
		}
	}
	return all
}

// deepClouds returns pairs of clouds of n points in many dimensions: points of five of which one
// cloud is moved by a side, normal ones of fifty of which one is moved by five, sets as points of
// a hundred dimensions with entries 0 and 1, and drawings of 28×28 pixels, most of them white.
// Each pair comes with the four ground costs and random weights.
func deepClouds(n int) (all []benchmark) {
	random := newRandom(2)
	drawing := func() *mat.Dense {
		const side, steps = 28, 30
		pixels := mat.NewDense(n, side*side, nil)
		for i := range n {
			row, angle := pixels.RawRowView(i), 2*math.Pi*random.Float64()
			x, y, bend := 8+12*random.Float64(), 8+12*random.Float64(), 0.1*random.NormFloat64()
			for range steps { // a pen moves, and draws a spot at each step
				angle += bend + 0.2*random.NormFloat64()
				x, y = min(max(x+0.8*math.Cos(angle), 2), side-3), min(max(y+0.8*math.Sin(angle), 2), side-3)
				for k := int(x) - 1; k <= int(x)+1; k++ {
					for l := int(y) - 1; l <= int(y)+1; l++ {
						square := (float64(k)-x)*(float64(k)-x) + (float64(l)-y)*(float64(l)-y)
						row[k*side+l] = max(row[k*side+l], math.Floor(255*math.Exp(-square)))
					}
				}
			}
		}
		return pixels
	}
	sets := func() *mat.Dense {
		return randomMatrix(n, 100, func() float64 { return math.Floor(random.Float64() + 0.05) })
	}
	for _, c := range []struct {
		name string
		x, y *mat.Dense
		by   float64
	}{
		{"5-dimensions-moved", randomMatrix(n, 5, random.Float64), randomMatrix(n, 5, random.Float64), 1},
		{"50-dimensions-moved", randomMatrix(n, 50, random.NormFloat64), randomMatrix(n, 50, random.NormFloat64), 5},
		{"sets-100-dimensions", sets(), sets(), 0},
		{"drawings-784-dimensions", drawing(), drawing(), 0},
	} {
		moveBy(c.y, c.by)
		for _, g := range Grounds() {
			all = append(all, weighted(fmt.Sprintf("%s/%v/n=%d", c.name, g, n), Points{c.x, c.y, g}, random)[1])
		}
	}
	return all
}

// flatClouds returns pairs of clouds of n points of which many pairs tie, as one cloud is on a line or
// both are the same, or nearly: each with the four ground costs, and with equal and random weights.
func flatClouds(n int) (all []benchmark) {
	random := newRandom(3)
	square := func() *mat.Dense { return randomMatrix(n, 2, random.Float64) }
	line := func(direction []float64, by float64) *mat.Dense {
		points := mat.NewDense(n, len(direction), nil)
		for i := range n {
			floats.AddScaled(points.RawRowView(i), random.Float64()+by, direction)
		}
		return points
	}
	same := square()
	near := randomMatrix(n, 2, func() float64 { return 1e-6 * random.NormFloat64() })
	near.Add(near, same)
	for _, c := range []struct {
		name string
		x, y *mat.Dense
	}{
		{"same", same, same},
		{"line-and-square", line([]float64{1, 0}, 0), square()},
		{"line-in-3-dimensions-moved", line([]float64{1, 2, -3}, 0), line([]float64{1, 2, -3}, 0.5)},
		{"nearly-same", same, near},
	} {
		for _, g := range Grounds() {
			all = append(all, weighted(fmt.Sprintf("%s/%v/n=%d", c.name, g, n), Points{c.x, c.y, g}, random)...)
		}
	}
	return all
}

// fewSinks returns squares of n against m points, m much less than n, of which one is moved by
// half a side, with the sources and sinks exchanged, and as a matrix: a sample and the
// centres of its clusters, for instance.
func fewSinks(n, m int) (all []benchmark) {
	random := newRandom(0)
	x, y := randomMatrix(n, 2, random.Float64), randomMatrix(m, 2, random.Float64)
	moveBy(y, 0.5)
	for _, g := range Grounds() {
		all = append(all, weighted(fmt.Sprintf("few-sinks/%v/n=%d/m=%d", g, n, m), Points{x, y, g}, random)[1])
	}
	matrix := mat.DenseCopyOf(asMatrix{Points{x, y, Euclidean}})
	return append(all,
		weighted(fmt.Sprintf("few-sources/n=%d/m=%d", m, n), Points{y, x, Euclidean}, random)[1],
		weighted(fmt.Sprintf("few-sinks/matrix/n=%d/m=%d", n, m), matrix, random)[1],
		weighted(fmt.Sprintf("few-sources/matrix/n=%d/m=%d", m, n), mat.DenseCopyOf(matrix.T()), random)[1])
}

// matrices returns the distances between the points of squares as a matrix, and a matrix of
// independent costs.
func matrices(n int) []benchmark {
	random := newRandom(0)
	points := Points{randomMatrix(n, 2, random.Float64), randomMatrix(n, 2, random.Float64), Euclidean}
	return append(
		weighted(fmt.Sprintf("matrix/n=%d", n), mat.DenseCopyOf(asMatrix{points}), random),
		weighted(fmt.Sprintf("independent/n=%d", n), randomMatrix(n, n, random.Float64), random)...)
}

// weighted returns c with equal and with random weights.
func weighted(name string, c GroundCost, random *rand.Rand) []benchmark {
	n, m := c.Dims()
	p := Problem{make([]float64, n), make([]float64, m), c}
	for _, side := range [][]float64{p.Supply, p.Demand} {
		for k := range side {
			side[k] = random.Float64()
		}
		floats.Scale(1/floats.SumCompensated(side), side)
	}
	return []benchmark{{name + "/equal", Problem{equal(n, 1), equal(m, 1), c}}, {name + "/random", p}}
}

// images returns pairs of grey images: the points of a grid, whose weights are grey values.
// One pair is noise. The other is smooth: the exponential of a sum of waves whose amplitudes
// fall with their frequencies.
func images(side int) []benchmark {
	random := newRandom(0)
	noise := func() func(i, j int) float64 {
		return func(_, _ int) float64 { return float64(random.IntN(256)) }
	}
	smooth := func() func(i, j int) float64 {
		waves := randomMatrix(40, 4, random.NormFloat64)
		return func(i, j int) float64 {
			var sum float64
			for k := range 40 {
				w := waves.RawRowView(k)
				fast := 1 + float64(k/4)
				angle := 2 * math.Pi * fast * (w[0]*float64(i) + w[1]*float64(j)) / float64(side)
				sum += w[2] * math.Cos(angle+w[3]) * math.Pow(fast, -2.5)
			}
			return math.Floor(100 * math.Exp(sum))
		}
	}
	var all []benchmark
	for _, kind := range []struct {
		name string
		draw func() func(i, j int) float64
	}{{"noise", noise}, {"smooth", smooth}} {
		p := Problem{}
		var grids []*mat.Dense
		for _, weights := range []*[]float64{&p.Supply, &p.Demand} {
			grey := kind.draw()
			grid := mat.NewDense(side*side, 2, nil)
			for k := range side * side {
				grid.SetRow(k, []float64{float64(k / side), float64(k % side)})
				*weights = append(*weights, grey(k/side, k%side))
			}
			floats.Scale(1/floats.SumCompensated(*weights), *weights)
			grids = append(grids, grid)
		}
		p.Cost = Points{grids[0], grids[1], Euclidean}
		all = append(all, benchmark{fmt.Sprintf("image/%s/%dx%d", kind.name, side, side), p})
	}
	return all
}

// run times b.p, certificate included.
func (b benchmark) run(tb *testing.B) {
	tb.Run(b.name, func(tb *testing.B) {
		var solver Solver
		var into Solution
		tb.ReportAllocs()
		for tb.Loop() {
			if err := solver.SolveInto(context.Background(), b.p, &into); err != nil {
				tb.Fatal(err)
			}
		}
	})
}

// BenchmarkSolve times whole solutions, certificate included.
//
//	go test -run '^$' -bench Solve ./lp
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{64, 256, 1000, 2000, 4000, 8000} {
		for _, c := range append(squares(n), moved(n)...) {
			c.run(b)
		}
	}
	for _, n := range []int{64, 256, 1000, 2000, 4000} {
		for _, c := range matrices(n) {
			c.run(b)
		}
	}
	for _, c := range append(fewSinks(4000, 40), fewSinks(20_000, 1000)...) {
		c.run(b)
	}
	for _, c := range append(images(64), images(128)...) {
		c.run(b)
	}
}

// BenchmarkLarge times clouds of a hundred thousand points: a minute.
//
//	go test -run '^$' -bench Large -benchtime 1x ./lp
func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{20_000, 50_000, 100_000} {
		for _, c := range squares(n) {
			c.run(b)
		}
	}
}

// BenchmarkPeers solves the same problems with POT's ot.emd, and where weights
// are equal with SciPy's linear_sum_assignment, one after the other in one run,
// and reports how many times longer those take. They are given the matrix of
// distances; where costs are Points, lp is not. It is skipped without POT.
//
//	go test -run '^$' -bench Peers -benchtime 3x ./lp
func BenchmarkPeers(b *testing.B) {
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import ot, scipy").Run(); err != nil {
		b.Skip("no POT (Debian: python3-pot, python3-scipy)")
	}
	var all []benchmark
	for _, n := range []int{1000, 2000, 4000} {
		all = append(append(append(all, squares(n)...), moved(n)...), matrices(n)...)
	}
	all = append(append(all, squares(8000)...), images(64)...)
	all = append(append(all, hardClouds(1000)...), hardClouds(4000)...)
	all = append(append(all, deepClouds(1000)...), deepClouds(4000)...)
	all = append(append(all, flatClouds(1000)...), flatClouds(4000)...)
	all = append(append(append(all, fewSinks(4000, 4)...), fewSinks(4000, 40)...), fewSinks(4000, 400)...)
	for _, c := range all {
		b.Run(c.name, func(b *testing.B) {
			n, m := c.p.Cost.Dims()
			var total, runs float64
			var solution *Solution
			for b.Loop() {
				start := time.Now()
				s, err := Solve(c.p)
				if err != nil {
					b.Fatal(err)
				}
				total, runs, solution = total+time.Since(start).Seconds(), runs+1, s
			}
			ours := total / runs
			file := filepath.Join(b.TempDir(), "problem")
			if err := writeProblem(file, c.p); err != nil {
				b.Fatal(err)
			}
			command := exec.Command(python, "testdata/pot.py", file, strconv.Itoa(n), strconv.Itoa(m))
			command.Env = append(os.Environ(), "OPENBLAS_NUM_THREADS=1")
			out, err := command.Output()
			if err != nil {
				b.Fatal(err)
			}
			var peer struct{ Seconds, Cost, Assignment float64 }
			if err := json.Unmarshal(out, &peer); err != nil {
				b.Fatal(err)
			}
			if cost := solution.Cost / floats.Sum(c.p.Supply); math.Abs(peer.Cost-cost) > 1e-9*cost+1e-15 {
				b.Errorf("POT says %v, monge %v", peer.Cost, cost)
			}
			b.ReportMetric(peer.Seconds/ours, "×POT")
			if peer.Assignment > 0 {
				b.ReportMetric(peer.Assignment/ours, "×SciPy")
			}
		})
	}
}

// writeProblem writes supply, demand and all costs of p as float64.
func writeProblem(path string, p Problem) error {
	n, m := p.Cost.Dims()
	numbers := append(append(make([]float64, 0, n+m+n*m), p.Supply...), p.Demand...)
	for i := range n {
		for j := range m {
			numbers = append(numbers, p.Cost.At(i, j))
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return binary.Write(file, binary.LittleEndian, numbers)
}

// BenchmarkTextbook times SolveTextbook, to show why there is another solver.
func BenchmarkTextbook(b *testing.B) {
	for _, n := range []int{4, 8, 16} {
		p := Problem{equal(n, 1), equal(n, 1), randomMatrix(n, n, newRandom(0).Float64)}
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := SolveTextbook(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
