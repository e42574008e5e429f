package gan

import (
	"fmt"
	"slices"
	"strings"
)

// names are the names of the values of an enumeration, which count from 1. The zero value
// has no name: a setting that was left out gives an error.
type names []string

// text returns the name of a value, or "kind(9)" if it has none.
func (n names) text(kind string, value int) string {
	if value < 1 || value > len(n) {
		return fmt.Sprintf("%s(%d)", kind, value)
	}
	return n[value-1]
}

// marshal returns the name of a value, or an error if it has none.
func (n names) marshal(kind string, value int) ([]byte, error) {
	if err := n.check(kind, value); err != nil {
		return nil, err
	}
	return []byte(n[value-1]), nil
}

// check returns an error if the value has no name.
func (n names) check(kind string, value int) error {
	if value < 1 || value > len(n) {
		return fmt.Errorf("gan: %s %d does not exist (there are %s)", kind, value, strings.Join(n, ", "))
	}
	return nil
}

// parse returns the value of that name, or an error that lists the names.
func parse[T ~int](kind, name string, all names) (T, error) {
	if k := slices.Index(all, name); k >= 0 {
		return T(k + 1), nil
	}
	return 0, fmt.Errorf("gan: unknown %s %q (there are %s)", kind, name, strings.Join(all, ", "))
}
