package pointfile

import "strings"

// numeral is a line with one number that has a decimal comma or is whole, or with two
// whole numbers that a comma separates. Without regular expressions the explorer's
// WebAssembly is smaller.
type numeral struct {
	sign                   string // "", "-" or "+"
	whole, fraction, power string // digits; "" where there is no fraction or no power
}

// numeralOf returns the parts of a line of the form [-+]?\d+(,\d+)?([eE][-+]?\d+)? with
// blanks around it. ok is false if the line has another form.
func numeralOf(line []byte) (n numeral, ok bool) {
	rest := strings.Trim(string(line), " \t\n\f\r")
	n.sign, rest = cutSign(rest)
	if n.whole, rest = cutDigits(rest); n.whole == "" {
		return n, false
	}
	if strings.HasPrefix(rest, ",") {
		if n.fraction, rest = cutDigits(rest[1:]); n.fraction == "" {
			return n, false
		}
	}
	if strings.HasPrefix(rest, "e") || strings.HasPrefix(rest, "E") {
		_, rest = cutSign(rest[1:])
		if n.power, rest = cutDigits(rest); n.power == "" {
			return n, false
		}
	}
	return n, rest == ""
}

// isOneNumber reports whether a line is hardly two whole numbers: its second part begins
// with a zero, or its first part is −0.
func isOneNumber(line []byte) bool {
	n, ok := numeralOf(line)
	if !ok || n.fraction == "" {
		return false
	}
	return len(n.fraction) > 1 && n.fraction[0] == '0' || n.sign == "-" && n.whole == "0"
}

func cutSign(text string) (sign, rest string) {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[:1], text[1:]
	}
	return "", text
}

func cutDigits(text string) (digits, rest string) {
	k := 0
	for k < len(text) && '0' <= text[k] && text[k] <= '9' {
		k++
	}
	return text[:k], text[k:]
}
