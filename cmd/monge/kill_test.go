package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"monge/cmd/internal/rundir"

	"monge/gan"
)

// kills is the number of processes that are killed in their first 50 ms, and of those that
// are killed later.
var kills = flag.Int("kills", 3, "processes to kill early, and as many late")

// binary is the path of monge, once build has made it.
var binary string

// build makes the binary, in a directory that TestMain removes.
var build = sync.OnceValue(func() error {
	dir, err := os.MkdirTemp("", "monge")
	if err != nil {
		return err
	}
	binary = filepath.Join(dir, "monge")
	command := exec.Command("go", "build", "-tags", map[int]string{32: "float32"}[gan.Bits], "-o", binary, ".")
	command.Dir = source // whichever directory a test has made its own
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

// source is the directory of the tests, in which build runs.
var source, _ = os.Getwd()

func TestMain(m *testing.M) {
	code := m.Run()
	if binary != "" {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// process returns a process of monge that has not started.
func process(t *testing.T, args string) *exec.Cmd {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	return exec.Command(binary, strings.Fields(args)...)
}

// files returns the content of each file of a directory, without seconds.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, entry := range entries {
		content := fileOf(t, filepath.Join(dir, entry.Name()))
		if entry.Name() == rundir.LogFile {
			content = seconds.ReplaceAllString(content, "")
		}
		all[entry.Name()] = content
	}
	return all
}

// A run that is killed at any time and resumed has the bytes of a run that was never killed,
// and no other files.
func TestAKilledRunEndsAsOneThatWasNot(t *testing.T) {
	cloud := new(strings.Builder)
	random := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		fmt.Fprintf(cloud, "%v,%v\n", random.NormFloat64(), random.NormFloat64())
	}
	for data, flags := range map[string]string{
		"toy":  quick + "--iters 100 --eval-every 10 --seeds 2 ",
		"file": quick + "--iters 100 --eval-every 10 --data cloud.csv ",
	} {
		inFolder(t, map[string]string{"cloud.csv": cloud.String()})
		start := time.Now()
		if out, err := process(t, "train --out whole "+flags).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		length := time.Since(start)
		whole := files(t, "whole")
		for k := range 2 * *kills {
			dir := fmt.Sprintf("run%d", k)
			latest := 50 * time.Millisecond
			if k%2 == 1 {
				latest = length
			}
			killed := 0
			for patience := 1; ; patience++ {
				args := "train --out " + dir + " " + flags
				if _, err := os.Stat(filepath.Join(dir, rundir.ConfigFile)); err == nil {
					args = "train --resume " + dir
				}
				var said bytes.Buffer
				p := process(t, args)
				p.Stderr = &said
				if err := p.Start(); err != nil {
					t.Fatal(err)
				}
				if patience <= 2 {
					time.Sleep(time.Duration(random.Int64N(int64(latest))))
					if p.Process.Kill() == nil {
						killed++
					}
				}
				if p.Wait() == nil {
					break
				}
				if patience > 2 {
					t.Fatalf("%s, %s after %d kills: %s", data, args, killed, said.String())
				}
			}
			got := files(t, dir)
			for name := range got {
				if _, ok := whole[name]; !ok {
					t.Errorf("%s: %s is left over", data, name)
				}
			}
			for name, want := range whole {
				if got[name] != want {
					t.Errorf("%s: %s differs after %d kills", data, name, killed)
				}
			}
		}
	}
}

// If two processes write to one directory, one is refused, whether they start or resume the
// run.
func TestTwoProcessesNeverWriteOneDirectory(t *testing.T) {
	times := 10
	if testing.Short() {
		times = 2
	}
	inFolder(t, nil)
	long := quick + "--iters 1000 --eval-every 100 "
	for k := range times {
		dir := fmt.Sprintf("run%d", k)
		args := "train --out " + dir + " " + long
		if k%2 == 1 {
			if out, err := process(t, args+"--iters 100").CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			args = "train --iters 1000 --resume " + dir
		}
		var said [2]bytes.Buffer
		var both [2]*exec.Cmd
		for i := range both {
			both[i] = process(t, args)
			both[i].Stderr = &said[i]
			if err := both[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		var refused []string
		for i, p := range both {
			if p.Wait() != nil {
				refused = append(refused, lastLine(said[i].String()))
			}
		}
		if len(refused) != 1 || !strings.Contains(refused[0], "is writing to it") && !strings.Contains(refused[0], "is not empty") {
			t.Errorf("%s: refused are %q", args, refused)
		}
		if all := records(t, dir); len(all) != 2*11 {
			t.Errorf("%s: %d records", args, len(all))
		}
		if _, err := os.Stat(filepath.Join(dir, ".lock")); err == nil {
			t.Error("a lock is left over")
		}
	}
}
