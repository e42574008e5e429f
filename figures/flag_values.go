package figures

import (
	"encoding"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"monge/gan"
)

// wordFlag defines a flag whose value is a name, such as that of an activation.
func wordFlag[T fmt.Stringer, P textPointer[T]](flags *pflag.FlagSet, value P, name, usage string) {
	flags.Var(word[T, P]{value}, name, usage)
}

// textPointer is a pointer to a value that can be read from its name.
type textPointer[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// word implements pflag.Value.
type word[T fmt.Stringer, P textPointer[T]] struct{ value P }

func (w word[T, P]) String() string { return (*w.value).String() }
func (w word[T, P]) Type() string   { return "string" }

func (w word[T, P]) Set(name string) error {
	if err := w.value.UnmarshalText([]byte(name)); err != nil {
		return withoutPackage(err)
	}
	return nil
}

// lossList implements pflag.Value: the names of losses, separated by commas.
type lossList struct{ losses *[]gan.Loss }

func (l lossList) Type() string { return "strings" }

func (l lossList) String() string {
	names := make([]string, len(*l.losses))
	for k, loss := range *l.losses {
		names[k] = loss.String()
	}
	return strings.Join(names, ",")
}

func (l lossList) Set(names string) error {
	var losses []gan.Loss
	for name := range strings.SplitSeq(names, ",") {
		loss, err := gan.ParseLoss(strings.TrimSpace(name))
		if err != nil {
			return withoutPackage(err)
		}
		losses = append(losses, loss)
	}
	*l.losses = losses
	return nil
}

// withoutPackage returns err without the prefix of package gan. pflag adds the flag's
// name.
func withoutPackage(err error) error { return errors.New(strings.TrimPrefix(err.Error(), "gan: ")) }
