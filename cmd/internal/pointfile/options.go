package pointfile

import (
	"fmt"
	"strings"

	"monge/cmd/internal/fault"
)

// Options say how to read a file. The zero value detects separator and decimal sign, and
// takes every column except the weights as a coordinate.
type Options struct {
	Columns   []string // names of the coordinates, in this order; nil: all
	Weight    string   // name of the column that holds weights; "": WeightColumn
	Separator rune     // between fields: ',', ';', '\t' or ' '; 0: detected
	Decimal   rune     // '.' or ','; 0: detected

	// Note, if not nil, is told what was detected. Warn, if not nil, is told of text that
	// could also be read in another way, of numbers that lose digits, and of options that
	// have no effect.
	Note, Warn func(text string)

	isTable bool // rows are not points: give no warning that two numbers in a row may be one
}

// WeightColumn is the header of the column that holds weights. Upper and lower case are the
// same.
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

// note passes a note about a file to Note.
func (o Options) note(name, format string, args ...any) {
	if o.Note != nil {
		o.Note(name + ": " + fmt.Sprintf(format, args...))
	}
}

// warn passes a warning about a file to Warn.
func (o Options) warn(name, format string, args ...any) {
	if o.Warn != nil {
		o.Warn(name + ": " + fmt.Sprintf(format, args...))
	}
}

// selection says which columns of a table hold coordinates and which holds weights.
type selection struct {
	coordinates []int
	weight      int // -1 if no column holds weights
}

// choose selects the columns of points by their header, which is nil if there is none.
func (o Options) choose(name string, header []string, columns int) (selection, error) {
	s := selection{weight: -1}
	if header == nil {
		switch {
		case o.Columns != nil:
			return s, fault.Atf(name, "no column %s: the file has no header", fault.Quote(o.Columns[0]))
		case o.Weight != "":
			return s, fault.Atf(name, "no column %s: the file has no header", fault.Quote(o.Weight))
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
				return s, fault.Atf(name, "column %s is given twice", fault.Quote(title))
			}
			if k == s.weight {
				if o.Weight != "" {
					return s, fault.Atf(name, "column %s is given both as a coordinate and as the weights", fault.Quote(title))
				}
				s.weight = -1
			}
			s.coordinates, chosen[k] = append(s.coordinates, k), true
		}
		return s, nil
	}
	if err := checkCoordinateNames(name, header, s.weight); err != nil {
		return s, err
	}
	for k := range header {
		if k != s.weight {
			s.coordinates = append(s.coordinates, k)
		}
	}
	if len(s.coordinates) == 0 {
		return s, fault.Atf(name, "it has weights, but no coordinates")
	}
	return s, nil
}

// weightColumn returns the index of the column of weights, or -1 if there is none.
func (o Options) weightColumn(name string, header []string) (int, error) {
	if o.Weight != "" {
		return newColumnNames(name, header).find(o.Weight)
	}
	weight := -1
	for k, title := range header {
		if !strings.EqualFold(title, WeightColumn) {
			continue
		}
		if weight >= 0 {
			return weight, fault.Atf(name+":1", "two columns are headed %q", WeightColumn)
		}
		weight = k
	}
	return weight, nil
}
