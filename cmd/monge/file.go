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
	return orStop(ctx, func() (T, error) {
		if path == stdin {
			return parse(display(path), s.in)
		}
		return file.Read(path, parse)
	})
}

// orStop returns what do returns, or the error of ctx if ctx is done first: for work
// that does not look at ctx. The work goes on until monge ends.
func orStop[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
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
		var none T
		return none, ctx.Err()
	}
}

// checkOutputs returns an error of usage if a path, which the flag of that name
// gives for a file to write, is where standard output and so the report goes, one of the
// files that are read, or that of another flag.
func checkOutputs(paths map[string]string, inputs ...string) error {
	taken := make(map[string]string) // path to flag
	for _, flag := range slices.Sorted(maps.Keys(paths)) {
		path := paths[flag]
		if path == "" {
			continue
		}
		if path == stdin {
			return fault.Usagef("--%s %s: %s written to a file", flag, path, map[string]string{"plan": "a plan is", "potentials": "potentials are"}[flag])
		}
		if whole, err := filepath.Abs(path); err == nil {
			if other, ok := taken[whole]; ok {
				return fault.Usagef("--%s %s: --%s writes that file", flag, path, other)
			}
			taken[whole] = flag
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			continue // it is not there yet, or a pipe
		}
		same := func(other os.FileInfo, err error) bool { return err == nil && os.SameFile(info, other) }
		for other, flagged := range taken {
			if flagged != flag && same(os.Stat(other)) {
				return fault.Usagef("--%s %s: --%s writes that file", flag, path, flagged)
			}
		}
		for _, input := range inputs {
			if same(os.Stat(input)) || input == stdin && same(os.Stdin.Stat()) {
				return fault.Usagef("--%s %s: that would overwrite what is read", flag, path)
			}
		}
		if same(os.Stdout.Stat()) {
			return fault.Usagef("--%s %s: the report is written to that file", flag, path)
		}
	}
	return nil
}
