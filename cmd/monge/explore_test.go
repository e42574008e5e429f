package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
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
