package lp

import (
	"context"
	"errors"
	"time"
)

// Solve returns an optimal plan and optimal potentials of p, with the certificate
// that Verify computes for them. It is Solver.Solve for a single problem, without a
// context.
func Solve(p Problem) (*Solution, error) { return new(Solver).Solve(context.Background(), p) }

// Solver solves one problem after another. The zero value is ready for use, by one
// goroutine at a time. For small problems, which have at most 128×128 pairs and at most 512
// sources and as many sinks, and for points on a line, it keeps its working memory: the next
// Solve allocates only the solution, and the next SolveInto nothing.
type Solver struct {
	// Progress, if not nil, is called about ten times a second while a solution takes
	// longer than a second, by the goroutine that called Solve.
	Progress func(Progress)
	// Near is the solution of a similar problem of the same size, such as the one before
	// a point was dragged. If it is not nil, the simplex method starts from its plan and
	// potentials (a warm start). This changes the time that a solution takes, and not its
	// cost. If several plans are optimal, it may change which of them is found. Only Plan
	// and V of Near are read, and Plan may be empty. Near is ignored if its size is
	// different, if V has an entry that is not finite or beyond ±1e300, and for points on
	// a line in a problem that is not small. SolveInto may be given the same Solution.
	Near *Solution
	// Observe, if not nil, is called with the first basis and after each pivot, by the
	// goroutine that called Solve. The last basis is that of the solution. Each call takes
	// O(n+m) time and memory, so Observe is meant for small problems. It is not called for
	// points on a line in a problem that is not small, which are solved without a basis.
	Observe func(Step)
	// CostOnly says that the caller needs only Cost and Certificate, which do not depend on
	// it. Points on a line in a problem that is not small then take less time and memory, and
	// Plan, U and V of their solution may be empty. Other solutions are complete.
	CostOnly bool

	watch watch
	small smallSolver
	line  line
	box   box
}

// Solve returns an optimal plan and optimal potentials of p by the network simplex
// method, with the certificate that Verify computes for them. It is exact: the plan is
// a vertex of the polytope of all plans, up to the rounding of supplies and demands
// described at Problem, and its cost is optimal up to the rounding of potentials. The
// solution belongs to the caller; it does not change when s solves again.
//
// It solves a restricted problem, with a few arcs of each source. Then it prices all n·m
// pairs and adds arcs of negative reduced cost to the restricted problem, until there are
// none (column generation). A matrix is read row by row, 4 to 10 times. For Points in few
// dimensions, most costs are never computed. All costs are computed once if they are at most
// 2²⁴ in many dimensions (nine or sixteen, by the ground cost), which takes up to 128 MB, or
// at most 2²⁰ in three or more, or in the plane with CityBlock or Chebyshev. Besides that and
// the problem itself, memory is O(n+m), about 1 kB for each source and sink. For a matrix of
// similar rows there is also a coarser matrix of at most n·m/4 entries. Pricing runs on all
// processors, and the result does not depend on their number. Points on a line, d = 1, are
// sorted instead, in O(n+m) time, unless the problem is small.
//
// It returns an error if p is invalid: a weight is negative, infinite or NaN, a cost is
// infinite, NaN or beyond ±1e300, all supplies or all demands are zero, totals differ by
// more than TotalsTolerance, sizes do not match, or the ground cost is nil or unknown. The
// error names the entry. It returns an *UnprovenError if the gap or the largest violation
// of the certificate is larger than rounding explains, as can happen if weights or costs
// differ by too many orders of magnitude. If ctx is done before the solution is found, it
// returns context.Cause(ctx), at most a tenth of a second later.
func (s *Solver) Solve(ctx context.Context, p Problem) (*Solution, error) {
	solution := new(Solution)
	if err := s.SolveInto(ctx, p, solution); err != nil {
		return nil, err
	}
	return solution, nil
}

// SolveInto is Solve, but writes the solution to into. It reuses the memory of into's Plan,
// U and V where they are large enough: solving small problems of one size allocates nothing
// after the first. It returns an error if into is nil. After an error the content of into
// is undefined.
func (s *Solver) SolveInto(ctx context.Context, p Problem, into *Solution) error {
	if into == nil {
		return errors.New("lp: no solution to solve into")
	}
	if err := p.check(&s.box); err != nil {
		return err
	}
	s.watch = watch{ctx: ctx, progress: s.Progress, started: time.Now()}
	if err := s.dispatch(p, into); err != nil {
		return err
	}
	return requireProof(p, into, &s.watch)
}

// dispatch solves p by the method for its kind and size.
func (s *Solver) dispatch(p Problem, into *Solution) error {
	n, m := p.Cost.Dims()
	near := s.Near
	if !near.fits(n, m) {
		near = nil
	}
	if isSmall(n, m) {
		return s.small.solve(p, near, into, s.Observe, &s.watch)
	}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		return s.line.solve(p, points, into, s.CostOnly, &s.watch)
	}
	return solveLarge(p, near, into, s.Observe, &s.watch)
}

// A problem is small if it has at most smallPairs pairs, and at most smallSide sources and as
// many sinks. All pairs of a small problem are arcs of the restricted problem: pricing them
// needs no search. With a thousand sources and ten sinks, a coarser problem saves more.
const (
	smallPairs = 128 * 128
	smallSide  = 512
)

// isSmall reports whether a problem of n sources and m sinks is small.
func isSmall(n, m int) bool { return n*m <= smallPairs && max(n, m) <= smallSide }

// smallSolver solves small problems, and keeps its memory for the next one: a training
// loop solves a thousand problems per second.
type smallSolver struct {
	net      network
	tree     tree
	starter  starter
	verifier verifier
}

// solve is Solver.SolveInto for a small problem.
func (s *smallSolver) solve(p Problem, near, into *Solution, observer func(Step), w *watch) error {
	if err := s.begin(p, near, w); err != nil {
		return err
	}
	s.net.observer = observer
	return s.net.solve(p, into, &s.verifier)
}

// begin makes s.net the network of p with a first basis. It returns an error if the
// context of w is done.
func (s *smallSolver) begin(p Problem, near *Solution, w *watch) error {
	s.net.tree = &s.tree
	s.net.reset(p, w)
	s.net.useAllPairs()
	return s.starter.start(&s.net, p, near)
}

// solveLarge is Solver.SolveInto for a problem of any size.
func solveLarge(p Problem, near, into *Solution, observer func(Step), w *watch) error {
	var err error
	if p.Cost, err = tabulate(p.Cost, w); err != nil {
		return err
	}
	net, err := newNetwork(p, near, w)
	if err != nil {
		return err
	}
	net.observer = observer
	return net.solve(p, into, new(verifier))
}
