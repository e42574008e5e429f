package engine

import (
	"bytes"
	"errors"
	"fmt"

	"monge/cmd/internal/pointfile"
)

// openedFile is a file of points, one element of the payload of "open".
type openedFile struct {
	Dim  int   `json:"dim"`
	Rows atoms `json:"rows"`
}

// droppedFile is a file that the user dropped on the page, of any content.
type droppedFile struct {
	Name string `json:"name"`
	Data []byte `json:"data"` // base64
}

// open reads one or two files of points or pictures.
func open(r Request) (Frame, error) {
	var files []droppedFile
	if err := r.Into(&files); err != nil {
		return Frame{}, err
	}
	if len(files) < 1 || len(files) > 2 {
		return Frame{}, fmt.Errorf("%d files; one or two can be opened", len(files))
	}
	var all []openedFile
	for _, f := range files {
		name := fmt.Sprintf("%.60s", f.Name)
		points, err := pointfile.Read(name, bytes.NewReader(f.Data))
		if err != nil {
			return Frame{}, err
		}
		if points.Dim > 2 {
			return Frame{}, fmt.Errorf("%s has points with %d coordinates; only 1 or 2 can be shown", name, points.Dim)
		}
		if points.Len() > MaxPoints {
			return Frame{}, fmt.Errorf("%s has %d points; at most %d can be shown here; monge dist P.csv Q.csv reads more", name, points.Len(), MaxPoints)
		}
		o := openedFile{Dim: points.Dim}
		for i := range points.Len() {
			row := append([]float64{}, points.Coordinates[i*points.Dim:(i+1)*points.Dim]...)
			weight := 1.0
			if points.Weights != nil {
				weight = points.Weights[i]
			}
			o.Rows = append(o.Rows, append(row, weight))
		}
		all = append(all, o)
	}
	if len(all) == 2 && all[0].Dim != all[1].Dim {
		return Frame{}, errors.New("one file has points on the line, the other in the plane")
	}
	return Frame{Kind: "open", Payload: all}, nil
}
