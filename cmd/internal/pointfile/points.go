package pointfile

import (
	"io"

	"gonum.org/v1/gonum/mat"

	"monge/cmd/internal/fault"
	"monge/metrics"
)

// Points are the points of a file.
type Points struct {
	Name        string    // of the file
	Axes        []string  // names of the coordinates, nil if the file has none
	Dim         int       // d, at least 1
	Coordinates []float64 // n×d, row by row
	Weights     []float64 // n, none negative; nil if all are equal

	lines lineNumbers // of the points; nil if the file has no lines
}

// Read reads points from a text, a .npy file or a picture, compressed or not. A
// column headed "weight", if there is one, holds weights.
func Read(name string, r io.Reader) (*Points, error) { return Options{}.Read(name, r) }

// Read is the function Read with options.
func (o Options) Read(name string, r io.Reader) (*Points, error) {
	s := selection{weight: -1}
	t, picture, err := o.read(name, r, func(header []string, columns int) ([]int, error) {
		var err error
		if s, err = o.choose(name, header, columns); err != nil {
			return nil, err
		}
		if s.weight < 0 {
			return s.coordinates, nil
		}
		return append(s.coordinates[:len(s.coordinates):len(s.coordinates)], s.weight), nil
	})
	if err != nil || picture != nil {
		return picture, err
	}
	p := &Points{Name: name, Dim: len(s.coordinates), Coordinates: t.Data, lines: t.lines}
	if t.Header != nil {
		for _, k := range s.coordinates {
			p.Axes = append(p.Axes, t.Header[k])
		}
	}
	if s.weight < 0 {
		return p, nil
	}
	n := t.Rows()
	p.Weights = make([]float64, n)
	for i := range n { // moves the coordinates together, in the memory of the table
		row := t.row(i)
		p.Weights[i] = row[p.Dim]
		copy(t.Data[i*p.Dim:], row[:p.Dim])
	}
	p.Coordinates = t.Data[:n*p.Dim]
	return p, t.checkWeights(p.Weights, 1)
}

// Place returns the place of point i in its file, such as "p.csv:3". A file without lines
// has rows, which count from 0: "p.npy: row 2".
func (p *Points) Place(i int) string { return rowPlace(p.Name, p.lines, i) }

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
