package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"
)

// stdin is the file name that stands for standard input.
const stdin = "-"

// display is what to call a file in a message.
func display(path string) string {
	if path == stdin {
		return "standard input"
	}
	return path
}

// readFile parses a file, or standard input if path is "-".
func readFile[T any](path string, s streams, parse func(name string, r io.Reader) (T, error)) (T, error) {
	if path == stdin {
		return parse(display(path), s.in)
	}
	file, err := os.Open(path)
	if err != nil {
		var none T
		return none, fmt.Errorf("%s: %w", path, cause(err))
	}
	defer file.Close()
	return parse(path, file)
}

// writeFile writes path, complete or not at all: what write makes goes to a
// file beside it that takes its place at the end. A link stays one, and the
// file it leads to is replaced. A pipe or a device must not be replaced: it is
// handed what there is.
func writeFile(path string, write func(w io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	save, target := maybe.WriteFile, path
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return fmt.Errorf("%s: is a directory", path)
		case !info.Mode().IsRegular():
			save = os.WriteFile
		default:
			if target, err = filepath.EvalSymlinks(path); err != nil {
				return fmt.Errorf("%s: %w", path, cause(err))
			}
		}
	}
	if err := save(target, content.Bytes(), 0o644); err != nil {
		return fmt.Errorf("%s: %w", path, cause(err))
	}
	return nil
}

// checkOutput returns an error of usage if path, which the flag names for a plan, is
// standard output, where the report goes, or one of the files that are read.
func checkOutput(path string, inputs ...string) error {
	if path == stdin {
		return usagef("--plan %s: a plan is written to a file", path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil // it is not there yet
	}
	for _, input := range inputs {
		if other, err := os.Stat(input); err == nil && info.Mode().IsRegular() && os.SameFile(info, other) {
			return usagef("--plan %s: that would overwrite what is read", path)
		}
	}
	return nil
}

// cause is what went wrong with a file, without the operation and the path.
func cause(err error) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	switch {
	case errors.As(err, &onPath):
		return onPath.Err
	case errors.As(err, &onLink):
		return onLink.Err
	}
	return err
}
