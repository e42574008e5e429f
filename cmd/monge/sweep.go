package main

import (
	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "sweep",
		Short: "a study of many runs, on this machine, Slurm, Kubernetes or GNU parallel",
		Long: `One command plans a study, any number of workers run it on any engine, and one command
collects the results in a table:

  monge sweep plan --clip 0.01,0.1 --depth 2,4 --seeds 1..100 -o study
  monge sweep run study
  monge sweep collect study -o results.csv
  monge plot sweep results.csv --x clip --y em --by depth

On a cluster, replace the second line by

  monge sweep script study --engine slurm | sbatch

Workers can be killed and restarted at any time: they skip runs that are done. The table
has the same bytes on every engine.`,
		Example: "monge sweep plan --clip 0.01,0.1 --seeds 1..3 --loss wgan --width 8 --iters 10",
		Args:    cobra.ArbitraryArgs, // RunE has a better message
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fault.Usagef("no command (want plan, run, script, status, collect)")
		}
		return fault.Usagef("unknown command %q (want plan, run, script, status, collect)%s", args[0], didYouMean(args[0], commandNames(c)))
	}
	c.AddCommand(sweepPlanCommand(), sweepRunCommand(), sweepScriptCommand(), sweepStatusCommand(), sweepCollectCommand())
	return c
}

// openSweep opens the sweep in the directory that args name.
func openSweep(args []string) (*sweep.Sweep, error) {
	if len(args) != 1 {
		return nil, fault.Usagef("%s; the directory of one sweep is needed", fault.Count(len(args), "argument"))
	}
	return sweep.Open(args[0])
}
