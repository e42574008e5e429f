package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/pointfile"
	"monge/cmd/internal/rundir"
	"monge/figures"
	"monge/gan"
)

func trainCommand() *cobra.Command {
	o := trainOptions{config: gan.DefaultConfig()}
	c := &cobra.Command{
		Use:   "train",
		Short: "WGAN and GAN side by side, from the same weights, data and noise",
		Long: `Trains one game for each loss and seed: Wasserstein GAN with clipped weights (wgan,
Algorithm 1 of the paper), with a gradient penalty (wgan-gp), and GANs whose
generator minimises log(1 − D) (minimax) or −log D (nonsaturating). All start from
the same weights and see the same samples and noise, so that what differs is the
loss. Quality is the exact EM distance to real samples that training did not see.

` + catalogue("Data (--data), or a CSV file with a point a row", gan.Catalog(), func(d gan.Data) (string, string) { return d.Name, d.Description }) + `
` + catalogue("Presets (--preset), which other flags change", gan.Presets(), func(p gan.Preset) (string, string) { return p.Name, p.Description }) + `
The directory holds config.json, log.jsonl (a record a line), samples-*.csv, which
monge dist reads, a picture, training.png, and a checkpoint. After Ctrl-C, or
worse, --resume goes on from the last record and ends with the same numbers.`,
		Example: "monge train --data 2gaussians --loss wgan,minimax --width 16 --iters 100",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			w, err := o.run(c.Context(), c.Flags(), streamsOf(c))
			if err != nil {
				return err
			}
			defer w.Close()
			for _, note := range w.Notes {
				noteOf(c)(c.ErrOrStderr(), note)
			}
			return trainToEnd(c.Context(), w, streamsOf(c))
		},
	}
	c.Flags().SortFlags = false
	o.define(c.Flags())
	return c
}

// catalogue lists entries with a title, for help.
func catalogue[T any](title string, entries []T, describe func(T) (name, says string)) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", title)
	tab := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, entry := range entries {
		name, says := describe(entry)
		fmt.Fprintf(tab, "  %s\t%s\n", name, says)
	}
	tab.Flush()
	return b.String()
}

// trainOptions are the flags of train.
type trainOptions struct {
	config              gan.Config
	lr                  float64
	preset, out, resume string
}

func (o *trainOptions) define(flags *pflag.FlagSet) {
	c := &o.config
	flags.StringVar(&o.preset, "preset", "algorithm1", "where to start from")
	figures.ConfigFlags(flags, c)
	flags.Float64Var(&o.lr, "lr", c.Rate, "learning rate, α")
	flags.Float64Var(&c.CriticRate, "critic-lr", c.CriticRate, "learning rate of critic and discriminator, if not --lr")
	flags.StringVar(&o.out, "out", "", "`directory` to write, new or empty (default run-1, or the next that is free)")
	flags.StringVar(&o.resume, "resume", "", "go on with the run in this `directory`; --iters can lengthen it")
}

// run returns the run that the flags ask for: a new one, or one to go on with.
func (o *trainOptions) run(ctx context.Context, flags *pflag.FlagSet, s streams) (*rundir.Writer, error) {
	if o.resume != "" {
		return o.resumed(flags)
	}
	if err := o.settle(flags); err != nil {
		return nil, fault.Usage(err)
	}
	data, points, err := findData(ctx, o.config.Data, s)
	if err != nil {
		return nil, err
	}
	comparison, err := gan.NewComparison(o.config, data)
	if err != nil {
		return nil, fault.Usage(err)
	}
	return rundir.Create(o.out, comparison, points)
}

// resumed returns the run to go on with.
func (o *trainOptions) resumed(flags *pflag.FlagSet) (*rundir.Writer, error) {
	var other []string
	flags.Visit(func(f *pflag.Flag) {
		if f.Name != "resume" && f.Name != "iters" {
			other = append(other, "--"+f.Name)
		}
	})
	if len(other) > 0 {
		return nil, fault.Usagef("%s with --resume, which takes all but --iters from the run", strings.Join(other, ", "))
	}
	iterations := 0
	if flags.Changed("iters") {
		iterations = o.config.Iterations
	}
	return rundir.Resume(o.resume, iterations)
}

// settle puts the flags that were given over the preset.
func (o *trainOptions) settle(flags *pflag.FlagSet) error {
	preset, err := gan.FindPreset(o.preset)
	if err != nil {
		return err
	}
	given := map[string]string{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = f.Value.String() })
	o.config = preset
	for name, value := range given {
		if err := flags.Set(name, value); err != nil {
			return err
		}
	}
	if flags.Changed("lr") {
		o.config.Rate = o.lr
		if !flags.Changed("critic-lr") {
			o.config.CriticRate = o.lr
		}
	}
	return nil
}

// findData returns the data of that name: a toy, or the points of a CSV file,
// which are returned as well.
func findData(ctx context.Context, name string, s streams) (gan.Data, []float64, error) {
	if format(name) != "csv" && name != stdin {
		data, err := gan.FindData(name)
		return data, nil, fault.Usage(err)
	}
	cloud, err := readFile(ctx, name, s, pointfile.Read)
	if err != nil {
		return gan.Data{}, nil, err
	}
	if cloud.Weights != nil {
		return gan.Data{}, nil, fault.Atf(display(name), "a column of weights, which training has no use for")
	}
	data, err := gan.NewData(display(name), cloud.Coordinates, cloud.Dim)
	data.Name = name // as the configuration names it
	return data, cloud.Coordinates, err
}

// trainToEnd trains w to the end, round by round: each ends with records and a
// checkpoint on disk.
func trainToEnd(ctx context.Context, w *rundir.Writer, s streams) error {
	show := newTrainingProgress(s.err, w.Comparison)
	err := rounds(ctx, w, show)
	show.end()
	if err == nil {
		var floor []float64
		if floor, err = drawTraining(ctx, w); err == nil {
			return reportTraining(s.out, w, floor)
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%w at step %d of %d; monge train --resume %s goes on from step %d",
			errInterrupted, show.step(), w.Config.Iterations, fault.ShellQuote(w.Dir), w.Saved)
	}
	return err
}

func rounds(ctx context.Context, w *rundir.Writer, show *trainingProgress) error {
	comparison := w.Comparison
	for first := comparison.Step == 0 && len(w.Log) == 0 && w.Config.EvalEvery > 0; first || comparison.Step < w.Config.Iterations; first = false {
		var records []gan.Record
		var err error
		switch next := nextRound(comparison); {
		case first:
			records, err = comparison.Advance(ctx, 0, nil)
		case next < comparison.Next(): // a checkpoint only
			err = comparison.Train(ctx, next, show.tick)
		default:
			records, err = comparison.Advance(ctx, next, show.tick)
		}
		if err != nil {
			return err
		}
		if err := w.Keep(records); err != nil {
			return err
		}
		show.records(records)
	}
	return nil
}

// nextRound returns the step at which the next checkpoint is due: with the next
// record, or after a tenth of the run.
func nextRound(comparison *gan.Comparison) int {
	tenth := (comparison.Config.Iterations + 9) / 10
	return min((comparison.Step/tenth+1)*tenth, comparison.Next())
}

// drawTraining draws the picture of a run into its directory. It returns the
// exact EM of real against real samples, one a seed.
func drawTraining(ctx context.Context, w *rundir.Writer) (floor []float64, err error) {
	run, err := trainingRun(ctx, &w.Run)
	if err != nil {
		return nil, err
	}
	figure, err := figures.Training(run)
	if err != nil {
		return nil, err
	}
	return run.Floor, save(figure, filepath.Join(w.Dir, rundir.PictureFile))
}

// reportTraining writes the last records as a table, and what is on disk.
func reportTraining(to io.Writer, w *rundir.Writer, floor []float64) error {
	config := w.Config
	tab := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s after %d iterations, %s\n\n", fault.Clean(config.Data), config.Iterations, count(config.Seeds, "seed"))
	header, mixture := "loss\tEM\tgradient", len(w.Data.Modes) > 0
	if mixture {
		header += "\tmodes\thigh quality"
	}
	fmt.Fprintln(tab, header)
	for _, loss := range config.Losses {
		var em, gradient, modes, quality []float64
		for _, record := range w.Log {
			if record.Loss == loss && record.Step == config.Iterations {
				em, gradient = append(em, record.EM), append(gradient, record.GradNorm)
				modes, quality = append(modes, float64(record.Modes)), append(quality, record.HighQuality)
			}
		}
		fmt.Fprintf(tab, "%s\t%s\t%s", loss, spread("%.3f", em), spread("%.2g", gradient))
		if mixture {
			fmt.Fprintf(tab, "\t%s\t%s", spread("%.3g", modes), spread("%.2f", quality))
		}
		fmt.Fprintln(tab)
	}
	tab.Flush()
	fmt.Fprintf(to, "\nEM of real against real samples: %s. Wrote %s.\n", spread("%.3f", floor), display(w.Dir))
	_, err := fmt.Fprintf(to, "monge plot training %s draws it again.\n", fault.Clean(fault.ShellQuote(w.Dir)))
	return err
}

// spread writes the median of values, and their range if there are several.
func spread(verb string, values []float64) string {
	if len(values) == 1 {
		return fmt.Sprintf(verb, values[0])
	}
	return fmt.Sprintf(verb+" ("+verb+"–"+verb+")", figures.Median(values), floats.Min(values), floats.Max(values))
}

// trainingProgress shows how far training is, with the latest exact EM.
type trainingProgress struct {
	*progress
	games int
	done  atomic.Int64 // iterations of all games
}

func newTrainingProgress(w io.Writer, comparison *gan.Comparison) *trainingProgress {
	games := len(comparison.Runs)
	p := &trainingProgress{progress: newProgress(w, comparison.Config.Iterations*games), games: games}
	p.said = time.Time{} // the first record is shown at once
	p.done.Store(int64(comparison.Step * games))
	return p
}

// tick counts an iteration of a game.
func (p *trainingProgress) tick() { p.move(int(p.done.Add(1))) }

// step is how far the games are, on average.
func (p *trainingProgress) step() int { return int(p.done.Load()) / p.games }

// records shows the exact EM of each loss: the median over seeds.
func (p *trainingProgress) records(records []gan.Record) {
	if len(records) == 0 {
		return
	}
	var text strings.Builder
	fmt.Fprintf(&text, "step %d, EM", records[0].Step)
	var said []gan.Loss
	for _, r := range records {
		if slices.Contains(said, r.Loss) {
			continue
		}
		said = append(said, r.Loss)
		var em []float64
		for _, other := range records {
			if other.Loss == r.Loss {
				em = append(em, other.EM)
			}
		}
		fmt.Fprintf(&text, " %s %.2f", r.Loss, figures.Median(em))
	}
	p.show(int(p.done.Load()), text.String(), time.Second)
}
