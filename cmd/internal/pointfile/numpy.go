package pointfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"monge/cmd/internal/fault"
)

// numPyMagic is the beginning of a .npy file. Two bytes with the version and the length of
// the header follow. See numpy.lib.format in NumPy's documentation.
const numPyMagic = "\x93NUMPY"

// numPyEntry returns the value of an entry in a .npy header, which is a Python dictionary.
// The value is between the marks first and last. ok is false if there is no such entry.
func numPyEntry(header, name, first, last string) (value string, ok bool) {
	if _, value, ok = strings.Cut(header, "'"+name+"':"); !ok {
		return "", false
	}
	if value, ok = strings.CutPrefix(strings.TrimLeft(value, " \t\n\f\r"), first); !ok {
		return "", false
	}
	value, _, ok = strings.Cut(value, last)
	return value, ok
}

// numPyOrder reports whether an array is stored column by column. ok is false if the header
// does not say.
func numPyOrder(header string) (columnsFirst, ok bool) {
	_, value, ok := strings.Cut(header, "'fortran_order':")
	value = strings.TrimLeft(value, " \t\n\f\r")
	columnsFirst = strings.HasPrefix(value, "True")
	return columnsFirst, ok && (columnsFirst || strings.HasPrefix(value, "False"))
}

// maxNumPyHeader is the largest length of a header in bytes.
const maxNumPyHeader = 1 << 16

// readNumPy reads a .npy file of floats with one axis, a column, or two.
func readNumPy(name string, r io.Reader) (*Table, error) {
	header, err := numPyHeader(r)
	if err != nil {
		return nil, fault.Atf(name, "not a NumPy array: %w", describeEOF(err))
	}
	kind, hasKind := numPyEntry(header, "descr", "'", "'")
	shape, hasShape := numPyEntry(header, "shape", "(", ")")
	columnsFirst, hasOrder := numPyOrder(header)
	if !hasKind || !hasOrder || !hasShape {
		return nil, fault.Atf(name, "not an array of floats: its header is %s", fault.Quote(strings.TrimSpace(header)))
	}
	rows, columns, err := numPyDims(shape)
	if err != nil {
		return nil, fault.At(name, err)
	}
	var size int
	var decode func([]byte) float64
	switch kind {
	case "<f8":
		size, decode = 8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }
	case ">f8":
		size, decode = 8, func(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }
	case "<f4":
		size, decode = 4, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }
	case ">f4":
		size, decode = 4, func(b []byte) float64 { return float64(math.Float32frombits(binary.BigEndian.Uint32(b))) }
	default:
		return nil, fault.Atf(name, "an array of type %s; float64 or float32 is needed: save array.astype(float)", fault.Quote(kind))
	}
	t := &Table{Name: name, Columns: columns}
	collected := &numbers{}
	number := make([]byte, size)
	for k := range rows * columns {
		if _, err := io.ReadFull(r, number); err != nil {
			return nil, fault.Atf(name, "it holds %d of its %d numbers: %w", k, rows*columns, describeEOF(err))
		}
		x := decode(number)
		if math.IsNaN(x) || math.IsInf(x, 0) {
			i, j := k/columns, k%columns
			if columnsFirst {
				i, j = k%rows, k/rows
			}
			return nil, fault.Atf(name, "row %d, column %d: %v is not finite", i, j, x)
		}
		if err := collected.add(x); err != nil {
			return nil, fault.At(name, err)
		}
	}
	if _, err := io.ReadFull(r, number[:1]); err == nil {
		return nil, fault.Atf(name, "there are data after its %d numbers", rows*columns)
	}
	if t.Data = collected.all; columnsFirst {
		t.Data = transposed(t.Data, rows, columns)
	}
	return t, nil
}

// numPyHeader reads the beginning of a .npy file up to its data.
func numPyHeader(r io.Reader) (string, error) {
	start := make([]byte, len(numPyMagic)+4)
	if _, err := io.ReadFull(r, start); err != nil {
		return "", err
	}
	version := start[len(numPyMagic)]
	if version < 1 || version > 3 {
		return "", fmt.Errorf("version %d of the format is not known", version)
	}
	length := int(binary.LittleEndian.Uint16(start[len(numPyMagic)+2:]))
	if version > 1 { // two bytes more
		var high [2]byte
		if _, err := io.ReadFull(r, high[:]); err != nil {
			return "", err
		}
		length += int(binary.LittleEndian.Uint16(high[:])) << 16
	}
	if length > maxNumPyHeader {
		return "", fmt.Errorf("its header has %d bytes", length)
	}
	header := make([]byte, length)
	_, err := io.ReadFull(r, header)
	return string(header), err
}

// numPyDims returns the rows and columns of a shape such as "3, 2" or "3,".
func numPyDims(shape string) (rows, columns int, err error) {
	var dims []int
	for text := range strings.SplitSeq(shape, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > math.MaxInt32 {
			return 0, 0, fmt.Errorf("an array of shape (%s), where an axis has at most %d entries", fault.Clean(fault.Shorten(shape)), math.MaxInt32)
		}
		dims = append(dims, n)
	}
	switch len(dims) {
	case 1:
		rows, columns = dims[0], 1
	case 2:
		rows, columns = dims[0], dims[1]
	default:
		return 0, 0, fmt.Errorf("an array of shape (%s); one or two axes are needed", fault.Clean(fault.Shorten(shape)))
	}
	if rows == 0 || columns == 0 {
		return 0, 0, errors.New("no data")
	}
	return rows, columns, nil
}

// transposed returns the entries of a matrix row by row. from has them column by column.
func transposed(from []float64, rows, columns int) []float64 {
	to := make([]float64, len(from))
	for i := range rows {
		for j := range columns {
			to[i*columns+j] = from[j*rows+i]
		}
	}
	return to
}

// describeEOF returns err, or "the file is cut off" for an unexpected end of file.
func describeEOF(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("the file is cut off")
	}
	return err
}
