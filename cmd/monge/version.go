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
		Short:   "the version of monge",
		Long:    "Prints the version that the Go tool recorded, the version of Go, the platform, and the\nprecision of networks.",
		Example: "monge version",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "monge %s\n%s %s/%s, networks of %d-bit numbers\n",
				version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, gan.Bits)
			return err
		},
	}
}

// version returns the version of the module that the Go tool recorded: a tag, or a time and
// a revision, with "+dirty" if files were changed. Without version control it is "(devel)".
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
