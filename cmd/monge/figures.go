package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"monge/cmd/internal/fault"
	"monge/figures"
)

// gallery is the directory of the pictures in a clone of monge.
const gallery = "figures/gallery"

func figuresCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "figures [NAME...]",
		Short: "draw all figures, or check those on disk",
		Long: `Draws the named figures, or all of them, as PNG and SVG. The same code always draws the
same pictures. --check draws them again and compares them with those on disk. It writes
nothing, and exits with 1 if a picture differs or is missing.`,
		Example:           "monge figures figure1 coupling --dir figures/gallery",
		ValidArgsFunction: completeFigures,
	}
	dir := c.Flags().String("dir", gallery, "the `directory` of the pictures")
	check := c.Flags().Bool("check", false, "compare with the pictures on disk")
	c.RunE = func(c *cobra.Command, args []string) error {
		entries, err := chosen(args)
		if err != nil {
			return err
		}
		switch info, err := os.Stat(*dir); {
		case errors.Is(err, fs.ErrNotExist) && *check:
			return fmt.Errorf("%w; --check compares with the pictures in %s of a clone of monge: run it there, or give their directory with --dir", fault.At(*dir, err), gallery)
		case errors.Is(err, fs.ErrNotExist): // drawFigures makes it
		case err != nil:
			return fault.At(*dir, err)
		case !info.IsDir():
			return fmt.Errorf("%s is not a directory", *dir)
		}
		do := drawFigures
		if *check {
			do = checkFigures
		}
		return do(c.Context(), entries, *dir, streamsOf(c))
	}
	return c
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
			return nil, fault.Usagef("%w%s", err, didYouMean(name, figureNames()))
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// drawFigures writes the pictures of entries into dir, and prints their paths.
func drawFigures(ctx context.Context, entries []figures.Entry, dir string, s streams) error {
	var written []string
	err := eachFigure(ctx, entries, s.err, func(entry figures.Entry, figure *figures.Figure) error {
		for _, name := range entry.Files() {
			path := filepath.Join(dir, name)
			if err := save(ctx, figure, path); err != nil {
				return err
			}
			written = append(written, path)
		}
		return nil
	})
	for _, path := range written {
		fmt.Fprintln(s.out, display(path))
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
			difference, err := compare(figure, path)
			if err != nil {
				return err
			}
			if difference != "" {
				fmt.Fprintf(s.out, "%s %s\n", path, difference)
				stale++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if stale > 0 {
		return fmt.Errorf("%d of %s in %s are not what the code draws", stale, fault.Count(all, "picture"), dir)
	}
	_, err = fmt.Fprintf(s.out, "%s in %s are what the code draws\n", fault.Count(all, "picture"), dir)
	return err
}

// compare compares the picture at path with figure. It returns "is missing", "differs", or
// "" if they are the same.
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
		return "", fault.At(path, err)
	}
	if same, err := figures.Same(format(path), before, now.Bytes()); err != nil || !same {
		return "differs", nil // a PNG that cannot be read does, too
	}
	return "", nil
}

// eachFigure draws entries in turn and calls do with each. do runs while the next figure is
// drawn. eachFigure shows its progress. When ctx is done, it stops before the next figure,
// or at once if a figure is training networks.
func eachFigure(ctx context.Context, entries []figures.Entry, w io.Writer, do func(figures.Entry, *figures.Figure) error) error {
	show := newFigureProgress(w, len(entries))
	defer show.end()
	var before errgroup.Group // runs do with the previous figure
	for _, entry := range entries {
		figure, err := drawNext(ctx, entry, show)
		if err := cmp.Or(before.Wait(), err); err != nil {
			return err
		}
		before.Go(func() error { return do(entry, figure) })
	}
	return before.Wait()
}

// drawNext draws the figure that is next, unless ctx is done.
func drawNext(ctx context.Context, entry figures.Entry, show *figureProgress) (*figures.Figure, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	show.begin(entry.Name)
	figure, err := entry.Draw(ctx, entry.New(), show.within)
	return figure, fault.At(entry.Name, err)
}

// figureProgress shows the progress of drawing several figures.
type figureProgress struct {
	*progress
	name string // of the present figure
	done int    // position of the bar at the start of the present figure
}

// perFigure is the length of each figure on the bar.
const perFigure = 1000

func newFigureProgress(w io.Writer, figures int) *figureProgress {
	return &figureProgress{progress: newProgress(w, figures*perFigure), done: -perFigure}
}

// begin shows that a figure begins.
func (p *figureProgress) begin(name string) {
	p.name = name
	p.done += perFigure
	p.show(p.done, "drawing "+name, 0)
}

// within shows how much of the present figure is done.
func (p *figureProgress) within(done, total int) {
	p.show(p.done+perFigure*done/total, fmt.Sprintf("drawing %s: %d of %d", p.name, done, total), linePause)
}
