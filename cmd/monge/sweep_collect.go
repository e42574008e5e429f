package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepCollectCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "collect DIR",
		Short: "write the results of a sweep as one table",
		Long: `Writes a row for each run and step: the settings, the measurements, and an error for
runs that failed or are missing. The extension chooses the format: .csv, or .jsonl with
one object on each line. A setting without effect on a run, such as --clip of a GAN, is
empty. If runs are missing, it writes the others and fails. pandas can write Parquet:
pandas.read_csv("results.csv").to_parquet("results.parquet").`,
		Example:           "monge sweep collect study -o results.csv",
		ValidArgsFunction: completeDirectory,
	}
	output := c.Flags().StringP("output", "o", "results.csv", "`file` to write")
	c.RunE = func(c *cobra.Command, args []string) error {
		s, err := openSweep(args)
		if err != nil {
			return err
		}
		var collected sweep.Collected
		err = writing(c.Context(), *output, func() (err error) {
			collected, err = s.Collect(c.Context(), *output)
			return err
		})
		if err != nil {
			return err
		}
		return reportCollected(c, s, collected, *output)
	}
	return c
}

// reportCollected reports how many runs a table has, and how many failed or are missing.
func reportCollected(c *cobra.Command, s *sweep.Sweep, collected sweep.Collected, output string) error {
	note := noteOf(c)
	for _, line := range collected.Notes {
		note(line)
	}
	if collected.Failed > 0 {
		note(fmt.Sprintf("%s failed: see the column error", fault.Count(collected.Failed, "run")))
	}
	if collected.Missing > 0 {
		return fmt.Errorf("%d of %s are missing; wrote %s with the others", collected.Missing, fault.Count(s.Jobs, "run"), display(output))
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s of %s. Wrote %s.\n", fault.Count(collected.Rows, "row"), fault.Count(s.Jobs, "run"), display(output))
	return err
}
