package main

import (
	"encoding"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"monge/gan"
)

// textPointer is a pointer to a value that has a name and is read from it.
type textPointer[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// wordVar makes an enumeration's value a flag, which takes its name.
func wordVar[T fmt.Stringer, P textPointer[T]](flags *pflag.FlagSet, value P, name, usage string) {
	flags.Var(word[T, P]{value}, name, usage)
}

type word[T fmt.Stringer, P textPointer[T]] struct{ value P }

func (w word[T, P]) String() string { return (*w.value).String() }
func (w word[T, P]) Type() string   { return "string" }

func (w word[T, P]) Set(name string) error {
	if err := w.value.UnmarshalText([]byte(name)); err != nil {
		return withoutPackage(err)
	}
	return nil
}

// withoutPackage returns err without the name of package gan: the flag is its place.
func withoutPackage(err error) error { return errors.New(strings.TrimPrefix(err.Error(), "gan: ")) }

// lossesVar makes losses a flag, which takes their names with commas between them. The
// first flag replaces the default, others are added.
func lossesVar(flags *pflag.FlagSet, losses *[]gan.Loss, name, usage string) {
	flags.Var(&lossList{losses: losses}, name, usage)
}

type lossList struct {
	losses *[]gan.Loss
	given  bool
}

func (l *lossList) String() string { return "[" + lossNames(*l.losses) + "]" }
func (l *lossList) Type() string   { return "strings" }

func (l *lossList) Set(names string) error {
	losses, err := parseLosses(names)
	if err != nil {
		return withoutPackage(err)
	}
	if l.given {
		losses = append(*l.losses, losses...)
	}
	*l.losses, l.given = losses, true
	return nil
}

// lossNames returns the names of losses with commas between them, parseLosses the losses.
func lossNames(losses []gan.Loss) string {
	names := make([]string, len(losses))
	for k, loss := range losses {
		names[k] = loss.String()
	}
	return strings.Join(names, ",")
}

func parseLosses(names string) ([]gan.Loss, error) {
	var losses []gan.Loss
	for name := range strings.SplitSeq(names, ",") {
		loss, err := gan.ParseLoss(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		losses = append(losses, loss)
	}
	return losses, nil
}
