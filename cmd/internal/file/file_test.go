package file_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
)

func ExampleRead() {
	_, err := file.Read("no/such.txt", func(_ string, r io.Reader) ([]byte, error) { return io.ReadAll(r) })
	fmt.Println(fault.Message(err), errors.Is(err, os.ErrNotExist))
	// Output: no/such.txt: no such file or directory true
}

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.txt")
	write := func(text string, err error) error {
		return file.Write(path, func(w io.Writer) error {
			io.WriteString(w, text)
			return err
		})
	}
	if err := write("whole", nil); err != nil {
		t.Fatal(err)
	}
	if err := write("half", io.ErrUnexpectedEOF); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "whole" {
		t.Errorf("%q, %v", content, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if err := file.Write(dir, func(io.Writer) error { return nil }); fault.Message(err) != dir+": is a directory" {
		t.Error(err)
	}
}

// What cannot be written is known before hours of work, by the error that Write would return.
func TestCheckTellsWhatWriteWouldReturn(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "x.txt")
	if err := os.WriteFile(there, []byte("keep"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{there, dir, filepath.Join(there, "y.txt"), filepath.Join(there, "z", "y.txt"), filepath.Join(dir, "y.txt"), filepath.Join(dir, "a", "b", "y.txt"), filepath.Join(dir, "a") + string(filepath.Separator)} {
		checked := file.Check(path)
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("%s: %v are left, %v", path, entries, err)
		}
		if content, err := os.ReadFile(there); err != nil || string(content) != "keep" {
			t.Errorf("%s: the file holds %q, %v", path, content, err)
		}
		written := file.Write(path, func(w io.Writer) error {
			_, err := io.WriteString(w, "keep")
			return err
		})
		if (checked == nil) != (written == nil) || written != nil && fault.Message(checked) != fault.Message(written) {
			t.Errorf("%s: %v, but Write says %v", path, checked, written)
		}
		for _, name := range []string{"y.txt", "a"} {
			os.RemoveAll(filepath.Join(dir, name))
		}
	}
}
