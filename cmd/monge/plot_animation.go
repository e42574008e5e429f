package main

import (
	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/rundir"
	"monge/figures"
)

// animateUserData lets c, the command that draws an animation, animate the user's data: a file
// that --data names, or a run in a directory. It trains the run again, to the same numbers.
func animateUserData(c *cobra.Command, animation *figures.AnimationParams) {
	c.Use += " [DIR]"
	c.Long = `The extension of the output file chooses the format: .gif, or .png, .svg or .pdf for the
last frame.

DIR is the directory of a run of monge train. The animation then shows the first seed
of that run. It trains the run again, to the same numbers. --data also takes a file of
points in the plane.`
	c.ValidArgsFunction = completeDirectory
	var input inputFlags
	input.define(c.Flags(), true, false)
	draw := c.RunE
	c.Args = nil
	c.RunE = func(c *cobra.Command, args []string) error {
		var err error
		switch {
		case len(args) > 1:
			err = fault.Usagef("%s; at most one directory can be given", fault.Count(len(args), "argument"))
		case len(args) == 1:
			err = animateRun(c, animation, args[0])
		default:
			err = animateData(c, animation, input)
		}
		if err != nil {
			return err
		}
		return draw(c, nil)
	}
}

// animateRun makes the animation show the first seed of the run in dir, with the settings of
// the run. Flags of the command line change them.
func animateRun(c *cobra.Command, animation *figures.AnimationParams, dir string) error {
	given := givenReadFlags(c.Flags())
	if c.Flags().Changed("data") {
		given = []string{"--data"}
	}
	if given != nil {
		return fault.Usagef("%s cannot be given with the directory of a run: the run has its own data", given[0])
	}
	run, err := rundir.Open(dir)
	if err != nil {
		return err
	}
	if run.Standard != nil {
		noteOf(c)("the run is standardised: the animation shows columns of mean 0 and deviation 1")
	}
	if err := figures.KeepGiven(c.Flags(), func() { animation.Config, animation.Seeds = run.Config, 1 }); err != nil {
		return fault.Usage(err)
	}
	animation.SetRun(animation.Config, run.Data)
	return nil
}

// animateData makes the animation show a run on the data that --data names.
func animateData(c *cobra.Command, animation *figures.AnimationParams, input inputFlags) error {
	read, err := input.options(noteOf(c))
	if err != nil {
		return err
	}
	d, err := findData(c.Context(), animation.Data, false, read, streamsOf(c))
	if err != nil {
		return err
	}
	if err := checkReadFlags(c.Flags(), d); err != nil {
		return err
	}
	for _, note := range d.Notes {
		noteOf(c)(note)
	}
	if d.Points != nil {
		animation.Data = d.Name
		animation.SetRun(animation.Config, d.Data)
	}
	return nil
}
