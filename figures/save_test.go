package figures

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plain returns a figure that is quick to draw.
func plain(t *testing.T) *Figure {
	t.Helper()
	f, err := Hierarchy(HierarchyParams{Terms: 2})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// entries returns the names in a directory.
func entries(t *testing.T, directory string) []string {
	t.Helper()
	list, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

func TestSaveWritesWhatEncodeWrites(t *testing.T) {
	f := plain(t)
	for _, format := range []string{"png", "svg", "pdf"} {
		directory := t.TempDir()
		path := filepath.Join(directory, "a."+format)
		if err := os.WriteFile(path, []byte("an older one"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := f.Save(path); err != nil {
			t.Fatal(err)
		}
		saved, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(saved, encode(t, f, format)) {
			t.Errorf("%s: saved and encoded figure differ", format)
		}
		if names := entries(t, directory); len(names) != 1 {
			t.Errorf("%s: %q are left", format, names)
		}
	}
}

func TestSaveLeavesNothingBehindOnFailure(t *testing.T) {
	f := plain(t)
	directory := t.TempDir()
	occupied := filepath.Join(directory, "occupied.png")
	if err := os.Mkdir(occupied, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		filepath.Join(directory, "a.gif"),
		filepath.Join(directory, "a"),
		filepath.Join(directory, "nowhere", "a.png"),
		occupied, // a directory: found out only at the end
	} {
		if err := f.Save(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v does not name %s", err, path)
		}
	}
	if names := entries(t, directory); len(names) != 1 || names[0] != "occupied.png" {
		t.Errorf("%q are left", names)
	}
	if err := f.Save(filepath.Join(directory, "nowhere", "a.png")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v hides its cause", err)
	}
}

// full is a writer with no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestEncodeReportsWhatWentWrong(t *testing.T) {
	f := plain(t)
	for _, format := range []string{"png", "svg", "pdf"} {
		if err := f.Encode(full{}, format); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: error %v, want the writer's", format, err)
		}
	}
	if err := f.Encode(&bytes.Buffer{}, "jpg"); err == nil || !strings.Contains(err.Error(), `"jpg"`) || !strings.Contains(err.Error(), "svg") {
		t.Errorf("error %v does not name the format and those there are", err)
	}
}
