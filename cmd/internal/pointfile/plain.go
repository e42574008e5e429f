package pointfile

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
)

// Most rows of most files are plain: numbers with decimal points, one separator between
// them, and perhaps spaces before them. plainRow is a fast path: it reads such a row in one
// pass. It refuses all other rows, and rows with an error. dialect.split and dialect.number
// read these. They would read a plain row to the same numbers.

// plainRow reads a plain row at the beginning of text into row. It returns the text below
// the row. ok is false if the row is not plain; the content of row is then undefined.
func (r *textReader) plainRow(d *dialect, row []float64, text []byte) (below []byte, ok bool) {
	if d.decimal == ',' {
		return nil, false
	}
	learn := d.decimal == 0 && d.separator != ',' && !d.point
	for k, column := range r.columns {
		if k > 0 {
			if len(text) == 0 || text[0] != byte(d.separator) {
				return nil, false
			}
			text = text[1:]
		}
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
		x, length, ok := plainNumber(text)
		if !ok || (x == 0 && length > 1 || math.Abs(x) >= maxExactWhole) && losesDigits(string(text[:length]), x) {
			return nil, false
		}
		if column >= 0 {
			row[column] = x
			d.point = d.point || learn && bytes.IndexByte(text[:length], '.') >= 0
		}
		text = text[length:]
	}
	switch {
	case len(text) == 0:
		return nil, true
	case text[0] == '\n':
		return text[1:], true
	case len(text) > 1 && text[0] == '\r' && text[1] == '\n':
		return text[2:], true
	}
	return nil, false
}

// plainNumber reads the number at the beginning of text, [-+]?\d*(\.\d*)?([eE][-+]?\d+)?
// with a digit before the power. It returns the float64 nearest to it, as
// strconv.ParseFloat does, and its length. ok is false if there is no such number, or one
// that is too large.
func plainNumber(text []byte) (x float64, length int, ok bool) {
	begin := 0
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		begin = 1
	}
	whole, at := digits(0, text, begin)
	count, power := at-begin, 0
	if at < len(text) && text[at] == '.' {
		point := at
		whole, at = digits(whole, text, point+1)
		power = point + 1 - at
		count -= power
	}
	if count == 0 {
		return 0, 0, false
	}
	exact := count <= safeDigits || len(bytes.TrimLeft(text[begin:at], "0.")) <= safeDigits
	if at < len(text) && text[at]|' ' == 'e' {
		first, negative := at+1, false
		if first < len(text) && (text[first] == '-' || text[first] == '+') {
			negative = text[first] == '-'
			first++
		}
		var exponent uint64
		if exponent, at = digits(0, text, first); at == first || at > first+4 {
			return 0, 0, false
		}
		if negative {
			power -= int(exponent)
		} else {
			power += int(exponent)
		}
	}
	if exact && -len(powersOf5) < power && power <= 0 {
		x = quotient(whole, -power)
		if text[0] == '-' {
			x = -x
		}
		return x, at, true
	}
	x, err := strconv.ParseFloat(string(text[:at]), 64)
	return x, at, err == nil
}

// safeDigits is the largest number of digits that always fit into 64 bits.
const safeDigits = 19

// digits reads the decimal digits of text from index at on. It appends them to the digits of
// the number before, and returns the resulting number and the index after the last digit.
// The number is right if it has at most safeDigits digits.
func digits(before uint64, text []byte, at int) (uint64, int) {
	for ; len(text)-at >= 8; at += 8 {
		eight := binary.LittleEndian.Uint64(text[at:])
		if !areDigits(eight) {
			break
		}
		before = before*1e8 + parseEight(eight)
	}
	for ; at < len(text) && text[at]-'0' <= 9; at++ {
		before = before*10 + uint64(text[at]-'0')
	}
	return before, at
}

// areDigits reports whether eight characters are decimal digits. The upper half of a digit's
// byte is 3, and is still 3 after 6 is added.
func areDigits(eight uint64) bool {
	const upper, six = 0xF0F0F0F0F0F0F0F0, 0x0606060606060606
	return eight&upper|(eight+six)&upper>>4 == 0x3333333333333333
}

// parseEight returns the number with eight given digits, the first in the lowest byte. It
// joins neighbours three times: to numbers of two digits, of four, and of eight.
func parseEight(eight uint64) uint64 {
	eight = eight & 0x0F0F0F0F0F0F0F0F * (10<<8 + 1) >> 8
	eight = eight & 0x00FF00FF00FF00FF * (100<<16 + 1) >> 16
	return eight & 0x0000FFFF0000FFFF * (10000<<32 + 1) >> 32
}

// powersOf5 holds the powers of 5 that fit into 64 bits, each shifted so that its highest bit
// is 1.
var powersOf5 = func() (powers [28]struct {
	scaled uint64
	zeros  int // the number of bits by which it was shifted
}) {
	power := uint64(1)
	for k := range powers {
		zeros := bits.LeadingZeros64(power)
		powers[k].scaled, powers[k].zeros = power<<zeros, zeros
		power *= 5
	}
	return powers
}()

// quotient returns the float64 nearest to n/10^k, for k < len(powersOf5). It divides n by
// 5^k with a remainder. The quotient has 62 or 63 bits. Its last bit is set if the remainder
// is not 0, so that the conversion to 53 bits rounds correctly.
func quotient(n uint64, k int) float64 {
	if n == 0 {
		return 0
	}
	by, zeros := &powersOf5[k], bits.LeadingZeros64(n)
	n <<= zeros
	q, rest := bits.Div64(n>>2, n<<62, by.scaled)
	if rest != 0 {
		q |= 1
	}
	return float64(int64(q)) * math.Float64frombits(uint64(1023-62+by.zeros-zeros-k)<<52)
}
