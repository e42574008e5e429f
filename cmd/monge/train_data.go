package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"

	"gonum.org/v1/gonum/stat"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// trainingData is what a run learns.
type trainingData struct {
	gan.Data
	points   []float64        // of a file, in its units; nil for a toy
	standard *rundir.Standard // how the run sees them; nil: as they are
	warning  string           // "" if there is none
}

// findData returns the data of that name: a toy, or the points of a file.
func findData(ctx context.Context, name string, standardize bool, read pointfile.Options, s streams) (*trainingData, error) {
	toy, err := gan.FindData(name)
	if err == nil {
		if standardize {
			return nil, fault.Usagef("--standardize is for the data of a file; %s has a scale of its own", name)
		}
		return &trainingData{Data: toy}, nil
	}
	if !isFile(name) {
		return nil, fault.Usagef("%w%s", err, didYouMean(name, dataNames()))
	}
	cloud, err := readFile(ctx, name, s, read.Read)
	if err != nil {
		return nil, err
	}
	title := display(name)
	if cloud.Weights != nil {
		return nil, fault.Atf(title, "a column of weights, which training has no use for")
	}
	d := &trainingData{points: cloud.Coordinates}
	if standardize {
		d.standard = rundir.NewStandard(cloud.Coordinates, cloud.Dim)
	} else if scale := oddScale(cloud); scale != "" {
		d.warning = fmt.Sprintf("%s: %s: far from 1, where networks start, so that training may not get anywhere; monge train --standardize trains on columns of mean 0 and deviation 1", title, scale)
	}
	d.Data, err = gan.NewData(title, d.standard.Apply(cloud.Coordinates), cloud.Dim)
	return d, err
}

// isFile reports whether a name that is no toy's is that of a file: it is standard
// input, has an extension or a directory, or is there.
func isFile(name string) bool {
	if name == stdin || strings.ContainsAny(name, "./\\") {
		return true
	}
	_, err := os.Stat(name)
	return err == nil
}

// dataNames lists the toys.
func dataNames() []string {
	var names []string
	for _, d := range gan.Catalog() {
		names = append(names, d.Name)
	}
	return names
}

// oddScale describes the columns of a cloud, as "x 170 ± 10, y 7e+04 ± 1.2e+04", if
// one of them is far from 0 or far wider or narrower than 1. Otherwise it
// returns "".
func oddScale(cloud *pointfile.Points) string {
	const far, wide, narrow = 50, 50, 1. / 50
	var columns []string
	odd := false
	column := make([]float64, cloud.Len())
	for k := range cloud.Dim {
		for i := range column {
			column[i] = cloud.Coordinates[i*cloud.Dim+k]
		}
		mean, deviation := stat.MeanStdDev(column, nil)
		odd = odd || math.Abs(mean) > far || deviation > wide || deviation > 0 && deviation < narrow
		title := fmt.Sprintf("column %d", k+1)
		if cloud.Axes != nil {
			title = fault.Shorten(cloud.Axes[k])
		}
		columns = append(columns, fmt.Sprintf("%s %.3g ± %.2g", title, mean, deviation))
	}
	if !odd {
		return ""
	}
	if len(columns) > 3 {
		columns = append(columns[:3], "…")
	}
	return strings.Join(columns, ", ")
}
