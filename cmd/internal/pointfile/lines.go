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

// longestLine is how many bytes a line of text may have: a row of a million
// numbers has about 20 million.
const longestLine = 64 << 20

// errLongLine is the error of a longer line.
var errLongLine = errors.New("the line is longer than " + memory.Size(longestLine) + ": is this a table?")

// cutter cuts text into pieces that end where a line ends.
type cutter struct {
	r    io.Reader
	size int    // of most pieces, in bytes
	rest []byte // the beginning of a line, read with the last piece
	err  error  // what r returned at last
}

// next returns the next piece, in the memory of buffer if there is room. A piece has at least
// one line. Only the last piece may lack the end of its last line. After that piece next
// returns io.EOF.
func (c *cutter) next(buffer []byte) ([]byte, error) {
	text := append(buffer[:0], c.rest...)
	c.rest = c.rest[:0]
	for want := max(c.size, 2*len(text)); ; want = min(2*len(text), longestLine+1) {
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
		case len(text) > longestLine:
			return nil, errLongLine
		}
	}
}

// cutLine returns the first line of text without its end, and the text below it.
func cutLine(text []byte) (line, below []byte) {
	line, below, _ = bytes.Cut(text, []byte("\n"))
	return bytes.TrimRight(line, "\r"), below
}

// numbering says on which line each row stands. Row after row stands on line after
// line, except at gaps.
type numbering []gap

// gap is a row that does not stand on the line below that of the row before it.
type gap struct{ row, line int }

// add says on which line a row stands. Rows come in order.
func (g *numbering) add(row, line int) {
	if last := len(*g) - 1; last < 0 || (*g)[last].line+row-(*g)[last].row != line {
		*g = append(*g, gap{row, line})
	}
}

// line returns the line of a row.
func (g numbering) line(row int) int {
	after := sort.Search(len(g), func(k int) bool { return g[k].row > row })
	return g[after-1].line + row - g[after-1].row
}

// numbers collects numbers as long as there is memory for them.
type numbers struct {
	all  []float64
	next int // length at which to look at the memory again
}

// expect makes room for about n numbers, if there is memory for them.
func (n *numbers) expect(count float64) {
	if memory.Check("", 8*count) == nil {
		n.all = slices.Grow(n.all, int(count)-len(n.all))
	}
}

// add appends some numbers. It returns an error if more would not fit.
func (n *numbers) add(some ...float64) error {
	if after := len(n.all) + len(some); after > max(n.next, 1<<22) {
		n.next = 2 * after
		if after > cap(n.all) {
			if err := memory.Check(fmt.Sprintf("a table of more than %d numbers", len(n.all)), 8*2*float64(len(n.all))); err != nil {
				return err
			}
		}
	}
	n.all = append(n.all, some...)
	return nil
}
