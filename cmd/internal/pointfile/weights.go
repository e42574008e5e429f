package pointfile

import (
	"errors"
	"io"

	"monge/cmd/internal/fault"
	"monge/lp"
)

// ReadWeights reads a file with one weight on each line, or with one line of weights. It
// ignores Columns and Weight. It returns an error if a weight is negative or all are zero.
func (o Options) ReadWeights(name string, r io.Reader) ([]float64, error) {
	t, err := o.ReadTable(name, r)
	if err != nil {
		return nil, err
	}
	if t.Columns > 1 && t.Rows() > 1 {
		return nil, fault.Atf(name, "%d columns and %d rows; weights need one column or one row", t.Columns, t.Rows())
	}
	if err := t.checkWeights(t.Data, t.Columns); err != nil {
		return nil, err
	}
	return t.Data, nil
}

// checkWeights returns an error that names the line of the first weight that is negative, or
// the file if the sum of weights is zero or overflows. There are perRow weights on each line.
func (t *Table) checkWeights(weights []float64, perRow int) error {
	_, err := lp.TotalWeight("weights", weights)
	if wrong := (*lp.ValueError)(nil); errors.As(err, &wrong) {
		return fault.Atf(rowPlace(t.Name, t.lines, wrong.Index[0]/perRow), "weight %v %s", wrong.Value, wrong.Reason)
	}
	if err != nil {
		return fault.Atf(t.Name, "%v", err)
	}
	return nil
}
