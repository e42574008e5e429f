package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// monge explore prints the address of the page, serves it, and exits with 0 when it is
// stopped.
func TestExploreServesUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, printed := io.Pipe()
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"explore", "--no-browser"}, streams{strings.NewReader(""), printed, io.Discard})
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "monge explore: ")
	if !ok || !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatalf("it prints %q", line)
	}
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %s", response.Status)
	}
	stop()
	if got := <-code; got != exitOK {
		t.Errorf("exit code %d", got)
	}
}

func TestExploreRefusesBadArguments(t *testing.T) {
	inFolder(t, map[string]string{"file": ""})
	for _, test := range []struct {
		args, want string
		code       int
	}{
		{"explore a b", "monge explore: 2 arguments; at most one run can be opened", exitUsage},
		{"explore --export site --no-browser", "monge explore: --export writes files; it takes neither a run nor another flag", exitUsage},
		{"explore --export file", "monge explore: file/index.html: not a directory", exitFailed},
		{"explore --export file/site", "monge explore: file/site/index.html: not a directory", exitFailed},
		{"explore --no-browser --addr nowhere", `monge explore: --addr "nowhere" is not of the form host:port`, exitUsage},
		{"explore --no-browser none", "monge explore: none/config.json: no such file or directory", exitFailed},
	} {
		r := monge(t, "", strings.Fields(test.args)...)
		if r.code != test.code || !strings.HasPrefix(r.err, test.want) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: exit code %d, %q; want %d, %q", test.args, r.code, r.err, test.code, test.want)
		}
	}
}

// brokenPipe is a standard output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// Without its address nobody can use the page, so explore does not go on.
func TestExploreEndsIfItsAddressCannotBePrinted(t *testing.T) {
	var err strings.Builder
	code := run(t.Context(), []string{"explore", "--no-browser"}, streams{strings.NewReader(""), brokenPipe{}, &err})
	if want := "monge explore: standard output: broken pipe\n"; code != exitFailed || err.String() != want {
		t.Errorf("exit code %d, %q, want %q", code, err.String(), want)
	}
}

// A program that cannot open the picture or the page says so by its exit code.
func TestAProgramThatCannotOpenAFileIsAnError(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("xdg-open is the program of Linux")
	}
	inFolder(t, map[string]string{"xdg-open": "#!/bin/sh\nexit 3\n"})
	if err := os.Chmod("xdg-open", 0o755); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", here)
	if r := monge(t, "", strings.Fields("plot coupling -o a.svg --open")...); r.code != exitFailed || r.err != "monge plot coupling: a.svg: it cannot be opened: xdg-open: exit status 3\n" {
		t.Errorf("%+v", r)
	}
	var note strings.Builder
	openBrowser(&note, "http://127.0.0.1:9")
	if want := "monge explore: no browser could be opened; open the address yourself\n"; note.String() != want {
		t.Errorf("%q, want %q", note.String(), want)
	}
}
