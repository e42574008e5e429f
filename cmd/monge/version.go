package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"monge/gan"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "which version this is",
		Long:    "Prints the version and the revision that the Go tool recorded, and what it was built with.",
		Example: "monge version",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "monge %s\n%s %s/%s, networks of %d-bit numbers\n",
				version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, gan.Bits)
			return err
		},
	}
}

// version returns the version of the module and the revision of its source, as
// the Go tool recorded them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	text, changed := info.Main.Version, false
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			text += " " + setting.Value[:min(12, len(setting.Value))]
		case "vcs.modified":
			changed = setting.Value == "true"
		}
	}
	if changed {
		text += " with changes"
	}
	return text
}
