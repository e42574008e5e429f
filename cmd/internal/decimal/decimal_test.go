package decimal_test

import (
	"testing"

	"github.com/spf13/pflag"

	"monge/cmd/internal/decimal"
)

func TestZerosBeforeANumberDoNotChangeIt(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	n, u, x := flags.Int("n", 0, ""), flags.Uint64("u", 0, ""), flags.String("x", "", "")
	decimal.Flags(flags)
	for text, want := range map[string]int{"010": 10, "08": 8, "-0012": -12, "+07": 7, "0": 0, "000": 0, "0x10": 16, "12": 12} {
		if err := flags.Set("n", text); err != nil || *n != want {
			t.Errorf("%s is %d, %v, want %d", text, *n, err, want)
		}
		if got, err := flags.GetInt("n"); err != nil || got != want {
			t.Errorf("%s is got as %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-", "--1", "1.5", "0-1", "٠١", "9223372036854775808"} {
		if err := flags.Set("n", text); err == nil {
			t.Errorf("%q is taken as %d", text, *n)
		}
	}
	if err := flags.Set("u", "018446744073709551615"); err != nil || *u != 1<<64-1 {
		t.Errorf("%d, %v", *u, err)
	}
	if err := flags.Set("x", "010"); err != nil || *x != "010" {
		t.Errorf("%q, %v", *x, err)
	}
}
