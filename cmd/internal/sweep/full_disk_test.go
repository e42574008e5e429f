//go:build linux

package sweep

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The disk is full at different times of a run. The worker says so, and when there is
// room again the next one ends with the same bytes.
func TestAFullDiskLosesNothing(t *testing.T) {
	want := whole(t)
	disk := t.TempDir()
	if err := unix.Mount("monge", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("only who may mount can fill a disk: %v", err)
	}
	defer unix.Unmount(disk, unix.MNT_DETACH)
	filler := filepath.Join(disk, "filler")
	for _, room := range []int{0, 4 << 10, 8 << 10, 12 << 10} {
		s, err := NewPlan(t.Context(), filepath.Join(disk, "sweep"), []Grid{tiny}, Options{Tasks: 2, Each: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, filler, disk, room)
		err = (&Worker{Sweep: s}).Run(t.Context(), s.All())
		if !errors.Is(err, unix.ENOSPC) {
			t.Errorf("with room for %d bytes: %v, want %v", room, err, unix.ENOSPC)
		}
		if _, err := s.Collect(filepath.Join(disk, "r.csv")); !errors.Is(err, unix.ENOSPC) {
			t.Errorf("with room for %d bytes: collect says %v", room, err)
		}
		if _, err := os.Stat(filepath.Join(disk, "r.csv")); err == nil {
			t.Errorf("with room for %d bytes: half a table", room)
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		status, err := s.Status()
		if err != nil || status.Done == 2 || len(status.Errors) > 0 && !strings.Contains(status.Errors[0], "no space left on device") {
			t.Errorf("with room for %d bytes: %+v, %v", room, status, err)
		}
		do(t, s, 0, 1)
		if got, _ := tableOf(t, s, "r.csv"); got != want {
			t.Errorf("with room for %d bytes: another table", room)
		}
		if err := os.RemoveAll(s.Dir); err != nil {
			t.Fatal(err)
		}
	}
}

// fill leaves room for that many bytes on a disk.
func fill(t *testing.T, path, disk string, room int) {
	t.Helper()
	var all unix.Statfs_t
	if err := unix.Statfs(disk, &all); err != nil {
		t.Fatal(err)
	}
	size := int(all.Bavail)*int(all.Bsize) - room
	if err := os.WriteFile(path, bytes.Repeat([]byte{1}, size), 0o644); err != nil {
		t.Fatal(err)
	}
}
