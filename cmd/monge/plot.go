package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/memory"
	"monge/cmd/internal/rundir"
	"monge/cmd/internal/sweep"
	"monge/figures"
	"monge/gan"
)

func plotCommand() *cobra.Command {
	plot := &cobra.Command{
		Use:   "plot NAME",
		Short: "one figure, with its parameters as flags",
		Long: `monge plot --list lists the figures. monge plot NAME --help lists the parameters of a
figure. monge plot training DIR draws a run of monge train, monge plot sweep FILE the
results of a sweep. The extension of the output file chooses the format: .png, .svg or
.pdf.`,
		Example: "monge plot figure1 --theta-min 0 --theta-max 2 -o figure1.svg",
		Args:    cobra.ArbitraryArgs, // RunE has a better message for an unknown name
	}
	list := plot.Flags().Bool("list", false, "list the figures, each with a description")
	plot.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case *list && len(args) == 0:
			return listFigures(c.OutOrStdout())
		case len(args) == 0:
			return fault.Usagef("no figure (want %s)", strings.Join(figureNames(), ", "))
		}
		_, err := figures.Find(args[0])
		return fault.Usagef("%w%s", err, didYouMean(args[0], commandNames(c)))
	}
	for _, entry := range figures.Catalog() {
		plot.AddCommand(plotFigure(entry))
	}
	plot.AddCommand(plotTraining(), plotSweep())
	return plot
}

// plotFigure returns the command that draws one figure.
func plotFigure(entry figures.Entry) *cobra.Command {
	c := &cobra.Command{
		Use:     entry.Name,
		Short:   entry.Description,
		Long:    "The extension of the output file chooses the format: .png, .svg or .pdf.",
		Example: fmt.Sprintf("monge plot %s -o %s", entry.Name, entry.Files()[len(entry.Files())-1]),
		Args:    noArguments,
	}
	flags := c.Flags()
	flags.SortFlags = false
	output := flags.StringP("output", "o", entry.Files()[0], "`file` to write")
	open := flags.Bool("open", false, "open the picture")
	look := lookFlags(flags)
	params := entry.New()
	params.Flags(flags)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := checkFormat(*output, slices.Contains(entry.Formats, "gif")); err != nil {
			return err
		}
		if err := look.check(*output); err != nil {
			return err
		}
		if err := checkCounts(c.Flags()); err != nil {
			return err
		}
		if err := checkEffect(c.Flags(), params); err != nil {
			return err
		}
		if err := file.Check(*output); err != nil { // before minutes of training
			return err
		}
		figure, err := drawOne(c.Context(), entry, params, c.ErrOrStderr())
		if err != nil {
			return err
		}
		return finish(c, look, figure, *output, *open)
	}
	if animation, ok := params.(*figures.AnimationParams); ok {
		animateUserData(c, animation)
	}
	return c
}

// countFlags are the flags for numbers of things that a figure holds in memory at the same
// time.
var countFlags = []string{"atoms", "points", "samples", "pairs", "sources", "sinks", "terms", "seeds", "batch", "eval-samples"}

// checkCounts returns an error if a flag asks for more things than fit into memory, or for
// more seeds than there are.
func checkCounts(flags *pflag.FlagSet) error {
	for _, name := range countFlags {
		if n, err := flags.GetInt(name); err == nil {
			const least = 256 // bytes for each thing: two points, and a mark in each of two formats
			if err := memory.Check(fmt.Sprintf("--%s %d", name, n), least*float64(n)); err != nil {
				return fault.Usage(err)
			}
		}
	}
	seed, noSeed := flags.GetUint64("seed")
	seeds, noSeeds := flags.GetInt("seeds")
	if noSeed != nil || noSeeds != nil {
		return nil
	}
	return fault.Usage(gan.CheckSeeds(seed, seeds))
}

// checkEffect returns a usage error if given flags have no effect on a figure with these
// parameters. It knows the figures with all settings of a training run.
func checkEffect(flags *pflag.FlagSet, params figures.Params) error {
	config, ok := params.(interface{ HasNoEffect(setting string) bool })
	if !ok {
		return nil
	}
	var names []string
	flags.Visit(func(f *pflag.Flag) {
		if config.HasNoEffect(strings.ReplaceAll(f.Name, "-", "_")) {
			names = append(names, "--"+f.Name)
		}
	})
	if len(names) == 0 {
		return nil
	}
	return fault.Usagef("%s with the other settings", sweep.NoEffect(names))
}

// look is the appearance of a figure.
type look struct {
	slide, dark, transparent bool
	panel                    int // 0 is all panels
	flags                    *pflag.FlagSet
}

// lookFlags defines the flags of a look.
func lookFlags(flags *pflag.FlagSet) *look {
	l := &look{flags: flags}
	flags.BoolVar(&l.slide, "slide", false, fmt.Sprintf("for a slide: 16:9, a PNG is %d pixels wide", figures.SlidePixels))
	flags.IntVar(&l.panel, "panel", 0, "only this `panel`, larger: 1 is the first, row by row")
	flags.BoolVar(&l.dark, "dark", false, "draw on a dark background")
	flags.BoolVar(&l.transparent, "transparent", false, "draw no background; with --dark use the colours for a dark one")
	return l
}

// check returns an error if a figure cannot have this look in the format of the file at path.
func (l *look) check(path string) error {
	if l.panel < 1 && l.flags.Changed("panel") {
		return fault.Usagef("--panel %d: panels count from 1", l.panel)
	}
	if l.transparent && format(path) == "gif" {
		return fault.Usagef("--transparent: a .gif keeps its background (want .png, .svg or .pdf)")
	}
	return nil
}

// apply returns figure with this look. It returns an error if there is no such panel.
func (l *look) apply(figure *figures.Figure) (*figures.Figure, error) {
	if l.panel > 0 {
		var err error
		if figure, err = figure.Panel(l.panel); err != nil {
			return nil, fault.Usage(err)
		}
	}
	if l.slide {
		figure = figure.Slide()
	}
	if l.dark {
		figure = figure.Dark()
	}
	if l.transparent {
		figure = figure.Transparent()
	}
	return figure, nil
}

// drawOne draws one figure with params. If the figure trains networks, it shows the
// progress.
func drawOne(ctx context.Context, entry figures.Entry, params figures.Params, w io.Writer) (*figures.Figure, error) {
	var within figures.Progress
	if entry.Trained {
		show := newFigureProgress(w, 1)
		defer show.end()
		show.begin(entry.Name)
		within = show.within
	}
	draw := func() (*figures.Figure, error) { return entry.Draw(ctx, params, within) }
	var figure *figures.Figure
	var err error
	if entry.Trained { // training checks ctx
		figure, err = draw()
	} else {
		figure, err = interruptible(ctx, draw)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return figure, fault.Usage(err)
}

// format returns the format that the extension of path names.
func format(path string) string { return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), ".")) }

// save writes a figure in the format that the extension of path names.
func save(ctx context.Context, figure *figures.Figure, path string) error {
	return writing(ctx, path, func() error {
		return file.Write(path, func(w io.Writer) error { return figure.Encode(w, format(path)) })
	})
}

// plotTraining returns the command that draws a run of monge train.
func plotTraining() *cobra.Command {
	c := &cobra.Command{
		Use:               "training DIR",
		Short:             "a run of monge train, from its directory, without training",
		Long:              "The extension of the output file chooses the format: .png, .svg or .pdf.",
		Example:           "monge plot training run-1 -o run.svg",
		ValidArgsFunction: completeDirectory,
	}
	output := c.Flags().StringP("output", "o", "", "`file` to write (default training.png in DIR)")
	open := c.Flags().Bool("open", false, "open the picture")
	look := lookFlags(c.Flags())
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fault.Usagef("%s; one directory is needed", fault.Count(len(args), "argument"))
		}
		path := *output
		if path == "" {
			path = filepath.Join(args[0], rundir.PictureFile)
		}
		if err := checkFormat(path, false); err != nil {
			return err
		}
		if err := look.check(path); err != nil {
			return err
		}
		run, err := rundir.Open(args[0])
		if err != nil {
			return err
		}
		picture, err := trainingRun(c.Context(), run)
		if err != nil {
			return err
		}
		for _, note := range run.Notes() {
			noteOf(c)(note)
		}
		figure, err := figures.Training(picture)
		if err != nil {
			return fault.At(path, err)
		}
		return finish(c, look, figure, path, *open)
	}
	return c
}

// finish writes a figure with the given look, prints its path, and opens it if open is set.
func finish(c *cobra.Command, l *look, figure *figures.Figure, path string, open bool) error {
	figure, err := l.apply(figure)
	if err != nil {
		return err
	}
	if err := save(c.Context(), figure, path); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(c.OutOrStdout(), display(path)); err != nil || !open {
		return err
	}
	return openFile(path)
}

// trainingRun reads the data for the picture of a run.
func trainingRun(ctx context.Context, run *rundir.Run) (figures.Run, error) {
	shown := figures.Run{Config: run.Config, Dim: run.Data.Dim}
	var err error
	if shown.Records, err = run.Records(); err != nil {
		return figures.Run{}, err
	}
	comparison, err := run.Start()
	if err != nil {
		return figures.Run{}, err
	}
	if shown.Floor, err = run.Floor(ctx, comparison); err != nil {
		return figures.Run{}, err
	}
	for _, record := range shown.Records {
		if record.Seed != run.Config.Seed {
			continue
		}
		samples, err := run.Samples(record.Loss, record.Seed, record.Step)
		if errors.Is(err, fs.ErrNotExist) {
			continue // only four stages have samples; run.Notes reports missing files
		}
		if err != nil {
			return figures.Run{}, err
		}
		shown.Snapshots = append(shown.Snapshots, figures.Snapshot{Loss: record.Loss, Step: record.Step, Points: samples})
	}
	shown.Real = run.Standard.Undo(comparison.Runs[0].HeldOut)
	return shown, nil
}

// checkFormat returns an error if the extension of path is not that of a format. Only an
// animation can be a GIF.
func checkFormat(path string, animated bool) error {
	formats, want := []string{"png", "svg", "pdf"}, ".png, .svg or .pdf"
	if animated {
		formats, want = append(formats, "gif"), ".gif, .png, .svg or .pdf"
	}
	if !slices.Contains(formats, format(path)) {
		if filepath.Ext(path) == "" {
			return fault.Usagef("%s has no extension (want %s)", path, want)
		}
		return fault.Usagef("%s: unknown extension %q (want %s)", path, filepath.Ext(path), want)
	}
	return nil
}

// listFigures writes the names and descriptions of all figures.
func listFigures(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, entry := range figures.Catalog() {
		fmt.Fprintf(tab, "%s\t%s\n", entry.Name, entry.Description)
	}
	return tab.Flush()
}

// figureNames returns the names of all figures.
func figureNames() []string {
	var names []string
	for _, entry := range figures.Catalog() {
		names = append(names, entry.Name)
	}
	return names
}
