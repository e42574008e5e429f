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
// goroutine at a time.
//
// A Solver keeps its working memory for small problems and for points on a line: the next
// Solve then allocates only the solution, and the next SolveInto nothing. A problem is small
// if it has at most 128×128 pairs, at most 512 sources and at most 512 sinks.
type Solver struct {
	// Progress, if not nil, is called about ten times a second while a solution takes
	// longer than a second, by the goroutine that called Solve.
	Progress func(Progress)
	// WarmStart, if not nil, is the solution of a similar problem of the same size, such as
	// the one before a point was dragged. The simplex method then starts from its plan and
	// its potentials. This saves time and does not change the optimal cost. If several plans
	// are optimal, it may change which of them is found.
	//
	// Only Plan and V are read, and Plan may be empty. WarmStart is ignored if its size is
	// different, or if an entry of V is not finite or beyond ±1e300. It is also ignored for
	// points on a line, unless the problem is small. SolveInto may overwrite this Solution.
	WarmStart *Solution
	// Observe, if not nil, is called with the first basis and after each pivot, by the
	// goroutine that called Solve. The last basis is that of the solution. Each call takes
	// O(n+m) time and memory, so Observe is meant for small problems. It is not called for
	// points on a line, unless the problem is small: the line solver has no basis.
	Observe func(Step)
	// CostOnly says that the caller needs only Cost and Certificate, which stay the same. The
	// line solver then takes less time and memory, and may leave Plan, U and V empty. All
	// other solutions are complete.
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
// none (column generation). Pricing runs on all processors, and the result does not depend
// on their number. Points on a line, d = 1, need no pivots unless the problem is small: they
// are sorted, in O(n+m) time.
//
// Memory besides the problem itself is O(n+m), about 1 kB for each source and sink, and:
//
//   - For a matrix of similar rows, a coarser matrix of at most n·m/4 entries. The matrix
//     itself is read row by row, 4 to 10 times.
//   - For Points, sometimes a table of all n·m costs, at most 128 MB. There is one if d ≥ 16,
//     or d ≥ 9 with CityBlock or Chebyshev, and n·m ≤ 2²⁴. There also is one if n·m ≤ 2²⁰ and
//     d ≥ 3, or d = 2 with CityBlock or Chebyshev. Without a table most costs are never
//     computed.
//
// Solve returns an error that names the first invalid entry if p is invalid: a weight is
// negative, infinite or NaN; a cost is infinite, NaN or beyond ±1e300; all supplies or all
// demands are zero; totals differ by more than TotalsTolerance; sizes do not match; or the
// ground cost is nil or unknown. It returns an *UnprovenError if the gap or the largest
// violation of the certificate is larger than rounding explains. This can happen if weights
// or costs differ by too many orders of magnitude. If ctx is done before the solution is
// found, it returns context.Cause(ctx), at most a tenth of a second later.
func (s *Solver) Solve(ctx context.Context, p Problem) (*Solution, error) {
	solution := new(Solution)
	if err := s.SolveInto(ctx, p, solution); err != nil {
		return nil, err
	}
	return solution, nil
}

// SolveInto is Solve, but writes the solution to into. It reuses the memory of into's Plan,
// U and V if they are large enough. So only the first of several small problems of the same
// size allocates memory. SolveInto returns an error if into is nil. After an error the
// content of into is undefined.
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

// dispatch solves p by one of the three methods: for small problems, for points on a line, and
// for large problems.
func (s *Solver) dispatch(p Problem, into *Solution) error {
	n, m := p.Cost.Dims()
	warm := s.WarmStart
	if !warm.fits(n, m) {
		warm = nil
	}
	if isSmall(n, m) {
		return s.small.solve(p, warm, into, s.Observe, &s.watch)
	}
	if points, ok := p.Cost.(Points); ok && points.onLine() {
		return s.line.solve(p, points, into, s.CostOnly, &s.watch)
	}
	return solveLarge(p, warm, into, s.Observe, &s.watch)
}

// A problem is small if it has at most smallPairs pairs, at most smallSide sources and at most
// smallSide sinks. All pairs of a small problem are arcs of the restricted problem, so that
// pricing needs no search. A problem with many more sources than sinks, or sinks than sources,
// is not small: solving a coarser problem first saves more time.
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
func (s *smallSolver) solve(p Problem, warm, into *Solution, observer func(Step), w *watch) error {
	if err := s.begin(p, warm, w); err != nil {
		return err
	}
	s.net.observer = observer
	return s.net.solve(p, into, &s.verifier)
}

// begin makes s.net the network of p with a first basis. It returns an error if the
// context of w is done.
func (s *smallSolver) begin(p Problem, warm *Solution, w *watch) error {
	s.net.tree = &s.tree
	s.net.reset(p, w)
	s.net.useAllPairs()
	return s.starter.start(&s.net, p, warm)
}

// solveLarge is Solver.SolveInto for large problems. It is correct for small ones, too.
func solveLarge(p Problem, warm, into *Solution, observer func(Step), w *watch) error {
	var err error
	if p.Cost, err = tabulate(p.Cost, w); err != nil {
		return err
	}
	net, err := newNetwork(p, warm, w)
	if err != nil {
		return err
	}
	net.observer = observer
	return net.solve(p, into, new(verifier))
}
