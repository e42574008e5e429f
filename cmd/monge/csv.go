package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/metrics"
)

// table is a CSV file of numbers. Its first line may be a header, a line in
// which no field is a number; blank lines are skipped.
type table struct {
	name    string
	header  []string  // nil if there is none
	columns int       // fields in each row, at least 1
	data    []float64 // row by row, all finite
	lines   []int     // the line on which each row stands
}

// byteOrderMark is what some spreadsheets write first.
const byteOrderMark = "\ufeff"

// readTable reads a table. Errors name the file, the line and the value.
func readTable(name string, r io.Reader) (*table, error) {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		buffered.Discard(len(byteOrderMark))
	}
	reader := csv.NewReader(buffered)
	reader.ReuseRecord = true
	reader.TrimLeadingSpace = true // or a quote after it would be an error
	reader.FieldsPerRecord = -1    // told apart below, with the name of the file
	t := &table{name: name}
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, t.readError(err)
		}
		if len(record) == 1 && strings.TrimSpace(record[0]) == "" {
			continue
		}
		line, _ := reader.FieldPos(0)
		if t.columns == 0 {
			t.columns = len(record)
			if isHeader(record) {
				for _, field := range record {
					t.header = append(t.header, strings.TrimSpace(field))
				}
				continue
			}
		}
		if len(record) != t.columns {
			return nil, t.errorf(line, "%s, where the first line has %d", count(len(record), "field"), t.columns)
		}
		for _, field := range record {
			x, err := t.number(line, field)
			if err != nil {
				return nil, err
			}
			t.data = append(t.data, x)
		}
		t.lines = append(t.lines, line)
	}
	if len(t.lines) == 0 {
		if t.header != nil {
			return nil, fmt.Errorf("%s: no row below the header", name)
		}
		return nil, fmt.Errorf("%s: no data", name)
	}
	return t, nil
}

// isHeader reports whether no field of the record is a number.
func isHeader(record []string) bool {
	for _, field := range record {
		if _, err := strconv.ParseFloat(strings.TrimSpace(field), 64); err == nil || errors.Is(err, strconv.ErrRange) {
			return false
		}
	}
	return true
}

// number parses a field on some line.
func (t *table) number(line int, field string) (float64, error) {
	field = strings.TrimSpace(field)
	x, err := strconv.ParseFloat(field, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && math.IsInf(x, 0):
		return 0, t.errorf(line, "%s is too large for a number", field)
	case err != nil && !errors.Is(err, strconv.ErrRange):
		if strings.ContainsAny(field, ";\t ") {
			return 0, t.errorf(line, "%q is not a number; columns are separated by commas", field)
		}
		return 0, t.errorf(line, "%q is not a number", field)
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, t.errorf(line, "%s is not finite", field)
	}
	return x, nil
}

// errorf returns an error that names the file and the line.
func (t *table) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", t.name, line, fmt.Sprintf(format, args...))
}

// readError puts what went wrong while reading into the form of errorf.
func (t *table) readError(err error) error {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return t.errorf(syntax.Line, "%v", syntax.Err)
	}
	return fmt.Errorf("%s: %w", t.name, cause(err))
}

// rows is the number of rows.
func (t *table) rows() int { return len(t.lines) }

// row returns row i, a view.
func (t *table) row(i int) []float64 { return t.data[i*t.columns : (i+1)*t.columns] }

// matrix returns all rows (rows×columns), a view.
func (t *table) matrix() *mat.Dense { return mat.NewDense(t.rows(), t.columns, t.data) }

// weightHeader is the header, in any case, of the column that holds weights.
const weightHeader = "weight"

// readPoints reads a point cloud: a row is a point, columns are coordinates,
// and a column headed "weight", if there is one, holds weights.
func readPoints(name string, r io.Reader) (*metrics.Distribution, error) {
	t, err := readTable(name, r)
	if err != nil {
		return nil, err
	}
	weightAt := -1
	for k, title := range t.header {
		if !strings.EqualFold(title, weightHeader) {
			continue
		}
		if weightAt >= 0 {
			return nil, fmt.Errorf("%s:1: two columns are headed %q", name, weightHeader)
		}
		weightAt = k
	}
	points, weights := t.matrix(), []float64(nil)
	if weightAt >= 0 {
		if t.columns == 1 {
			return nil, fmt.Errorf("%s: weights, but no coordinates", name)
		}
		points = mat.NewDense(t.rows(), t.columns-1, nil)
		weights = make([]float64, t.rows())
		for i := range weights {
			row := t.row(i)
			weights[i] = row[weightAt]
			copy(points.RawRowView(i), row[:weightAt])
			copy(points.RawRowView(i)[weightAt:], row[weightAt+1:])
		}
		if err := t.checkWeights(weights, 1); err != nil {
			return nil, err
		}
	}
	p, err := metrics.NewDistribution(points, weights)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, oneLine(err))
	}
	return p, nil
}

// readWeights reads one weight a line, or one line of weights, not all zero.
func readWeights(name string, r io.Reader) ([]float64, error) {
	t, err := readTable(name, r)
	if err != nil {
		return nil, err
	}
	if t.columns > 1 && t.rows() > 1 {
		return nil, fmt.Errorf("%s: %d columns and %d rows, where one of either is needed", name, t.columns, t.rows())
	}
	if err := t.checkWeights(t.data, t.columns); err != nil {
		return nil, err
	}
	switch total := floats.SumCompensated(t.data); {
	case total == 0:
		return nil, fmt.Errorf("%s: the weights add to zero", name)
	case !(total <= math.MaxFloat64): // NaN is how a compensated sum overflows
		return nil, fmt.Errorf("%s: the sum of the weights overflows", name)
	}
	return t.data, nil
}

// checkWeights returns an error that names the line of the first negative
// weight, perRow of which stand on each line.
func (t *table) checkWeights(weights []float64, perRow int) error {
	for i, w := range weights {
		if w < 0 {
			return t.errorf(t.lines[i/perRow], "weight %v is negative", w)
		}
	}
	return nil
}
