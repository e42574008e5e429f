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
