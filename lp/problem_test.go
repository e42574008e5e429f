package lp

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestErrorsOfInvalidProblemsNameTheEntry(t *testing.T) {
	one := mat.NewDense(1, 1, []float64{1})
	two := mat.NewDense(2, 2, []float64{0, 1, 1, 0})
	half := []float64{0.5, 0.5}
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		name string
		p    Problem
		want string
	}{
		{"negative supply", Problem{[]float64{-0.2, 1.2}, half, two}, "lp: supply[0] = -0.2 is negative"},
		{"NaN supply", Problem{[]float64{nan, 1}, half, two}, "lp: supply[0] = NaN is not finite"},
		{"infinite demand", Problem{half, []float64{1, inf}, two}, "lp: demand[1] = +Inf is not finite"},
		{"no mass", Problem{[]float64{0, 0}, half, two}, "lp: the sum of supply is zero"},
		{"overflow", Problem{[]float64{1e308, 1e308}, half, two}, "lp: the sum of supply overflows"},
		{"unequal totals", Problem{half, []float64{0.5, 0.75}, two}, "lp: total supply 1 differs from total demand 1.25 by more than a relative 1e-10"},
		{"totals that differ in the tenth digit", Problem{half, []float64{0.5, 0.5 + 1.0/(1<<32)}, two},
			"lp: total supply 1 differs from total demand 1.0000000002328306 by more than a relative 1e-10"},
		{"too few supplies", Problem{[]float64{1}, half, two}, "lp: ground cost is 2×2 but there are 1 supplies and 2 demands"},
		{"nothing at all", Problem{nil, nil, &mat.Dense{}}, "lp: no supply"},
		{"no cost", Problem{half, half, nil}, "lp: no ground cost"},
		{"nil matrix", Problem{half, half, (*mat.Dense)(nil)}, "lp: no ground cost"},
		{"unknown ground", Problem{half, half, Points{two, two, Ground(17)}}, "lp: unknown ground cost Ground(17)"},
		{"unknown negative ground", Problem{half, half, Points{two, two, -1}}, "lp: unknown ground cost Ground(-1)"},
		{"no points", Problem{half, half, Points{X: two}}, "lp: no points"},
		{"infinite cost", Problem{half, half, mat.NewDense(2, 2, []float64{0, 1, inf, 0})}, "lp: cost[1][0] = +Inf is not finite"},
		{"NaN cost", Problem{[]float64{1}, []float64{1}, mat.NewDense(1, 1, []float64{nan})}, "lp: cost[0][0] = NaN is not finite"},
		{"cost too large to add", Problem{[]float64{1}, []float64{1}, mat.NewDense(1, 1, []float64{-1e301})}, "lp: cost[0][0] = -1e+301 is beyond ±1e+300"},
		{"NaN point", Problem{[]float64{1}, []float64{1}, Points{one, mat.NewDense(1, 1, []float64{nan}), Euclidean}}, "lp: y[0][0] = NaN is not finite"},
		{"other dimension", Problem{[]float64{1}, half, Points{one, two, Euclidean}}, "lp: points of dimension 1 and 2"},
		{"points too far apart", Problem{[]float64{1}, []float64{1}, Points{one, mat.NewDense(1, 1, []float64{1e200}), SquaredEuclidean}},
			"lp: the sqeuclidean cost between points as far apart as [1] and [1e+200] is beyond 1e+300"},
	} {
		for name, solve := range map[string]func(Problem) (*Solution, error){"Solve": Solve, "SolveTextbook": SolveTextbook} {
			t.Run(name+" of "+test.name, func(t *testing.T) {
				if _, err := solve(test.p); err == nil || err.Error() != test.want {
					t.Errorf("error %q, want %q", err, test.want)
				}
			})
		}
	}
}

func TestSolversDoNotChangeTheProblem(t *testing.T) {
	c := mat.NewDense(2, 3, []float64{3, 1, 2, 1, 4, 1})
	p := Problem{[]float64{3, 2}, []float64{1, 2, 2}, c}
	for _, solve := range []func(Problem) (*Solution, error){Solve, SolveTextbook} {
		if _, err := solve(p); err != nil {
			t.Fatal(err)
		}
		if p.Supply[0] != 3 || p.Demand[2] != 2 || c.At(0, 1) != 1 {
			t.Fatalf("changed to %+v", p)
		}
	}
}

func TestGroundCostsAreTheirNorms(t *testing.T) {
	x, y := []float64{1, 2}, []float64{4, -2}
	known := map[Ground]float64{Euclidean: 5, SquaredEuclidean: 25, CityBlock: 7, Chebyshev: 4}
	if len(known) != len(Grounds()) {
		t.Errorf("%d ground costs, %d tested", len(Grounds()), len(known))
	}
	for _, g := range Grounds() {
		want := known[g]
		if got := g.Between(x, y); got != want {
			t.Errorf("%v: %v, want %v", g, got, want)
		}
		if parsed, err := ParseGround(g.String()); parsed != g || err != nil {
			t.Errorf("%v parsed as %v, %v", g, parsed, err)
		}
		if g.Metric() == (g == SquaredEuclidean) {
			t.Errorf("%v.Metric() = %v", g, g.Metric())
		}
	}
	for _, unknown := range []Ground{-1, 4, 17} {
		if unknown.Metric() {
			t.Errorf("%v is called a metric", unknown)
		}
	}
	if _, err := ParseGround("manhattan"); err == nil {
		t.Error("manhattan is known")
	}
}

func TestEuclideanNeitherOverflowsNorUnderflows(t *testing.T) {
	for _, scale := range []float64{5e-324, 1e-200, 1, 1e200, 1e307} {
		x, y := []float64{0, 0}, []float64{3 * scale, -4 * scale}
		if got, want := Euclidean.Between(x, y), 5*scale; math.Abs(got-want) > 1e-15*want {
			t.Errorf("distance %v, want %v", got, want)
		}
	}
}

// rowReader reads the costs that At returns.
func TestRowReaderReadsWhatAtReturns(t *testing.T) {
	random := newRandom(11)
	for _, d := range []int{1, 2, 3} {
		for _, g := range Grounds() {
			p := Points{randomMatrix(4, d, random.NormFloat64), randomMatrix(6, d, random.NormFloat64), g}
			p.Y.Set(5, 0, 1e-250)
			p.X.SetRow(3, make([]float64, d))
			for _, c := range []GroundCost{p, mat.DenseCopyOf(asMatrix{p}), asMatrix{p}.T()} {
				n, m := c.Dims()
				read, buffer := rowReader(c), make([]float64, m)
				for i := range n {
					for j, cost := range read(i, buffer) {
						if cost != c.At(i, j) {
							t.Fatalf("%v: row %d has %v at %d, At says %v", g, i, cost, j, c.At(i, j))
						}
					}
				}
			}
		}
	}
}

// asMatrix is a ground cost as a gonum matrix.
type asMatrix struct{ GroundCost }

func (a asMatrix) T() mat.Matrix { return mat.Transpose{Matrix: a} }
