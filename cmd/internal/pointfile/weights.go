package pointfile

import (
	"io"
	"math"

	"gonum.org/v1/gonum/floats"

	"monge/cmd/internal/fault"
)

// ReadWeights reads one weight a line, or one line of weights: none negative, not
// all zero.
func ReadWeights(name string, r io.Reader) ([]float64, error) {
	t, err := ReadTable(name, r)
	if err != nil {
		return nil, err
	}
	if t.Columns > 1 && t.Rows() > 1 {
		return nil, fault.Atf(name, "%d columns and %d rows, where one of either is needed", t.Columns, t.Rows())
	}
	if err := t.checkWeights(t.Data, t.Columns); err != nil {
		return nil, err
	}
	switch total := floats.SumCompensated(t.Data); {
	case total == 0:
		return nil, fault.Atf(name, "the weights add to zero")
	case !(total <= math.MaxFloat64): // NaN is how a compensated sum overflows
		return nil, fault.Atf(name, "the sum of the weights overflows")
	}
	return t.Data, nil
}

// checkWeights returns an error that names the line of the first negative
// weight, perRow of which stand on each line.
func (t *Table) checkWeights(weights []float64, perRow int) error {
	for i, w := range weights {
		if w < 0 {
			return t.errorf(t.lines[i/perRow], "weight %v is negative", w)
		}
	}
	return nil
}
