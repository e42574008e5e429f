package pointfile

import (
	"io"
	"strconv"
)

// Write writes points (n×dim, row by row) under the header x1, x2, …, so that
// Read returns the same bits. It returns the errors of w.
func Write(w io.Writer, points []float64, dim int) error {
	var b []byte
	for k := range dim {
		b = append(b, 'x')
		b = strconv.AppendInt(b, int64(k+1), 10)
		b = append(b, separator(k, dim))
	}
	for k, x := range points {
		b = strconv.AppendFloat(b, x, 'g', -1, 64)
		b = append(b, separator(k%dim, dim))
	}
	_, err := w.Write(b)
	return err
}

// separator returns the byte after column k of a row: a comma or a line feed.
func separator(k, columns int) byte {
	if k == columns-1 {
		return '\n'
	}
	return ','
}
