package gan

import (
	"fmt"
	"slices"
	"strings"
)

// parse returns the place of name among names, or an error that lists them.
func parse[T ~int](kind, name string, names []string) (T, error) {
	if k := slices.Index(names, name); k >= 0 {
		return T(k), nil
	}
	return 0, fmt.Errorf("gan: unknown %s %q (there are %s)", kind, name, strings.Join(names, ", "))
}
