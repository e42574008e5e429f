package lp

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// numbers are kinds of points on a line.
func numbers(random *rand.Rand) map[string]func() float64 {
	return map[string]func() float64{
		"normal":              random.NormFloat64,
		"a few, with ties":    func() float64 { return float64(random.IntN(5)) },
		"far from the origin": func() float64 { return 1e6 + random.Float64() },
		"many sizes":          func() float64 { return math.Copysign(math.Exp(20*random.NormFloat64()), random.NormFloat64()) },
	}
}

// For every ground cost, the plan of the line solver has the cost that the simplex finds, and
// its potentials are feasible for all pairs.
func TestTheLineCostsWhatTheSimplexFinds(t *testing.T) {
	random := newRandom(21)
	for name, draw := range numbers(random) {
		for _, ground := range Grounds() {
			t.Run(fmt.Sprintf("%s, %v", name, ground), func(t *testing.T) {
				for range 200 {
					n, m := 1+random.IntN(12), 1+random.IntN(12)
					points := Points{randomMatrix(n, 1, draw), randomMatrix(m, 1, draw), ground}
					p := Problem{randomShares(n, random), randomShares(m, random), points}
					if random.IntN(2) == 0 {
						p.Supply, p.Demand = randomCounts(n, 30, random), randomCounts(m, 30, random)
					}
					swept, err := solved(func(s *Solution) error { return new(line).solve(p, points, s, false, unwatched()) })
					if err != nil {
						t.Fatal(err)
					}
					proven(t, p, swept)
					simplex, err := solveAsLarge(p)
					if err != nil {
						t.Fatal(err)
					}
					if math.Abs(swept.Cost-simplex.Cost) > 1e-13*simplex.Cost {
						t.Fatalf("cost %v, the simplex finds %v", swept.Cost, simplex.Cost)
					}
					if brute, err := VerifyAllPairs(p, swept); err != nil || brute.MaxViolation > 1e-14*costScale(p) {
						t.Fatalf("%+v, %v", brute, err)
					}
				}
			})
		}
	}
}

// The potentials on a staircase of a hundred thousand numbers lose no digits.
func TestTheSolutionOfALongLineIsProven(t *testing.T) {
	const n = 100_000
	random := newRandom(22)
	points := Points{randomMatrix(n, 1, random.NormFloat64), randomMatrix(n, 1, random.NormFloat64), Euclidean}
	p := Problem{randomCounts(n, 3*n, random), randomCounts(n, 3*n, random), points}
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	proven(t, p, s)
}

func TestRowsAreSortedFromLeftToRight(t *testing.T) {
	inf := math.Inf(1)
	x := []float64{3, -1, 0, -inf, 2.5, math.Copysign(0, -1), 3, inf, -1e-300, 5e-324}
	var side lineSide
	side.sort(mat.NewDense(len(x), 1, x), unwatched())
	if !slices.IsSorted(side.coords) {
		t.Errorf("%v is not sorted", side.coords)
	}
	if got, want := fmt.Sprint(side.rows), "[3 1 8 5 2 9 4 0 6 7]"; got != want {
		t.Errorf("rows %v, want %v", got, want)
	}
}

// Numbers whose first 33 bits are equal are sorted, too, and equal numbers keep the order of
// their rows.
func TestSortingIsStableForNumbersOfAnyKind(t *testing.T) {
	random := newRandom(25)
	kinds := numbers(random)
	kinds["most near each other, a few far away"] = func() float64 {
		if random.IntN(1000) == 0 {
			return -1e300
		}
		return 1e6 + 1e-9*float64(random.IntN(1e6))
	}
	for name, draw := range kinds {
		for _, n := range []int{1, 2, 100, 5000} {
			column := randomMatrix(n, 1, draw)
			want := make([]int32, n)
			for i := range want {
				want[i] = int32(i)
			}
			slices.SortStableFunc(want, func(i, j int32) int {
				return cmp.Compare(sortKey(column.At(int(i), 0)), sortKey(column.At(int(j), 0)))
			})
			var side lineSide
			side.sort(column, unwatched())
			if !slices.Equal(side.rows, want) {
				t.Errorf("%s, n=%d: not in order", name, n)
			}
			for k, row := range side.rows {
				if side.coords[k] != column.At(int(row), 0) {
					t.Fatalf("%s: %v at %d, row %d is %v", name, side.coords[k], k, row, column.At(int(row), 0))
				}
			}
		}
	}
}

// A solution on a line depends neither on the number of processors, nor on the problems that
// the solver has solved before.
func TestALineDoesNotDependOnTheNumberOfProcessors(t *testing.T) {
	random := newRandom(26)
	var again line
	for range 200 {
		n, m := 1+random.IntN(300), 1+random.IntN(300)
		points := Points{randomMatrix(n, 1, random.NormFloat64), randomMatrix(m, 1, random.NormFloat64), Euclidean}
		p := Problem{randomCounts(n, 1000, random), randomCounts(m, 1000, random), points}
		two, err := solved(func(s *Solution) error { return again.solve(p, points, s, false, unwatched()) })
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, two)
		processors := runtime.GOMAXPROCS(1)
		one, err := solved(func(s *Solution) error { return new(line).solve(p, points, s, false, unwatched()) })
		runtime.GOMAXPROCS(processors)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("%+v on one processor, %+v on %d", one.Certificate, two.Certificate, processors)
		}
	}
}

// With CostOnly, the cost and the certificate are those of a complete solution. If the
// certificate alone is no proof, as for equal clouds, the solution is complete, too.
func TestCostOnlyChangesNeitherCostNorCertificate(t *testing.T) {
	random := newRandom(27)
	for name, draw := range numbers(random) {
		for _, ground := range Grounds() {
			for _, equal := range []bool{false, true} {
				n, m := 128+random.IntN(100), 129+random.IntN(100)
				points := Points{randomMatrix(n, 1, draw), randomMatrix(m, 1, draw), ground}
				p := Problem{randomCounts(n, 1000, random), randomCounts(m, 1000, random), points}
				if equal {
					points.Y = points.X
					p = Problem{p.Supply, p.Supply, points}
				}
				whole, err := Solve(p)
				if err != nil {
					t.Fatal(err)
				}
				s := &Solution{Potentials: Potentials{U: []float64{1}}} // of another problem
				if err := (&Solver{CostOnly: true}).SolveInto(context.Background(), p, s); err != nil {
					t.Fatal(err)
				}
				if s.Cost != whole.Cost || s.Certificate != whole.Certificate {
					t.Errorf("%s, %v: %v, %+v, want %v, %+v", name, ground, s.Cost, s.Certificate, whole.Cost, whole.Certificate)
				}
				parts := [3]int{len(s.Plan), len(s.U), len(s.V)}
				if equal && !reflect.DeepEqual(s, whole) || !equal && parts != [3]int{} {
					t.Errorf("%s, %v, equal clouds: %v: plan and potentials of lengths %v", name, ground, equal, parts)
				}
			}
		}
	}
}

// BenchmarkLine times solutions on a line, certificate included.
func BenchmarkLine(b *testing.B) {
	var s Solver
	var into Solution
	for _, n := range []int{10_000, 1_000_000} {
		random := newRandom(0)
		points := Points{randomMatrix(n, 1, random.NormFloat64), randomMatrix(n, 1, random.NormFloat64), Euclidean}
		p := Problem{equal(n, 1), equal(n, 1), points}
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := s.SolveInto(context.Background(), p, &into); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The sweeps find the largest violation that brute force finds, whatever the potentials.
func TestTheSweepFindsTheLargestViolationOnALine(t *testing.T) {
	random := newRandom(23)
	for name, draw := range numbers(random) {
		for _, ground := range Grounds() {
			for range 300 {
				n, m := 1+random.IntN(40), 1+random.IntN(40)
				points := Points{randomMatrix(n, 1, draw), randomMatrix(m, 1, draw), ground}
				u, v := make([]float64, n), make([]float64, m)
				for i := range u {
					u[i] = 3 * random.NormFloat64()
				}
				for j := range v {
					v[j] = 3 * random.NormFloat64()
				}
				x, y := new(lineSide), new(lineSide)
				x.sortWithPotentials(points.X, u, unwatched())
				y.sortWithPotentials(points.Y, v, unwatched())
				got := violationOnLine(ground, x, y, unwatched())
				want := maxViolation(points, Potentials{u, v}, unwatched())
				size := costScale(Problem{Supply: []float64{1}, Cost: points})
				if math.Abs(got-want) > 1e-14*(size+10) {
					t.Fatalf("%s, %v: %v, brute force says %v", name, ground, got, want)
				}
			}
		}
	}
}

// With squared distances, a solution between clouds far apart is proven, too: the sweep
// loses no digits to the distance between the clouds.
func TestSquaredDistancesOfCloudsFarApartAreProven(t *testing.T) {
	const n = 50_000
	random := newRandom(24)
	points := Points{
		randomMatrix(n, 1, random.Float64),
		randomMatrix(n, 1, func() float64 { return 1000 + random.Float64() }),
		SquaredEuclidean,
	}
	p := Problem{equal(n, 1), equal(n, 1), points}
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	proven(t, p, s)
}
