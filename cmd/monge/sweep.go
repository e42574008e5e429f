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
		Long: `A study is planned once, run by any number of workers on any engine, and collected
into one table:

  monge sweep plan --clip 0.01,0.1 --depth 2,4 --seeds 1..100 -o study
  monge sweep run study
  monge sweep collect study -o results.csv
  monge plot sweep results.csv --x clip --y em --by depth

On a cluster, the second line is

  monge sweep script study --engine slurm | sbatch

Workers may be killed at any time, and started again: what is done is skipped. The
table has the same bytes, whoever did the work.`,
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

// openSweep returns the sweep in the directory that is the argument.
func openSweep(args []string) (*sweep.Sweep, error) {
	if len(args) != 1 {
		return nil, fault.Usagef("%s, where the directory of one sweep is needed", count(len(args), "argument"))
	}
	return sweep.Open(args[0])
}

// completeDirectory makes a shell complete directories.
func completeDirectory(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
