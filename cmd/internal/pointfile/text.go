package pointfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"unsafe"

	"monge/cmd/internal/fault"
	"monge/lp/panics"
)

// A text is cut into pieces of whole lines, and several goroutines read pieces at the same
// time. The value of a number may depend on the dialect, and numbers above it may complete
// the dialect. So a goroutine reads a piece with the dialect as it is known at that time. If
// the pieces above then change the dialect, the piece is read again. The table and the error
// are the same as if lines were read one by one.

// pieceSize is the size of most pieces in bytes.
const pieceSize = 1 << 19

// textReader reads a table from text.
type textReader struct {
	name   string
	choose columnChooser

	// begin sets these from the first line that is neither blank nor a comment.
	header  []string // nil if that line is not a header
	fields  int      // number of fields on each line; 0 before begin
	columns []int    // index in the row of each field; −1 for a field that is left out
	width   int      // number of fields that are kept, the length of a row
}

// piece is some lines of a text.
type piece struct {
	text  []byte
	above int           // number of lines above it
	known dialect       // before the piece is read
	done  chan struct{} // closed when it is read
	fault any           // the panic of the goroutine that reads it; nil if there was none

	// read sets these.
	learnt dialect   // known, completed by the numbers of the piece
	data   []float64 // its rows
	lines  lineNumbers
	losses losses
	rows   int
	err    error // the error in the first wrong line
}

// readText reads a table from text, in pieces of size bytes.
func (o Options) readText(name string, s *source, choose columnChooser, size int) (*Table, error) {
	d, err := o.detect(name, s.beginning)
	if err != nil {
		return nil, err
	}
	a := assembly{reader: &textReader{name: name, choose: choose}, dialect: d}
	defer func() { o.note(name, "%v", a.dialect) }() // deferred: the numbers may tell the decimal sign
	if err := a.read(s, size); err != nil {
		return nil, err
	}
	if a.rows == 0 {
		if a.reader.header != nil {
			return nil, fault.Atf(name, "no row below the header")
		}
		return nil, fault.Atf(name, "no data")
	}
	if d := a.dialect; o.Warn != nil && o.Decimal == 0 && d.commas > 0 && d.commas == d.thousands {
		o.Warn(name + ": commas are read as decimal signs; if they separate thousands, write the numbers without them, and if not, give --decimal comma")
	}
	if o.Warn != nil && a.losses.count > 0 {
		o.Warn(a.losses.String())
	}
	return &Table{Name: name, Header: a.reader.header, Columns: a.reader.width, Data: a.numbers.all, lines: a.lines}, nil
}

// assembly puts the pieces of a text together into a table.
type assembly struct {
	reader  *textReader
	dialect dialect // completed by the pieces so far

	numbers numbers
	lines   lineNumbers // of the rows
	rows    int
	losses  losses
}

// read reads a text in pieces of size bytes, several at the same time.
func (a *assembly) read(s *source, size int) error {
	cut := cutter{r: s.r, size: size}
	above := 0
	var waiting []*piece // pieces that are being read, in order
	ahead := 2 * runtime.GOMAXPROCS(0)
	var free piece // a piece whose memory the next one may reuse
	for {
		text, failure := cut.next(free.text)
		if failure != nil {
			for _, p := range waiting {
				if err := a.add(p); err != nil {
					return err
				}
			}
			switch {
			case failure == io.EOF:
				return nil
			case errors.Is(failure, errLongLine):
				return fault.At(linePlace(a.reader.name, above+1), failure)
			}
			return fault.At(a.reader.name, failure)
		}
		p := &piece{text: text, above: above, known: a.dialect, data: free.data[:0], lines: free.lines[:0]}
		free = piece{}
		above += bytes.Count(text, []byte("\n"))
		if a.reader.fields == 0 { // the first piece sets the columns, so it is read alone
			if err := a.add(p); err != nil {
				return err
			}
			if s.size > int64(size) && p.rows > 0 {
				perByte := float64(len(p.data)) / float64(len(p.text))
				a.numbers.expect(min(1.05*perByte, 0.5) * float64(s.size+int64(size)))
			}
			free = *p
			continue
		}
		a.reader.start(p)
		if waiting = append(waiting, p); len(waiting) == ahead {
			first := waiting[0]
			if err := a.add(first); err != nil {
				return err
			}
			free, waiting = *first, slices.Delete(waiting, 0, 1)
		}
	}
}

// add adds the next piece. It reads the piece unless a goroutine has read it with the dialect
// that the pieces before it have completed.
func (a *assembly) add(p *piece) error {
	if p.done != nil {
		p.wait()
	}
	d := a.dialect
	if p.done == nil || !p.known.same(d) {
		p.known = d
		a.reader.read(p)
	}
	commas, thousands := d.commas-p.known.commas, d.thousands-p.known.thousands
	d = p.learnt
	d.commas, d.thousands = d.commas+commas, d.thousands+thousands // counts of pieces that were read since p was started
	a.dialect = d
	if p.err != nil {
		return p.err
	}
	a.losses.add(p.losses)
	if err := a.numbers.add(p.data...); err != nil {
		return fault.At(a.reader.name, err)
	}
	for _, run := range p.lines {
		a.lines.add(a.rows+run.row, run.line)
	}
	a.rows += p.rows
	return nil
}

// start reads a piece in a goroutine of its own, for which wait waits.
func (r *textReader) start(p *piece) {
	p.done = make(chan struct{})
	go func() {
		defer close(p.done)
		p.fault = panics.Catch(func() { r.read(p) })
	}()
}

// wait waits until the piece is read. If its goroutine panicked, wait panics, so that the
// caller of Read can recover.
func (p *piece) wait() {
	<-p.done
	if p.fault != nil {
		panic(p.fault)
	}
}

// read reads a piece with the dialect p.known. Once fields is set, several goroutines may
// read pieces at the same time.
func (r *textReader) read(p *piece) {
	p.learnt, p.data, p.lines, p.losses, p.rows, p.err = p.known, p.data[:0], p.lines[:0], losses{}, 0, nil
	d := &p.learnt
	number := p.above // of the current line
	var row []float64 // the current row, at the end of p.data
	store := func(k int, field string) error {
		if k >= r.fields || r.columns[k] < 0 {
			return nil
		}
		x, err := d.number(field)
		if err != nil && len(r.header) > 1 {
			err = fmt.Errorf("%w (column %s)", err, fault.Quote(r.header[k]))
		}
		if err == nil && losesDigits(field, x) {
			if p.losses.count++; p.losses.count == 1 {
				p.losses.first = fmt.Sprintf("%s: %s is read as %s", linePlace(r.name, number), fault.Shorten(field), strconv.FormatFloat(x, 'f', -1, 64))
			}
		}
		row[r.columns[k]] = x
		return err
	}
	var line []byte
	for below := p.text; len(below) > 0; {
		number++
		if r.fields > 0 {
			p.data = slices.Grow(p.data, r.width)
			row := p.data[len(p.data):][:r.width]
			if rest, ok := r.plainRow(d, row, below); ok {
				below = rest
				p.data = p.data[:len(p.data)+r.width]
				p.lines.add(p.rows, number)
				p.rows++
				continue
			}
		}
		line, below = cutLine(below)
		// A string without a copy: an error copies the part of the line that it keeps.
		view := unsafe.String(unsafe.SliceData(line), len(line))
		if !isContent(view) {
			continue
		}
		if r.fields == 0 {
			isHeader, err := r.begin(d, string(line), number)
			if err != nil {
				p.err = err
				return
			}
			if isHeader {
				continue
			}
		}
		p.data = append(p.data, make([]float64, r.width)...)
		row = p.data[len(p.data)-r.width:]
		count, err := d.split(view, store)
		if err == nil && count != r.fields {
			err = fmt.Errorf("%s, but the first line has %d", fault.Count(count, "field"), r.fields)
		}
		if err != nil {
			p.err = fault.At(linePlace(r.name, number), err)
			return
		}
		p.lines.add(p.rows, number)
		p.rows++
	}
}

// begin sets the columns from the first line. It reports whether that line is a header.
func (r *textReader) begin(d *dialect, line string, number int) (header bool, err error) {
	first, err := d.fields(line)
	if err != nil {
		return false, fault.At(linePlace(r.name, number), err)
	}
	fields := len(first)
	if fields > 1 && first[fields-1] == "" {
		return false, fault.Atf(linePlace(r.name, number), "the line ends with a separator: its last column is empty")
	}
	if header = isHeader(first) || isPandasHeader(first); header {
		r.header = first
	}
	r.columns, r.width, err = targets(r.choose, r.header, fields)
	r.fields = fields
	return header, err
}

// targets returns the index in a row of each field of a line, −1 for fields that are left
// out, and the length of the row.
func targets(choose columnChooser, header []string, fields int) ([]int, int, error) {
	chosen, err := choose(header, fields)
	if err != nil {
		return nil, 0, err
	}
	target := make([]int, fields)
	if chosen == nil {
		for k := range target {
			target[k] = k
		}
		return target, fields, nil
	}
	for k := range target {
		target[k] = -1
	}
	for index, k := range chosen {
		target[k] = index
	}
	return target, len(chosen), nil
}
