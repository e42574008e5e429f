package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepStatusCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "status DIR",
		Short: "the progress of a sweep, and its errors",
		Long: `Counts the tasks that are done, running or failed, and prints the error of each that
failed. A task fails if a run fails or if its worker stops with an error. A task whose
worker was killed counts as running for half a minute. --json prints an object with the
keys tasks, done, running, failed, errors and seconds_left.`,
		Example:           "monge sweep status study --json",
		ValidArgsFunction: completeDirectory,
	}
	asJSON := c.Flags().Bool("json", false, "print JSON")
	c.RunE = func(c *cobra.Command, args []string) error {
		s, err := openSweep(args)
		if err != nil {
			return err
		}
		status, err := s.Status()
		if err != nil {
			return err
		}
		if *asJSON {
			return writeJSON(c.OutOrStdout(), status)
		}
		return reportStatus(c.OutOrStdout(), status)
	}
	return c
}

// reportStatus writes a status as text.
func reportStatus(w io.Writer, s sweep.Status) error {
	waiting := s.Tasks - s.Done - s.Running - s.Failed
	fmt.Fprintf(w, "%s: %d done, %d running, %d failed, %d waiting", fault.Count(s.Tasks, "task"), s.Done, s.Running, s.Failed, waiting)
	if s.SecondsLeft > 0 {
		fmt.Fprintf(w, "; %s left", sweep.Roughly(time.Duration(s.SecondsLeft*float64(time.Second))))
		if s.Running == 0 {
			fmt.Fprint(w, " on one processor")
		}
	}
	fmt.Fprintln(w)
	for _, line := range s.Errors {
		if _, err := fmt.Fprintln(w, fault.Clean(line)); err != nil {
			return err
		}
	}
	return nil
}
