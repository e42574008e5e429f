// Package file reads files whole and writes them whole or not at all.
package file

import (
	"bytes"
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
	save, target := maybe.WriteFile, path
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fault.At(path, err)
	}
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return fault.Atf(path, "is a directory")
		case !info.Mode().IsRegular():
			save = os.WriteFile
		default:
			if target, err = filepath.EvalSymlinks(path); err != nil {
				return fault.At(path, err)
			}
		}
	}
	return fault.At(path, save(target, content.Bytes(), 0o644))
}
