package main

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
)

// stdin is the file name that stands for standard input.
const stdin = "-"

// display returns the name of a file as messages show it.
func display(path string) string {
	if path == stdin {
		return "standard input"
	}
	return fault.Clean(path)
}

// readFile parses a file, or standard input if path is "-". It returns when ctx
// is done, even if a read still waits for input: the process is about to end.
func readFile[T any](ctx context.Context, path string, s streams, parse func(name string, r io.Reader) (T, error)) (T, error) {
	return interruptible(ctx, func() (T, error) {
		if path == stdin {
			return parse(display(path), s.in)
		}
		return file.Read(path, parse)
	})
}

// interruptible returns the result of do, or the error of ctx if ctx is done first. It is for work
// that does not check ctx: the work goes on until monge ends.
func interruptible[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	if ctx.Err() != nil {
		return none, ctx.Err()
	}
	done := make(chan answer, 1)
	go func() {
		value, err := do()
		done <- answer{value, err}
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// writing calls write, which writes the file at path. If path is a pipe that nobody reads, it
// returns when ctx is done.
func writing(ctx context.Context, path string, write func() error) error {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return write() // not interruptible: it must not leave a temporary file
	}
	_, err := interruptible(ctx, func() (struct{}, error) { return struct{}{}, write() })
	return err
}

// checkOutputs checks the paths of the files to write. The keys of paths are the flags. It
// returns a usage error if a path is standard output, where the report goes, an input file, or
// the file of another flag. It returns an error if a file cannot be written.
func checkOutputs(paths map[string]string, inputs ...string) error {
	taken := make(map[string]string) // path to flag
	for _, flag := range slices.Sorted(maps.Keys(paths)) {
		path := paths[flag]
		if path == "" {
			continue
		}
		if path == stdin {
			return fault.Usagef("--%s -: name a file, since the report goes to standard output", flag)
		}
		if whole, err := filepath.Abs(path); err == nil {
			if other, ok := taken[whole]; ok {
				return fault.Usagef("--%s %s: --%s writes that file", flag, path, other)
			}
			taken[whole] = flag
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			continue // the file does not exist, or a pipe
		}
		same := func(other os.FileInfo, err error) bool { return err == nil && os.SameFile(info, other) }
		for other, flagged := range taken {
			if flagged != flag && same(os.Stat(other)) {
				return fault.Usagef("--%s %s: --%s writes that file", flag, path, flagged)
			}
		}
		for _, input := range inputs {
			if same(os.Stat(input)) || input == stdin && same(os.Stdin.Stat()) {
				return fault.Usagef("--%s %s: that would overwrite an input file", flag, path)
			}
		}
		if same(os.Stdout.Stat()) {
			return fault.Usagef("--%s %s: the report is written to that file", flag, path)
		}
	}
	for _, flag := range slices.Sorted(maps.Keys(paths)) { // before hours of solving
		if paths[flag] == "" {
			continue
		}
		if err := file.Check(paths[flag]); err != nil {
			return err
		}
	}
	return nil
}
