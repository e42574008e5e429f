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

// Text is cut into pieces of whole lines, and the processors read several pieces at the
// same time. What a number means may depend on the dialect, and that on the numbers
// before. A piece is therefore read with what is known of the dialect when its turn
// comes. If the pieces before it tell more, it is read again. So a table, and an error,
// are the same as if lines were read one by one.

// pieceSize is how many bytes most pieces have.
const pieceSize = 1 << 19

// textReader reads a table from text.
type textReader struct {
	name   string
	choose pick

	// Of the first line that holds something:
	header  []string // nil if it is none
	fields  int      // in each row; 0 before that line is read
	columns []int    // where in the row each field goes, −1 if nowhere
	width   int      // numbers in each row
}

// piece is some lines of a text.
type piece struct {
	text  []byte
	above int // lines above it
	known dialect
	done  chan struct{} // closed when it is read
	fault any           // of the goroutine that reads it; nil if it did not panic

	learnt dialect // known, and what its numbers tell
	data   []float64
	lines  numbering // of its rows, which count from 0
	losses losses
	rows   int
	err    error // of the first line that is wrong
}

// readText reads a table from text, in pieces of that size.
func (o Options) readText(name string, s *source, choose pick, size int) (*Table, error) {
	d, err := o.detect(name, s.beginning)
	if err != nil {
		return nil, err
	}
	a := assembly{reader: &textReader{name: name, choose: choose}, dialect: d}
	defer func() { o.note(name, "%v", a.dialect) }() // with the decimal sign that was learnt
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
		o.Warn(name + ": commas are read as decimal signs; if they separate thousands, write the numbers without them, and if not, say --decimal comma")
	}
	if o.Warn != nil && a.losses.count > 0 {
		o.Warn(a.losses.String())
	}
	return &Table{Name: name, Header: a.reader.header, Columns: a.reader.width, Data: a.numbers.all, lines: a.lines}, nil
}

// assembly puts the pieces of a text together.
type assembly struct {
	reader  *textReader
	dialect dialect // as the pieces so far tell it

	numbers numbers
	lines   numbering // of the rows
	rows    int
	losses  losses
}

// read reads a text in pieces of that size, several at the same time.
func (a *assembly) read(s *source, size int) error {
	cut := cutter{r: s.r, size: size}
	above := 0
	var waiting []*piece // read at the same time, in order
	ahead := 2 * runtime.GOMAXPROCS(0)
	var free piece // whose memory the next one may have
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
				return fault.At(place(a.reader.name, above+1), failure)
			}
			return fault.At(a.reader.name, failure)
		}
		p := &piece{text: text, above: above, known: a.dialect, data: free.data[:0], lines: free.lines[:0]}
		free = piece{}
		above += bytes.Count(text, []byte("\n"))
		if a.reader.fields == 0 { // the first line, and what stands with it
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

// add adds the next piece. It reads the piece unless that was done with what the pieces
// before it tell of the dialect.
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
	d.commas, d.thousands = d.commas+commas, d.thousands+thousands // of the pieces between
	a.dialect = d
	if p.err != nil {
		return p.err
	}
	a.losses.add(p.losses)
	if err := a.numbers.add(p.data...); err != nil {
		return fault.At(a.reader.name, err)
	}
	for _, g := range p.lines {
		a.lines.add(a.rows+g.row, g.line)
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

// wait waits until the piece is read. A panic of the goroutine that reads it becomes a
// panic of wait, so that whoever reads a file can recover.
func (p *piece) wait() {
	<-p.done
	if p.fault != nil {
		panic(p.fault)
	}
}

// read reads a piece with what is known of the dialect. Several pieces may be read
// at the same time once fields is set.
func (r *textReader) read(p *piece) {
	p.learnt, p.data, p.lines, p.losses, p.rows, p.err = p.known, p.data[:0], p.lines[:0], losses{}, 0, nil
	d := &p.learnt
	number := p.above // of the present line
	var row []float64 // the present one, the end of p.data
	store := func(k int, field string) error {
		if k >= r.fields || r.columns[k] < 0 {
			return nil
		}
		x, err := d.number(field)
		if err != nil && len(r.header) > 1 {
			err = fmt.Errorf("%w (column %s)", err, fault.Quote(r.header[k]))
		}
		if err == nil && lost(field, x) {
			if p.losses.count++; p.losses.count == 1 {
				p.losses.first = fmt.Sprintf("%s: %s is read as %s", place(r.name, number), fault.Shorten(field), strconv.FormatFloat(x, 'f', -1, 64))
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
		// No copy of the line: what is kept of it, in an error, is copied.
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
			err = fmt.Errorf("%s, where the first line has %d", fault.Count(count, "field"), r.fields)
		}
		if err != nil {
			p.err = fault.At(place(r.name, number), err)
			return
		}
		p.lines.add(p.rows, number)
		p.rows++
	}
}

// begin learns from the first line what columns there are. It reports whether the line
// is a header.
func (r *textReader) begin(d *dialect, line string, number int) (header bool, err error) {
	first, err := d.fields(line)
	if err != nil {
		return false, fault.At(place(r.name, number), err)
	}
	fields := len(first)
	if fields > 1 && first[fields-1] == "" {
		return false, fault.Atf(place(r.name, number), "the line ends with a separator: its last column is empty")
	}
	if header = isHeader(first) || isPandasHeader(first); header {
		r.header = first
	}
	r.columns, r.width, err = places(r.choose, r.header, fields)
	r.fields = fields
	return header, err
}

// places returns where the fields of a line go in a row of the columns that choose
// picks, −1 for those that are left out, and how many are picked.
func places(choose pick, header []string, fields int) ([]int, int, error) {
	picked, err := choose(header, fields)
	if err != nil {
		return nil, 0, err
	}
	at := make([]int, fields)
	if picked == nil {
		for k := range at {
			at[k] = k
		}
		return at, fields, nil
	}
	for k := range at {
		at[k] = -1
	}
	for place, k := range picked {
		at[k] = place
	}
	return at, len(picked), nil
}
