package pointfile

import (
	"fmt"
	"slices"

	"monge/cmd/internal/fault"
)

// Match puts the columns of q in the order of p's, by name. If one of the files has no
// header, columns match by position. Match returns an error that shows both headers if the
// names differ, or both numbers of coordinates if these differ.
func Match(p, q *Points) error {
	if p.Axes == nil || q.Axes == nil {
		if p.Dim != q.Dim {
			return fmt.Errorf("%s has %s, %s has %s", p.Name, fault.Count(p.Dim, "coordinate"), q.Name, fault.Count(q.Dim, "coordinate"))
		}
		return nil
	}
	if slices.Equal(p.Axes, q.Axes) {
		return nil
	}
	from := make([]int, p.Dim) // from[k] is the column of q that becomes column k
	same := p.Dim == q.Dim
	columnsOfQ, taken := newColumnNames(q.Name, q.Axes), make([]bool, q.Dim)
	for k, title := range p.Axes {
		column, err := columnsOfQ.find(title)
		same = same && err == nil && !taken[column]
		from[k], taken[column] = column, true
	}
	if !same {
		return fmt.Errorf("%s has the columns %s, and %s has %s: choose the same with --columns", p.Name, listNames(p.Axes), q.Name, listNames(q.Axes))
	}
	coordinates := make([]float64, 0, len(q.Coordinates))
	for i := range q.Len() {
		for _, k := range from {
			coordinates = append(coordinates, q.Coordinates[i*q.Dim+k])
		}
	}
	q.Coordinates, q.Axes = coordinates, p.Axes
	return nil
}
