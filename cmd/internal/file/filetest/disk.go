//go:build linux

// Package filetest makes disks that are full, for tests of what writes files.
package filetest

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Disk is a small file system.
type Disk struct{ Dir string }

// NewDisk mounts a disk of that size, such as "1m", until the test ends. It skips the test if
// this process may not mount.
func NewDisk(t *testing.T, size string) Disk {
	t.Helper()
	d := Disk{t.TempDir()}
	if err := unix.Mount("monge", d.Dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("only who may mount can fill a disk: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(d.Dir, unix.MNT_DETACH) })
	return d
}

// filler is the name of the file that fills a disk.
const filler = "filler"

// Fill leaves room for that many bytes.
func (d Disk) Fill(t *testing.T, room int) {
	t.Helper()
	var all unix.Statfs_t
	if err := unix.Statfs(d.Dir, &all); err != nil {
		t.Fatal(err)
	}
	size := int(all.Bavail)*int(all.Bsize) - room
	if err := os.WriteFile(filepath.Join(d.Dir, filler), make([]byte, size), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Free gives back what Fill took.
func (d Disk) Free(t *testing.T) {
	t.Helper()
	if err := os.Remove(filepath.Join(d.Dir, filler)); err != nil {
		t.Fatal(err)
	}
}
