package engine

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"monge/cmd/internal/explore/page"
	"monge/lp"
)

// The page offers the ground costs that lp has, in the same order, and no others.
func TestThePageOffersEveryGroundCost(t *testing.T) {
	text, err := fs.ReadFile(page.Files, "distances_presets.js")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "export const grounds = [")
	list, _, _ = strings.Cut(list, "\n];")
	lines := strings.Split(strings.TrimSpace(list), "\n")
	if len(lines) != len(lp.Grounds()) {
		t.Fatalf("the page has %d, lp %d:%s", len(lines), len(lp.Grounds()), list)
	}
	for k, g := range lp.Grounds() {
		if want := fmt.Sprintf("['%v', ", g); !strings.Contains(lines[k], want) {
			t.Errorf("%s, want %s", lines[k], want)
		}
	}
}
