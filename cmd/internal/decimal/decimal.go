// Package decimal makes flags that hold whole numbers read 010 as ten. Package strconv,
// and so package pflag, takes it for octal 8, and 08 for no number at all: but loops of
// shells count 08, 09, 10.
package decimal

import (
	"strings"

	"github.com/spf13/pflag"
)

// Flags makes all whole numbers among flags decimal. Numbers such as 0x10 stay what they
// are.
func Flags(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		switch f.Value.Type() {
		case "int", "uint64":
			f.Value = whole{f.Value}
		}
	})
}

// whole is a flag that holds a whole number.
type whole struct{ pflag.Value }

// Set sets the number from its digits, or as the flag itself does.
func (w whole) Set(text string) error {
	digits := strings.TrimLeft(text, "+-")
	sign := text[:len(text)-len(digits)]
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		digits = strings.TrimLeft(digits[:len(digits)-1], "0") + digits[len(digits)-1:]
	}
	return w.Value.Set(sign + digits)
}
