package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// streams is what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one of monge's commands.
type command struct {
	name    string
	args    string // what follows the name, for the usage line
	summary string // one line
	details string // paragraphs, for --help
	example string // a command line that works
	// setup defines the flags and returns what to do once they are parsed.
	setup func(flags *pflag.FlagSet) action
	// sub returns the command for a first argument that has flags of its own;
	// nil if none has.
	sub func(name string) (command, error)
}

// action runs a command with the arguments that are no flags.
type action func(ctx context.Context, args []string, s streams) error

// commands returns all commands, in the order in which help lists them.
func commands() []command {
	return []command{distCommand(), transportCommand(), trainCommand(), plotCommand(), figuresCommand()}
}

// usageError is a command line that cannot be understood.
type usageError struct{ error }

// usagef returns a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// run does what the command line says and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	out := bufio.NewWriter(s.out)
	name, err := dispatch(ctx, args, streams{s.in, out, s.err})
	if flushed := out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("standard output: %w", cause(flushed))
	}
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(s.err, "%s: %s\n", name, oneLine(err))
	if errors.As(err, &usageError{}) {
		return exitUsage
	}
	return exitFailed
}

// dispatch runs the command that args begin with. It returns what to call it
// in an error message.
func dispatch(ctx context.Context, args []string, s streams) (name string, err error) {
	if len(args) == 0 {
		return "monge", usagef("no command (want %s; see monge --help)", names())
	}
	switch args[0] {
	case "help", "--help", "-h":
		if len(args) == 1 || strings.HasPrefix(args[1], "-") {
			return "monge", overview(s.out)
		}
		args = append(slices.Clone(args[1:]), "--help")
	case "--version":
		_, err := fmt.Fprintf(s.out, "monge %s\n", version())
		return "monge", err
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		rest := args[1:]
		if c.sub != nil && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
			sub, err := c.sub(rest[0])
			if err != nil {
				return "monge " + c.name, err
			}
			c, rest = sub, rest[1:]
		}
		return c.run(ctx, rest, s)
	}
	return "monge", usagef("unknown command %q (want %s)", args[0], names())
}

// version is the version of the module, as the Go tool recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}

// names lists the commands.
func names() string {
	var all []string
	for _, c := range commands() {
		all = append(all, c.name)
	}
	return strings.Join(all, ", ")
}

// run parses the flags of c and runs it. It returns the name of c.
func (c command) run(ctx context.Context, args []string, s streams) (name string, err error) {
	name = "monge " + c.name
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SortFlags = false
	flags.Usage = func() {} // help is printed below, errors by run
	do := c.setup(flags)
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return name, c.help(s.out, flags)
	case err != nil:
		return name, usageError{err}
	}
	if err := noEmptyFlag(flags); err != nil {
		return name, err
	}
	return name, do(ctx, flags.Args(), s)
}

// noEmptyFlag returns an error if a flag was given nothing, as by a shell whose
// variable is not set. Without it --supply "" would mean equal weights.
func noEmptyFlag(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if value := f.Value.String(); value == "" || value == "[]" {
			err = usagef("--%s is empty", f.Name)
		}
	})
	return err
}

// help explains c.
func (c command) help(w io.Writer, flags *pflag.FlagSet) error {
	_, err := fmt.Fprintf(w, "%s\n\nUsage:\n  monge %s %s\n\n%s\n\nExample:\n  %s\n",
		c.summary, c.name, c.args, strings.TrimSpace(c.details), c.example)
	if flags.HasFlags() {
		_, err = fmt.Fprintf(w, "\nFlags:\n%s", flags.FlagUsages())
	}
	return err
}

// overview lists the commands.
func overview(w io.Writer) error {
	fmt.Fprint(w, "monge computes distances between probability distributions, EM exactly, and draws\nthe figures of the Wasserstein GAN paper.\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  monge %-10s %s\n", c.name, c.summary)
	}
	_, err := fmt.Fprint(w, "\nEach explains itself: monge dist --help\n")
	return err
}

// oneLine is the message of err without the name of the package it came from.
func oneLine(err error) string {
	text := err.Error()
	for _, prefix := range []string{"metrics: ", "lp: ", "figures: ", "gan: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return strings.Join(strings.Fields(text), " ")
}
