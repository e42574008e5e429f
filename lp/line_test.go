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

// On a line the staircase costs what the simplex finds, for every ground, and
// its potentials prove it over all pairs.
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
					simplex, err := bySearch(p)
					if err != nil {
						t.Fatal(err)
					}
					if math.Abs(swept.Cost-simplex.Cost) > 1e-13*simplex.Cost {
						t.Fatalf("cost %v, the simplex finds %v", swept.Cost, simplex.Cost)
					}
					if brute, err := VerifyAllPairs(p, swept); err != nil || brute.MaxViolation > 1e-14*extent(p) {
						t.Fatalf("%+v, %v", brute, err)
					}
				}
			})
		}
	}
}

// Of a hundred thousand numbers the staircase loses no digits.
func TestALongLineKeepsItsDigits(t *testing.T) {
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

// Numbers that share their first digits are sorted, too, and equal numbers keep their
// order.
func TestSortingIsStableForNumbersOfAnyKind(t *testing.T) {
	random := newRandom(25)
	kinds := numbers(random)
	kinds["a crowd and one far away"] = func() float64 {
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

// The halves of a staircase do not depend on the number of processors, nor on what the
// solver's memory was used for before.
func TestALineIsTheSameOnOneProcessor(t *testing.T) {
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

// The cost and the certificate are those of the whole solution. Where these do not prove it
// alone, as between equal clouds, the solution is whole.
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

// BenchmarkLine times sorting, sweeping and the certificate.
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

// The sweeps see the violation that brute force sees, whatever the potentials.
func TestTheSweepFindsTheWorstPairOfALine(t *testing.T) {
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
				size := extent(Problem{Supply: []float64{1}, Cost: points})
				if math.Abs(got-want) > 1e-14*(size+10) {
					t.Fatalf("%s, %v: %v, brute force says %v", name, ground, got, want)
				}
			}
		}
	}
}

// Clouds far apart take no longer than clouds that overlap.
func TestSquaresFarApartAreSwept(t *testing.T) {
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
