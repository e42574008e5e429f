package main

import (
	"slices"

	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
)

// inputFlags are the flags that say how to read files. They override what is detected.
type inputFlags struct {
	columns                    []string
	weight, separator, decimal string
	verbose                    bool
}

// define defines the flags: --columns for commands that read points, --weight-column for
// those that read weights.
func (f *inputFlags) define(flags *pflag.FlagSet, points, weights bool) {
	if points {
		flags.StringSliceVar(&f.columns, "columns", nil, "the `names` of the columns that are coordinates, such as x,y (default all but the weights)")
	}
	if weights {
		flags.StringVar(&f.weight, "weight-column", "", "the `name` of the column of weights (default \"weight\", if there is one)")
	}
	flags.StringVar(&f.separator, "separator", "", "the separator of fields: comma, semicolon, tab or space (default: detected)")
	flags.StringVar(&f.decimal, "decimal", "", "the decimal sign: point or comma (default: detected)")
	flags.BoolVar(&f.verbose, "verbose", false, "print what was detected in the files")
}

// givenReadFlags returns the given flags that say how to read a file of points.
func givenReadFlags(flags *pflag.FlagSet) (given []string) {
	for _, name := range []string{"columns", "separator", "decimal"} {
		if flags.Changed(name) {
			given = append(given, "--"+name)
		}
	}
	return given
}

// options returns the options for reading files. note writes warnings and, with --verbose, what
// was detected.
func (f *inputFlags) options(note func(text string)) (o pointfile.Options, err error) {
	o = pointfile.Options{Columns: f.columns, Weight: f.weight}
	if f.separator != "" {
		if o.Separator, err = pointfile.ParseSeparator(f.separator); err != nil {
			return o, fault.Usagef("--separator: %w", err)
		}
	}
	if f.decimal != "" {
		if o.Decimal, err = pointfile.ParseDecimal(f.decimal); err != nil {
			return o, fault.Usagef("--decimal: %w", err)
		}
	}
	if o.Separator == ',' && o.Decimal == ',' {
		return o, fault.Usagef("a comma cannot be both the separator and the decimal sign")
	}
	for k, title := range f.columns {
		switch {
		case slices.Contains(f.columns[:k], title):
			return o, fault.Usagef("--columns: column %s is asked for twice", fault.Quote(title))
		case title == f.weight:
			return o, fault.Usagef("column %s is asked for as a coordinate and as the weight", fault.Quote(title))
		}
	}
	o.Warn = note
	if f.verbose {
		o.Note = note
	}
	return o, nil
}
