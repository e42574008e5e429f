package lp

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	simplex "gonum.org/v1/gonum/optimize/convex/lp"
)

// SolveTextbook solves p as a course on linear programming writes it down: the transport
// problem in standard form, and its dual, both solved by gonum's dense simplex. The
// network simplex is tested against it. It is meant for problems that fit on a page: the
// constraint matrix has 19×100 entries for n = m = 10, and two million for n = m = 100.
//
// It returns an error if p is invalid, or if gonum's simplex fails. If weights or costs
// differ by many orders of magnitude, gonum's simplex can fail, or cycle without end.
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
	if err := new(verifier).certify(p, s, unwatched()); err != nil {
		return nil, err
	}
	return s, nil
}

// textbookTolerance is the tolerance of gonum's simplex: it stops if no reduced cost is
// below minus this.
const textbookTolerance = 1e-10

// solveStandardForm minimises cᵀx subject to Ax = b and x ≥ 0 by gonum's simplex. It turns
// a panic of gonum, which happens if rounding makes the basis infeasible, into an error.
func solveStandardForm(c []float64, a mat.Matrix, b []float64) (x []float64, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("%v", failure)
		}
	}()
	_, x, err = simplex.Simplex(c, a, b, textbookTolerance, nil)
	return x, err
}

// textbookPlan solves
//
//	minimise cᵀx  subject to  Ax = b, x ≥ 0
//
// where x are the n·m entries of the plan, row by row. There is one equation for each
// supply and each demand except the largest demand. The omitted equation follows from the
// others, so that with it the rows of A would be dependent. If the totals differ by
// rounding, the difference falls on the largest demand.
func textbookPlan(p Problem) ([]Move, error) {
	n, m := p.Cost.Dims()
	omitted := floats.MaxIdx(p.Demand)
	a, c := marginals(p)
	b := slices.Concat(p.Supply, p.Demand)
	x := slices.Clone(b[n:]) // the only plan of a single source: each sink gets its demand
	if m == 1 {
		x = slices.Clone(b[:n]) // the only plan of a single sink: it takes each supply
	}
	if n > 1 && m > 1 {
		var err error
		if x, err = solveStandardForm(c, withoutRow(a, n+omitted), slices.Delete(b, n+omitted, n+omitted+1)); err != nil {
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

// marginals returns the matrix A ((n+m)×nm) of all marginals and the costs c (nm). A times
// a plan is the mass that leaves each source (n), followed by the mass that reaches each
// sink (m).
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
// where u and v may have any sign. gonum's Convert splits each of them into two
// non-negative variables and adds a slack variable to each inequality. The potential of the
// largest demand, whose equation the primal omits, is 0: adding a constant to u and
// subtracting it from v changes nothing.
func textbookPotentials(p Problem) (u, v []float64, err error) {
	n, m := p.Cost.Dims()
	omitted := floats.MaxIdx(p.Demand)
	objective := slices.Concat(p.Supply, p.Demand)
	floats.Scale(-1, objective) // Simplex minimises
	objective = slices.Delete(objective, n+omitted, n+omitted+1)
	g, h := marginals(p)
	c, a, b := simplex.Convert(objective, withoutRow(g, n+omitted).T(), h, nil, nil)
	x, err := solveStandardForm(c, a, b)
	if err != nil {
		return nil, nil, err
	}
	k := n + m - 1
	w := floats.SubTo(make([]float64, k), x[:k], x[k:2*k]) // Convert puts the positive parts first
	return w[:n:n], slices.Insert(w[n:], omitted, 0), nil
}
