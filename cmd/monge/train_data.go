package main

import (
	"context"
	"errors"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// findData returns the data of that name: a toy, or the points of a file.
func findData(ctx context.Context, name string, standardize bool, read pointfile.Options, s streams) (*rundir.Data, error) {
	d, err := rundir.FindData(name, standardize, dataReader(ctx, read, s))
	return d, suggestData(err)
}

// dataReader returns a function that reads points from a file or from standard input.
func dataReader(ctx context.Context, read pointfile.Options, s streams) func(path string) (*pointfile.Points, error) {
	return func(path string) (*pointfile.Points, error) { return readFile(ctx, path, s, read.Read) }
}

// suggestData returns err. If err is about unknown data, it becomes a usage error that
// suggests a toy of a similar name.
func suggestData(err error) error {
	var unknown *rundir.UnknownDataError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	for _, toy := range gan.Catalog() {
		names = append(names, toy.Name)
	}
	return fault.Usagef("%w%s", err, didYouMean(unknown.Name, names))
}
