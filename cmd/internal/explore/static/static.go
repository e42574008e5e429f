// Package static writes the explorer as files for any static host: the page, and the engine
// as WebAssembly, which takes the place of the server.
package static

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/page"
	"monge/cmd/internal/file"
)

// wasm is the package that becomes WebAssembly.
const wasm = "monge/cmd/internal/explore/wasm"

// Write writes the page and its engine to a directory, which it makes if there is none. It
// calls the Go command to compile the engine. It returns an error if there is no Go command,
// or if the current directory is not in a clone of monge.
func Write(ctx context.Context, dir string) error {
	binary, script, err := compile(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	write := func(name string, text []byte) error {
		return file.Write(filepath.Join(dir, name), func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	}
	err = fs.WalkDir(page.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := page.Files.ReadFile(name)
		if err != nil {
			return err
		}
		return write(name, text)
	})
	if err != nil {
		return err
	}
	index, err := page.Index(engine.FirstFrame())
	if err != nil {
		return err
	}
	if err := write("index.html", []byte(strings.Replace(index, "carrier_websocket.js", "carrier_worker.js", 1))); err != nil {
		return err
	}
	joined, err := page.Joined()
	if err != nil {
		return err
	}
	if err := write("page.js", joined); err != nil {
		return err
	}
	if err := write("wasm_exec.js", script); err != nil {
		return err
	}
	return file.Write(filepath.Join(dir, "monge.wasm.gz"), func(w io.Writer) error {
		packed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := packed.Write(binary); err != nil {
			return err
		}
		return packed.Close()
	})
}

// compile returns the engine as WebAssembly, and the script that runs it, which is part of
// the Go distribution.
func compile(ctx context.Context) (binary, script []byte, err error) {
	root, err := command(ctx, "env", "GOROOT")
	if err != nil {
		return nil, nil, err
	}
	script, err = os.ReadFile(filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, nil, errors.New("the Go distribution has no lib/wasm/wasm_exec.js; Go 1.24 or later has")
	}
	temporary, err := os.MkdirTemp("", "monge")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(temporary)
	target := filepath.Join(temporary, "monge.wasm")
	args := []string{"build", "-trimpath", "-ldflags=-s -w"}
	for _, rarely := range []string{ // what runs rarely is not inlined
		"compress/flate", "encoding/json", "fmt", "image/png", "internal/reflectlite", "reflect", "strings", "time",
		"monge/cmd/internal/explore/engine", "monge/cmd/internal/pointfile",
	} {
		args = append(args, "-gcflags="+rarely+"=-l")
	}
	if _, err := command(ctx, append(args, "-o", target, wasm)...); err != nil {
		return nil, nil, err
	}
	binary, err = os.ReadFile(target)
	if err != nil {
		return nil, nil, err
	}
	binary, err = smaller(binary)
	return binary, script, err
}

// command runs the Go command for WebAssembly and returns what it prints.
func command(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var complaints strings.Builder
	c.Stderr = &complaints
	out, err := c.Output()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("the Go command is needed to compile the engine, and is not on the path: see go.dev/dl")
	case err != nil:
		return "", fmt.Errorf("the engine is compiled in a clone of monge; go %s says: %s", args[0], strings.TrimSpace(complaints.String()))
	}
	return string(out), nil
}
