package pointfile

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"monge/cmd/internal/fault"
)

// Table is a file of numbers.
type Table struct {
	Name    string    // of the file
	Header  []string  // names of the columns, nil if the file has none
	Columns int       // fields in each row, at least 1
	Data    []float64 // row by row, all finite; at least one row

	lines []int // the line on which each row stands
}

// byteOrderMark is what some spreadsheets write first.
const byteOrderMark = "\ufeff"

// ReadTable reads comma-separated numbers. The first line may be a header, a
// line in which no field is a number; blank lines are skipped. Errors name the
// file, the line and the value.
func ReadTable(name string, r io.Reader) (*Table, error) {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		buffered.Discard(len(byteOrderMark))
	}
	reader := csv.NewReader(buffered)
	reader.ReuseRecord = true
	reader.TrimLeadingSpace = true // or a quote after it would be an error
	reader.FieldsPerRecord = -1    // told apart below, with the name of the file
	t := &Table{Name: name}
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
		if t.Columns == 0 {
			t.Columns = len(record)
			if isHeader(record) {
				for _, field := range record {
					t.Header = append(t.Header, strings.TrimSpace(field))
				}
				continue
			}
		}
		if len(record) != t.Columns {
			return nil, t.errorf(line, "%s, where the first line has %d", count(len(record), "field"), t.Columns)
		}
		for _, field := range record {
			x, err := t.number(line, field)
			if err != nil {
				return nil, err
			}
			t.Data = append(t.Data, x)
		}
		t.lines = append(t.lines, line)
	}
	if len(t.lines) == 0 {
		if t.Header != nil {
			return nil, fault.Atf(name, "no row below the header")
		}
		return nil, fault.Atf(name, "no data")
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
func (t *Table) number(line int, field string) (float64, error) {
	field = strings.TrimSpace(field)
	x, err := strconv.ParseFloat(field, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && math.IsInf(x, 0):
		return 0, t.errorf(line, "%s is too large for a number", fault.Shorten(field))
	case err != nil && !errors.Is(err, strconv.ErrRange):
		if strings.ContainsAny(field, ";\t ") {
			return 0, t.errorf(line, "%s is not a number; columns are separated by commas", fault.Quote(field))
		}
		return 0, t.errorf(line, "%s is not a number", fault.Quote(field))
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, t.errorf(line, "%s is not finite", field)
	}
	return x, nil
}

// errorf returns an error at a line of the file.
func (t *Table) errorf(line int, format string, args ...any) error {
	return fault.Atf(fmt.Sprintf("%s:%d", t.Name, line), format, args...)
}

// readError puts what went wrong while reading into the form of errorf.
func (t *Table) readError(err error) error {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return t.errorf(syntax.Line, "%w", syntax.Err)
	}
	return fault.At(t.Name, err)
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return len(t.lines) }

// row returns row i, a view.
func (t *Table) row(i int) []float64 { return t.Data[i*t.Columns : (i+1)*t.Columns] }

// Matrix returns all rows (rows×columns), a view.
func (t *Table) Matrix() *mat.Dense { return mat.NewDense(t.Rows(), t.Columns, t.Data) }

// count writes n things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
