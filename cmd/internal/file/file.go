// Package file reads files whole and writes them whole or not at all.
package file

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"monge/cmd/internal/fault"
)

// Read parses the file at path. It returns an error that names the path if the file cannot be
// opened or is a directory.
func Read[T any](path string, parse func(name string, r io.Reader) (T, error)) (T, error) {
	file, err := os.Open(path)
	if err != nil {
		var none T
		return none, fault.At(path, err)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		var none T
		return none, fault.Atf(path, "is a directory")
	}
	return parse(path, file)
}

// Write writes the file at path, complete or not at all: it writes a temporary file in the
// same directory and renames that at the end. It makes the directories that path needs.
// Errors name path.
//
// If path is a link, Write replaces the file that the link leads to. It writes into a pipe or
// a device without replacing it. A file that is replaced keeps its permissions; a file that
// may not be written is not replaced, and is an error. So is a path that ends like that of a
// directory, as "out/". A new file has the permissions that the umask leaves of rw-r--r--.
func Write(path string, write func(w io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	return Stream(path, func(w io.Writer) error {
		_, err := content.WriteTo(w)
		return err
	})
}

// Stream is Write for content that is too large for memory: write writes to the disk.
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
		if err := write(named{device, path}); err != nil {
			device.Close()
			return err
		}
		return fault.At(path, device.Close())
	}
	beside, err := createBeside(target)
	if err != nil {
		return fault.At(path, err)
	}
	defer os.Remove(beside.Name()) // it is gone if all went well
	defer beside.Close()
	if err := write(named{beside, path}); err != nil {
		return err
	}
	if before, err := os.Stat(target); err == nil {
		if err := beside.Chmod(before.Mode().Perm()); err != nil {
			return fault.At(path, err)
		}
	}
	if err := errors.Join(beside.Sync(), beside.Close()); err != nil {
		return fault.At(path, err)
	}
	return fault.At(path, os.Rename(beside.Name(), target))
}

// named is a file whose errors of writing name path, which the user knows.
type named struct {
	file *os.File
	path string
}

func (n named) Write(content []byte) (int, error) {
	count, err := n.file.Write(content)
	return count, fault.At(n.path, err)
}

// Check returns the error that Write would return for a path where it cannot write, as far as
// that can be told before there is anything to write. It leaves nothing behind.
func Check(path string) error {
	info, err := os.Stat(path)
	switch {
	case isDirectoryPath(path):
		return fault.Atf(path, "is a directory")
	case err == nil && !info.Mode().IsRegular() && !info.IsDir():
		return nil // a pipe: to open it may wait for its reader
	case err == nil:
		_, _, err := place(path)
		return err
	case !errors.Is(err, fs.ErrNotExist):
		return fault.At(path, err)
	}
	dir := filepath.Dir(path)
	for { // up to a directory that exists: Write makes those below it
		_, err := os.Stat(dir)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			return fault.At(path, err)
		}
		dir = filepath.Dir(dir)
	}
	beside, err := createBeside(filepath.Join(dir, filepath.Base(path)))
	if err != nil {
		return fault.At(path, err)
	}
	beside.Close()
	return fault.At(path, os.Remove(beside.Name()))
}

// isDirectoryPath reports whether path ends like that of a directory.
func isDirectoryPath(path string) bool { return path != "" && os.IsPathSeparator(path[len(path)-1]) }

// createBeside creates a file in the directory of path, called as path with a point before
// and a number after it. A process that is killed leaves it.
func createBeside(path string) (*os.File, error) {
	dir, name := filepath.Split(path)
	if len(name) > 200 { // names have at most 255 bytes
		name = "monge"
	}
	for {
		other := filepath.Join(dir, "."+name+strconv.FormatUint(rand.Uint64(), 10))
		beside, err := os.OpenFile(other, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return beside, err
		}
	}
}

// place returns the file that path leads to, and whether it is one to replace: a
// file, or nothing yet. It makes the directories that path needs.
func place(path string) (target string, replace bool, err error) {
	if isDirectoryPath(path) {
		return "", false, fault.Atf(path, "is a directory")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", false, fault.At(path, err)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		link, err := os.Readlink(path)
		if err != nil {
			return path, true, nil
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		return place(link) // a link to a file that is to be
	case err != nil:
		return "", false, fault.At(path, err)
	case info.IsDir():
		return "", false, fault.Atf(path, "is a directory")
	case !info.Mode().IsRegular():
		return path, false, nil
	}
	writable, err := os.OpenFile(path, os.O_WRONLY, 0) // a protected file is not replaced
	if err != nil {
		return "", false, fault.At(path, err)
	}
	writable.Close()
	target, err = filepath.EvalSymlinks(path)
	return target, true, fault.At(path, err)
}
