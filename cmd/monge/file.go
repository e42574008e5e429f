package main

import (
	"context"
	"io"
	"os"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
)

// stdin is the file name that stands for standard input.
const stdin = "-"

// display is what to call a file in a message.
func display(path string) string {
	if path == stdin {
		return "standard input"
	}
	return fault.Clean(path)
}

// readFile parses a file, or standard input if path is "-". It returns when ctx
// is done, even if nothing has come in yet: the read is then left behind, for the
// process is about to end.
func readFile[T any](ctx context.Context, path string, s streams, parse func(name string, r io.Reader) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	parsed := make(chan answer, 1)
	go func() {
		var a answer
		if path == stdin {
			a.value, a.err = parse(display(path), s.in)
		} else {
			a.value, a.err = file.Read(path, parse)
		}
		parsed <- a
	}()
	select {
	case a := <-parsed:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// checkOutput returns an error of usage if path, which the flag names for a plan, is
// standard output, where the report goes, or one of the files that are read.
func checkOutput(path string, inputs ...string) error {
	if path == stdin {
		return fault.Usagef("--plan %s: a plan is written to a file", path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil // it is not there yet
	}
	for _, input := range inputs {
		if other, err := os.Stat(input); err == nil && info.Mode().IsRegular() && os.SameFile(info, other) {
			return fault.Usagef("--plan %s: that would overwrite what is read", path)
		}
	}
	return nil
}
