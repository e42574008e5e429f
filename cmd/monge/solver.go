package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/schollz/progressbar/v3"

	"monge/lp"
)

// solve calls do with a solver that tells w how far it is, and with a context
// that Ctrl-C ends.
func solve(ctx context.Context, w io.Writer, do func(context.Context, *lp.Solver) (*lp.Solution, error)) (*lp.Solution, error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	say, finish := solverProgress(w)
	defer finish()
	solution, err := do(ctx, &lp.Solver{Progress: say})
	if err != nil && ctx.Err() != nil {
		return nil, errInterrupted
	}
	return solution, err
}

// solverProgress returns how to show the progress of a solver: as a spinner on a
// terminal, elsewhere as a line every ten seconds.
func solverProgress(w io.Writer) (say func(lp.Progress), finish func()) {
	describe := func(p lp.Progress) string {
		return fmt.Sprintf("solving %d×%d: round %d, %d pivots", p.Sources, p.Sinks, p.Round, p.Pivots)
	}
	if !isTerminal(w) {
		next := quiet
		return func(p lp.Progress) {
			if p.Elapsed >= next {
				fmt.Fprintf(w, "%s, %.0f s\n", describe(p), p.Elapsed.Seconds())
				next = p.Elapsed + quiet
			}
		}, func() {}
	}
	var bar *progressbar.ProgressBar
	return func(p lp.Progress) {
			if bar == nil {
				bar = progressbar.NewOptions(-1, // nobody knows how long
					progressbar.OptionSetWriter(w),
					progressbar.OptionSetElapsedTime(true),
					progressbar.OptionClearOnFinish(),
				)
			}
			bar.Describe(describe(p))
			bar.Add(1)
		}, func() {
			if bar != nil {
				bar.Finish()
			}
		}
}
