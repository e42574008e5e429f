package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"

	"github.com/spf13/cobra"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/serve"
	"monge/cmd/internal/explore/static"
	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/rundir"
)

func exploreCommand() *cobra.Command {
	var o exploreOptions
	c := &cobra.Command{
		Use:   "explore [RUN]",
		Short: "an interactive page: drag points and watch how the distances change",
		Long: `Serves the explorer on this machine, prints its address, and opens it in a browser. RUN
is a directory that monge train wrote; the page then shows that run. Ctrl-C ends it.

By default only this machine can reach the page. With --addr 0.0.0.0:8080 everyone in the
network can reach it who has the printed address, because the address contains a token.

--export writes the same page as files for any static host, with the engine compiled to
WebAssembly. It needs the Go command and a clone of monge.`,
		Example: "monge explore",
		RunE: func(c *cobra.Command, args []string) error {
			return explore(c.Context(), o, args, c.Flags().Changed("addr"), streamsOf(c))
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.addr, "addr", "127.0.0.1:0", "the `address` to listen on; port 0 is any free port")
	flags.BoolVar(&o.noBrowser, "no-browser", false, "do not open a browser")
	flags.StringVar(&o.export, "export", "", "write the page to this `directory` instead")
	return c
}

// exploreOptions are the flags of explore.
type exploreOptions struct {
	addr, export string
	noBrowser    bool
}

// explore serves the page, or writes it.
func explore(ctx context.Context, o exploreOptions, args []string, addressed bool, s streams) error {
	switch {
	case len(args) > 1:
		return fault.Usagef("%s; at most one run can be opened", fault.Count(len(args), "argument"))
	case o.export != "" && (len(args) > 0 || addressed || o.noBrowser):
		return fault.Usagef("--export writes files; it takes neither a run nor another flag")
	case o.export != "":
		if err := file.Check(filepath.Join(o.export, "index.html")); err != nil { // before half a minute of compiling
			return err
		}
		if err := static.Write(ctx, o.export); err != nil {
			return fault.At(o.export, err)
		}
		_, err := fmt.Fprintf(s.out, "monge explore: the page is in %s\n", fault.Clean(o.export))
		return err
	}
	var options engine.Options
	fragment := ""
	if len(args) == 1 {
		run, err := openRun(args[0])
		if err != nil {
			return err
		}
		options.Run, fragment = run, "#training?run=1"
	}
	if _, port, err := net.SplitHostPort(o.addr); err != nil {
		return fault.Usagef("--addr %s is not of the form host:port", fault.Quote(o.addr))
	} else if _, err := net.LookupPort("tcp", port); err != nil {
		return fault.Usagef("--addr %s: there is no port %s", o.addr, fault.Quote(port))
	}
	server, err := serve.Listen(o.addr, options)
	if err != nil {
		return err
	}
	url := server.URL() + fragment
	fmt.Fprintf(s.out, "monge explore: %s\n", url)
	if flusher, ok := s.out.(interface{ Flush() error }); ok {
		if err := flusher.Flush(); err != nil { // the user needs the address now, not at the end
			return fault.At("standard output", err)
		}
	}
	if !server.Loopback() {
		fmt.Fprintln(s.err, "monge explore: everyone in the network who has this address can use the page and the processors of this machine")
	}
	if o.noBrowser {
		return server.Serve(ctx)
	}
	opened := make(chan struct{})
	go func() { // openFile waits for the program, and the page must load meanwhile
		defer close(opened)
		openBrowser(s.err, url)
	}()
	defer func() { <-opened }()
	return server.Serve(ctx)
}

// openRun reads a run's directory for the explorer.
func openRun(dir string) (*engine.TrainedRun, error) {
	run, err := rundir.Open(dir)
	if err != nil {
		return nil, err
	}
	learnt, err := run.Learnt()
	if err != nil {
		return nil, err
	}
	records, err := run.Records()
	if err != nil {
		return nil, err
	}
	return &engine.TrainedRun{Name: filepath.Base(dir), Config: run.Config, Learnt: learnt, Dim: run.Data.Dim, Records: records}, nil
}

// openBrowser opens a page in the user's browser. If that fails, it writes a note to w.
func openBrowser(w io.Writer, url string) {
	if openFile(url) != nil {
		fmt.Fprintln(w, "monge explore: no browser could be opened; open the address yourself")
	}
}
