//go:build linux

package rundir_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"monge/cmd/internal/file/filetest"
	"monge/cmd/internal/rundir"
)

// The disk is full in the middle of a run. The writer says so, and when there is room again
// the run goes on from its last checkpoint to the same bytes.
func TestAFullDiskLosesNothing(t *testing.T) {
	whole := finished(t)
	disk := filetest.NewDisk(t, "1m")
	dir := filepath.Join(disk.Dir, "run")
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
	for err == nil && comparison.Step < comparison.Config.Iterations {
		if comparison.Step == 4 {
			disk.Fill(t, 0)
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
	disk.Free(t)
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
