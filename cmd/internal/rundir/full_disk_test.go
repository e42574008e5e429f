//go:build linux

package rundir_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"monge/cmd/internal/rundir"
)

// The disk is full in the middle of a run. The writer says so, and when there is room again
// the run goes on from its last checkpoint to the same bytes.
func TestAFullDiskLosesNothing(t *testing.T) {
	whole := finished(t)
	disk := t.TempDir()
	if err := unix.Mount("monge", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("only who may mount can fill a disk: %v", err)
	}
	defer unix.Unmount(disk, unix.MNT_DETACH)
	dir := filepath.Join(disk, "run")
	w, err := rundir.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := w.Start()
	if err != nil {
		t.Fatal(err)
	}
	run, err := rundir.Create(dir, comparison, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(disk, "filler")
	for err == nil && comparison.Step < comparison.Config.Iterations {
		if comparison.Step == 4 {
			fillUp(t, filler)
		}
		records, failure := comparison.Advance(context.Background(), comparison.Next(), nil)
		if failure != nil {
			t.Fatal(failure)
		}
		err = run.Keep(records)
	}
	run.Close()
	if !errors.Is(err, unix.ENOSPC) || run.Saved > 8 {
		t.Fatalf("at step %d: %v, want %v", run.Saved, err, unix.ENOSPC)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	again, err := rundir.Resume(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, again)
	for _, name := range []string{rundir.CheckpointFile, rundir.ConfigFile, rundir.RealFile(1)} {
		if !bytes.Equal(content(t, filepath.Join(dir, name)), content(t, filepath.Join(whole, name))) {
			t.Errorf("another %s", name)
		}
	}
}

// fillUp writes a file until its disk has no room.
func fillUp(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
}
