package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepPlanCommand() *cobra.Command {
	var out string
	var tasks int
	var each time.Duration
	c := &cobra.Command{
		Use:   "plan [GRID.yaml]",
		Short: "write the list of runs of a study",
		Long: `The flags of monge train take lists here. Each combination of values, with each loss and
seed, is a run. a..b stands for the whole numbers from a to b. --seeds 5 takes five
seeds, starting with --seed; --seeds 1..100 and --seeds 3,7 name the seeds.

GRID.yaml holds the same settings; flags replace its lines. A list of such mappings is
several grids. Equal runs of several grids are one run.

  data: 8gaussians
  loss: [wgan, wgan-gp]
  clip: [0.001, 0.01, 0.1]
  depth: [2, 4, 8]
  seeds: 1..100

Files of data are read as in monge train: --columns, --separator and --decimal apply to
all of them. --standardize has no effect on runs whose data are not from a file.

Short trial runs estimate how long each run takes. plan packs the runs into tasks that
take about as long as --each says.`,
		Example: "monge sweep plan --clip 0.01,0.1 --seeds 1..3 --loss wgan --width 8 --iters 10 -o study",
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVarP(&out, "output", "o", "sweep", "`directory` to write, new or empty")
	flags.IntVar(&tasks, "tasks", 0, "number of tasks; 0 lets --each decide")
	flags.DurationVar(&each, "each", 10*time.Minute, "how long a task should last on one processor")
	values := gridFlags(flags)
	var input inputFlags
	input.define(flags, true, false)
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case len(args) > 1:
			return fault.Usagef("%d arguments; at most one file can be given", len(args))
		case out == stdin:
			return fault.Usagef("--output -: a sweep is written to a directory")
		case tasks < 0:
			return fault.Usagef("--tasks %d is negative", tasks)
		case tasks > 0 && flags.Changed("each"):
			return fault.Usagef("--each decides how many tasks there are, and so does --tasks: give one of them")
		case each <= 0:
			return fault.Usagef("--each %v is not positive", each)
		}
		grids := []sweep.Grid{nil}
		if len(args) == 1 {
			var err error
			if grids, err = readFile(c.Context(), args[0], streamsOf(c), sweep.ReadGrids); err != nil {
				return err
			}
		}
		for k := range grids {
			grids[k] = grids[k].With(values())
		}
		read, err := input.options(noteOf(c))
		if err != nil {
			return err
		}
		show := newProgress(c.ErrOrStderr(), -1)
		s, err := sweep.NewPlan(c.Context(), out, grids, sweep.Options{
			Tasks: tasks, Each: each, Version: version(),
			Progress: func(done, total int) {
				show.show(done, fmt.Sprintf("trial run %d of %d", done, total), linePause)
			},
			Read:      dataReader(c.Context(), read, streamsOf(c)),
			ReadFlags: givenReadFlags(flags),
			Note:      noteOf(c),
		})
		show.end()
		if err != nil {
			return suggestData(err)
		}
		return reportPlan(c.OutOrStdout(), s)
	}
	return c
}

// gridFlags defines the flags of a grid. Each takes a list. The function that it returns
// returns the settings that were given.
func gridFlags(flags *pflag.FlagSet) func() []sweep.Setting {
	lists := make(map[string]*[]string)
	sweep.Flags().VisitAll(func(f *pflag.Flag) {
		usage := f.Usage + " (" + f.DefValue + ")"
		if f.Name == "seeds" {
			usage = "number of seeds, or a list of seeds as in 1..100 or 3,7 (1)"
		}
		lists[f.Name] = flags.StringSlice(f.Name, nil, usage)
		flags.Lookup(f.Name).NoOptDefVal = f.NoOptDefVal // --standardize alone is true
	})
	return func() []sweep.Setting {
		var given []sweep.Setting
		flags.Visit(func(f *pflag.Flag) {
			if list, ok := lists[f.Name]; ok {
				given = append(given, sweep.Setting{Name: f.Name, Values: *list})
			}
		})
		return given
	}
}

// reportPlan writes the size of a plan, and the command that runs it.
func reportPlan(w io.Writer, s *sweep.Sweep) error {
	var all, longest float64
	for _, task := range s.Tasks {
		all, longest = all+task.Seconds, max(longest, task.Seconds)
	}
	roughly := func(seconds float64) string {
		return sweep.Roughly(time.Duration(seconds * float64(time.Second)))
	}
	fmt.Fprintf(w, "%s in %s, the longest %s; in all %s of one processor. Wrote %s.\n",
		fault.Count(s.Jobs, "run"), fault.Count(len(s.Tasks), "task"), roughly(longest), roughly(all), display(filepath.Clean(s.Dir)))
	_, err := fmt.Fprintf(w, "monge sweep run %s runs it here.\n", fault.Clean(fault.ShellQuote(s.Dir)))
	return err
}
