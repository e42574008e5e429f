package pointfile

import (
	"io"
	"strings"

	"gonum.org/v1/gonum/mat"

	"monge/cmd/internal/fault"
	"monge/metrics"
)

// WeightColumn is the header, in any case, of the column that holds weights.
const WeightColumn = "weight"

// Points are the points of a file.
type Points struct {
	Name        string    // of the file
	Axes        []string  // names of the coordinates, nil if the file has none
	Dim         int       // d, at least 1
	Coordinates []float64 // n×d, row by row
	Weights     []float64 // n, none negative; nil if all are equal
}

// Read reads points: a row is a point, columns are coordinates, and a column
// headed "weight", if there is one, holds weights.
func Read(name string, r io.Reader) (*Points, error) {
	t, err := ReadTable(name, r)
	if err != nil {
		return nil, err
	}
	weightAt := -1
	for k, title := range t.Header {
		if !strings.EqualFold(title, WeightColumn) {
			continue
		}
		if weightAt >= 0 {
			return nil, t.errorf(1, "two columns are headed %q", WeightColumn)
		}
		weightAt = k
	}
	p := &Points{Name: name, Axes: t.Header, Dim: t.Columns, Coordinates: t.Data}
	if weightAt < 0 {
		return p, nil
	}
	if t.Columns == 1 {
		return nil, fault.Atf(name, "weights, but no coordinates")
	}
	p.Dim, p.Axes, p.Coordinates = t.Columns-1, nil, nil
	for k, title := range t.Header {
		if k != weightAt {
			p.Axes = append(p.Axes, title)
		}
	}
	for i := range t.Rows() {
		row := t.row(i)
		p.Weights = append(p.Weights, row[weightAt])
		p.Coordinates = append(append(p.Coordinates, row[:weightAt]...), row[weightAt+1:]...)
	}
	return p, t.checkWeights(p.Weights, 1)
}

// Len returns the number of points.
func (p *Points) Len() int { return len(p.Coordinates) / p.Dim }

// Distribution returns the points with their weights, which it normalises. It
// returns an error that names the file if the weights cannot be normalised.
func (p *Points) Distribution() (*metrics.Distribution, error) {
	d, err := metrics.NewDistribution(mat.NewDense(p.Len(), p.Dim, p.Coordinates), p.Weights)
	if err != nil {
		return nil, fault.At(p.Name, err)
	}
	return d, nil
}
