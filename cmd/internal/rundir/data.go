package rundir

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// Data is what a run learns.
type Data struct {
	gan.Data           // as the run sees it
	Points   []float64 // of a file (n×Dim), in its units; nil for a toy
	Standard *Standard // how the run sees them; nil: as they are
	Notes    []string  // sentences for the user about what may surprise
}

// UnknownDataError is the error of FindData for a name that is neither that of a toy nor that
// of a file.
type UnknownDataError struct {
	Name string
	Err  error
}

// Error lists the toys there are.
func (e *UnknownDataError) Error() string { return e.Err.Error() }

// standardInput is the name of data that come from standard input.
const standardInput = "-"

// FindData returns the data of that name: a toy, or the points of a file, which read
// returns. A run that is to standardize sees the points of a file on columns of mean 0 and
// deviation 1, and a toy as it is, for toys have a scale of their own. The error is an
// UnknownDataError if name is no toy's and does not look like a file's.
func FindData(name string, standardize bool, read func(path string) (*pointfile.Points, error)) (*Data, error) {
	toy, err := gan.FindData(name)
	if err == nil {
		return &Data{Data: toy}, nil
	}
	if !isFile(name) {
		return nil, &UnknownDataError{name, err}
	}
	cloud, err := read(name)
	if err != nil {
		return nil, err
	}
	title := fault.Clean(name)
	if name == standardInput {
		title = "standard input"
	}
	if cloud.Weights != nil {
		return nil, fault.Atf(title, "its points have weights, but training draws all points alike: write the file without weights")
	}
	d, err := NewData(title, cloud, standardize)
	if err != nil {
		return nil, err
	}
	if standardize {
		d.Notes = constantColumns(title, cloud)
	} else if scale := oddScale(cloud); scale != "" {
		d.Notes = []string{fmt.Sprintf("%s: %s: far from 1, where networks start, so that training may not get anywhere; monge train and monge sweep plan have --standardize, which trains on columns of mean 0 and deviation 1", title, scale)}
	}
	return d, nil
}

// NewData returns the points of a cloud as data of that name, without notes.
func NewData(name string, cloud *pointfile.Points, standardize bool) (*Data, error) {
	d := &Data{Points: cloud.Coordinates}
	if standardize {
		d.Standard = newStandard(cloud.Coordinates, cloud.Dim)
		if err := d.Standard.check(cloud.Dim); err != nil {
			return nil, fault.At(name, err)
		}
	}
	var err error
	if d.Data, err = gan.NewData(name, d.Standard.Apply(cloud.Coordinates), cloud.Dim); err != nil {
		return nil, fault.Atf(name, "%s", strings.TrimPrefix(fault.Message(err), name+": "))
	}
	return d, nil
}

// isFile reports whether a name that is no toy's is that of a file: it is standard
// input, has an extension or a directory, or is there.
func isFile(name string) bool {
	if name == standardInput || strings.ContainsAny(name, "./\\") {
		return true
	}
	_, err := os.Stat(name)
	return err == nil
}

// columnTitle is what to call a column of a cloud.
func columnTitle(cloud *pointfile.Points, k int) string {
	if cloud.Axes != nil {
		return fault.Shorten(cloud.Axes[k])
	}
	return fmt.Sprintf("column %d", k+1)
}

// constantColumns returns a sentence that names the columns in which all points of a
// cloud are the same, none if there are none.
func constantColumns(title string, cloud *pointfile.Points) []string {
	var names []string
	for k := range cloud.Dim {
		if column := columnOf(cloud.Coordinates, cloud.Dim, k); slices.Min(column) == slices.Max(column) {
			names = append(names, fmt.Sprintf("%s (%v)", columnTitle(cloud, k), column[0]))
		}
	}
	if names == nil {
		return nil
	}
	if len(names) > 3 {
		names = append(names[:3], fmt.Sprintf("and %d more", len(names)-3))
	}
	return []string{fmt.Sprintf("%s: the same in all rows: %s; --standardize cannot give them deviation 1, so that they keep their scale about a mean of 0", title, strings.Join(names, ", "))}
}

// oddScale describes the columns of a cloud, as "x 170 ± 10, y 7e+04 ± 1.2e+04", if
// one of them is far from 0 or far wider or narrower than 1. Otherwise it
// returns "".
func oddScale(cloud *pointfile.Points) string {
	const far, wide, narrow = 50, 50, 1. / 50
	var columns []string
	odd := false
	for k := range cloud.Dim {
		mean, deviation := stat.MeanStdDev(columnOf(cloud.Coordinates, cloud.Dim, k), nil)
		odd = odd || math.Abs(mean) > far || deviation > wide || deviation > 0 && deviation < narrow
		columns = append(columns, fmt.Sprintf("%s %.3g ± %.2g", columnTitle(cloud, k), mean, deviation))
	}
	if !odd {
		return ""
	}
	if len(columns) > 3 {
		columns = append(columns[:3], "…")
	}
	return strings.Join(columns, ", ")
}
