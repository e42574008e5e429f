package lp

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The package documentation lists all files of the package in the order in which to read
// them, and no other files.
func TestDocumentationListsEachFileOnce(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, list, found := strings.Cut(string(text), "# How to read the code")
	if !found {
		t.Fatal("doc.go has no section on how to read the code")
	}
	listed := regexp.MustCompile(`\w+\.go\b`).FindAllString(list, -1)
	slices.Sort(listed)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(name string) bool { return name == "doc.go" || strings.HasSuffix(name, "_test.go") })
	if !slices.Equal(listed, files) {
		t.Errorf("doc.go lists\n%v\nand the package has\n%v", listed, files)
	}
}
