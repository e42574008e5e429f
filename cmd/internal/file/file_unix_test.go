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

// A link to nothing yet stays one, and a link to itself leads nowhere.
func TestALinkToAFileThatIsToBeStaysALink(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, to := range map[string]string{"link": "second", "second": "new/x.txt", "loop": "loop"} {
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, "here")
		return err
	}
	if err := file.Write("link", write); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile("new/x.txt"); err != nil || string(content) != "here" {
		t.Errorf("%q, %v", content, err)
	}
	if err := file.Write("loop", write); !errors.Is(err, syscall.ELOOP) {
		t.Errorf("to itself: %v", err)
	}
	for _, name := range []string{"link", "second", "loop"} {
		if info, err := os.Lstat(name); err != nil || info.Mode().Type() != fs.ModeSymlink {
			t.Errorf("%s is now %v, %v", name, info.Mode(), err)
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
