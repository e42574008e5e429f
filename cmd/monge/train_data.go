package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// findData returns the data that name means: a toy, or the points of a file.
func findData(ctx context.Context, name string, standardize bool, read pointfile.Options, s streams) (*rundir.Data, error) {
	d, err := rundir.FindData(name, standardize, dataReader(ctx, read, s))
	return d, suggestData(err)
}

// checkReadFlags returns a usage error if a flag says how to read a file but d is not from a
// file.
func checkReadFlags(flags *pflag.FlagSet, d *rundir.Data) error {
	if given := givenReadFlags(flags); given != nil && d.Points == nil {
		return fault.Usagef("%s is for data from a file; %s is not from a file", given[0], d.Name)
	}
	return nil
}

// dataReader returns a function that reads points from a file or from standard input.
func dataReader(ctx context.Context, read pointfile.Options, s streams) func(path string) (*pointfile.Points, error) {
	return func(path string) (*pointfile.Points, error) { return readFile(ctx, path, s, read.Read) }
}

// suggestData adds to an error about unknown data a toy with a similar name. The result is a
// usage error unless a file has named the data. Other errors stay as they are.
func suggestData(err error) error {
	var unknown *rundir.UnknownDataError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	for _, toy := range gan.Catalog() {
		names = append(names, toy.Name)
	}
	suggested := fmt.Errorf("%w%s", err, didYouMean(unknown.Name, names))
	if placed := (*fault.Error)(nil); errors.As(err, &placed) {
		return suggested
	}
	return fault.Usage(suggested)
}
