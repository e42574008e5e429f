package pointfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/memory"
)

// longestLine is how many bytes a line of text may have: a row of a million
// numbers has about 20 million.
const longestLine = 64 << 20

// errLongLine is what a line has that is longer.
var errLongLine = errors.New("the line is longer than " + memory.Size(longestLine) + ": is this a table?")

// lines reads text line by line.
type lines struct {
	r    *bufio.Reader
	line int    // number of the last line, from 1
	long []byte // a line that does not fit the buffer of r
}

// next returns the next line without its end, a view that is valid until the next
// call. At the end it returns io.EOF.
func (l *lines) next() ([]byte, error) {
	part, err := l.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		l.long = append(l.long[:0], part...)
		for err == bufio.ErrBufferFull {
			if len(l.long) > longestLine {
				l.line++
				return nil, errLongLine
			}
			part, err = l.r.ReadSlice('\n')
			l.long = append(l.long, part...)
		}
		part = l.long
	}
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(part) == 0 {
		return nil, io.EOF
	}
	l.line++
	for len(part) > 0 && (part[len(part)-1] == '\n' || part[len(part)-1] == '\r') {
		part = part[:len(part)-1]
	}
	return part, nil
}

// numbers collects numbers as long as there is memory for them.
type numbers struct {
	all  []float64
	next int // length at which to look at the memory again
}

// add appends x. It returns an error if more numbers would not fit.
func (n *numbers) add(x float64) error {
	if len(n.all) >= max(n.next, 1<<22) {
		n.next = 2 * len(n.all)
		if err := memory.Check(fmt.Sprintf("a table of more than %d numbers", len(n.all)), 8*2*float64(len(n.all))); err != nil {
			return err
		}
	}
	n.all = append(n.all, x)
	return nil
}

// at returns err as a failure at a line of a file.
func (l *lines) at(name string, err error) error { return fault.At(place(name, l.line), err) }
