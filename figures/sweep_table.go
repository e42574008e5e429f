package figures

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SweepTable is the table of a sweep's results that monge sweep collect writes: a row for
// each run and step.
type SweepTable struct {
	name    string
	columns []string
	rows    [][]string // without those of runs that failed or are missing
	runs    int
	failed  int // runs that failed or are missing
}

// byteOrderMark is the first character of a text from some spreadsheets.
const byteOrderMark = "\ufeff"

// ReadSweep reads a table in CSV, which may be compressed by gzip. It returns an error
// that names the line if a row is not as long as the header, or if the columns run, step
// and error are not there.
func ReadSweep(name string, r io.Reader) (*SweepTable, error) {
	buffered := bufio.NewReader(r)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte("\x1f\x8b")) {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		buffered = bufio.NewReader(unpacked)
	}
	if mark, _ := buffered.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		buffered.Discard(len(byteOrderMark))
	}
	rows, err := csv.NewReader(buffered).ReadAll()
	if at := (*csv.ParseError)(nil); errors.As(err, &at) {
		return nil, fmt.Errorf("%s:%d: %w", name, at.Line, at.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	t := &SweepTable{name: name, columns: rows[0]}
	run, err := t.column("run")
	if err != nil {
		return nil, err
	}
	failure, err := t.column("error")
	if err != nil {
		return nil, err
	}
	if _, err := t.column("step"); err != nil {
		return nil, err
	}
	runs := make(map[string]bool)
	for _, row := range rows[1:] {
		runs[row[run]] = true
		if row[failure] != "" {
			t.failed++
			delete(runs, row[run])
		}
	}
	t.runs = len(runs) + t.failed
	for _, row := range rows[1:] {
		if runs[row[run]] {
			t.rows = append(t.rows, row)
		}
	}
	return t, nil
}

// column returns the index of a column. In name - means _, as in flags.
func (t *SweepTable) column(name string) (int, error) {
	index := slices.Index(t.columns, strings.ReplaceAll(name, "-", "_"))
	if index < 0 {
		return 0, fmt.Errorf("%s: no column %q (there are %s)", t.name, name, strings.Join(t.columns, ", "))
	}
	return index, nil
}

// sweepPoint has the numbers of a row that are drawn.
type sweepPoint struct {
	x, y float64
	by   string
}

// points returns the last row of each run, or all rows if x is "step". It leaves out rows
// that have no x or no y, such as the clip of a GAN, and returns their number.
func (t *SweepTable) points(x, y, by string) (points []sweepPoint, without int, err error) {
	var columns [3]int
	for k, name := range []string{x, y, cmp.Or(by, "run")} {
		if columns[k], err = t.column(name); err != nil {
			return nil, 0, err
		}
	}
	run, err := t.column("run")
	if err != nil {
		return nil, 0, err
	}
	last, err := t.lastRows()
	if err != nil {
		return nil, 0, err
	}
	for k, row := range t.rows {
		if x != "step" && last[row[run]] != k {
			continue
		}
		if row[columns[0]] == "" || row[columns[1]] == "" {
			without++
			continue
		}
		p := sweepPoint{by: row[columns[2]]}
		if by == "" {
			p.by = ""
		}
		for _, number := range []struct {
			to     *float64
			column int
		}{{&p.x, columns[0]}, {&p.y, columns[1]}} {
			value, err := strconv.ParseFloat(row[number.column], 64)
			if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
				return nil, 0, fmt.Errorf("%s: run %s: its %s is %q, which cannot be drawn", t.name, row[run], t.columns[number.column], row[number.column])
			}
			*number.to = value
		}
		points = append(points, p)
	}
	if len(points) == 0 {
		return nil, 0, fmt.Errorf("%s: no run has both %s and %s", t.name, x, y)
	}
	return points, without, nil
}

// lastRows returns, for each run, the index of the row with the largest step. The rows may be
// in any order.
func (t *SweepTable) lastRows() (map[string]int, error) {
	run, err := t.column("run")
	if err != nil {
		return nil, err
	}
	step, err := t.column("step")
	if err != nil {
		return nil, err
	}
	last, steps := make(map[string]int), make(map[string]float64)
	for k, row := range t.rows {
		value, err := strconv.ParseFloat(row[step], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: run %s: its step is %q, which is not a number", t.name, row[run], row[step])
		}
		if before, ok := steps[row[run]]; !ok || value > before {
			last[row[run]], steps[row[run]] = k, value
		}
	}
	return last, nil
}

// compareValues orders values of a setting: numbers by size, before words.
func compareValues(a, b string) int {
	x, xErr := strconv.ParseFloat(a, 64)
	y, yErr := strconv.ParseFloat(b, 64)
	switch {
	case xErr == nil && yErr == nil:
		return cmp.Compare(x, y)
	case xErr == nil:
		return -1
	case yErr == nil:
		return 1
	}
	return strings.Compare(a, b)
}
