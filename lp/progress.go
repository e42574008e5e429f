package lp

import (
	"context"
	"time"
)

// Progress is a report on a solution that takes long.
type Progress struct {
	// Elapsed is the time since Solve was called.
	Elapsed time.Duration
	// Sources and Sinks are the size of the problem being solved: the problem given to
	// Solve, or a coarser one that is solved first.
	Sources, Sinks int
	// Round counts from 1. Each round but the first begins when all pairs have been priced.
	// Pivots is the number of pivots so far. The final numbers are not known in advance. Most
	// problems take 4 to 10 rounds and 4 to 8 pivots per source.
	Round, Pivots int
}

// watch belongs to one call of Solve. It holds the context that may stop the call, and the
// function to which the call reports its progress.
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

// err returns why the context is done, or nil if it is not done.
func (w *watch) err() error { return context.Cause(w.ctx) }

// report reports the progress of net if a report is due.
func (w *watch) report(net *network) {
	if w.progress == nil {
		return
	}
	if now := time.Now(); now.Sub(w.started) >= firstReport && now.Sub(w.last) >= betweenReports {
		w.last = now
		w.progress(Progress{now.Sub(w.started), len(net.sources), len(net.sinks), net.round, net.pivots})
	}
}

// unwatched returns a watch whose context is never done, and that reports nothing.
func unwatched() *watch { return &watch{ctx: context.Background()} }
