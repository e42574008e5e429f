package pointfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"

	"monge/cmd/internal/memory"
)

// maxLine is the largest length of a line in bytes: a row of a million numbers has about 20
// million.
const maxLine = 64 << 20

// errLongLine is the error for a longer line.
var errLongLine = errors.New("the line is longer than " + memory.Size(maxLine) + ": is this a table?")

// cutter cuts a text into pieces of whole lines.
type cutter struct {
	r    io.Reader
	size int    // of most pieces, in bytes
	rest []byte // the beginning of a line that was read with the last piece
	err  error  // the last error of r
}

// next returns the next piece, in the memory of buffer if it fits. A piece has at least one
// line. Only the last line of the last piece may lack its line feed. After the last piece
// next returns io.EOF.
func (c *cutter) next(buffer []byte) ([]byte, error) {
	text := append(buffer[:0], c.rest...)
	c.rest = c.rest[:0]
	for want := max(c.size, 2*len(text)); ; want = min(2*len(text), maxLine+1) {
		scanned := len(text)
		text = slices.Grow(text, want-len(text))
		for len(text) < want && c.err == nil {
			var n int
			n, c.err = c.r.Read(text[len(text):want])
			text = text[:len(text)+n]
		}
		end := bytes.LastIndexByte(text[scanned:], '\n') + 1
		switch {
		case c.err == io.EOF && len(text) > 0:
			return text, nil
		case end > 0:
			c.rest = append(c.rest, text[scanned+end:]...)
			return text[:scanned+end], nil
		case c.err != nil:
			return nil, c.err
		case len(text) > maxLine:
			return nil, errLongLine
		}
	}
}

// cutLine returns the first line of text without its end, and the text below it.
func cutLine(text []byte) (line, below []byte) {
	line, below, _ = bytes.Cut(text, []byte("\n"))
	return bytes.TrimRight(line, "\r"), below
}

// lineNumbers holds the line number of each row. Successive rows are mostly on successive
// lines, so it stores only the beginnings of such runs.
type lineNumbers []lineRun

// lineRun is a run of rows on successive lines: its first row, and the line of this row.
type lineRun struct{ row, line int }

// add sets the line of the next row.
func (l *lineNumbers) add(row, line int) {
	if last := len(*l) - 1; last < 0 || (*l)[last].line+row-(*l)[last].row != line {
		*l = append(*l, lineRun{row, line})
	}
}

// line returns the line of a row.
func (l lineNumbers) line(row int) int {
	after := sort.Search(len(l), func(k int) bool { return l[k].row > row })
	return l[after-1].line + row - l[after-1].row
}

// numbers collects numbers, and checks while it grows that they fit into memory.
type numbers struct {
	all       []float64
	nextCheck int // the length at which to check the free memory again
}

// expect makes room for about count numbers, if there is memory for them.
func (n *numbers) expect(count float64) {
	if memory.Check("", 8*count) == nil {
		n.all = slices.Grow(n.all, int(count)-len(n.all))
	}
}

// add appends numbers. It returns an error if they do not fit into memory.
func (n *numbers) add(some ...float64) error {
	if after := len(n.all) + len(some); after > max(n.nextCheck, 1<<22) {
		n.nextCheck = 2 * after
		if after > cap(n.all) {
			if err := memory.Check(fmt.Sprintf("a table of more than %d numbers", len(n.all)), 8*2*float64(len(n.all))); err != nil {
				return err
			}
		}
	}
	n.all = append(n.all, some...)
	return nil
}
