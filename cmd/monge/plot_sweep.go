package main

import (
	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/figures"
)

// plotSweep returns the command that draws the table of a sweep.
func plotSweep() *cobra.Command {
	c := &cobra.Command{
		Use:   "sweep RESULTS.csv",
		Short: "the results of a sweep: medians and ranges, a panel for each value of a setting",
		Long: `Draws one column of the table of monge sweep collect against another: the median over
all other settings and seeds, the middle half of the runs, and their range. It uses the
last row of each run, or all rows if --x is step. "-" is standard input. The extension of
the output file chooses the format: .png, .svg or .pdf.`,
		Example: "monge plot sweep results.csv --x clip --y em --by depth",
	}
	flags := c.Flags()
	flags.SortFlags = false
	var s figures.SweepPlot
	flags.StringVar(&s.X, "x", "step", "`column` of the horizontal axis")
	flags.StringVar(&s.Y, "y", "em", "`column` of the vertical axis")
	flags.StringVar(&s.By, "by", "", "`column` with a panel for each of its values")
	output := flags.StringP("output", "o", "sweep.png", "`file` to write")
	open := flags.Bool("open", false, "open the picture")
	look := lookFlags(flags)
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fault.Usagef("%s; one table is needed", fault.Count(len(args), "argument"))
		}
		if err := checkFormat(*output, false); err != nil {
			return err
		}
		if err := look.check(*output); err != nil {
			return err
		}
		table, err := readFile(c.Context(), args[0], streamsOf(c), figures.ReadSweep)
		if err != nil {
			return err
		}
		figure, err := s.Draw(table)
		if err != nil {
			return fault.Usage(err)
		}
		return finish(c, look, figure, *output, *open)
	}
	return c
}
