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

	"gonum.org/v1/gonum/floats"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/rundir"
	"monge/figures"
	"monge/gan"
)

// trainToEnd trains w to its last step and draws its picture. It trains in rounds. After each
// round it writes records and a checkpoint.
func trainToEnd(ctx context.Context, w *rundir.Writer, s streams) error {
	show := newTrainingProgress(s.err, w.Comparison)
	err := rounds(ctx, w, show)
	show.end()
	if err == nil {
		err = drawAndReport(ctx, w, s.out)
	}
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w at step %d of %d; monge train --resume %s goes on from step %d",
			errInterrupted, show.step(), w.Config.Iterations, fault.ShellQuote(w.Dir), w.Saved)
	}
	return err
}

// drawAndReport draws the picture of a run and writes its last records. It returns an error
// if the run diverged.
func drawAndReport(ctx context.Context, w *rundir.Writer, to io.Writer) error {
	floor, err := drawTraining(ctx, w)
	if err != nil {
		return err
	}
	if err := reportTraining(to, w, floor); err != nil {
		return err
	}
	return diverged(w)
}

// rounds trains the remaining rounds. A new run with EvalEvery above 0 first records step 0.
func rounds(ctx context.Context, w *rundir.Writer, show *trainingProgress) error {
	comparison := w.Comparison
	for first := comparison.Step == 0 && len(w.Log) == 0 && w.Config.EvalEvery > 0; first || comparison.Step < w.Config.Iterations; first = false {
		var records []gan.Record
		var err error
		switch next := nextRound(comparison); {
		case first:
			records, err = w.Advance(ctx, 0, nil)
		case next < comparison.Next(): // a checkpoint without records
			err = comparison.Train(ctx, next, show.tick)
		default:
			records, err = w.Advance(ctx, next, show.tick)
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

// nextRound returns the step of the next checkpoint: the next tenth of the run, or the next
// record if that comes first.
func nextRound(comparison *gan.Comparison) int {
	tenth := (comparison.Config.Iterations + 9) / 10
	return min((comparison.Step/tenth+1)*tenth, comparison.Next())
}

// drawTraining draws the picture of a run in its directory. It returns, for each seed, the
// exact EM between held-out and other real samples.
func drawTraining(ctx context.Context, w *rundir.Writer) (floor []float64, err error) {
	run, err := trainingRun(ctx, &w.Run)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(w.Dir, rundir.PictureFile)
	figure, err := figures.Training(run)
	if err != nil {
		return nil, fault.At(path, err)
	}
	return run.Floor, save(ctx, figure, path)
}

// reportTraining writes the last records as a table, and the directory of the run.
func reportTraining(to io.Writer, w *rundir.Writer, floor []float64) error {
	config := w.Config
	tab := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s after %s, %s\n\n", fault.Clean(config.Data), fault.Count(config.Iterations, "iteration"), fault.Count(config.Seeds, "seed"))
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
	if err := tab.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(to, "\nEM of real against real samples: %s. Wrote %s.\n", spread("%.3f", floor), display(w.Dir))
	_, err := fmt.Fprintf(to, "monge plot training %s draws it again.\n", fault.Clean(fault.ShellQuote(w.Dir)))
	return err
}

// diverged returns an error if the run with the largest EM has diverged: if its EM is more
// than ten times the largest distance of a held-out sample from 0, or ten times 1 if that
// distance is smaller. Generators start within about 1 of 0.
func diverged(w *rundir.Writer) error {
	var worst gan.Record
	for _, r := range w.Log {
		if r.Step == w.Config.Iterations && r.EM > worst.EM {
			worst = r
		}
	}
	reach := 1.0
	for _, run := range rundir.FirstOfEachSeed(w.Comparison) {
		real := w.Standard.Undo(run.HeldOut)
		for ; len(real) > 0; real = real[w.Data.Dim:] {
			reach = max(reach, floats.Norm(real[:w.Data.Dim], 2))
		}
	}
	if worst.EM <= 10*reach {
		return nil
	}
	return fmt.Errorf("%v, seed %d, diverged: EM is %.3g at the end, but all data are within %.3g of 0; a smaller --lr may help", worst.Loss, worst.Seed, worst.EM, reach)
}

// spread formats the median of values, and their range if there are several.
func spread(verb string, values []float64) string {
	if len(values) == 1 {
		return fmt.Sprintf(verb, values[0])
	}
	return fmt.Sprintf(verb+" ("+verb+"–"+verb+")", figures.Median(values), floats.Min(values), floats.Max(values))
}

// trainingProgress shows the progress of training, with the latest exact EM.
type trainingProgress struct {
	*progress
	games int
	done  atomic.Int64 // iterations of all games
}

func newTrainingProgress(w io.Writer, comparison *gan.Comparison) *trainingProgress {
	games := len(comparison.Runs)
	p := &trainingProgress{progress: newProgress(w, comparison.Config.Iterations*games), games: games}
	p.lastLine = time.Time{} // so that show writes the first record at once
	p.done.Store(int64(comparison.Step * games))
	return p
}

// tick counts an iteration of a game.
func (p *trainingProgress) tick() { p.move(int(p.done.Add(1))) }

// step returns the mean step of the games.
func (p *trainingProgress) step() int { return int(p.done.Load()) / p.games }

// records shows the exact EM of each loss: the median over seeds.
func (p *trainingProgress) records(records []gan.Record) {
	if len(records) == 0 {
		return
	}
	var text strings.Builder
	fmt.Fprintf(&text, "step %d, EM", records[0].Step)
	var written []gan.Loss
	for _, r := range records {
		if slices.Contains(written, r.Loss) {
			continue
		}
		written = append(written, r.Loss)
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
