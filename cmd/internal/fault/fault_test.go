package fault_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"monge/cmd/internal/fault"
)

func ExampleMessage() {
	_, err := os.Open("no/such.csv")
	fmt.Println(fault.Message(fault.At("no/such.csv", err)))
	fmt.Println(fault.Message(fault.At("p.csv", errors.New("metrics: 3 weights for 2 points"))))
	fmt.Println(fault.Message(fault.Atf("p.csv:3", "weight %v is negative", -0.2)))
	// Output:
	// no/such.csv: no such file or directory
	// p.csv: 3 weights for 2 points
	// p.csv:3: weight -0.2 is negative
}

func TestAPlaceKeepsWhatItWraps(t *testing.T) {
	err := fault.Usage(fault.At("run/log.jsonl", fmt.Errorf("gan: stopped: %w", context.Canceled)))
	var usage *fault.UsageError
	var at *fault.Error
	if !errors.Is(err, context.Canceled) || !errors.As(err, &usage) || !errors.As(err, &at) || at.Place != "run/log.jsonl" {
		t.Errorf("%#v", err)
	}
	if got := fault.Message(err); got != "run/log.jsonl: stopped: context canceled" {
		t.Errorf("%q", got)
	}
	if fault.At("x", nil) != nil || fault.Usage(nil) != nil {
		t.Error("an error without a cause")
	}
}

// A place that looks like the name of a package is not cut off.
func TestOnlyTheNameOfAPackageIsLeftOut(t *testing.T) {
	for want, err := range map[string]error{
		"data: is a directory":  fault.Atf("data", "is a directory"),
		"no supply":             errors.New("lp: no supply"),
		"data: gone (or moved)": fmt.Errorf("%w (or moved)", fault.Atf("data", "gone")),
		"p.csv: no data":        errors.New("p.csv: no data"),
	} {
		if got := fault.Message(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNothingReachesTheTerminalThatDoesNotPrint(t *testing.T) {
	for text, want := range map[string]string{
		"a\033[2Jb":  `a\x1b[2Jb`,
		"a\xffb\x00": `a\xffb\x00`,
		"a\u202eb":   `a\u202eb`, // turns the direction of writing
		"größe θ ‖ ": "größe θ ‖ ",
		"line\nline": `line\nline`,
	} {
		if got := fault.Clean(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := fault.Message(fault.Atf("a\033[2J.csv", "two\nlines")); got != `a\x1b[2J.csv: two lines` {
		t.Errorf("%q", got)
	}
}

func TestAQuotationHasAtMostFortyCharacters(t *testing.T) {
	for n, want := range map[int]string{40: strings.Repeat("é", 40), 41: strings.Repeat("é", 39) + "…"} {
		if got := fault.Quote(strings.Repeat("é", n)); got != `"`+want+`"` {
			t.Errorf("%d characters: %s", n, got)
		}
	}
	other := fmt.Errorf("json: unknown field %q in %q", strings.Repeat("x", 500), "short")
	if got := fault.Message(other); got != `unknown field "`+strings.Repeat("x", 39)+`…" in "short"` {
		t.Errorf("%s", got)
	}
}

func TestWhatIsToBePastedIsQuoted(t *testing.T) {
	for path, want := range map[string]string{"run-1": "run-1", "my run": "'my run'", "it's": `'it'\''s'`, "-x": "./-x", "": "''", "größe": "größe", "$HOME": "'$HOME'"} {
		if got := fault.ShellQuote(path); got != want {
			t.Errorf("%q is pasted as %s, want %s", path, got, want)
		}
	}
}
