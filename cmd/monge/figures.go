package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/spf13/pflag"

	"monge/figures"
)

func figuresCommand() command {
	return command{
		name:    "figures",
		args:    "[NAME...] [flags]",
		summary: "all figures, or a check of those on disk",
		details: `
Draws every figure, or those that are named, as PNG and SVG. The same code draws the
same picture, so that --check can tell whether those on disk are what it draws now;
it writes nothing, and exits with 1 if some are not.`,
		example: "monge figures figure1 coupling --dir figures",
		setup: func(flags *pflag.FlagSet) action {
			dir := flags.String("dir", "figures", "the `directory` of the pictures")
			check := flags.Bool("check", false, "compare with what is on disk")
			return func(ctx context.Context, args []string, s streams) error {
				// Between two figures, or two steps of training.
				ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
				defer stop()
				entries, err := chosen(args)
				if err != nil {
					return err
				}
				if info, err := os.Stat(*dir); err != nil {
					return fmt.Errorf("%s: %w (name another directory with --dir)", *dir, cause(err))
				} else if !info.IsDir() {
					return fmt.Errorf("%s is not a directory", *dir)
				}
				if *check {
					return checkFigures(ctx, entries, *dir, s)
				}
				return drawFigures(ctx, entries, *dir, s)
			}
		},
	}
}

// chosen returns the named figures, or all if none is named.
func chosen(names []string) ([]figures.Entry, error) {
	if len(names) == 0 {
		return figures.Catalog(), nil
	}
	var entries []figures.Entry
	for _, name := range names {
		entry, err := figures.Find(name)
		if err != nil {
			return nil, usageError{err}
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// drawFigures writes the pictures of entries into dir, and what it wrote to
// standard output.
func drawFigures(ctx context.Context, entries []figures.Entry, dir string, s streams) error {
	var written []string
	err := eachFigure(ctx, entries, s.err, func(entry figures.Entry, figure *figures.Figure) error {
		for _, name := range entry.Files() {
			path := filepath.Join(dir, name)
			if err := save(figure, path); err != nil {
				return err
			}
			written = append(written, path)
		}
		return nil
	})
	for _, path := range written {
		fmt.Fprintln(s.out, path)
	}
	return err
}

// checkFigures compares the pictures of entries with those in dir.
func checkFigures(ctx context.Context, entries []figures.Entry, dir string, s streams) error {
	var stale, all int
	err := eachFigure(ctx, entries, s.err, func(entry figures.Entry, figure *figures.Figure) error {
		for _, name := range entry.Files() {
			all++
			path := filepath.Join(dir, name)
			said, err := compare(figure, path)
			if err != nil {
				return err
			}
			if said != "" {
				fmt.Fprintf(s.out, "%s %s\n", path, said)
				stale++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if stale > 0 {
		return fmt.Errorf("%d of %s in %s are not what the code draws", stale, count(all, "picture"), dir)
	}
	_, err = fmt.Fprintf(s.out, "%s in %s are what the code draws\n", count(all, "picture"), dir)
	return err
}

// compare says what is wrong with the picture of figure at path: "" if nothing.
func compare(figure *figures.Figure, path string) (string, error) {
	var now bytes.Buffer
	if err := figure.Encode(&now, format(path)); err != nil {
		return "", err
	}
	before, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "is missing", nil
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, cause(err))
	}
	if same, err := figures.Same(format(path), before, now.Bytes()); err != nil || !same {
		return "differs", nil // a PNG that cannot be read does, too
	}
	return "", nil
}

// eachFigure draws entries in turn and hands each to do. It shows how far it
// is, and stops between two figures, or while one trains, when ctx is done.
func eachFigure(ctx context.Context, entries []figures.Entry, progress io.Writer, do func(figures.Entry, *figures.Figure) error) error {
	show := newFigureProgress(progress, len(entries))
	defer show.end()
	for _, entry := range entries {
		if ctx.Err() != nil {
			return errInterrupted
		}
		show.begin(entry.Name)
		figure, err := entry.Draw(ctx, show.within)
		if err != nil {
			if ctx.Err() != nil {
				return errInterrupted
			}
			return fmt.Errorf("%s: %s", entry.Name, oneLine(err))
		}
		if err := do(entry, figure); err != nil {
			return err
		}
	}
	return nil
}
