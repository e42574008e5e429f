package gan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The test and the notebook of each lesson name the state that the explorer has for it.
func TestEachLessonNamesItsStateOfTheExplorer(t *testing.T) {
	read := func(pattern string) string {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: %v, %v", pattern, paths, err)
		}
		return string(must(os.ReadFile(paths[0]))(t))
	}
	for lesson := range 11 {
		folder, state := "../metrics", fmt.Sprintf("#lesson%d", lesson)
		if lesson == 0 || lesson > 6 {
			folder = "."
		}
		for _, pattern := range []string{fmt.Sprintf("%s/lesson%02d_*_test.go", folder, lesson), fmt.Sprintf("../notebooks/%02d_*.ipynb", lesson)} {
			if !strings.Contains(read(pattern), "In the page: "+state) && !strings.Contains(read(pattern), "In the page: `"+state+"`") {
				t.Errorf("%s does not name %s", pattern, state)
			}
		}
	}
	lessons := read("../cmd/internal/explore/page/lessons.js")
	if n := strings.Count(lessons, "\n    address: '#"); n != 11 {
		t.Errorf("the explorer has %d lessons, want 11", n)
	}
}
