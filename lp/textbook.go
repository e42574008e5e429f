package lp

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	simplex "gonum.org/v1/gonum/optimize/convex/lp"
)

// SolveTextbook solves p the way a course on linear programming would write it
// down: the transport problem in standard form and its dual, each handed to
// gonum's dense simplex. It is the reference that the network simplex is
// tested against, and meant for problems that fit on a page: the constraint
// matrix of n = m = 10 has 19×100 entries, and of n = m = 100 two million.
//
// Errors are those of an ill-posed problem, and those of gonum's simplex. Where
// weights or costs differ by many orders of magnitude it can fail, or cycle and
// not return.
func SolveTextbook(p Problem) (*Solution, error) {
	if err := p.check(new(box)); err != nil {
		return nil, err
	}
	plan, err := textbookPlan(p)
	if err != nil {
		return nil, fmt.Errorf("lp: textbook simplex on the primal: %w", err)
	}
	s := &Solution{Plan: plan}
	if s.U, s.V, err = textbookPotentials(p); err != nil {
		return nil, fmt.Errorf("lp: textbook simplex on the dual: %w", err)
	}
	if err := new(checker).certify(p, s, unwatched()); err != nil {
		return nil, err
	}
	return s, nil
}

// textbookTolerance is the reduced cost at which gonum's simplex stops.
const textbookTolerance = 1e-10

// standardForm minimises cᵀx subject to Ax = b and x ≥ 0 by gonum's simplex.
// That panics where rounding makes the basis that it found infeasible; here
// this is an error like the others.
func standardForm(c []float64, a mat.Matrix, b []float64) (x []float64, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("%v", trouble)
		}
	}()
	_, x, err = simplex.Simplex(c, a, b, textbookTolerance, nil)
	return x, err
}

// textbookPlan solves
//
//	minimise cᵀx  subject to  Ax = b, x ≥ 0
//
// with x the n·m entries of the plan, row by row, and one equation for each
// marginal but one: it follows from the others, and with it the rows of A
// would be dependent. The one left out is the largest demand, which has room
// for what rounding left between the totals.
func textbookPlan(p Problem) ([]Move, error) {
	n, m := p.Cost.Dims()
	spare := floats.MaxIdx(p.Demand)
	a, c := marginals(p)
	b := slices.Concat(p.Supply, p.Demand)
	x := slices.Clone(b[n:]) // a single source sends each sink its demand
	if m == 1 {
		x = slices.Clone(b[:n]) // a single sink takes each supply
	}
	if n > 1 && m > 1 { // else as many equations as unknowns: nothing to choose
		var err error
		if x, err = standardForm(c, withoutRow(a, n+spare), slices.Delete(b, n+spare, n+spare+1)); err != nil {
			return nil, err
		}
	}
	var plan []Move
	for k, mass := range x {
		if mass > 0 {
			plan = append(plan, Move{From: k / m, To: k % m, Mass: mass})
		}
	}
	return plan, nil
}

// marginals returns the matrix of all marginals ((n+m)×nm), whose product with
// a plan is the supplies and then the demands that it meets, and the costs (nm).
func marginals(p Problem) (a *mat.Dense, c []float64) {
	n, m := p.Cost.Dims()
	a, c = mat.NewDense(n+m, n*m, nil), make([]float64, n*m)
	for i := range n {
		for j := range m {
			a.Set(i, i*m+j, 1)
			a.Set(n+j, i*m+j, 1)
			c[i*m+j] = p.Cost.At(i, j)
		}
	}
	return a, c
}

// withoutRow returns a without row r.
func withoutRow(a *mat.Dense, r int) *mat.Dense {
	rows, columns := a.Dims()
	rest := mat.NewDense(rows-1, columns, nil)
	for i := range rows - 1 {
		from := i
		if i >= r {
			from++
		}
		rest.SetRow(i, a.RawRowView(from))
	}
	return rest
}

// textbookPotentials solves the dual,
//
//	maximise aᵀu + bᵀv  subject to  uᵢ + vⱼ ≤ cᵢⱼ,
//
// with u and v free. gonum's Convert splits each free variable into two
// non-negative ones and gives each inequality a slack. The variable of the
// equation that the primal leaves out is 0: adding a constant to u and taking
// it from v changes nothing.
func textbookPotentials(p Problem) (u, v []float64, err error) {
	n, m := p.Cost.Dims()
	spare := floats.MaxIdx(p.Demand)
	objective := slices.Concat(p.Supply, p.Demand)
	floats.Scale(-1, objective) // Simplex minimises
	objective = slices.Delete(objective, n+spare, n+spare+1)
	g, h := marginals(p)
	c, a, b := simplex.Convert(objective, withoutRow(g, n+spare).T(), h, nil, nil)
	x, err := standardForm(c, a, b)
	if err != nil {
		return nil, nil, err
	}
	k := n + m - 1
	w := floats.SubTo(make([]float64, k), x[:k], x[k:2*k]) // Convert puts the positive parts first
	return w[:n:n], slices.Insert(w[n:], spare, 0), nil
}
