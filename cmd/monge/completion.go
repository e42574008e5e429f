package main

import (
	"strings"

	"github.com/spf13/cobra"

	"monge/figures"
	"monge/gan"
	"monge/lp"
)

// flagValues returns the values of the flag of that name, for all commands that have it.
// A shell completes them.
var flagValues = map[string]func() []cobra.Completion{
	"data": func() []cobra.Completion {
		return described(gan.Catalog(), func(d gan.Data) (string, string) { return d.Name, d.Description })
	},
	"preset": func() []cobra.Completion {
		return described(gan.Presets(), func(p gan.Preset) (string, string) { return p.Name, p.Description })
	},
	"loss": func() []cobra.Completion {
		return described(gan.AllLosses(), func(l gan.Loss) (string, string) { return l.String(), "" })
	},
	"metric": metricNames,
	"ground": func() []cobra.Completion {
		return described(lp.Grounds(), func(g lp.Ground) (string, string) { return g.String(), "" })
	},
	"optimizer":  func() []cobra.Completion { return []cobra.Completion{"rmsprop", "adam", "sgd"} },
	"activation": func() []cobra.Completion { return []cobra.Completion{"relu", "leaky-relu", "tanh", "linear"} },
}

// listFlags are the flags that take several values, separated by commas.
var listFlags = map[string]bool{"loss": true, "metric": true}

// fileFlags are the flags that take one of flagValues or a file.
var fileFlags = map[string]bool{"data": true}

// described returns the completion of each entry.
func described[T any](entries []T, describe func(T) (name, description string)) []cobra.Completion {
	var all []cobra.Completion
	for _, entry := range entries {
		all = append(all, cobra.CompletionWithDesc(describe(entry)))
	}
	return all
}

// completeFlags makes a shell complete the values of the flags of c and of all commands
// below it.
func completeFlags(c *cobra.Command) {
	for name, values := range flagValues {
		if c.Flags().Lookup(name) == nil {
			continue
		}
		c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			directive := cobra.ShellCompDirectiveNoFileComp
			if fileFlags[name] {
				directive = cobra.ShellCompDirectiveDefault
			}
			if !listFlags[name] {
				return values(), directive
			}
			return continued(values(), typed), directive | cobra.ShellCompDirectiveNoSpace
		})
	}
	for _, sub := range c.Commands() {
		completeFlags(sub)
	}
}

// continued returns values as completions of a list, typed so far. It leaves out the
// values that the list has already.
func continued(values []cobra.Completion, typed string) []cobra.Completion {
	done := typed[:strings.LastIndexByte(typed, ',')+1]
	var all []cobra.Completion
	for _, value := range values {
		name, _, _ := strings.Cut(value, "\t")
		if !strings.Contains(","+done, ","+name+",") {
			all = append(all, done+value)
		}
	}
	return all
}

// completeFigures completes the names of figures that are not among args.
func completeFigures(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, entry := range figures.Catalog() {
		if !strings.Contains(" "+strings.Join(args, " ")+" ", " "+entry.Name+" ") {
			all = append(all, cobra.CompletionWithDesc(entry.Name, entry.Description))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// completeDirectory makes a shell complete directories.
func completeDirectory(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
