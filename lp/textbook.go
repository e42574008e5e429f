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
// differ by many orders of magnitude, gonum's simplex can fail, or cycle for ever.
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

// standardForm minimises cᵀx subject to Ax = b and x ≥ 0 by gonum's simplex. That panics
// if rounding makes its basis infeasible, which here is an error.
func standardForm(c []float64, a mat.Matrix, b []float64) (x []float64, err error) {
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
// marginal except one. That one follows from the others, and with it the rows of A would
// be dependent. It is the equation of the largest demand, to which a difference between
// the totals is added.
func textbookPlan(p Problem) ([]Move, error) {
	n, m := p.Cost.Dims()
	omitted := floats.MaxIdx(p.Demand)
	a, c := marginals(p)
	b := slices.Concat(p.Supply, p.Demand)
	x := slices.Clone(b[n:]) // a single source sends each sink its demand
	if m == 1 {
		x = slices.Clone(b[:n]) // a single sink takes each supply
	}
	if n > 1 && m > 1 { // else as many equations as unknowns: nothing to choose
		var err error
		if x, err = standardForm(c, withoutRow(a, n+omitted), slices.Delete(b, n+omitted, n+omitted+1)); err != nil {
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

// marginals returns the matrix of all marginals ((n+m)×nm) and the costs (nm). The matrix
// times a plan gives the supplies that the plan uses, and then the demands that it meets.
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
// where u and v are free. gonum's Convert splits each free variable into two non-negative
// ones and adds a slack variable to each inequality. The variable of the equation that the
// primal omits is 0: adding a constant to u and subtracting it from v changes nothing.
func textbookPotentials(p Problem) (u, v []float64, err error) {
	n, m := p.Cost.Dims()
	omitted := floats.MaxIdx(p.Demand)
	objective := slices.Concat(p.Supply, p.Demand)
	floats.Scale(-1, objective) // Simplex minimises
	objective = slices.Delete(objective, n+omitted, n+omitted+1)
	g, h := marginals(p)
	c, a, b := simplex.Convert(objective, withoutRow(g, n+omitted).T(), h, nil, nil)
	x, err := standardForm(c, a, b)
	if err != nil {
		return nil, nil, err
	}
	k := n + m - 1
	w := floats.SubTo(make([]float64, k), x[:k], x[k:2*k]) // Convert puts the positive parts first
	return w[:n:n], slices.Insert(w[n:], omitted, 0), nil
}
