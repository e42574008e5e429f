package main

import (
	"strings"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/sweep"
)

func sweepScriptCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "script DIR",
		Short: "print the script or job to submit to an engine",
		Long: `Prints an array job for sbatch (slurm), an Indexed Job for kubectl (kubernetes), or a
script with one line of GNU parallel. Edit it to suit your cluster.`,
		Example:           "monge sweep script study --engine slurm",
		ValidArgsFunction: completeDirectory,
	}
	engine := c.Flags().String("engine", "", "slurm, kubernetes or parallel")
	c.RunE = func(c *cobra.Command, args []string) error {
		if *engine == "" {
			return fault.Usagef("no --engine (want %s)", strings.Join(sweep.Engines(), ", "))
		}
		s, err := openSweep(args)
		if err != nil {
			return err
		}
		return s.Script(c.OutOrStdout(), *engine)
	}
	return c
}
