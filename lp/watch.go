package lp

import (
	"context"
	"time"
)

// Progress tells how far a solution has come.
type Progress struct {
	Elapsed time.Duration
	// Sources and Sinks of the problem being solved: that of Solve, or before it
	// a coarser one.
	Sources, Sinks int
	// Round counts the times that all pairs were priced, Pivots the changes of
	// the basis. Neither has a known end; most problems take 4 to 10 rounds and
	// 4 to 8 pivots a source.
	Round, Pivots int
}

// watch looks at the clock and at the context while a problem is solved.
type watch struct {
	ctx           context.Context
	progress      func(Progress)
	started, last time.Time
}

// Progress is reported from firstReport on, and not more often than nextReport.
const (
	firstReport = time.Second
	nextReport  = 100 * time.Millisecond
)

// stopped reports whether the context is done. It takes a few nanoseconds.
func (w *watch) stopped() bool { return w.ctx.Err() != nil }

// err returns why the context is done, nil if it is not.
func (w *watch) err() error { return context.Cause(w.ctx) }

// report calls progress, if it is time to.
func (w *watch) report(net *network) {
	if w.progress == nil {
		return
	}
	if now := time.Now(); now.Sub(w.started) >= firstReport && now.Sub(w.last) >= nextReport {
		w.last = now
		w.progress(Progress{now.Sub(w.started), len(net.sources), len(net.sinks), net.round, net.pivots})
	}
}

// unwatched is for what is too short to be stopped.
func unwatched() *watch { return &watch{ctx: context.Background()} }
