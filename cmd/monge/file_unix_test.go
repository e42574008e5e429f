//go:build unix

package main

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// planOfGood is the plan between the clouds of good.
const planOfGood = "from,to,mass\n0,0,0.5\n1,1,0.5\n"

// Replacing a file that is not regular would destroy it: as root, even /dev/full.
func TestAPipeIsWrittenToAndNotReplaced(t *testing.T) {
	inFolder(t, good)
	if err := syscall.Mkfifo("plan", 0o600); err != nil {
		t.Fatal(err)
	}
	// Open for both, so that neither side waits for the other.
	pipe, err := os.OpenFile("plan", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--plan", "plan"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	info, err := os.Lstat("plan")
	if err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Fatalf("the pipe is now %v, %v", info.Mode(), err)
	}
	got := make([]byte, len(planOfGood))
	if _, err := io.ReadFull(pipe, got); err != nil || string(got) != planOfGood {
		t.Errorf("%q came through, %v", got, err)
	}
}

// Hours of solving are not lost because there is no room for the plan.
func TestTheReportIsPrintedIfThePlanCannotBeWritten(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	inFolder(t, good)
	for line, want := range map[string]string{
		"dist p.csv q.csv --plan /dev/full":              "EM       3  euclidean",
		"dist p.csv q.csv --potentials /dev/full":        "EM       3  euclidean",
		"transport --cost p.csv --plan /dev/full":        "cost 0, ",
		"dist p.csv q.csv --json --plan /dev/full":       `{"em":3,`,
		"transport --cost p.csv --json --plan /dev/full": `{"cost":0,`,
	} {
		r := monge(t, "", strings.Fields(line)...)
		if r.code != exitFailed || !strings.Contains(r.out, want) || !strings.HasSuffix(r.err, ": /dev/full: no space left on device\n") {
			t.Errorf("%s: %+v, want %s", line, r, want)
		}
	}
}

// A pipe whose other end nobody opens blocks whoever opens it.
func TestCtrlCEndsACommandThatWaitsForAPipe(t *testing.T) {
	for _, line := range []string{
		"dist p.csv q.csv --plan pipe.csv", "dist p.csv q.csv --potentials pipe.csv", "transport --cost p.csv --plan pipe.csv",
		"plot coupling -o pipe.svg", "dist p.csv pipe.csv", "plot sweep pipe.csv", "sweep plan pipe.csv", "train --data pipe.csv",
	} {
		inFolder(t, good)
		for _, name := range []string{"pipe.csv", "pipe.svg"} {
			if err := syscall.Mkfifo(name, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		var said strings.Builder
		done := make(chan int)
		go func() { done <- run(ctx, strings.Fields(line), streams{strings.NewReader(""), io.Discard, &said}) }()
		select {
		case code := <-done:
			t.Errorf("%s: exit %d before Ctrl-C, %s", line, code, said.String())
		case <-time.After(300 * time.Millisecond):
			cancel()
			select {
			case code := <-done:
				if code != exitFailed || !strings.HasSuffix(said.String(), ": interrupted\n") {
					t.Errorf("%s: exit %d, %s", line, code, said.String())
				}
			case <-time.After(10 * time.Second):
				t.Errorf("%s: goes on after Ctrl-C", line)
			}
		}
		cancel()
		if left(t) != "p.csv pipe.csv pipe.svg q.csv" {
			t.Errorf("%s: left %s", line, left(t))
		}
	}
}

func TestALinkStaysALink(t *testing.T) {
	inFolder(t, good)
	if err := os.WriteFile("real.csv", []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real.csv", "link.csv"); err != nil {
		t.Fatal(err)
	}
	if r := monge(t, "", "dist", "p.csv", "q.csv", "--plan", "link.csv"); r.code != exitOK {
		t.Fatalf("%+v", r)
	}
	if info, err := os.Lstat("link.csv"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link is now %v, %v", info.Mode(), err)
	}
	if content, err := os.ReadFile("real.csv"); err != nil || string(content) != planOfGood {
		t.Errorf("the file holds %q, %v", content, err)
	}
	if left(t) != "link.csv p.csv q.csv real.csv" {
		t.Errorf("left %s", left(t))
	}
}

// What the shell has opened is not replaced: the input would be gone, or the report.
func TestAFileOfTheShellIsNotReplaced(t *testing.T) {
	inFolder(t, good)
	if err := os.Symlink("out", "link"); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]string{
		"dist - q.csv --plan in":                        "monge dist: --plan in: that would overwrite an input file\n",
		"dist p.csv q.csv --plan out":                   "monge dist: --plan out: the report is written to that file\n",
		"dist p.csv q.csv --plan /dev/stdout":           "monge dist: --plan /dev/stdout: the report is written to that file\n",
		"dist p.csv q.csv --plan link":                  "monge dist: --plan link: the report is written to that file\n",
		"dist p.csv q.csv --potentials old --plan old2": "monge dist: --potentials old: --plan writes that file\n",
	} {
		for name, content := range map[string]string{"in": good["p.csv"], "out": "", "old": ""} {
			if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		os.Link("old", "old2")
		p := process(t, args)
		in, err := os.Open("in")
		if err != nil {
			t.Fatal(err)
		}
		out, err := os.Create("out")
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		p.Stdin, p.Stdout, p.Stderr = in, out, &said
		p.Run()
		in.Close()
		out.Close()
		if p.ProcessState.ExitCode() != exitUsage || said.String() != want || fileOf(t, "in") != good["p.csv"] {
			t.Errorf("%s: exit %d, %s", args, p.ProcessState.ExitCode(), said.String())
		}
	}
}

// A run whose terminal is closed ends as after Ctrl-C, and goes on if it was told to.
func TestATerminalThatClosesInterrupts(t *testing.T) {
	inFolder(t, nil)
	// A signal that is caught has its default in a new process, one that is ignored stays so.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	defer signal.Reset(syscall.SIGHUP)
	for _, test := range []struct {
		shell, dir, iterations string
		code                   int
	}{{"exec", "open", "100000", exitFailed}, {"trap '' HUP; exec", "nohup", "200", exitOK}} {
		p := process(t, "train --out "+test.dir+" "+quick+" --iters "+test.iterations)
		p = exec.Command("sh", "-c", test.shell+" "+strings.Join(p.Args, " "))
		said, err := p.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(said)
		first, err := lines.ReadString('\n') // of step 0
		if err != nil {
			t.Fatal(err)
		}
		p.Process.Signal(syscall.SIGHUP)
		rest, err := io.ReadAll(lines)
		if err != nil {
			t.Fatal(err)
		}
		p.Wait()
		if code := p.ProcessState.ExitCode(); code != test.code || (code == exitFailed) != strings.Contains(string(rest), "interrupted at step") {
			t.Errorf("%s: exit %d, %s%s", test.dir, code, first, rest)
		}
		if _, err := os.Stat(test.dir + "/.lock"); err == nil {
			t.Error("a lock is left over")
		}
	}
}
