package pointfile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"monge/cmd/internal/fault"
)

// number parses a field. If the decimal sign is not known, number learns it from the first
// field that has one.
func (d *dialect) number(field string) (float64, error) {
	given := field
	if d.decimal != '.' && d.separator != ',' {
		comma, point := strings.IndexByte(field, ',') >= 0, strings.IndexByte(field, '.') >= 0
		switch {
		case point && d.decimal == ',':
			return 0, fmt.Errorf("%s has a decimal point, but the decimal sign is the comma", fault.Quote(field))
		case comma && d.decimal == 0 && (point || d.point):
			return 0, fmt.Errorf("%s: the file has both decimal points and decimal commas: give --decimal point or --decimal comma", fault.Quote(field))
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

// maxExactWhole is 2^53: float64 holds all whole numbers up to it.
const maxExactWhole = 1 << 53

// losesDigits reports whether x, read from field, differs from it in a way that may surprise:
// a whole number was rounded, or a number that is not zero became zero.
func losesDigits(field string, x float64) bool {
	switch {
	case x == 0:
		digits, _, _ := strings.Cut(strings.ToLower(field), "e")
		return strings.ContainsAny(digits, "123456789")
	case math.Abs(x) < maxExactWhole: // not ≤: a larger number may have been rounded down to it
		return false
	}
	whole := strings.TrimLeft(field, "+-0")
	if _, rest := cutDigits(whole); rest != "" {
		return false // it has a fraction or an exponent: one expects it to be rounded
	}
	return whole != strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
}

// losses counts the numbers that lose digits.
type losses struct {
	count int
	first string // the warning for the first of them
}

// add adds the losses of the lines below.
func (l *losses) add(below losses) {
	if l.count == 0 {
		l.first = below.first
	}
	l.count += below.count
}

// String returns the warning.
func (l losses) String() string {
	if l.count == 1 {
		return l.first
	}
	return fmt.Sprintf("%s; %d numbers of the file lose digits", l.first, l.count)
}

// isNumber reports whether a field is a number, finite or not.
func isNumber(field string, decimalCommas bool) bool {
	if decimalCommas {
		field = strings.Replace(field, ",", ".", 1)
	}
	_, err := parse(field)
	return err == nil || errors.Is(err, strconv.ErrRange)
}
