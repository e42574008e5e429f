package metrics_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// Lesson 3: EM as a linear program, its plan and its certificate.
// Claims: 2.3.
func TestLesson03_EarthMoverAsALinearProgram(t *testing.T) {
	say(t, `LESSON 3. The Earth-Mover distance as a linear program
In the page: #lesson3, after go run ./cmd/monge explore

After it you can say
  which linear program EM is, how many moves a cheapest plan needs, and how prices
  prove that no plan is cheaper.
You need
  lesson 2: couplings and EM; sums and inequalities. About 25 minutes.
Definitions
  aᵢ, bⱼ, the weights of the atoms xᵢ of P and yⱼ of Q; cᵢⱼ = ‖xᵢ − yⱼ‖, the cost of
      moving one unit from xᵢ to yⱼ
  a plan: masses xᵢⱼ ≥ 0 (with two indices; xᵢ is an atom) with Σⱼ xᵢⱼ = aᵢ and
      Σᵢ xᵢⱼ = bⱼ, a coupling of P and Q; its cost is Σ cᵢⱼ xᵢⱼ
  a vertex of the set of plans: a plan that is not in the middle between two others
  prices: numbers uᵢ, vⱼ; they are fair if uᵢ + vⱼ ≤ cᵢⱼ for all pairs
  a pair (i, j) is tight if uᵢ + vⱼ = cᵢⱼ
Names
  To move one law onto another at the least cost is called optimal transport. Monge (1781)
  sent each grain to one place. Kantorovich (1942) allowed a pile to be split, which makes
  a linear program of it. EM is also called W₁, the Wasserstein-1 distance.`)
	t.Run("1_plan", lessonPlan)
	t.Run("2_certificate", lessonCertificate)
	t.Run("3_basis", lessonBasis)
	t.Run("4_scale", lessonScale)
}

// pilesProblem is the transport problem between the five piles.
func pilesProblem(t testing.TB) lp.Problem {
	t.Helper()
	p, q := fivePiles(t)
	problem := lp.Problem{Cost: lp.Points{X: p.Points(), Y: q.Points(), Ground: lp.Euclidean}}
	for i := range p.Len() {
		problem.Supply = append(problem.Supply, p.Probability(i))
	}
	for j := range q.Len() {
		problem.Demand = append(problem.Demand, q.Probability(j))
	}
	return problem
}

func lessonPlan(t *testing.T) {
	say(t, `
The question
  The five piles of lesson 1: earth lies in the piles of P and is wanted at those of Q.
  Moving a unit from x to y costs |x − y|. What does the cheapest plan cost?
%s

The code
  solution, err := lp.Solve(lp.Problem{Supply: a, Demand: b, Cost: lp.Points{X: x, Y: y}})

The numbers`, picturePiles)
	p := pilesProblem(t)
	solution := must(lp.Solve(p))(t)
	say(t, "  the plan: rows are piles of P, columns those of Q, one block is 1/16 of the earth\n")
	say(t, "              y=1      y=4")
	for i := range p.Supply {
		row := []string{"", ""}
		var leaves float64
		for _, move := range solution.Plan {
			if move.From == i {
				row[move.To] = strings.Repeat("█", int(math.Round(16*move.Mass)))
				leaves += move.Mass
			}
		}
		say(t, "    x=%.0f   %8s %8s   holds %.2f", p.Cost.(lp.Points).X.At(i, 0), row[0], row[1], p.Supply[i])
		holds(t, "the plan moves all that the pile holds", leaves == p.Supply[i])
	}
	say(t, "\n  cost %.2f, with %d moves of %d possible ones", solution.Cost, len(solution.Plan), 2*3)
	holds(t, "the cost is 1.75 with four moves", solution.Cost == 1.75 && len(solution.Plan) == 4)
	say(t, `
What it says
  Six unknowns xᵢⱼ ≥ 0, five equations (each pile of P is used up, each pile of Q is
  filled) and a linear cost: this is a linear program. The set of all plans is closed
  and bounded, so there is a cheapest plan: the infimum of lesson 2 is a minimum. (For
  other laws, too: by Prokhorov's theorem each sequence of couplings of two laws on ℝᵈ
  has a subsequence that converges to a coupling, and the cost of the limit is at most
  the limit of the costs: it is lower semicontinuous.) And some cheapest plan is a vertex.
  The moves of a vertex form no cycle, because around a cycle one could add mass on
  every second move and take it from the others, in both directions: the plan would be
  in the middle between two others. So they are a forest on the n + m piles, with at
  most n + m − 1 moves: 4 here.

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
	p := pilesProblem(t)
	solution := must(lp.Solve(p))(t)
	certificate := must(lp.Verify(p, solution))(t)
	shift := solution.V[1] // prices are free up to a constant: v = 0 at y = 4
	say(t, "  a carrier charges u for each unit taken and v for each unit brought\n")
	say(t, "    pile of P   x=0   x=3   x=5      pile of Q   y=1   y=4")
	say(t, "    u         %5.0f %5.0f %5.0f      v         %5.0f %5.0f\n",
		solution.U[0]+shift, solution.U[1]+shift, solution.U[2]+shift, solution.V[0]-shift, solution.V[1]-shift)
	say(t, "    primal  Σ c x       = %.4f", certificate.Primal)
	say(t, "    dual    Σ a u + b v = %.4f", certificate.Dual)
	say(t, "    largest u + v − c   = %.4f over all six pairs", certificate.MaxViolation)
	holds(t, "plan and prices are optimal", certificate.Primal == 1.75 && certificate.Dual == 1.75 && certificate.MaxViolation == 0 && certificate.MarginalError == 0)
	for _, move := range solution.Plan {
		holds(t, "each move of the plan is charged what it costs", solution.Slack(move.From, move.To, p.Cost.At(move.From, move.To)) == 0)
	}
	crossed := &lp.Solution{
		Plan:       []lp.Move{{From: 0, To: 1, Mass: 0.5}, {From: 1, To: 0, Mass: 0.25}, {From: 2, To: 1, Mass: 0.25}},
		Potentials: lp.Potentials{U: []float64{4, 2, 1}, V: []float64{0, 0}},
	}
	wrong := must(lp.Verify(p, crossed))(t)
	say(t, "\n  and for the plan 0→4, 3→1, 5→4 with prices u = 4, 2, 1 and v = 0, 0:")
	say(t, "    primal %.2f, dual %.2f, no gap either; but largest u + v − c = %.0f", wrong.Primal, wrong.Dual, wrong.MaxViolation)
	holds(t, "the wrong plan has no gap and unfair prices", wrong.Primal == 2.75 && wrong.Gap == 0 && wrong.MaxViolation == 3)
	say(t, `
What it says
  Let the prices be fair. Then for any plan

      Σ c x  ≥  Σ (u + v) x  =  Σ a u + Σ b v,

  and the right side does not depend on the plan. A plan whose cost equals it is
  optimal: plan and prices prove each other. Equality alone proves nothing. The
  prices have to be fair on all n·m pairs, also on those that the plan does not use.
  Lesson 4 makes a function of these prices.

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
		slow, fast := must(lp.SolveTextbook(p))(t), must(lp.Solve(p))(t)
		say(t, "    %6d    %8d × %-8d %12.6f %10.6f", n, 2*n-1, n*n, slow.Cost, fast.Cost)
		holds(t, "both find the same optimum", math.Abs(slow.Cost-fast.Cost) < 1e-12)
	}
	piles := pilesProblem(t)
	before := &lp.Solution{
		Plan:       []lp.Move{{From: 0, To: 1, Mass: 0.5}, {From: 1, To: 1, Mass: 0.25}, {From: 2, To: 0, Mass: 0.25}},
		Potentials: lp.Potentials{U: []float64{4, 1, 1}, V: []float64{3, 0}}, // 5→4 is tight, too: a tree
	}
	after := &lp.Solution{ // ¼ was sent around 0→1, 5→1, 5→4, 0→4
		Plan:       []lp.Move{{From: 0, To: 0, Mass: 0.25}, {From: 0, To: 1, Mass: 0.25}, {From: 1, To: 1, Mass: 0.25}, {From: 2, To: 1, Mass: 0.25}},
		Potentials: lp.Potentials{U: []float64{4, 1, 1}, V: []float64{-3, 0}},
	}
	was, is := must(lp.Verify(piles, before))(t), must(lp.Verify(piles, after))(t)
	say(t, `
  a pivot on the five piles: the plan 0→4, 3→4, 5→1 (and 5→4, with no mass) costs %.2f; its
  prices u = 4, 1, 1 and v = 3, 0 have u + v − c = %.0f at 0→1; to send ¼ around the cycle of
  0→1, 5→1, 5→4 and 0→4 saves ¼ · %.0f; then the cost is %.2f and no pair has u + v > c`, was.Primal, was.MaxViolation, was.MaxViolation, is.Primal)
	holds(t, "the plan and the prices of the tree have one value, which the pivot lowers", was.Gap == 0 && was.Primal == 3.25 && is.Primal == was.Primal-0.25*was.MaxViolation)
	holds(t, "after it the prices are fair and all masses are right", is.Primal == 1.75 && is.Gap == 0 && is.MaxViolation == 0 && is.MarginalError == 0 && was.MarginalError == 0)
	say(t, `
What it says
  The optimum is the same. The simplex method goes from vertex to vertex. A basis is
  the set of moves that may carry mass at one, and a pivot exchanges one of them for
  another. A has 2n rows but for one, which follows from the others. Its bases are the
  spanning trees of the piles: moves that join all piles and form no cycle. A leaf, a
  pile with one move, tells what that move carries, and so on inwards. A price at one
  pile, the root, tells all others, since the moves of the tree are to be tight. A pivot is
  a walk around the cycle that the new move closes. The network simplex factors no matrix
  and divides nothing, and its flows stay whole multiples of a common unit.

  Why does it end with fair prices? The plan of a tree costs what its prices pay, as its
  moves are tight. A pair may enter if u + v > c. Each unit that is sent around its cycle
  then changes the cost by c − u − v, which is less than 0. If there is no such pair, the
  prices are fair, and plan and prices prove each other (part 2). There are finitely many
  trees, and a rule for pivots that move no mass keeps it from coming back to one. So it
  ends, and every problem has a plan and fair prices of the same value: strong duality.

Where to look
  lp/textbook.go (short), then lp/simplex.go, lp/tree.go and lp/pivot.go`)
}

func lessonScale(t *testing.T) {
	say(t, `
The question
  Does "exact" survive size?

The code
  lp.Solve(lp.Problem{Supply: a, Demand: b, Cost: lp.Points{X: x, Y: y}})

The numbers
    points     optimal cost      moves    relative gap    largest violation`)
	before := math.Inf(1)
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
		solution := must(lp.Solve(lp.Problem{Supply: shares, Demand: shares, Cost: lp.Points{X: x, Y: y}}))(t)
		c := solution.Certificate
		say(t, "    %6d     %.10f   %6d      %8.1e             %8.1e", n, solution.Cost, len(solution.Plan), c.Gap, c.MaxViolation)
		holds(t, "the certificate holds to rounding", c.Gap < 1e-12 && c.MaxViolation < 1e-14)
		holds(t, "the plan is a matching", len(solution.Plan) == n)
		holds(t, "EM falls as n grows", solution.Cost < before)
		before = solution.Cost
	}
	lessonSinkhorn(t)
	p, q := fivePiles(t)
	onLine := must(metrics.EarthMoverOnLine(p, q))(t)
	holds(t, "∫ |F − G| is what the program finds, and the sum by hand", onLine == earthMover(t, p, q, lp.Euclidean).Cost && onLine == 0.5+2*0.25+0.5+0.25)
	say(t, `
What it says
  Yes: the certificate holds to the rounding of float64. With equal weights of n
  against n points some cheapest plan is a matching, with n moves, and the solver
  returns one. EM falls as n grows, because two samples of one distribution
  approach each other.

  Two ways need no such program. On the line W = ∫ |F − G|, with F and G the distribution
  functions: the mass |F(x) − G(x)| has to cross x, and a plan that keeps the order moves no
  more. For the five piles that is ½ + 2·¼ + ½ + ¼ = %.2f, and the tests compare the solver
  with it. In any space one may subtract ε times the plan's entropy from the cost. Then
  products of a matrix with a vector find the plan (Sinkhorn's algorithm, Cuturi 2013), and
  stochastic gradients find the prices from samples alone (Genevay et al. 2016; the paper
  hopes that such algorithms lead to new ways to evaluate generative models). But the value
  is biased: between equal laws it is not 0, unless one subtracts half the values between P
  and P and between Q and Q (Genevay et al. 2018). So the judge of this course is exact EM.

  What do the three cost? A sweep of Sinkhorn takes 2n² multiplications, and the table shows
  that a smaller ε, which makes the bias smaller, needs more of them. If the sums may be off by
  δ, their number is at most of the order of 1/εδ, so of 1/ε in the table. A cost within η of
  EM needs an ε and a δ of the order of η, up to a logarithm, and so at most of the order of
  1/η² sweeps (Dvurechensky et al. 2018). A critic needs no distance of pairs: a step takes
  time in proportion to its minibatch and its weights, however many data there are, but how
  many steps bring it to its supremum is not known beforehand, and lesson 10.4 finds it far off. Exact EM
  of 512 against 512 points of the plane, with all else that a record has, takes as long as 21
  iterations of Algorithm 1 with 64 units (gan/PERFORMANCE.md), and of 4000 against 4000 some
  tenths of a second (README). The picture of the README has its growth.

Where to look
  claim 2.3; metrics/earth_mover_line.go; lp/large.go; time it with go test -run '^$' -bench Solve ./lp

Exercises
  1. Which of the six pairs of the five piles are tight? What have they to do with the
     optimal plans?
  2. All moves out of the pile at 0 become dearer by 10. What happens to the optimal
     cost, and to the plan?

Five questions
  1. What are the unknowns, the equations and the cost of the linear program?
  2. How many moves does a cheapest plan need at most, and why?
  3. What are fair prices, and what do they prove?
  4. Why does a closed gap alone prove nothing?
  5. What does the network simplex know that a textbook's simplex does not?
  The answers: go test -v -run Answer03 ./metrics`, onLine)
}

// lessonSinkhorn is the second table of lesson 3.4: the plan that Sinkhorn's algorithm finds.
func lessonSinkhorn(t *testing.T) {
	const n, tolerance = 100, 1e-3
	say(t, `
  Sinkhorn's algorithm between %d and %d points of the unit square: sweeps till all of its row
  sums together are off by less than a thousandth, and what its plan costs

         ε   sweeps   multiplications   cost / EM`, n, n)
	random := rand.New(rand.NewPCG(n, 0))
	x, y := mat.NewDense(n, 2, nil), mat.NewDense(n, 2, nil)
	for _, points := range []*mat.Dense{x, y} {
		points.Apply(func(_, _ int, _ float64) float64 { return random.Float64() }, points)
	}
	em := must(metrics.EM(must(metrics.NewDistribution(x, nil))(t), must(metrics.NewDistribution(y, nil))(t)))(t)
	cost := lp.Points{X: x, Y: y}
	sweepsBefore, biasBefore := 0, math.Inf(1)
	for _, epsilon := range []float64{0.1, 0.03, 0.01, 0.003} {
		kernel := mat.NewDense(n, n, nil)
		kernel.Apply(func(i, j int, _ float64) float64 { return math.Exp(-cost.At(i, j) / epsilon) }, kernel)
		u, v, sums := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
		for j := range n {
			v.SetVec(j, 1)
		}
		sweeps, off := 0, math.Inf(1)
		for ; off >= tolerance; sweeps++ { // the plan is uᵢ kernelᵢⱼ vⱼ
			sums.MulVec(kernel, v)
			off = 0
			for i := range n {
				off += math.Abs(u.AtVec(i)*sums.AtVec(i) - 1./n)
				u.SetVec(i, 1./n/sums.AtVec(i))
			}
			sums.MulVec(kernel.T(), u)
			for j := range n {
				v.SetVec(j, 1./n/sums.AtVec(j))
			}
		}
		var moved float64
		for i := range n {
			for j := range n {
				moved += u.AtVec(i) * kernel.At(i, j) * v.AtVec(j) * cost.At(i, j)
			}
		}
		say(t, "    %6v   %6d   %15.0e   %9.3f", epsilon, sweeps, 2*n*n*float64(sweeps), moved/em)
		holds(t, "a smaller ε needs more sweeps and has less bias", sweeps > sweepsBefore && moved/em-1 < biasBefore)
		holds(t, "the plan costs more than the cheapest", moved > em)
		sweepsBefore, biasBefore = sweeps, moved/em-1
	}
}
