// Command monge computes distances between probability distributions and draws
// the figures of the Wasserstein GAN paper.
//
//	monge dist P.csv Q.csv       EM, TV, KL and JS between two point clouds
//	monge transport --cost C.csv the cheapest plan for a cost matrix
//	monge train                  WGAN and GAN side by side, on toy data or yours
//	monge sample DIR             samples of what a run has trained
//	monge plot NAME              one figure, with its parameters as flags
//	monge figures                all figures, or a check of those on disk
//	monge explore                a page to drag points on, and see
//	monge version                which version this is
//	monge completion             completion scripts for shells
//
// Each command explains itself with --help. Results go to standard output,
// everything else to standard error. The exit code is 0 if all went well, 1 if
// a run failed, and 2 if the command line could not be understood; a failure is
// one line that names what was wrong and where. Files appear complete or not
// at all.
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // so that a second Ctrl-C ends monge at once
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// streams is what a command reads and writes.
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

// run does what the command line says and returns the exit code. A command that
// is stopped through ctx fails with errInterrupted.
func run(ctx context.Context, args []string, s streams) int {
	out := bufio.NewWriter(s.out)
	root := rootCommand(streams{s.in, out, s.err})
	root.SetArgs(askingNoHelpOf(root, args))
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

// askingNoHelpOf returns args, never nil, without --help if they name a command that does
// not exist. It would print the help of the command above, as if all were well.
func askingNoHelpOf(root *cobra.Command, args []string) []string {
	args = append([]string{}, args...)
	above, rest, err := root.Find(args)
	if err != nil || !above.HasSubCommands() || len(rest) == 0 || strings.HasPrefix(rest[0], "-") {
		return args
	}
	return slices.DeleteFunc(args, func(arg string) bool { return arg == "--help" || arg == "-h" })
}
