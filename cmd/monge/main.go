// Command monge computes distances between probability distributions and draws
// the figures of the Wasserstein GAN paper.
//
//	monge dist P.csv Q.csv       EM, TV, KL and JS between two point clouds
//	monge transport --cost C.csv the cheapest plan for a cost matrix
//	monge train                  WGAN and GAN side by side, on toy data or yours
//	monge sample DIR             samples of what a run has trained
//	monge sweep                  a study of many runs
//	monge plot NAME              one figure, with its parameters as flags
//	monge figures                draw all figures, or check those on disk
//	monge explore                an interactive page on the distances and on training
//	monge version                the version of monge
//	monge completion             completion scripts for shells
//
// Each command has --help. Results go to standard output, everything else to
// standard error. The exit code is 0 for success, 1 for a failed run and 2 for a
// wrong command line. A failure prints one line that names the cause and its place.
// Output files are complete, or they are not there.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"monge/cmd/internal/fault"
)

func main() {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		signals = append(signals, syscall.SIGHUP) // of a terminal that closes
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop) // so that a second Ctrl-C ends monge at once
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// streams are standard input, standard output and standard error of a command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errInterrupted is the failure of a command that Ctrl-C stopped.
var errInterrupted = errors.New("interrupted")

// run runs the command of the command line and returns the exit code. If ctx stops the
// command, it fails with errInterrupted.
func run(ctx context.Context, args []string, s streams) int {
	out := bufio.NewWriter(s.out)
	root := rootCommand(streams{s.in, out, s.err})
	root.SetArgs(withoutHelpOfUnknownCommand(root, args))
	command, err := root.ExecuteContextC(ctx)
	if flushed := out.Flush(); err == nil {
		err = fault.At("standard output", flushed)
	}
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = errInterrupted
	}
	fmt.Fprintf(s.err, "%s: %s\n", command.CommandPath(), fault.Message(err))
	var usage *fault.UsageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// withoutHelpOfUnknownCommand returns args, never nil. If they name a command that does not
// exist, it removes --help: cobra would print the help of the parent command, and no error.
func withoutHelpOfUnknownCommand(root *cobra.Command, args []string) []string {
	args = append([]string{}, args...)
	above, rest, err := root.Find(args)
	if err != nil || !above.HasSubCommands() || len(rest) == 0 || strings.HasPrefix(rest[0], "-") {
		return args
	}
	return slices.DeleteFunc(args, func(arg string) bool { return arg == "--help" || arg == "-h" })
}
