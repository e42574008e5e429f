package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// errInterrupted is what a command that Ctrl-C stopped returns.
var errInterrupted = errors.New("interrupted")

// quiet is how long work goes on without a word where there is no terminal.
const quiet = 10 * time.Second

// isTerminal reports whether w is a terminal, where a progress bar can move.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// figureProgress shows how far the drawing of figures is: as a bar on a
// terminal, elsewhere as a line a figure, and one every ten seconds for a figure
// that takes longer.
type figureProgress struct {
	w     io.Writer
	bar   *progressbar.ProgressBar // nil if w is no terminal
	name  string                   // of the present figure
	begun int                      // figures so far, with the present one
	said  time.Time                // when the last line was written
}

// perFigure is the length of a figure on the bar.
const perFigure = 1000

func newFigureProgress(w io.Writer, figures int) *figureProgress {
	p := &figureProgress{w: w}
	if isTerminal(w) {
		p.bar = progressbar.NewOptions(figures*perFigure,
			progressbar.OptionSetWriter(w),
			progressbar.OptionSetWidth(30),
			progressbar.OptionSetElapsedTime(true),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// begin says which figure is next.
func (p *figureProgress) begin(name string) {
	p.name, p.said = name, time.Now()
	if p.bar == nil {
		fmt.Fprintf(p.w, "drawing %s\n", name)
	} else {
		p.bar.Describe(name)
		p.bar.Set(p.begun * perFigure)
	}
	p.begun++
}

// within says how much of the present figure is done.
func (p *figureProgress) within(done, total int) {
	switch {
	case p.bar != nil:
		p.bar.Set((p.begun-1)*perFigure + perFigure*done/total)
	case time.Since(p.said) >= quiet:
		p.said = time.Now()
		fmt.Fprintf(p.w, "drawing %s: %d of %d\n", p.name, done, total)
	}
}

// end takes the bar away.
func (p *figureProgress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
