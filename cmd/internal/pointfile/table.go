package pointfile

import (
	"fmt"
	"io"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"monge/cmd/internal/fault"
)

// Table is a file of numbers.
type Table struct {
	Name    string    // of the file
	Header  []string  // names of the columns, nil if the file has none
	Columns int       // numbers in each row, at least 1
	Data    []float64 // row by row, all finite; at least one row

	lines lineNumbers // of the rows; nil if the file has no lines
}

// ReadTable reads a table of numbers: text or .npy, compressed or not. The first
// line of a text may be a header; blank lines and comments are skipped. Errors
// name the file, the line and the value. ReadTable ignores Columns and Weight.
func (o Options) ReadTable(name string, r io.Reader) (*Table, error) {
	o.isTable = true
	t, _, err := o.read(name, r, func(header []string, _ int) ([]int, error) {
		if hasIndexColumn(header) {
			return nil, fault.Atf(name, "%s: write the file with index=False", indexProblem)
		}
		return nil, nil
	})
	if t == nil && err == nil {
		err = fault.Atf(name, "it is a picture, where a table is needed")
	}
	return t, err
}

// A columnChooser returns the indices of the columns to read, in the order of the table to
// return. Nil means all columns.
type columnChooser func(header []string, columns int) ([]int, error)

// read reads a table of the chosen columns. If the file is a picture, it returns the points
// of the picture and no table.
func (o Options) read(name string, r io.Reader, choose columnChooser) (*Table, *Points, error) {
	s, err := open(name, r)
	if err != nil {
		return nil, nil, err
	}
	if s.format != formatText {
		o.note(name, "%s", s.format)
		if o.Separator != 0 {
			o.warn(name, "the separator that was given has no effect on %s", s.format)
		}
		if o.Decimal != 0 {
			o.warn(name, "the decimal sign that was given has no effect on %s", s.format)
		}
	}
	switch s.format {
	case formatNumPy:
		t, err := readNumPy(name, s.r)
		if err == nil {
			_, err = choose(nil, t.Columns)
		}
		return t, nil, err
	case formatPNG, formatPGM:
		if o.Columns != nil || o.Weight != "" {
			return nil, nil, fault.Atf(name, "it is %s, and has no columns to choose", s.format)
		}
		p, err := readPicture(name, s, o.Warn)
		return nil, p, err
	}
	t, err := o.readText(name, s, choose, pieceSize)
	return t, nil, err
}

// maxFields is the largest number of fields of a line.
const maxFields = 1 << 22

// fields returns the fields of a line.
func (d dialect) fields(line string) ([]string, error) {
	var all []string
	_, err := d.split(line, func(k int, field string) error {
		if k >= maxFields {
			return fmt.Errorf("more than %d fields: is this a table?", maxFields)
		}
		all = append(all, field)
		return nil
	})
	return all, err
}

// linePlace returns "name:line", or the name if line is 0.
func linePlace(name string, line int) string {
	if line == 0 {
		return name
	}
	return name + ":" + strconv.Itoa(line)
}

// rowPlace returns the place of row i for a message: its line if the file has lines.
func rowPlace(name string, lines lineNumbers, i int) string {
	if lines == nil {
		return fmt.Sprintf("%s: row %d", name, i)
	}
	return linePlace(name, lines.line(i))
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return len(t.Data) / t.Columns }

// Place returns the place of row i in its file, as Points.Place does.
func (t *Table) Place(i int) string { return rowPlace(t.Name, t.lines, i) }

// row returns row i, a view.
func (t *Table) row(i int) []float64 { return t.Data[i*t.Columns : (i+1)*t.Columns] }

// Matrix returns all rows (rows×columns), a view.
func (t *Table) Matrix() *mat.Dense { return mat.NewDense(t.Rows(), t.Columns, t.Data) }
