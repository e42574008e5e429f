package pointfile

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"monge/cmd/internal/fault"
)

// isHeader reports whether the fields of a first line are the names of columns:
// none is a number, and each looks like a name. The first may be empty, as above
// the index of a pandas DataFrame.
func isHeader(fields []string) bool {
	for k, field := range fields {
		if field == "" && k == 0 && len(fields) > 1 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(field)
		if isNumber(field, false) || missing[strings.ToLower(field)] || !unicode.IsLetter(first) && !strings.ContainsRune("_([{|‖$<", first) {
			return false
		}
	}
	return true
}

// isPandasHeader reports whether the fields are what pandas writes above a
// DataFrame whose columns have no names: "", 0, 1, 2, …
func isPandasHeader(fields []string) bool {
	for k, field := range fields {
		if k == 0 && field != "" || k > 0 && field != strconv.Itoa(k-1) {
			return false
		}
	}
	return len(fields) > 1
}

// missing holds the words that programs write for a missing value.
var missing = map[string]bool{
	"na": true, "n/a": true, "nan": true, "null": true, "none": true, "nil": true, "missing": true,
	"true": true, "false": true, // values as well, not names of columns
}

// columnNames finds the columns of a file by their names.
type columnNames struct {
	file   string
	header []string
	exact  map[string]int // from a name to the index of its column, or to several
	folded map[string]int // the same for names in lower case
}

// several replaces the index if several columns have the same name.
const several = -1

func newColumnNames(file string, header []string) columnNames {
	c := columnNames{file, header, make(map[string]int, len(header)), make(map[string]int, len(header))}
	put := func(indices map[string]int, title string, k int) {
		if _, taken := indices[title]; taken {
			k = several
		}
		indices[title] = k
	}
	for k, title := range header {
		put(c.exact, title, k)
		put(c.folded, strings.ToLower(title), k)
	}
	return c
}

// find returns the index of a column. Case matters only if names differ in case alone.
func (c columnNames) find(title string) (int, error) {
	index, found := c.exact[title]
	if found && index == several {
		return 0, fault.Atf(c.file, "two columns are called %s", fault.Quote(title))
	}
	if !found {
		index, found = c.folded[strings.ToLower(title)]
	}
	if !found || index == several {
		return 0, fault.Atf(c.file, "no column %s; its header is %s", fault.Quote(title), listNames(c.header))
	}
	return index, nil
}

// listNames returns the names of a header for a message, at most 40 characters.
func listNames(header []string) string { return fault.Shorten(strings.Join(header, ", ")) }

// indexProblem says what is wrong with a file that has an index column.
const indexProblem = "its first column has no name, like the index of a pandas DataFrame"

// hasIndexColumn reports whether the first column seems to be the index of a DataFrame.
func hasIndexColumn(header []string) bool {
	return len(header) > 1 && (header[0] == "" || strings.HasPrefix(header[0], "Unnamed:"))
}

// checkCoordinateNames returns an error if the name of a column suggests that it is not a
// coordinate. weight is the index of the column of weights. Options.Columns overrides this
// check.
func checkCoordinateNames(name string, header []string, weight int) error {
	if hasIndexColumn(header) {
		return fault.Atf(name, "%s: write the file with index=False, or name the coordinates with --columns", indexProblem)
	}
	for k, title := range header {
		if k == weight {
			continue
		}
		switch strings.ToLower(title) {
		case "w":
			if slices.ContainsFunc(header, func(other string) bool { return strings.EqualFold(other, "z") }) {
				continue // x, y, z, w
			}
			fallthrough
		case "weights", "mass", "masses", "probability", "prob", "frequency":
			if weight < 0 {
				return fault.Atf(name, "column %q may hold weights: give --weight-column %s, or name the coordinates with --columns", title, title)
			}
		case "label", "labels", "class", "id", "index", "target":
			return fault.Atf(name, "column %q does not look like a coordinate: name the coordinates with --columns", title)
		}
	}
	return nil
}
