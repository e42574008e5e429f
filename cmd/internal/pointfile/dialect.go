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

// dialect is the format of the rows of a text.
type dialect struct {
	separator rune // between fields; 0: each row is one number
	decimal   rune // '.' or ','; 0: not known yet, see number
	point     bool // whether a number had a decimal point while decimal was not known
	commas    int  // the number of numbers with a decimal comma
	thousands int  // the number of these whose comma might also separate thousands
}

// same reports whether a text is read in the same way in both dialects.
func (d dialect) same(other dialect) bool {
	return d.separator == other.separator && d.decimal == other.decimal && d.point == other.point
}

// sampleLines is the number of lines from which detect guesses the dialect.
const sampleLines = 20

// detect guesses the dialect of a text from its beginning.
//
// The separator is a semicolon or a tab if the first line has one. Otherwise it is a comma if
// there is one, and otherwise a space. With semicolons, tabs and spaces, a comma within a
// field is a decimal comma.
//
// A comma without another separator is ambiguous: "0,5" may be one number or two fields. It
// is one number if the header is a single name, and two fields if the header has several
// names. Without a header it is two fields, but a line that is hardly two numbers, such as
// "0,05", is an error.
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
	if o.Separator != 0 && o.Decimal == 0 && !anyContains(sample, string(o.Separator)) && anyContains(sample, ",") {
		o.warn(name, "the separator that was given is not in its first lines, so their commas are read as decimal signs; if that is right, give --decimal comma")
	}
	if d.separator == 0 {
		d.separator = separatorOf(sample, d.decimal == ',')
		if d.separator == ',' && d.decimal == 0 && isOneColumn(sample) {
			d.separator, d.decimal = 0, ','
		}
	}
	if d.separator == ',' {
		if d.decimal == 0 {
			first, err := d.fields(string(sample[0]))
			names := err == nil && len(first) > 1 && isHeader(first)
			for _, line := range sample {
				if o.Separator == 0 && !names && isOneNumber(line) {
					return d, fault.Atf(name, "%s may be a number with a decimal comma, or two numbers: give --decimal comma or --separator comma", fault.Quote(string(bytes.TrimSpace(line))))
				}
			}
			d.decimal = '.'
			if !o.isTable && o.Separator == 0 && maybeOneColumn(sample) {
				o.warn(name, "read as points with two coordinates; if the comma is a decimal sign, give --decimal comma")
			}
		}
		if d.decimal == ',' {
			return d, fault.Atf(name, "a comma cannot be both the separator and the decimal sign")
		}
	}
	return d, nil
}

// anyContains reports whether one of the lines contains text.
func anyContains(lines [][]byte, text string) bool {
	return slices.ContainsFunc(lines, func(line []byte) bool { return bytes.Contains(line, []byte(text)) })
}

// isOneColumn reports whether the lines are a single name and, below it, numbers of which
// some have a decimal comma.
func isOneColumn(sample [][]byte) bool {
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

// maybeOneColumn reports whether lines of pairs of whole numbers might as well be numbers
// with decimal commas: no second part ends in zero, because decimals are rarely written so.
func maybeOneColumn(sample [][]byte) bool {
	for _, line := range sample {
		if n, ok := numeralOf(line); !ok || n.fraction == "" || n.power != "" || strings.HasSuffix(n.fraction, "0") {
			return false
		}
	}
	return len(sample) > 1
}

// sampleOf returns the first whole lines that are neither blank nor comments.
func sampleOf(beginning []byte) [][]byte {
	var sample [][]byte
	for len(beginning) > 0 && len(sample) < sampleLines {
		line, rest, whole := bytes.Cut(beginning, []byte("\n"))
		if !whole && len(sample) > 0 && len(beginning) == peekSize {
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

// String describes the dialect in words.
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
