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

// quiet is the shortest time between two lines of progress if there is no terminal.
const quiet = 10 * time.Second

// progress shows the progress of a command: a bar on a terminal, elsewhere a line from
// time to time. Its methods may be called by several goroutines at once.
type progress struct {
	w     io.Writer
	total int              // the amount of work; -1 if it is unknown
	moves bool             // whether w is a terminal, where a bar can move, and wide enough for one
	now   func() time.Time // the clock

	mutex sync.Mutex
	bar   *progressbar.ProgressBar // nil until something is shown on a terminal
	said  time.Time                // when the last line was written
}

// newProgress returns the progress of that amount of work; -1 if it is unknown.
func newProgress(w io.Writer, total int) *progress {
	return &progress{w: w, total: total, moves: terminalWidth(w) > besideWords, now: time.Now, said: time.Now()}
}

// besideWords is how many columns a bar takes beside the words: "100% ||  [59m59s:59m59s]".
const besideWords = 26

// terminalWidth returns the number of columns of w, or 0 if w is no terminal.
func terminalWidth(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
		return width
	}
	return 80 // it does not say
}

// cut returns the beginning of words that has a place beside a bar in a terminal of that
// width. A longer line would fill the next one, too, and could not be written over.
func cut(words string, width int) string {
	room := max(width-besideWords, 1)
	if all := []rune(words); len(all) > room {
		return string(all[:room-1]) + "…"
	}
	return words
}

// show shows how much is done, and words that say what is being done. Without a terminal
// it writes the words, unless it wrote a line less than pause ago.
func (p *progress) show(done int, words string, pause time.Duration) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.moves {
		p.begin()
		p.bar.Describe(cut(words, terminalWidth(p.w)))
		p.set(done)
		return
	}
	if now := p.now(); now.Sub(p.said) >= pause {
		p.said = now
		fmt.Fprintln(p.w, words)
	}
}

// move moves the bar, if there is a terminal.
func (p *progress) move(done int) {
	if !p.moves {
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
