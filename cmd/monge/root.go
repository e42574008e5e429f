package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"monge/cmd/internal/decimal"
	"monge/cmd/internal/fault"
)

// The groups of commands in the help of monge.
var (
	measuring = &cobra.Group{ID: "measure", Title: "Distances"}
	learning  = &cobra.Group{ID: "train", Title: "Training"}
	drawing   = &cobra.Group{ID: "draw", Title: "Figures"}
	exploring = &cobra.Group{ID: "explore", Title: "Explorer"}
	aboutIt   = &cobra.Group{ID: "about", Title: "About monge"}
)

// rootCommand returns the command monge with all commands below it. They read and write s.
func rootCommand(s streams) *cobra.Command {
	cobra.EnableCommandSorting = false // keep the order below
	root := &cobra.Command{
		Use:   "monge",
		Short: "distances between probability distributions, and the figures of Wasserstein GAN",
		Long: `monge computes distances between probability distributions, among them the exact
Earth-Mover distance (EM). It trains Wasserstein GANs and draws the figures of the
Wasserstein GAN paper.`,
		Version:                    version(),
		SilenceErrors:              true, // run prints them
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs, // RunE has a better message
		RunE: func(root *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.Usagef("no command (want %s; see monge --help)", mainCommands(root))
			}
			return fault.Usagef("unknown command %q (want %s)%s", args[0], mainCommands(root), didYouMean(args[0], commandNames(root)))
		},
		PersistentPreRunE: func(c *cobra.Command, args []string) error {
			if c.CalledAs() == cobra.ShellCompRequestCmd || c.CalledAs() == cobra.ShellCompNoDescRequestCmd {
				return nil // the user is still typing the arguments
			}
			return checkNotEmpty(c.Flags(), args)
		},
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("monge {{.Version}}\n")
	root.SetHelpFunc(printHelp)
	root.SetFlagErrorFunc(flagError)
	root.AddGroup(measuring, learning, drawing, exploring, aboutIt)
	add := func(group *cobra.Group, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group.ID
			root.AddCommand(c)
		}
	}
	add(measuring, distCommand(), transportCommand())
	add(learning, trainCommand(), sampleCommand(), sweepCommand())
	add(drawing, plotCommand(), figuresCommand())
	add(exploring, exploreCommand())
	add(aboutIt, versionCommand(), helpCommand(root))
	root.SetCompletionCommandGroupID(aboutIt.ID)
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short, c.Example = "completion scripts for bash, zsh, fish and PowerShell", "monge completion bash"
			c.Args = cobra.ArbitraryArgs // RunE has a better message
			c.RunE = func(c *cobra.Command, args []string) error {
				if len(args) == 0 {
					return fault.Usagef("no shell (want %s)", strings.Join(commandNames(c), ", "))
				}
				return fault.Usagef("no completion for %q (want %s)", args[0], strings.Join(commandNames(c), ", "))
			}
			for _, shell := range c.Commands() {
				shell.Args = noArguments // cobra's message is no usage error
			}
		}
	}
	completeFlags(root)
	decimalFlags(root)
	return root
}

// decimalFlags makes the flags of c and of all commands below it read whole numbers as
// decimal: see package decimal.
func decimalFlags(c *cobra.Command) {
	decimal.Flags(c.Flags())
	for _, sub := range c.Commands() {
		decimalFlags(sub)
	}
}

// commandNames returns the names of the commands below c.
func commandNames(c *cobra.Command) []string {
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// mainCommands lists the commands, without those about monge.
func mainCommands(root *cobra.Command) string {
	var names []string
	for _, c := range root.Commands() {
		if c.GroupID != aboutIt.ID {
			names = append(names, c.Name())
		}
	}
	return strings.Join(names, ", ")
}

// streamsOf returns the streams of a command.
func streamsOf(c *cobra.Command) streams {
	return streams{c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr()}
}

// checkNotEmpty returns an error if an argument or the value of a flag is empty, which happens
// if a shell variable is not set. Without this check --supply "" would mean equal weights,
// and monge sample "" the run in the current directory.
func checkNotEmpty(flags *pflag.FlagSet, args []string) (err error) {
	if slices.Contains(args, "") {
		return fault.Usagef("an argument is empty")
	}
	flags.Visit(func(f *pflag.Flag) {
		if value := f.Value.String(); value == "" || value == "[]" {
			err = fault.Usagef("--%s is empty", f.Name)
		}
	})
	return err
}

// noArguments is the cobra.PositionalArgs of a command that takes only flags.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fault.Usagef("%q is not a flag", args[0])
	}
	return nil
}

// noteOf returns a function that writes a note to the standard error of c. The line begins
// with the name of the command, as an error does.
func noteOf(c *cobra.Command) func(text string) {
	return func(text string) { fmt.Fprintf(c.ErrOrStderr(), "%s: %s\n", c.CommandPath(), fault.Clean(text)) }
}
