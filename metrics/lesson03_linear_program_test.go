package metrics_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
)

// Lesson 3: EM as a linear program, its plan and its certificate.
// Claims: 2.3.
func TestLesson03_EarthMoverAsALinearProgram(t *testing.T) {
	say(t, "LESSON 3. The Earth-Mover distance as a linear program")
	t.Run("1_plan", lessonPlan)
	t.Run("2_certificate", lessonCertificate)
	t.Run("3_basis", lessonBasis)
	t.Run("4_scale", lessonScale)
}

// threeHeaps is the problem of this lesson: heaps at 0, 3 and 5 on a line, holes
// at 1, 2 and 4.
func threeHeaps() lp.Problem {
	return lp.Problem{
		Supply: []float64{0.5, 0.25, 0.25},
		Demand: []float64{0.25, 0.25, 0.5},
		Cost: lp.Points{
			X:      mat.NewDense(3, 1, []float64{0, 3, 5}),
			Y:      mat.NewDense(3, 1, []float64{1, 2, 4}),
			Ground: lp.Euclidean,
		},
	}
}

func lessonPlan(t *testing.T) {
	say(t, `
The question
  Earth lies in heaps of 0.5, 0.25, 0.25 at x = 0, 3, 5. It is wanted in holes of
  0.25, 0.25, 0.5 at y = 1, 2, 4. Moving a unit from x to y costs |x−y|. What does
  the cheapest way to fill the holes cost?

The code
  solution, err := lp.Solve(lp.Problem{Supply: a, Demand: b, Cost: lp.Points{X: x, Y: y}})

The numbers`)
	p := threeHeaps()
	solution, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	say(t, "  the plan: rows are heaps, columns are holes, one block is 1/16 of the earth\n")
	say(t, "              y=1      y=2      y=4")
	marginal := make([]float64, 3)
	for i := range 3 {
		row := []string{"", "", ""}
		for _, move := range solution.Plan {
			if move.From == i {
				row[move.To] = strings.Repeat("█", int(math.Round(16*move.Mass)))
				marginal[i] += move.Mass
			}
		}
		say(t, "    x=%.0f   %8s %8s %8s   holds %.2f", p.Cost.(lp.Points).X.At(i, 0), row[0], row[1], row[2], p.Supply[i])
		if marginal[i] != p.Supply[i] {
			t.Errorf("the plan takes %v from heap %d", marginal[i], i)
		}
	}
	say(t, "\n  cost %.2f, with %d moves; 9 pairs are possible", solution.Cost, len(solution.Plan))
	if solution.Cost != 1.25 || len(solution.Plan) != 4 {
		t.Errorf("cost %v with %d moves", solution.Cost, len(solution.Plan))
	}
	say(t, `
What it says
  Nine unknowns xᵢⱼ ≥ 0, six equations (each heap leaves, each hole is filled), a
  linear cost: this is a linear program. A cheapest plan needs at most n+m−1 = 5
  moves, because five arcs already connect all heaps and holes; this one needs 4.

Where to look
  Wasserstein GAN, equation (1); claim 2.3; lp/problem.go`)
}

func lessonCertificate(t *testing.T) {
	say(t, `
The question
  How do you know that no plan is cheaper, without trying them all?

The code
  certificate, err := lp.Verify(problem, solution)

The numbers`)
	p := threeHeaps()
	solution, err := lp.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := lp.Verify(p, solution)
	if err != nil {
		t.Fatal(err)
	}
	// Potentials are free up to a constant: count from the first hole.
	shift := solution.V[0]
	say(t, "  pay u for each unit taken, v for each unit brought\n")
	say(t, "    heap    x=0   x=3   x=5        hole    y=1   y=2   y=4")
	say(t, "    u     %5.1f %5.1f %5.1f        v     %5.1f %5.1f %5.1f\n",
		solution.U[0]+shift, solution.U[1]+shift, solution.U[2]+shift,
		solution.V[0]-shift, solution.V[1]-shift, solution.V[2]-shift)
	say(t, "    primal  Σ c x       = %.4f", certificate.Primal)
	say(t, "    dual    Σ a u + b v = %.4f", certificate.Dual)
	say(t, "    largest u + v − c   = %.4f over all nine pairs", certificate.MaxViolation)
	if certificate.Primal != 1.25 || certificate.Dual != 1.25 || certificate.MaxViolation != 0 || certificate.MarginalError != 0 {
		t.Errorf("%+v", certificate)
	}
	// A carrier who accepts these prices never loses on the moves of the plan,
	// and on no pair is paid more than the way costs.
	for _, move := range solution.Plan {
		if paid := solution.U[move.From] + solution.V[move.To]; paid != p.Cost.At(move.From, move.To) {
			t.Errorf("the move from %d to %d is paid %v", move.From, move.To, paid)
		}
	}
	crossed := &lp.Solution{
		Plan:       []lp.Move{{From: 0, To: 2, Mass: 0.5}, {From: 1, To: 0, Mass: 0.25}, {From: 2, To: 1, Mass: 0.25}},
		Potentials: lp.Potentials{U: []float64{4, 2, 3}, V: []float64{0, 0, 0}},
	}
	wrong, err := lp.Verify(p, crossed)
	if err != nil {
		t.Fatal(err)
	}
	say(t, "\n  and for the plan 0→4, 3→1, 5→2 with prices that its moves just cover:")
	say(t, "    primal %.2f, dual %.2f, no gap either; but largest u + v − c = %.0f", wrong.Primal, wrong.Dual, wrong.MaxViolation)
	if wrong.Primal != 3.25 || wrong.Gap != 0 || wrong.MaxViolation != 3 {
		t.Errorf("%+v", wrong)
	}
	say(t, `
What it says
  If no pair is paid more than its way costs, then every plan costs at least what is
  paid, and all plans are paid the same, Σ a u + Σ b v. A plan that costs just that
  is optimal: plan and prices prove each other. A closed gap alone proves nothing:
  the prices must be fair on all n·m pairs, also on those the plan does not use.

Where to look
  weak duality in the comment of lp.Certificate; claim 3.1; lp/certificate.go`)
}

func lessonBasis(t *testing.T) {
	say(t, `
The question
  A textbook writes min cᵀx, Ax = b, x ≥ 0 and runs the simplex method on the matrix
  A. What does the network simplex know that the textbook does not?

The code
  lp.SolveTextbook(problem)   against   lp.Solve(problem)

The numbers
     n = m    rows × columns of A     textbook    network`)
	random := rand.New(rand.NewPCG(3, 0))
	for _, n := range []int{2, 4, 8} {
		shares := make([]float64, n)
		for i := range shares {
			shares[i] = 1 / float64(n)
		}
		cost := mat.NewDense(n, n, nil)
		cost.Apply(func(_, _ int, _ float64) float64 { return random.Float64() }, cost)
		p := lp.Problem{Supply: shares, Demand: shares, Cost: cost}
		slow, err := lp.SolveTextbook(p)
		if err != nil {
			t.Fatal(err)
		}
		fast, err := lp.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		say(t, "    %6d    %8d × %-8d %12.6f %10.6f", n, 2*n-1, n*n, slow.Cost, fast.Cost)
		if math.Abs(slow.Cost-fast.Cost) > 1e-12 {
			t.Errorf("n = %d: %v and %v", n, slow.Cost, fast.Cost)
		}
	}
	say(t, `
What it says
  The same optimum. But a basis of A is a spanning tree of heaps and holes: flows
  follow from the leaves inwards, prices from the root outwards, and a pivot is a
  walk around one cycle. No matrix is factored, nothing is divided, and flows stay
  whole numbers.

Where to look
  lp/textbook.go (short), then lp/tree.go and lp/pricing.go`)
}

func lessonScale(t *testing.T) {
	say(t, `
The question
  Does "exact" survive size?

The code
  lp.Solve(lp.Problem{Supply: a, Demand: b, Cost: lp.Points{X: x, Y: y}})

The numbers
    points     optimal cost      moves    relative gap    largest violation`)
	for _, n := range []int{10, 100, 1000} {
		random := rand.New(rand.NewPCG(uint64(n), 0))
		draw := func(_, _ int, _ float64) float64 { return random.Float64() }
		x, y := mat.NewDense(n, 2, nil), mat.NewDense(n, 2, nil)
		x.Apply(draw, x)
		y.Apply(draw, y)
		shares := make([]float64, n)
		for i := range shares {
			shares[i] = 1 / float64(n)
		}
		solution, err := lp.Solve(lp.Problem{Supply: shares, Demand: shares, Cost: lp.Points{X: x, Y: y}})
		if err != nil {
			t.Fatal(err)
		}
		c := solution.Certificate
		say(t, "    %6d     %.10f   %6d      %8.1e             %8.1e", n, solution.Cost, len(solution.Plan), c.Gap, c.MaxViolation)
		if c.Gap > 1e-12 || c.MaxViolation > 1e-14 || len(solution.Plan) != n {
			t.Errorf("%+v with %d moves", c, len(solution.Plan))
		}
	}
	say(t, `
What it says
  Yes: the certificate holds to the rounding of float64. With equal weights the
  cheapest plan of n against n points is a matching, n moves. The mean distance
  falls as n grows: two samples of one distribution approach each other.

Where to look
  claim 2.3; lp/network.go; time it with go test -run '^$' -bench Solve ./lp

Exercises
  1. Of the nine pairs of the three heaps, which have u + v = c? What have they to do
     with the optimal plans?
  2. All moves out of the first heap become dearer by 10. What happens to the optimal
     cost, and to the plan?`)
}
