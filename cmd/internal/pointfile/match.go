package pointfile

import (
	"fmt"
	"slices"

	"monge/cmd/internal/fault"
)

// Match makes the coordinates of q mean the same as those of p: it puts the
// columns of q in p's order if both files name them. It returns an error that
// shows both headers if the names are others, or that counts the coordinates if
// there are not as many. Without names in both files, coordinates match by their
// places.
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
	from := make([]int, p.Dim) // of which column of q each one comes
	same := p.Dim == q.Dim
	ofQ, taken := newColumnNames(q.Name, q.Axes), make([]bool, q.Dim)
	for k, title := range p.Axes {
		at, err := ofQ.find(title)
		same = same && err == nil && !taken[at]
		from[k], taken[at] = at, true
	}
	if !same {
		return fmt.Errorf("%s has the columns %s, and %s has %s: choose the same with --columns", p.Name, list(p.Axes), q.Name, list(q.Axes))
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
