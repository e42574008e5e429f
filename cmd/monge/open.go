package main

import (
	"fmt"
	"os/exec"
	"runtime"

	"monge/cmd/internal/fault"
)

// openFile opens a file or a URL with the system's program for it. It does not wait for
// that program to end.
func openFile(path string) error {
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	}
	c := exec.Command(name, args...)
	if err := c.Start(); err != nil {
		return fault.At(path, fmt.Errorf("it cannot be opened: %w", err))
	}
	go c.Wait()
	return nil
}
