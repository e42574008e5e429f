package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
)

// helpCommand returns monge help, which prints the help of another command.
func helpCommand(root *cobra.Command) *cobra.Command {
	help := &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "what a command does, and its flags",
		Example: "monge help plot figure1",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			above, _, err := root.Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(above), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil {
				return fault.Usage(err)
			}
			if len(rest) > 0 {
				return fault.Usagef("%s has no %q%s", c.CommandPath(), rest[0], didYouMean(rest[0], commandNames(c)))
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
	root.SetHelpCommand(help)
	return help
}

// printHelp writes the help of c to its standard output.
func printHelp(c *cobra.Command, _ []string) {
	w := c.OutOrStdout()
	if !c.HasParent() {
		printOverview(w, c)
		return
	}
	fmt.Fprintf(w, "%s\n\nUsage:\n  %s\n", c.Short, c.UseLine())
	if long := strings.TrimSpace(c.Long); long != "" {
		fmt.Fprintf(w, "\n%s\n", long)
	}
	if c.HasSubCommands() {
		fmt.Fprint(w, "\nCommands:\n")
		for _, sub := range c.Commands() {
			fmt.Fprintf(w, "  %-*s  %s\n", longestName(c.Commands()), sub.Name(), sub.Short)
		}
	}
	if c.Example != "" {
		fmt.Fprintf(w, "\nExample:\n  %s\n", c.Example)
	}
	c.Flags().Lookup("help").Hidden = true // the reader has found --help already
	if flags := c.LocalFlags(); flags.HasAvailableFlags() {
		fmt.Fprintf(w, "\nFlags:\n%s", flags.FlagUsagesWrapped(100))
	}
}

// printOverview lists the commands, group by group.
func printOverview(w io.Writer, root *cobra.Command) {
	fmt.Fprintln(w, root.Long)
	width := len("monge ") + longestName(root.Commands())
	for _, group := range root.Groups() {
		fmt.Fprintf(w, "\n%s:\n", group.Title)
		for _, c := range root.Commands() {
			if c.GroupID == group.ID {
				fmt.Fprintf(w, "  %-*s  %s\n", width, c.CommandPath(), c.Short)
			}
		}
	}
	fmt.Fprint(w, "\nEach command has its own help: monge dist --help\n")
}

// longestName returns the length of the longest name of commands.
func longestName(commands []*cobra.Command) int {
	length := 0
	for _, c := range commands {
		length = max(length, len(c.Name()))
	}
	return length
}
