package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"time"

	"monge/cmd/internal/fault"
)

// openFile opens a file or a URL with the system's program for it. It returns an error if the
// program cannot be started, or fails within openTime. It does not wait longer: some programs
// run until the user closes the window.
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
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fault.At(path, fmt.Errorf("it cannot be opened: %s: %w", name, err))
		}
	case <-time.After(openTime):
	}
	return nil
}

// openTime is the time after which a program that still runs has probably opened the file.
const openTime = 2 * time.Second
