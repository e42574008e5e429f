package figures

import (
	"encoding"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"monge/gan"
)

// nameFlag defines a flag for a value that has a name, such as an activation.
func nameFlag[T fmt.Stringer, P textPointer[T]](flags *pflag.FlagSet, value P, name, usage string) {
	flags.Var(namedValue[T, P]{value}, name, usage)
}

// textPointer is a pointer to a value that can be read from its name.
type textPointer[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// namedValue implements pflag.Value.
type namedValue[T fmt.Stringer, P textPointer[T]] struct{ value P }

func (w namedValue[T, P]) String() string { return (*w.value).String() }
func (w namedValue[T, P]) Type() string   { return "string" }

func (w namedValue[T, P]) Set(name string) error {
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
