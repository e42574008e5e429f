package lp

import (
	"context"
	"time"
)

// Progress tells how far the solution of a problem has come.
type Progress struct {
	// Elapsed is the time since Solve was called.
	Elapsed time.Duration
	// Sources and Sinks are the size of the problem being solved: the problem given to
	// Solve, or a coarser one that is solved first.
	Sources, Sinks int
	// Round counts how often all pairs were priced, and Pivots the changes of the
	// basis. Neither has a known end. Most problems take 4 to 10 rounds, and 4 to 8
	// pivots per source.
	Round, Pivots int
}

// watch observes the clock and the context of a call of Solve.
type watch struct {
	ctx           context.Context
	progress      func(Progress)
	started, last time.Time
}

// The first report of progress comes after firstReport, and reports are at least
// betweenReports apart.
const (
	firstReport    = time.Second
	betweenReports = 100 * time.Millisecond
)

// stopped reports whether the context is done. It takes a few nanoseconds.
func (w *watch) stopped() bool { return w.ctx.Err() != nil }

// err returns the cause if the context is done, and nil otherwise.
func (w *watch) err() error { return context.Cause(w.ctx) }

// report reports progress if a report is due.
func (w *watch) report(net *network) {
	if w.progress == nil {
		return
	}
	if now := time.Now(); now.Sub(w.started) >= firstReport && now.Sub(w.last) >= betweenReports {
		w.last = now
		w.progress(Progress{now.Sub(w.started), len(net.sources), len(net.sinks), net.round, net.pivots})
	}
}

// unwatched returns a watch that never stops and reports nothing.
func unwatched() *watch { return &watch{ctx: context.Background()} }
