package pointfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/memory"
)

// longestLine is how many bytes a line of text may have: a row of a million
// numbers has about 20 million.
const longestLine = 64 << 20

// errLongLine is what a line has that is longer.
var errLongLine = errors.New("the line is longer than " + memory.Size(longestLine) + ": is this a table?")

// batchSize is how many bytes a batch has, if its last line ends there.
const batchSize = 1 << 20

// lines is a batch of whole lines of a text. Lines are counted from 1.
type lines struct {
	text string // what is left of the batch
	line int    // number of the last line that was taken
}

// next takes the next line, without its end. It reports whether there was one.
func (l *lines) next() (line string, ok bool) {
	if l.text == "" {
		return "", false
	}
	line, l.text, _ = strings.Cut(l.text, "\n")
	l.line++
	return strings.TrimRight(line, "\r"), true
}

// linesOf returns the number of lines of a text.
func linesOf(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// at returns err as a failure at the present line of a file.
func (l *lines) at(name string, err error) error { return fault.At(place(name, l.line), err) }

// readBatch returns the next batch of a text, which is empty at its end. A line that is
// too long is cut off, and is still too long. If reading fails, the batch ends with the
// last whole line.
func readBatch(r *bufio.Reader) (string, error) {
	var batch strings.Builder
	if ahead, _ := r.Peek(r.Size()); len(ahead) == r.Size() { // the text is not short
		batch.Grow(batchSize + r.Size())
	}
	_, err := io.CopyN(&batch, r, batchSize)
	for end := 0; err == nil && end <= longestLine; {
		var part []byte
		part, err = r.ReadSlice('\n')
		batch.Write(part)
		end += len(part)
		if err == nil {
			break
		}
		if err == bufio.ErrBufferFull {
			err = nil
		}
	}
	text := batch.String()
	if err == io.EOF {
		err = nil
	}
	if err != nil {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	return text, err
}

// numbers collects numbers as long as there is memory for them. They lie in pieces, since
// a single list that grows would be copied again and again.
type numbers struct {
	pieces [][]float64
	count  int
	next   int // count at which to look at the memory again
}

// pieceSize is how many numbers a piece has that grows by one number at a time.
const pieceSize = 1 << 16

// add appends x. It returns an error if more numbers would not fit.
func (n *numbers) add(x float64) error {
	last := len(n.pieces) - 1
	if last < 0 || len(n.pieces[last]) == cap(n.pieces[last]) {
		return n.addPiece(append(make([]float64, 0, pieceSize), x))
	}
	n.pieces[last] = append(n.pieces[last], x)
	n.count++
	return nil
}

// addPiece appends a piece, which it keeps. It returns an error if more numbers would not
// fit.
func (n *numbers) addPiece(piece []float64) error {
	n.count += len(piece)
	if n.count >= max(n.next, 1<<22) {
		n.next = 2 * n.count
		if err := memory.Check(fmt.Sprintf("a table of more than %d numbers", n.count), 8*2*float64(n.count)); err != nil {
			return err
		}
	}
	n.pieces = append(n.pieces, piece)
	return nil
}

// list returns all numbers in one list.
func (n *numbers) list() []float64 {
	if len(n.pieces) == 1 {
		return n.pieces[0]
	}
	return slices.Concat(n.pieces...)
}
