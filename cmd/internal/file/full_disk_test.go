//go:build linux

package file_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/file/filetest"
)

// When the disk is full the error names the file that was asked for, and not the one beside
// it. Nothing of it stays.
func TestAFullDiskIsAnErrorOfTheFileThatWasAskedFor(t *testing.T) {
	disk := filetest.NewDisk(t, "64k")
	path := filepath.Join(disk.Dir, "x.txt")
	for name, write := range map[string]func(string, func(io.Writer) error) error{"Write": file.Write, "Stream": file.Stream} {
		err := write(path, func(w io.Writer) error {
			_, err := w.Write(bytes.Repeat([]byte("0"), 100_000))
			return err
		})
		if want := path + ": no space left on device"; !errors.Is(err, unix.ENOSPC) || fault.Message(err) != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
		if entries, err := os.ReadDir(disk.Dir); err != nil || len(entries) != 0 {
			t.Errorf("%s leaves %v, %v", name, entries, err)
		}
	}
}
