package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// linePause is the shortest time between two lines of progress if there is no terminal.
const linePause = 10 * time.Second

// progress shows the progress of a command: a bar on a terminal, elsewhere a line from
// time to time. Its methods may be called by several goroutines at once.
type progress struct {
	w     io.Writer
	total int              // the amount of work; -1 if it is unknown
	isBar bool             // whether w is a terminal that is wide enough for a bar
	now   func() time.Time // the clock

	mutex    sync.Mutex
	bar      *progressbar.ProgressBar // nil until something is shown on a terminal
	lastLine time.Time                // when the last line was written
}

// newProgress returns a progress for the given amount of work, which is -1 if it is unknown.
func newProgress(w io.Writer, total int) *progress {
	return &progress{w: w, total: total, isBar: terminalWidth(w) > barColumns, now: time.Now, lastLine: time.Now()}
}

// barColumns is the number of columns that a bar needs beside its text:
// "100% ||  [59m59s:59m59s]".
const barColumns = 26

// terminalWidth returns the number of columns of w, or 0 if w is not a terminal.
func terminalWidth(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
		return width
	}
	return 80 // the width is unknown
}

// shorten cuts text so that it fits beside a bar in a terminal of the given width. A longer
// line would continue on the next one and could not be overwritten.
func shorten(text string, width int) string {
	room := max(width-barColumns, 1)
	if all := []rune(text); len(all) > room {
		return string(all[:room-1]) + "…"
	}
	return text
}

// show shows how much is done, and a text that says what is being done. Without a terminal it
// writes the text, unless it wrote a line less than pause ago.
func (p *progress) show(done int, text string, pause time.Duration) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.isBar {
		p.begin()
		p.bar.Describe(shorten(text, terminalWidth(p.w)))
		p.set(done)
		return
	}
	if now := p.now(); now.Sub(p.lastLine) >= pause {
		p.lastLine = now
		fmt.Fprintln(p.w, text)
	}
}

// move moves the bar, if there is a terminal.
func (p *progress) move(done int) {
	if !p.isBar {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.begin()
	p.set(done)
}

// begin makes the bar.
func (p *progress) begin() {
	if p.bar != nil {
		return
	}
	p.bar = progressbar.NewOptions(p.total,
		progressbar.OptionSetWriter(p.w),
		progressbar.OptionSetWidth(30),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetPredictTime(p.total >= 0),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
}

func (p *progress) set(done int) {
	if p.total < 0 {
		p.bar.Add(1) // turns the spinner
	} else {
		p.bar.Set(done)
	}
}

// end removes the bar.
func (p *progress) end() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.bar != nil {
		p.bar.Finish()
	}
}
