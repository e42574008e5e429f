package pointfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"monge/cmd/internal/fault"
)

// dialect is how a text writes rows of numbers.
type dialect struct {
	separator rune // 0: a row is one number
	decimal   rune // '.' or ','; 0: not known yet, see number
	point     bool // a decimal point was seen while it was not known
	commas    int  // numbers with a decimal comma
	thousands int  // of these, numbers whose comma might also separate thousands
}

// same reports whether texts of both dialects are read alike.
func (d dialect) same(other dialect) bool {
	return d.separator == other.separator && d.decimal == other.decimal && d.point == other.point
}

// sampleLines is how many lines detect looks at.
const sampleLines = 20

// detect returns the dialect of a text from its beginning.
//
// A semicolon or a tab in the first line separates; a comma does otherwise, and a
// space if there is none of them. With semicolons, tabs and spaces a comma within a
// field is a decimal comma. Commas alone are ambiguous: "0,5" is two fields. It is
// one number if the first line is a single name. It is two fields if the first line
// is several names. Without names it is an error if it can hardly be two, as in
// "0,05".
func (o Options) detect(name string, beginning []byte) (dialect, error) {
	d := dialect{separator: o.Separator, decimal: o.Decimal}
	sample := sampleOf(beginning)
	if len(sample) == 0 {
		return d, nil
	}
	for _, line := range sample {
		if bytes.IndexByte(bytes.TrimSpace(line), '\r') >= 0 {
			return d, fault.Atf(name, "its lines end with carriage returns alone, as on old Macs: save it with line feeds")
		}
	}
	if o.Warn != nil && o.Separator != 0 && o.Decimal == 0 && !holds(sample, string(o.Separator)) && holds(sample, ",") {
		o.Warn(name + ": the separator that was given is nowhere in its first lines, so that their commas are decimal signs; if so, say --decimal comma")
	}
	if d.separator == 0 {
		d.separator = separatorOf(sample, d.decimal == ',')
		if d.separator == ',' && d.decimal == 0 && oneColumn(sample) {
			d.separator, d.decimal = 0, ','
		}
	}
	if d.separator == ',' {
		if d.decimal == 0 {
			first, err := d.fields(string(sample[0]))
			names := err == nil && len(first) > 1 && isHeader(first)
			for _, line := range sample {
				if o.Separator == 0 && !names && oneNumber(line) {
					return d, fault.Atf(name, "%s may be a number with a decimal comma, or two numbers: say --decimal comma or --separator comma", fault.Quote(string(bytes.TrimSpace(line))))
				}
			}
			d.decimal = '.'
			if o.Warn != nil && !o.noPoints && o.Separator == 0 && maybeOneColumn(sample) {
				o.Warn(name + ": read as points with two coordinates; if the comma is a decimal sign, say --decimal comma")
			}
		}
		if d.decimal == ',' {
			return d, fault.Atf(name, "a comma cannot be both the separator and the decimal sign")
		}
	}
	return d, nil
}

// holds reports whether one of these lines holds text.
func holds(lines [][]byte, text string) bool {
	return slices.ContainsFunc(lines, func(line []byte) bool { return bytes.Contains(line, []byte(text)) })
}

// oneColumn reports whether lines are one name, and numbers with decimal commas.
func oneColumn(sample [][]byte) bool {
	if bytes.ContainsRune(sample[0], ',') || !isHeader([]string{string(bytes.TrimSpace(sample[0]))}) {
		return false
	}
	commas := false
	for _, line := range sample[1:] {
		if _, ok := numeralOf(line); !ok {
			return false
		}
		commas = commas || bytes.ContainsRune(line, ',')
	}
	return commas
}

// maybeOneColumn reports whether lines look like numbers with decimal commas as much
// as like pairs of whole numbers: none has a second part that ends in zero, which a
// decimal would not be written with.
func maybeOneColumn(sample [][]byte) bool {
	for _, line := range sample {
		if n, ok := numeralOf(line); !ok || n.fraction == "" || n.power != "" || strings.HasSuffix(n.fraction, "0") {
			return false
		}
	}
	return len(sample) > 1
}

// sampleOf returns the first lines that hold something, no comments and no half of
// a line.
func sampleOf(beginning []byte) [][]byte {
	var sample [][]byte
	for len(beginning) > 0 && len(sample) < sampleLines {
		line, rest, whole := bytes.Cut(beginning, []byte("\n"))
		if !whole && len(sample) > 0 && len(beginning) == sniffed {
			break
		}
		if line = bytes.TrimRight(line, "\r"); isContent(string(line)) {
			sample = append(sample, line)
		}
		beginning = rest
	}
	return sample
}

// isContent reports whether a line is neither blank nor a comment.
func isContent(line string) bool {
	trimmed := strings.TrimSpace(line)
	return len(trimmed) > 0 && trimmed[0] != '#'
}

// separatorOf returns what separates the fields of lines: 0 if each has only one.
func separatorOf(sample [][]byte, decimalCommas bool) rune {
	data := sample[min(1, len(sample)-1)] // below a header
	for _, candidate := range []rune{';', '\t'} {
		if bytes.ContainsRune(sample[0], candidate) && bytes.ContainsRune(data, candidate) {
			return candidate
		}
	}
	if !decimalCommas && (bytes.ContainsRune(data, ',') || bytes.ContainsRune(sample[0], ',')) {
		return ','
	}
	if fields := slices.Collect(blankFields(string(data))); len(fields) > 1 {
		for _, field := range fields {
			if !isNumber(field, decimalCommas) {
				return ','
			}
		}
		return ' '
	}
	if decimalCommas {
		return 0
	}
	return ','
}

// String writes the dialect for people.
func (d dialect) String() string {
	separators := map[rune]string{0: "one number a line", ',': "fields between commas", ';': "fields between semicolons", '\t': "fields between tabs", ' ': "fields between spaces"}
	switch {
	case d.decimal == 0 && d.point:
		d.decimal = '.'
	case d.decimal == 0:
		return separators[d.separator]
	}
	return fmt.Sprintf("%s, decimal %s", separators[d.separator], map[rune]string{'.': "points", ',': "commas"}[d.decimal])
}

// split calls do for each field of a line, in order, until it returns an error.
// Fields are trimmed. It returns the number of fields.
func (d dialect) split(line string, do func(k int, field string) error) (int, error) {
	if strings.IndexByte(line, '"') >= 0 {
		fields, err := d.quoted(line)
		for k := 0; k < len(fields) && err == nil; k++ {
			err = do(k, strings.TrimSpace(fields[k]))
		}
		return len(fields), err
	}
	if d.separator == ' ' {
		k := 0
		for field := range blankFields(line) {
			if err := do(k, field); err != nil {
				return k, err
			}
			k++
		}
		return k, nil
	}
	for k := 0; ; k++ {
		at := -1
		if d.separator != 0 {
			at = strings.IndexByte(line, byte(d.separator))
		}
		field := line
		if at >= 0 {
			field = line[:at]
		}
		if err := do(k, strings.TrimSpace(field)); err != nil {
			return k, err
		}
		if at < 0 {
			return k + 1, nil
		}
		line = line[at+1:]
	}
}

// blankFields returns the fields of a line that spaces and tabs separate. Other blanks do
// not: a no-break space separates thousands in French.
func blankFields(line string) iter.Seq[string] {
	return strings.FieldsFuncSeq(line, func(r rune) bool { return r == ' ' || r == '\t' })
}

// quoted returns the fields of a line in which there are quotation marks.
func (d dialect) quoted(line string) ([]string, error) {
	reader := csv.NewReader(strings.NewReader(line))
	reader.Comma = d.separator
	if d.separator == 0 {
		reader.Comma = '\x1f' // which separates nothing
	}
	reader.TrimLeadingSpace = d.separator != '\t' // or a quote after it would be an error
	fields, err := reader.Read()
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		err = syntax.Err
	}
	return fields, err
}
