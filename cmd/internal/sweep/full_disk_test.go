//go:build linux

package sweep

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"monge/cmd/internal/file/filetest"
)

// The disk is full at different times of a run. The worker says so, and when there is
// room again the next one ends with the same bytes.
func TestAFullDiskLosesNothing(t *testing.T) {
	want := whole(t)
	disk := filetest.NewDisk(t, "256k")
	for _, room := range []int{0, 4 << 10, 8 << 10, 12 << 10} {
		s, err := NewPlan(t.Context(), filepath.Join(disk.Dir, "sweep"), []Grid{tiny}, Options{Tasks: 2, Each: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		disk.Fill(t, room)
		err = (&Worker{Sweep: s}).Run(t.Context(), s.AllTasks())
		if !errors.Is(err, unix.ENOSPC) {
			t.Errorf("with room for %d bytes: %v, want %v", room, err, unix.ENOSPC)
		}
		if _, err := s.Collect(t.Context(), filepath.Join(disk.Dir, "r.csv")); !errors.Is(err, unix.ENOSPC) {
			t.Errorf("with room for %d bytes: collect says %v", room, err)
		}
		if _, err := os.Stat(filepath.Join(disk.Dir, "r.csv")); err == nil {
			t.Errorf("with room for %d bytes: half a table", room)
		}
		disk.Free(t)
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
