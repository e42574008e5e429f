package lp

import (
	"flag"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// -problems runs more random problems of each family than CI has time for.
var problems = flag.Int("problems", 300, "random problems of each family, against the reference")

// smallAndLargeSolvers returns Solve, and the solver for large problems, which solves small
// ones, too.
func smallAndLargeSolvers() []func(Problem) (*Solution, error) {
	return []func(Problem) (*Solution, error){Solve, solveAsLarge}
}

// solveAsLarge solves p as a large problem, whatever its size.
func solveAsLarge(p Problem) (*Solution, error) {
	return solved(func(s *Solution) error { return solveLarge(p, nil, s, nil, unwatched()) })
}

// solved returns a new solution that solve sets.
func solved(solve func(*Solution) error) (*Solution, error) {
	s := new(Solution)
	if err := solve(s); err != nil {
		return nil, err
	}
	return s, nil
}

// Claim 2.3: EM is a linear program, and the network simplex method solves it. The textbook
// simplex finds the same cost, and the certificate proves the solution.
func TestClaim2_3_NetworkSimplexAgreesWithTheTextbook(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			t.Parallel()
			random := newRandom(23)
			for range *problems {
				p := family.draw(1+random.IntN(5), 1+random.IntN(5), random)
				reference, err := SolveTextbook(p)
				if err != nil {
					t.Fatal(err)
				}
				for _, solve := range smallAndLargeSolvers() {
					s, err := solve(p)
					if err != nil {
						t.Fatal(err)
					}
					proven(t, p, s)
					if math.Abs(s.Cost-reference.Cost) > 1e-9*math.Abs(reference.Cost)+1e-15*costScale(p) {
						t.Fatalf("cost %v, the textbook has %v, for %+v", s.Cost, reference.Cost, p)
					}
				}
			}
		})
	}
}

// The certificate proves the solutions of problems that are too large for SolveTextbook.
func TestSolveProvesLargerProblems(t *testing.T) {
	for _, family := range families() {
		t.Run(family.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(3) {
				random := newRandom(seed)
				p := family.draw(100+random.IntN(100), 1+random.IntN(200), random)
				s, err := Solve(p)
				if err != nil {
					t.Fatal(err)
				}
				proven(t, p, s)
			}
		})
	}
}

func TestSolveOfACloudAgainstItselfIsTheIdentity(t *testing.T) {
	x := randomMatrix(50, 3, newRandom(1).NormFloat64)
	s, err := Solve(Problem{equal(50, 0.02), equal(50, 0.02), Points{x, x, Euclidean}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Cost != 0 || s.Certificate.Gap > 1e-12 || len(s.Plan) != 50 {
		t.Errorf("cost %v with %d moves, %+v", s.Cost, len(s.Plan), s.Certificate)
	}
	for i, move := range s.Plan {
		if move != (Move{i, i, 0.02}) {
			t.Errorf("move %d is %+v", i, move)
		}
	}
}

func TestSolveOfTheTransposeCostsTheSame(t *testing.T) {
	random := newRandom(2)
	for range 50 {
		n, m := 1+random.IntN(30), 1+random.IntN(30)
		c := randomMatrix(n, m, random.NormFloat64)
		a, b := randomCounts(n, 100, random), randomCounts(m, 100, random)
		there, err := Solve(Problem{a, b, c})
		if err != nil {
			t.Fatal(err)
		}
		back, err := Solve(Problem{b, a, c.T()})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(there.Cost-back.Cost) > 1e-12*math.Abs(there.Cost) {
			t.Errorf("%v there, %v back", there.Cost, back.Cost)
		}
	}
}

// The derivative of the optimal cost with respect to a supply and a demand is the sum of
// their potentials. With respect to a cost it is the mass of that move (the envelope
// theorem).
func TestPotentialsAndPlanAreDerivativesOfTheCost(t *testing.T) {
	random := newRandom(3)
	c := randomMatrix(6, 8, random.Float64)
	p := Problem{randomShares(6, random), randomShares(8, random), c}
	p.Supply[0], p.Demand[0] = p.Supply[0]+0.1, p.Demand[0]+0.1
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	cost := func(h float64, by Move) float64 {
		moved := Problem{append([]float64(nil), p.Supply...), append([]float64(nil), p.Demand...), mat.DenseCopyOf(c)}
		if by.Mass == 0 { // move h of supply to the source, and the demand with it
			moved.Supply[by.From] += h
			moved.Demand[by.To] += h
		} else {
			moved.Cost.(*mat.Dense).Set(by.From, by.To, c.At(by.From, by.To)+h)
		}
		s, err := Solve(moved)
		if err != nil {
			t.Fatal(err)
		}
		return s.Cost
	}
	const h = 1e-7
	for _, move := range s.Plan {
		if slope := (cost(h, move) - cost(-h, move)) / (2 * h); math.Abs(slope-move.Mass) > 1e-7 {
			t.Errorf("∂cost/∂c[%d][%d] = %v, the plan moves %v", move.From, move.To, slope, move.Mass)
		}
		if move.Mass < 2*h {
			t.Fatalf("a move of %v is too small for a difference of %v", move.Mass, h)
		}
		want := s.U[move.From] + s.V[move.To]
		if slope := (cost(h, Move{From: move.From, To: move.To}) - cost(0, Move{From: move.From, To: move.To})) / h; math.Abs(slope-want) > 1e-6 {
			t.Errorf("a unit from %d to %d costs %v, the potentials say %v", move.From, move.To, slope, want)
		}
	}
}

// With costs cᵢⱼ = i·j the cheapest sinks are the same for every source. The optimal plan
// pairs the largest i with the smallest j (the rearrangement inequality).
func TestProductCostsPairLargeWithSmall(t *testing.T) {
	const n = 500
	c := mat.NewDense(n, n, nil)
	c.Apply(func(i, j int, _ float64) float64 { return float64((i + 1) * (j + 1)) }, c)
	p := Problem{equal(n, 1), equal(n, 1), c}
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	proven(t, p, s)
	if want := float64(n * (n + 1) * (n + 2) / 6); s.Cost != want {
		t.Errorf("cost %v, want Σ i (n+1−i) = %v", s.Cost, want)
	}
	for _, move := range s.Plan {
		if move.From+move.To != n-1 {
			t.Errorf("source %d goes to sink %d", move.From, move.To)
		}
	}
}

func TestSourcesWithoutMassHaveTheLargestFeasiblePotentials(t *testing.T) {
	c := mat.NewDense(3, 3, []float64{
		9, 1, 5,
		2, 7, 3,
		8, 4, 6,
	})
	p := Problem{[]float64{0, 2, 0}, []float64{0, 1, 1}, c}
	s, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	proven(t, p, s)
	if s.Cost != 10 {
		t.Errorf("cost %v, want 7 + 3", s.Cost)
	}
	// Each potential is as large as it can be: some pair of the source has slack 0.
	for i := range 3 {
		slack := math.Inf(1)
		for j := range 3 {
			slack = min(slack, c.At(i, j)-s.U[i]-s.V[j])
		}
		if slack != 0 {
			t.Errorf("the potential of source %d could be %v higher", i, slack)
		}
	}
}

func TestTotalsThatDifferByRoundingAreSolved(t *testing.T) {
	for _, p := range []Problem{
		{[]float64{0.1, 0.2}, []float64{0.3}, mat.NewDense(2, 1, []float64{1, 2})},
		{[]float64{0.3}, []float64{0.1, 0.2}, mat.NewDense(1, 2, []float64{1, 2})},
		{equal(10, 0.1), []float64{1}, randomMatrix(10, 1, newRandom(1).Float64)},
		{equal(7, 1./7), equal(49, 1./49), randomMatrix(7, 49, newRandom(1).Float64)},
	} {
		s, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		proven(t, p, s)
	}
}

// The same problem gives the same bytes, however often it is solved.
func TestSolveIsDeterministic(t *testing.T) {
	random := newRandom(4)
	p := Problem{randomShares(80, random), randomShares(90, random), randomMatrix(80, 90, random.Float64)}
	first, err := Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if again.Certificate != first.Certificate || len(again.Plan) != len(first.Plan) {
			t.Fatalf("%+v after %+v", again.Certificate, first.Certificate)
		}
		for k := range first.Plan {
			if again.Plan[k] != first.Plan[k] {
				t.Fatalf("move %d is %+v after %+v", k, again.Plan[k], first.Plan[k])
			}
		}
	}
}
