// Package file reads files whole and writes them whole or not at all.
package file

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"

	"monge/cmd/internal/fault"
)

// Read parses the file at path. Errors of opening it name the path.
func Read[T any](path string, parse func(name string, r io.Reader) (T, error)) (T, error) {
	file, err := os.Open(path)
	if err != nil {
		var none T
		return none, fault.At(path, err)
	}
	defer file.Close()
	return parse(path, file)
}

// Write writes path, complete or not at all: what write makes goes to a file
// beside it that takes its place at the end. A link stays one, and the file it
// leads to is replaced. A pipe or a device must not be replaced: it is handed
// what there is. Write makes the directories that path needs. Errors name the path.
func Write(path string, write func(w io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	target, replace, err := place(path)
	if err != nil {
		return err
	}
	save := os.WriteFile
	if replace {
		save = maybe.WriteFile
	}
	return fault.At(path, save(target, content.Bytes(), 0o644))
}

// Stream is Write for what is too large for memory: it goes to disk while write
// makes it.
func Stream(path string, write func(w io.Writer) error) error {
	target, replace, err := place(path)
	if err != nil {
		return err
	}
	if !replace {
		device, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return fault.At(path, err)
		}
		defer device.Close()
		return write(device)
	}
	beside, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target))
	if err != nil {
		return fault.At(path, err)
	}
	defer os.Remove(beside.Name()) // it is gone if all went well
	defer beside.Close()
	if err := write(beside); err != nil {
		return err
	}
	if err := errors.Join(beside.Chmod(0o644), beside.Sync(), beside.Close()); err != nil {
		return fault.At(path, err)
	}
	return fault.At(path, os.Rename(beside.Name(), target))
}

// place returns the file that path leads to, and whether it is one to replace: a
// file, or nothing yet. It makes the directories that path needs.
func place(path string) (target string, replace bool, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", false, fault.At(path, err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return path, true, nil
	case info.IsDir():
		return "", false, fault.Atf(path, "is a directory")
	case !info.Mode().IsRegular():
		return path, false, nil
	}
	target, err = filepath.EvalSymlinks(path)
	return target, true, fault.At(path, err)
}
