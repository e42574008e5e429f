package main

import (
	"strings"
	"testing"
)

// A line that is longer than the terminal is wide would fill the next one, too, and the bar
// would scroll instead of moving.
func TestAProgressBarFitsIntoATerminal(t *testing.T) {
	words := "step 3900, EM wgan 1.15 minimax 1.15 nonsaturating 1.15 wgan-gp 1.15"
	for _, width := range []int{27, 40, 80, 94, 200} {
		got := shorten(words, width)
		if length := len([]rune(got)) + barColumns; length > width {
			t.Errorf("%d columns of %d: %q", length, width, got)
		}
		if whole := width >= len(words)+barColumns; whole != (got == words) {
			t.Errorf("%d columns: %q", width, got)
		}
		if !strings.HasPrefix(words, strings.TrimSuffix(got, "…")) {
			t.Errorf("%d columns: %q", width, got)
		}
	}
}
