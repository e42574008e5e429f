package kit

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Number writes x with that many significant digits, or fewer if the others are 0.
// A whole part below a million is always written out.
func Number(x float64, digits int) string {
	if size := math.Abs(x); size >= math.Pow10(digits) && size < 1e6 {
		return Decimals(x, 0)
	}
	return typographic(strconv.FormatFloat(x, 'g', digits, 64))
}

// Decimals writes x with that many digits after the point. It writes no −0.
func Decimals(x float64, places int) string {
	text := strconv.FormatFloat(x, 'f', places, 64)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return typographic(text)
}

// Grouped writes n in groups of three digits, if it has more than four: 10 000.
func Grouped(n int) string {
	text := strconv.Itoa(n)
	if n < 10_000 {
		return text
	}
	for k := len(text) - 3; k > 0; k -= 3 {
		text = text[:k] + "\u2009" + text[k:] // a thin space
	}
	return text
}

// RangeText writes the range of values with that many digits after the point, such as
// 6–8, or a single number if both ends are written alike.
func RangeText(values []float64, places int) string {
	low, high := Decimals(slices.Min(values), places), Decimals(slices.Max(values), places)
	if low == high {
		return low
	}
	return low + "–" + high
}

// MedianRangeText writes the median of values and their range with two digits after
// the point, such as 0.53 (0.50 to 0.60).
func MedianRangeText(values []float64) string {
	return Decimals(Median(values), 2) + " (" + Decimals(slices.Min(values), 2) + " to " + Decimals(slices.Max(values), 2) + ")"
}

// typographic writes a number of package strconv with a minus sign in place of a hyphen
// and without zeros in front of an exponent: −2e−8 for -2e-08.
func typographic(number string) string {
	return strings.NewReplacer("e-0", "e−", "e+0", "e", "e+", "e", "-", "−").Replace(number)
}
