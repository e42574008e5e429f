package pointfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"monge/cmd/internal/fault"
)

// number parses a field. It learns the decimal sign from the first field that has
// one, if that was not known.
func (d *dialect) number(field string) (float64, error) {
	given := field
	if d.decimal != '.' && d.separator != ',' {
		comma, point := strings.IndexByte(field, ',') >= 0, strings.IndexByte(field, '.') >= 0
		switch {
		case point && d.decimal == ',':
			return 0, fmt.Errorf("%s has a point, where decimals have a comma", fault.Quote(field))
		case comma && d.decimal == 0 && (point || d.point):
			return 0, fmt.Errorf("%s: points and commas are both decimal signs here: say --decimal point or --decimal comma", fault.Quote(field))
		case comma:
			d.decimal = ','
			d.commas++
			if mayBeThousands(field) {
				d.thousands++
			}
			field = strings.Replace(field, ",", ".", 1)
		case point:
			d.point = true
		}
	}
	x, err := parse(field)
	switch {
	case errors.Is(err, strconv.ErrRange) && math.IsInf(x, 0):
		return 0, fmt.Errorf("%s is too large for a number", fault.Shorten(given))
	case err != nil && !errors.Is(err, strconv.ErrRange):
		if d.separator == ',' && strings.ContainsAny(given, ";\t ") {
			return 0, fmt.Errorf("%s is not a number; columns are separated by commas", fault.Quote(given))
		}
		return 0, fmt.Errorf("%s is not a number", fault.Quote(given))
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, fmt.Errorf("%s is not finite", fault.Shorten(given))
	}
	return x, nil
}

// mayBeThousands reports whether the comma of a number may separate thousands, as in
// "1,234".
func mayBeThousands(field string) bool {
	whole, part, _ := strings.Cut(strings.TrimLeft(field, "+-"), ",")
	return len(part) == 3 && 0 < len(whole) && len(whole) <= 3 && whole[0] != '0'
}

// parse is strconv.ParseFloat without the underscores that it allows.
func parse(field string) (float64, error) {
	if strings.IndexByte(field, '_') >= 0 {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(field, 64)
}

// mostWhole is 2^53: all whole numbers up to it are float64s.
const mostWhole = 1 << 53

// lost reports whether x, which was read from a field, is another number than a reader
// expects: a whole number that had to be rounded, or zero in place of one that is not.
func lost(field string, x float64) bool {
	switch {
	case x == 0:
		digits, _, _ := strings.Cut(strings.ToLower(field), "e")
		return strings.ContainsAny(digits, "123456789")
	case math.Abs(x) < mostWhole: // what is rounded down to it
		return false
	}
	whole := strings.TrimLeft(field, "+-0")
	if _, rest := cutDigits(whole); rest != "" {
		return false // it has a fraction or a power, as measurements have
	}
	return whole != strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
}

// losses are numbers for which lost holds.
type losses struct {
	count int
	first string // what is said of the first one
}

// add adds losses of lines below.
func (l *losses) add(below losses) {
	if l.count == 0 {
		l.first = below.first
	}
	l.count += below.count
}

// String says what was lost.
func (l losses) String() string {
	if l.count == 1 {
		return l.first
	}
	return fmt.Sprintf("%s; so it is with %d numbers of the file", l.first, l.count)
}

// isNumber reports whether a field is a number, finite or not.
func isNumber(field string, decimalCommas bool) bool {
	if decimalCommas {
		field = strings.Replace(field, ",", ".", 1)
	}
	_, err := parse(field)
	return err == nil || errors.Is(err, strconv.ErrRange)
}
