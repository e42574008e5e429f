package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program in CONTRIBUTING.md is built in a module of its own, which finds
// monge as that file says.
func TestAnotherModuleUsesMongeAsContributingSays(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program")
	}
	monge, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(monge, ".github", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	programs := blocks(string(text), "go")
	if len(programs) != 1 {
		t.Fatalf("%d programs", len(programs))
	}
	sums, err := os.ReadFile(filepath.Join(monge, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	replace := "monge=" + monge
	if !strings.Contains(string(text), "go mod edit -require monge@v0.0.0 -replace monge=../monge\n") {
		t.Error("CONTRIBUTING.md has another command")
	}
	inFolder(t, map[string]string{"main.go": programs[0], "go.sum": string(sums)})
	var out []byte
	for _, args := range []string{
		"mod init example.org/app",
		"mod edit -require monge@v0.0.0 -replace " + replace,
		"run -mod=mod .",
	} {
		command := exec.Command("go", strings.Fields(args)...)
		command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		if out, err = command.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", args, err, out)
		}
	}
	if string(out) != "3\n" {
		t.Errorf("it prints %q", out)
	}
}
