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

	lines numbering // the line on which each row stands; nil if the file has no lines
}

// ReadTable reads a table of numbers: text or .npy, compressed or not. The first
// line of a text may be a header; blank lines and comments are skipped. Errors
// name the file, the line and the value. Columns and Weight are not used.
func (o Options) ReadTable(name string, r io.Reader) (*Table, error) {
	o.noPoints = true
	t, _, err := o.read(name, r, func(header []string, _ int) ([]int, error) {
		if isIndexed(header) {
			return nil, fault.Atf(name, "%s: write the file with index=False", indexed)
		}
		return nil, nil
	})
	if t == nil && err == nil {
		err = fault.Atf(name, "it is a picture, where a table is needed")
	}
	return t, err
}

// pick chooses the columns to read, in the order in which they are to stand: nil
// for all of them.
type pick func(header []string, columns int) ([]int, error)

// read reads a table of the columns that choose picks. If the file is a picture, it returns
// the points of the picture and no table.
func (o Options) read(name string, r io.Reader, choose pick) (*Table, *Points, error) {
	s, err := open(name, r)
	if err != nil {
		return nil, nil, err
	}
	if s.kind != kindText {
		o.note(name, "%s", s.kind)
	}
	switch s.kind {
	case kindNumPy:
		t, err := readNumPy(name, s.r)
		if err == nil {
			_, err = choose(nil, t.Columns)
		}
		return t, nil, err
	case kindPNG, kindPGM:
		if o.Columns != nil || o.Weight != "" {
			return nil, nil, fault.Atf(name, "it is %s, and has no columns to choose", s.kind)
		}
		p, err := readPicture(name, s, o.Warn)
		return nil, p, err
	}
	t, err := o.readText(name, s, choose, pieceSize)
	return t, nil, err
}

// mostFields is how many fields a line may have.
const mostFields = 1 << 22

// fields returns the fields of a line.
func (d dialect) fields(line string) ([]string, error) {
	var all []string
	_, err := d.split(line, func(k int, field string) error {
		if k >= mostFields {
			return fmt.Errorf("more than %d fields: is this a table?", mostFields)
		}
		all = append(all, field)
		return nil
	})
	return all, err
}

// place names a line of a file, or the file if line is 0.
func place(name string, line int) string {
	if line == 0 {
		return name
	}
	return name + ":" + strconv.Itoa(line)
}

// placeOf names the place of row i, by its line if the file has lines.
func placeOf(name string, lines numbering, i int) string {
	if lines == nil {
		return fmt.Sprintf("%s: row %d", name, i)
	}
	return place(name, lines.line(i))
}

// Rows returns the number of rows.
func (t *Table) Rows() int { return len(t.Data) / t.Columns }

// Place names the place of row i in its file, as that of a point.
func (t *Table) Place(i int) string { return placeOf(t.Name, t.lines, i) }

// row returns row i, a view.
func (t *Table) row(i int) []float64 { return t.Data[i*t.Columns : (i+1)*t.Columns] }

// Matrix returns all rows (rows×columns), a view.
func (t *Table) Matrix() *mat.Dense { return mat.NewDense(t.Rows(), t.Columns, t.Data) }
