package lp

import (
	"context"
	"errors"
	"time"
)

// Solve returns an optimal plan and optimal potentials of p, with the
// certificate that Verify gives them. It is Solver.Solve for one problem, which
// nothing stops.
func Solve(p Problem) (*Solution, error) { return new(Solver).Solve(context.Background(), p) }

// Solver solves one problem after another. The zero value is ready for use, by
// one goroutine at a time. It keeps its working memory for small problems, of up
// to 128×128 pairs, and for problems on a line, so that the next one allocates
// only its solution; with SolveInto not even that.
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
// rounding of potentials. The solution is the caller's: it does not change when s
// solves again.
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
	solution := new(Solution)
	if err := s.SolveInto(ctx, p, solution); err != nil {
		return nil, err
	}
	return solution, nil
}

// SolveInto is Solve with the memory of a solution that is no longer needed: it
// overwrites Plan, U and V of into, and allocates only where they are too short.
// A small problem after another of its size allocates nothing. Upon an error the
// content of into is undefined.
func (s *Solver) SolveInto(ctx context.Context, p Problem, into *Solution) error {
	if into == nil {
		return errors.New("lp: no solution to solve into")
	}
	if err := p.check(&s.box); err != nil {
		return err
	}
	s.watch = watch{ctx: ctx, progress: s.Progress, started: time.Now()}
	if n, m := p.Cost.Dims(); n*m <= fewPairs {
		return s.small.solve(p, into, &s.watch)
	}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		return s.line.solve(p, points, into, &s.watch)
	}
	return solveLarge(p, into, &s.watch)
}

// solveLarge is Solver.SolveInto for a problem of any size.
func solveLarge(p Problem, into *Solution, w *watch) error {
	net, err := optimum(p, w)
	for err == nil && net.lowerCeiling() {
		err = net.optimize()
	}
	if err != nil {
		return err
	}
	if err := net.read(p, into); err != nil {
		return err
	}
	return new(checker).certify(p, into, w)
}
