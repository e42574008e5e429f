package rundir

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/gan"
)

// Data is the data of a run.
type Data struct {
	gan.Data           // standardized if Standard is not nil
	Points   []float64 // of a file (n×Dim), in its units; nil for a toy
	Standard *Standard // the standardization of Points; nil if there is none
	Notes    []string  // warnings for the user
}

// UnknownDataError is the error of FindData for a name that means neither a toy nor a file.
type UnknownDataError struct {
	Name string
	Err  error
}

// Error lists the toys.
func (e *UnknownDataError) Error() string { return e.Err.Error() }

// standardInput is the name of data from standard input.
const standardInput = "-"

// FindData returns the data that name means: a toy, or the points of a file, which it gets
// from read. If standardize is set, the points of a file are scaled to columns of mean 0 and
// deviation 1. Toys are not scaled. The error is an UnknownDataError if name is neither a toy
// nor looks like a file.
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
		d.Notes = []string{fmt.Sprintf("%s: %s: far from the scale of 1 at which networks start, so training may fail; --standardize of monge train and monge sweep plan trains on columns of mean 0 and deviation 1", title, scale)}
	}
	return d, nil
}

// NewData returns the points of a cloud as data with the given name. It adds no notes.
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

// HeldOutSamples returns the number of samples on which EM is measured if n are asked for. It
// is less than n if the data are points and fewer are held out.
func (d *Data) HeldOutSamples(n int) int {
	if d.Points == nil {
		return n
	}
	return len(d.HeldOut(n, rand.New(rand.NewPCG(0, 0)))) / d.Dim
}

// HeldOutNote returns a note that EM is measured on fewer than n samples.
func (d *Data) HeldOutNote(n int) string {
	return fmt.Sprintf("%s: EM is measured on the %d held-out rows, fewer than eval-samples %d", d.Name, d.HeldOutSamples(n), n)
}

// isFile reports whether name means a file: standard input, a name with an extension or a
// directory, or a file that exists.
func isFile(name string) bool {
	if name == standardInput || strings.ContainsAny(name, "./\\") {
		return true
	}
	_, err := os.Stat(name)
	return err == nil
}

// columnTitle returns the name of a column of a cloud for messages.
func columnTitle(cloud *pointfile.Points, k int) string {
	if cloud.Axes != nil {
		return fault.Shorten(cloud.Axes[k])
	}
	return fmt.Sprintf("column %d", k+1)
}

// constantColumns returns a note that names the columns in which all points of a cloud agree.
// It returns nil if there are none.
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
	return []string{fmt.Sprintf("%s: the same in all rows: %s; --standardize cannot give these columns deviation 1, so it only moves them to 0", title, strings.Join(names, ", "))}
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
