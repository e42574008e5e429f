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
// goroutine at a time. It keeps its working memory for small problems, of up to
// 128×128 pairs, and for problems on a line, so that the next one allocates only its
// solution; with SolveInto not even that.
type Solver struct {
	// Progress, if not nil, is called about ten times a second while a solution takes
	// longer than a second, by the goroutine that called Solve.
	Progress func(Progress)
	// Near is the solution of a similar problem of the same size, such as the one before
	// a point was dragged. If it is not nil, the next solution starts from it (a warm
	// start). It changes how long a solution takes, and not what it costs. If several
	// plans are optimal, it may change which of them is found. Only its Plan and V are
	// read, and Plan may be empty. It is not used if it has another size, or a V that is
	// not finite, or if the points are on a line. SolveInto may be given the same Solution.
	Near *Solution
	// Observe, if not nil, is called with the first basis and after each pivot, by the
	// goroutine that called Solve. The last basis is that of the solution. Each call takes
	// O(n+m) time and memory, so it is meant for small problems. Points on a line with more
	// than 128×128 pairs are solved without a basis, and Observe is not called.
	Observe func(Step)
	// CostOnly says that only Cost and Certificate of the solutions are needed. They do not
	// change. Points on a line with more than 128×128 pairs then take less time and memory,
	// and Plan, U and V may be empty. Other solutions are complete.
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
// It works on a restricted problem with a few arcs of each source. When that is
// solved, it prices all n·m pairs and adds arcs that would improve the plan, until
// there are none. A matrix is read row by row, 4 to 10 times, and of Points most pairs
// are never looked at. Besides the problem itself, memory is O(n+m), about 1 kB for
// each source and sink; for a matrix of similar rows there is also a coarser matrix of
// at most n·m/4 entries. Rows are read, and points searched, on all processors; the
// result does not depend on how many there are. Points on a line, d = 1, are sorted
// instead, in O(n+m).
//
// It returns an error if p is invalid: a weight is negative, infinite or NaN, a cost is
// infinite, NaN or beyond ±1e300, all supplies or all demands are zero, totals differ by
// more than TotalsTolerance, sizes do not match, or the ground cost is nil or unknown. The
// error names the entry. It returns an *UnprovenError if the certificate leaves open more
// of the cost than rounding explains, as can happen if weights or costs differ by too many
// orders of magnitude. If ctx is done before the solution is, it returns the cause within a
// tenth of a second.
func (s *Solver) Solve(ctx context.Context, p Problem) (*Solution, error) {
	solution := new(Solution)
	if err := s.SolveInto(ctx, p, solution); err != nil {
		return nil, err
	}
	return solution, nil
}

// SolveInto is Solve with the memory of a solution that is no longer needed. It
// overwrites into, and allocates only where its Plan, U and V are too short: solving
// small problems of one size allocates nothing after the first. After an error the
// content of into is undefined.
func (s *Solver) SolveInto(ctx context.Context, p Problem, into *Solution) error {
	if into == nil {
		return errors.New("lp: no solution to solve into")
	}
	if err := p.check(&s.box); err != nil {
		return err
	}
	s.watch = watch{ctx: ctx, progress: s.Progress, started: time.Now()}
	if err := s.choose(p, into); err != nil {
		return err
	}
	return proves(p, into, &s.watch)
}

// choose calls the solver for problems like p.
func (s *Solver) choose(p Problem, into *Solution) error {
	n, m := p.Cost.Dims()
	near := s.Near
	if !near.fits(n, m) {
		near = nil
	}
	if n*m <= smallPairs {
		return s.small.solve(p, near, into, s.Observe, &s.watch)
	}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		return s.line.solve(p, points, into, s.CostOnly, &s.watch)
	}
	return solveLarge(p, near, into, s.Observe, &s.watch)
}

// smallPairs is the number of pairs up to which a problem is small. Then all pairs are
// arcs of the restricted problem, and no search is worth its time.
const smallPairs = 128 * 128

// smallSolver solves small problems, and keeps the memory for the next one. A training
// loop solves a thousand of them per second.
type smallSolver struct {
	net     network
	tree    tree
	starter starter
	checker checker
}

// solve is Solver.SolveInto for a small problem.
func (s *smallSolver) solve(p Problem, near, into *Solution, observer func(Step), w *watch) error {
	if err := s.begin(p, near, w); err != nil {
		return err
	}
	s.net.observer = observer
	return s.net.solve(p, into, &s.checker)
}

// begin makes s.net the network of p with a first basis. It returns an error if w says
// stop.
func (s *smallSolver) begin(p Problem, near *Solution, w *watch) error {
	s.net.tree = &s.tree
	s.net.reset(p, w)
	s.net.useAllPairs()
	return s.starter.start(&s.net, p, near)
}

// solveLarge is Solver.SolveInto for a problem of any size.
func solveLarge(p Problem, near, into *Solution, observer func(Step), w *watch) error {
	net, err := newNetwork(p, near, w)
	if err != nil {
		return err
	}
	net.observer = observer
	return net.solve(p, into, new(checker))
}
