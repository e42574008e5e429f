//go:build unix

package file_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"monge/cmd/internal/file"
)

// Who hides files from others finds them hidden still, and a long name is as good as a
// short one.
func TestPermissionsAreThoseOfTheUmaskOrOfTheFileBefore(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	for name, write := range map[string]func(string, func(io.Writer) error) error{"write": file.Write, "stream": file.Stream} {
		path := filepath.Join(t.TempDir(), name+strings.Repeat("x", 240))
		for _, want := range []os.FileMode{0o600, 0o640} {
			err := write(path, func(w io.Writer) error {
				_, err := io.WriteString(w, "secret")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode() != want || info.Size() != 6 {
				t.Errorf("%s: %v, %v, want %v", name, info, err, want)
			}
			if err := os.Chmod(path, 0o640); err != nil { // of the second time
				t.Fatal(err)
			}
		}
	}
}

func TestAProtectedFileIsNotReplaced(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write every file")
	}
	path := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(path, []byte("keep"), 0o400); err != nil {
		t.Fatal(err)
	}
	if err := file.Write(path, func(io.Writer) error { return nil }); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "keep" {
		t.Errorf("%q, %v", content, err)
	}
}
