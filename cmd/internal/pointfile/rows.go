package pointfile

import (
	"bufio"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"monge/cmd/internal/fault"
)

// layout is how the rows of a text are laid out, which its first line says.
type layout struct {
	name    string   // of the file
	header  []string // nil if the first line is a row
	fields  int      // in each row
	columns []int    // where in the row each field goes, −1 if nowhere
	width   int      // numbers in each row
}

// firstLine returns the layout, from the first line of a batch that holds something. It
// takes that line if it is a header. It returns nil if no line holds anything.
func firstLine(name string, batch *lines, d dialect, choose pick) (*layout, error) {
	for {
		before := *batch
		line, ok := batch.next()
		if !ok {
			return nil, nil
		}
		if len(line) > longestLine {
			return nil, batch.at(name, errLongLine)
		}
		if !isContent(line) {
			continue
		}
		first, err := d.fields(line)
		if err != nil {
			return nil, batch.at(name, err)
		}
		f := &layout{name: name, fields: len(first)}
		if f.fields > 1 && first[f.fields-1] == "" {
			return nil, batch.at(name, errors.New("the line ends with a separator: its last column is empty"))
		}
		if isHeader(first) || isPandasHeader(first) {
			f.header = first
		} else {
			*batch = before
		}
		f.columns, f.width, err = places(choose, f.header, f.fields)
		return f, err
	}
}

// nextBatches reads batches of lines: one for each processor if they are parsed at the
// same time, otherwise one. It returns none at the end. last is the number of the last
// line before them, and becomes that of the last one in them.
func nextBatches(r *bufio.Reader, last *int, parallel bool) (batches []lines, err error) {
	count := 1
	if parallel {
		count = runtime.GOMAXPROCS(0)
	}
	for range count {
		text, err := readBatch(r)
		if text != "" {
			batches = append(batches, lines{text, *last})
			*last += linesOf(text)
		}
		if text == "" || err != nil {
			return batches, err
		}
	}
	return batches, nil
}

// rows are the rows of a batch, up to the first one with an error.
type rows struct {
	numbers []float64 // row by row
	lines   []int     // the line of each row
	err     error
}

// parse returns the rows of batches. Several batches are parsed at the same time; then
// the dialect has to be settled. A layout that is nil has no rows.
func (f *layout) parse(d *dialect, batches []lines) []rows {
	if f == nil {
		return nil
	}
	all := make([]rows, len(batches))
	if len(batches) == 1 {
		all[0] = f.parseBatch(d, batches[0])
		return all
	}
	var wait sync.WaitGroup
	for k := range batches {
		own := *d
		wait.Go(func() { all[k] = f.parseBatch(&own, batches[k]) })
	}
	wait.Wait()
	return all
}

// parseBatch returns the rows of a batch.
func (f *layout) parseBatch(d *dialect, batch lines) (r rows) {
	var row []float64 // the present one
	store := func(k int, field string) error {
		if k >= f.fields || f.columns[k] < 0 {
			return nil
		}
		x, err := d.number(field)
		if err != nil && len(f.header) > 1 {
			err = fmt.Errorf("%w (column %s)", err, fault.Quote(f.header[k]))
		}
		row[f.columns[k]] = x
		return err
	}
	mostRows := linesOf(batch.text)
	r.numbers = make([]float64, 0, min(mostRows*f.width, len(batch.text)/2+1)) // a number and what ends it: 2 bytes
	r.lines = make([]int, 0, mostRows)
	zeros := make([]float64, f.width)
	for {
		line, ok := batch.next()
		if !ok {
			return r
		}
		if len(line) > longestLine {
			r.err = batch.at(f.name, errLongLine)
			return r
		}
		if !isContent(line) {
			continue
		}
		r.numbers = append(r.numbers, zeros...)
		row = r.numbers[len(r.numbers)-f.width:]
		count, err := d.split(line, store)
		if err == nil && count != f.fields {
			err = fmt.Errorf("%s, where the first line has %d", counted(count, "field"), f.fields)
		}
		if err != nil {
			r.err = batch.at(f.name, err)
			return r
		}
		r.lines = append(r.lines, batch.line)
	}
}
