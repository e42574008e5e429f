package lp

import (
	"context"
	"time"
)

// Solve returns an optimal plan and optimal potentials of p, with the
// certificate that Verify gives them. It is Solver.Solve for one problem, which
// nothing stops.
func Solve(p Problem) (*Solution, error) { return new(Solver).Solve(context.Background(), p) }

// Solver solves one problem after another. The zero value is ready for use, by
// one goroutine at a time. It keeps the memory of small problems, of up to
// 128×128 pairs, so that none but the first of a size allocates any, and of
// problems on a line.
type Solver struct {
	// Progress, if not nil, is called while a solution takes longer than a
	// second, about ten times a second, by the goroutine that called Solve.
	Progress func(Progress)

	watch watch
	small small
	line  line
	box   box
}

// Solve returns an optimal plan and optimal potentials of p by the network
// simplex method, with the certificate that Verify gives them. It is exact: the
// plan is a vertex of the polytope of all plans, up to the rounding of
// supplies and demands described at Problem, and its cost is optimal up to the
// rounding of potentials. The solution of a small problem, and of points on a
// line, lies in the memory of s and is good until the next call.
//
// It works on a restricted problem of a few arcs a source. When that is solved
// it prices all n·m pairs and takes in the arcs that would improve the plan,
// until there are none. A matrix is read row by row, a handful of times, and
// of Points most pairs are never looked at; besides the problem itself, memory
// is O(n+m), about 1 kB for each source and sink, and for a matrix of similar
// rows a coarser matrix of at most n·m/4 entries. Rows are read, and points searched, on
// all processors; the result does not depend on how many. Points on a line, d = 1,
// are sorted and swept instead: see line.go.
//
// Errors are those of an ill-posed problem. They name the entry: a negative,
// infinite or NaN weight or cost, sides that hold no mass, totals that differ,
// sizes that do not match. If ctx is done before the solution is, it returns
// the cause within a tenth of a second.
func (s *Solver) Solve(ctx context.Context, p Problem) (*Solution, error) {
	if err := p.check(&s.box); err != nil {
		return nil, err
	}
	s.watch = watch{ctx: ctx, progress: s.Progress, started: time.Now()}
	if n, m := p.Cost.Dims(); n*m <= fewPairs {
		return s.small.solve(p, &s.watch)
	}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		return s.line.solve(p, points, &s.watch)
	}
	return solveLarge(p, &s.watch)
}

// solveLarge is Solver.Solve for a problem of any size.
func solveLarge(p Problem, w *watch) (*Solution, error) {
	net, err := optimum(p, w)
	for err == nil && net.lowerCeiling() {
		err = net.optimize()
	}
	if err != nil {
		return nil, err
	}
	solution := new(Solution)
	if err := net.read(p, solution); err != nil {
		return nil, err
	}
	return new(checker).certify(p, solution, w)
}
