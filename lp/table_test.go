package lp

import (
	"math"
	"testing"
)

// A table has the cost of each pair to the bit, for numbers at the ends of the range of
// floats, too, for whole numbers, and for points that are equal.
func TestATableHasTheCostOfEachPairToTheBit(t *testing.T) {
	const whole = 100 // the scale of whole coordinates
	random := newRandom(31)
	for _, g := range Grounds() {
		for _, scale := range []float64{1, 0, 1e-170, 1e-160, 1e150, whole} {
			for _, d := range []int{5, 40} {
				draw := func() float64 {
					if scale == whole {
						return math.Round(whole * random.NormFloat64())
					}
					return scale * random.NormFloat64()
				}
				p := Points{randomMatrix(300, d, draw), randomMatrix(77, d, draw), g}
				p.X.SetRow(9, p.Y.RawRowView(5))
				costs, err := p.allCosts(unwatched())
				if err != nil {
					t.Fatal(err)
				}
				for i := range 300 {
					for j := range 77 {
						if got, want := costs.At(i, j), p.At(i, j); math.Float64bits(got) != math.Float64bits(want) {
							t.Fatalf("%v, %d dimensions, scale %v: cost %v of pair %d, %d, want %v", g, d, scale, got, i, j, want)
						}
					}
				}
			}
		}
	}
}

// Solve and Verify agree on points in many dimensions, of which some
// have no mass.
func TestSolveWithATableHasTheCertificateOfVerify(t *testing.T) {
	random := newRandom(32)
	for _, g := range Grounds() {
		points := Points{randomMatrix(260, 30, random.NormFloat64), randomMatrix(210, 30, random.Float64), g}
		p := Problem{randomShares(260, random), randomShares(210, random), points}
		if !points.tabulated() {
			t.Fatal("there is no table")
		}
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, s)
		again, err := Verify(p, s)
		if err != nil {
			t.Fatal(err)
		}
		if again != s.Certificate {
			t.Errorf("%v: Verify says %+v, Solve %+v", g, again, s.Certificate)
		}
	}
}

// There are tables only where they save time and memory suffices.
func TestTheSizeOfAProblemDecidesWhetherThereIsATable(t *testing.T) {
	for _, c := range []struct {
		n, m, d int
		g       Ground
		want    bool
	}{
		{1000, 1000, 2, Euclidean, false},
		{1000, 1000, 2, CityBlock, true},
		{4000, 40, 2, CityBlock, false},
		{4000, 40, 2, Chebyshev, true},
		{1000, 1000, 3, Euclidean, true},
		{1000, 1100, 4, Euclidean, false},
		{1000, 1000, 5, SquaredEuclidean, true},
		{4000, 4000, 8, Chebyshev, false},
		{4000, 4000, 10, CityBlock, true},
		{4000, 4000, 10, Euclidean, false},
		{4000, 4000, 50, Euclidean, true},
		{5000, 4000, 50, Euclidean, false},
	} {
		zero := func() float64 { return 0 }
		p := Points{randomMatrix(c.n, c.d, zero), randomMatrix(c.m, c.d, zero), c.g}
		if p.tabulated() != c.want {
			t.Errorf("%+v: %v", c, p.tabulated())
		}
	}
}
