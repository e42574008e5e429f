//go:build unix

package main

import (
	"io"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// planOfGood is the plan between the clouds of good.
const planOfGood = "from,to,mass\n0,0,0.5\n1,1,0.5\n"

// To replace what is no regular file would destroy it: as root, even /dev/full.
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
