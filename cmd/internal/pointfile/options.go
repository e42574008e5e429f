package pointfile

import (
	"fmt"
	"strings"

	"monge/cmd/internal/fault"
)

// Options say how to read a file. The zero value detects all that can be detected,
// and takes every column but that of the weights as a coordinate.
type Options struct {
	Columns   []string // names of the coordinates, in this order; nil: all
	Weight    string   // name of the column that holds weights; "": WeightColumn
	Separator rune     // between fields: ',', ';', '\t' or ' '; 0: detected
	Decimal   rune     // '.' or ','; 0: detected

	// Note, if not nil, is called with what was detected. Warn, if not nil, is called with
	// what may have another meaning, and with numbers that lose digits.
	Note, Warn func(text string)

	noPoints bool // rows are not points: no warning that two numbers in a row may be one
}

// WeightColumn is the header, in any case, of the column that holds weights.
const WeightColumn = "weight"

// ParseSeparator returns the separator of that name: a comma, a semicolon, "tab"
// or "space".
func ParseSeparator(name string) (rune, error) {
	switch strings.ToLower(name) {
	case ",", "comma":
		return ',', nil
	case ";", "semicolon":
		return ';', nil
	case "\t", `\t`, "tab":
		return '\t', nil
	case " ", "space":
		return ' ', nil
	}
	return 0, fmt.Errorf("unknown separator %s (want comma, semicolon, tab or space)", fault.Quote(name))
}

// ParseDecimal returns the decimal sign of that name: "." or ",".
func ParseDecimal(name string) (rune, error) {
	switch name {
	case ".", "point":
		return '.', nil
	case ",", "comma":
		return ',', nil
	}
	return 0, fmt.Errorf("unknown decimal sign %s (want point or comma)", fault.Quote(name))
}

// note tells Note something about a file.
func (o Options) note(name, format string, args ...any) {
	if o.Note != nil {
		o.Note(name + ": " + fmt.Sprintf(format, args...))
	}
}

// selection is which columns of a table are what.
type selection struct {
	coordinates []int
	weight      int // -1 if there is none
}

// choose selects the columns of points from their header, nil if there is none.
func (o Options) choose(name string, header []string, columns int) (selection, error) {
	s := selection{weight: -1}
	if header == nil {
		switch {
		case o.Columns != nil:
			return s, fault.Atf(name, "it has no header, so that no column is called %s", fault.Quote(o.Columns[0]))
		case o.Weight != "":
			return s, fault.Atf(name, "it has no header, so that no column is called %s", fault.Quote(o.Weight))
		}
		for k := range columns {
			s.coordinates = append(s.coordinates, k)
		}
		return s, nil
	}
	var err error
	if s.weight, err = o.weightColumn(name, header); err != nil {
		return s, err
	}
	if o.Columns != nil {
		named, chosen := newColumnNames(name, header), make([]bool, len(header))
		for _, title := range o.Columns {
			k, err := named.find(title)
			if err != nil {
				return s, err
			}
			if chosen[k] {
				return s, fault.Atf(name, "column %s is asked for twice", fault.Quote(title))
			}
			if k == s.weight {
				if o.Weight != "" {
					return s, fault.Atf(name, "column %s is asked for as a coordinate and as the weight", fault.Quote(title))
				}
				s.weight = -1
			}
			s.coordinates, chosen[k] = append(s.coordinates, k), true
		}
		return s, nil
	}
	if err := doubtful(name, header, s.weight); err != nil {
		return s, err
	}
	for k := range header {
		if k != s.weight {
			s.coordinates = append(s.coordinates, k)
		}
	}
	if len(s.coordinates) == 0 {
		return s, fault.Atf(name, "weights, but no coordinates")
	}
	return s, nil
}

// weightColumn returns the place of the weights in a header, -1 if there are none.
func (o Options) weightColumn(name string, header []string) (int, error) {
	if o.Weight != "" {
		return newColumnNames(name, header).find(o.Weight)
	}
	at := -1
	for k, title := range header {
		if !strings.EqualFold(title, WeightColumn) {
			continue
		}
		if at >= 0 {
			return at, fault.Atf(name+":1", "two columns are headed %q", WeightColumn)
		}
		at = k
	}
	return at, nil
}
