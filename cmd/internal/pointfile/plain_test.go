package pointfile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// samePlain reports an error unless plainNumber reads all of text as parse does, or both
// find it too large.
func samePlain(t *testing.T, text string) {
	t.Helper()
	x, length, ok := plainNumber([]byte(text))
	want, err := parse(text)
	if ok == (err != nil) || ok && (length != len(text) || math.Float64bits(x) != math.Float64bits(want)) {
		t.Errorf("%q is %v of %d characters, %v; want %v, %v", text, x, length, ok, want, err)
	}
}

// Numbers are rounded as strconv rounds them: of all sizes, with any number of digits, and
// halfway between two float64.
func TestPlainNumbersAreRoundedAsByStrconv(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "+0.0", ".5", "5.", "-.25e1", "9007199254740993", "9007199254740993.0", "9007199254740992.9999",
		"9999999999999999999", "18446744073709551615", "18446744073709551616", "0.00000000012345678901234567890", "1E-7",
		"4.9406564584124654e-324", "1e-400", "1.7976931348623157e308", "-2e308", "0.000e9999", "1e0022", "123456789e-27", "123456789e-28",
	} {
		samePlain(t, text)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		if x := math.Float64frombits(random.Uint64()); x-x == 0 { // of all exponents
			samePlain(t, fmt.Sprintf("%.17g", x))
			samePlain(t, fmt.Sprintf("%.*e", random.IntN(25), x))
		}
		x := math.Ldexp(random.Float64()-0.5, random.IntN(120)-60)
		samePlain(t, fmt.Sprintf("%.*f", random.IntN(28), x))
		samePlain(t, strconv.FormatFloat(x, 'g', -1, 64))
		whole := random.Uint64() >> random.IntN(64)
		samePlain(t, fmt.Sprintf("%de-%d", whole, random.IntN(30)))
		// Halfway between two float64 below 2⁵³, and a little beside.
		half := strconv.FormatUint(1<<52+random.Uint64N(1<<52), 10) + ".5"
		samePlain(t, half)
		samePlain(t, half+"000000000001")
		samePlain(t, fmt.Sprintf("%d.2499999", 1<<51+random.Uint64N(1<<51)))
	}
}

// What plainNumber reads of a text is a number that parse reads to the same float64.
func FuzzPlainNumber(f *testing.F) {
	for _, text := range []string{"", "-", ".", "1.5,2", "0x10", "1_0", "inf", "1e", "1e+", "12345678.12345678e-9;", "1e99999", "9e999", "--1", "1..2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, length, ok := plainNumber([]byte(text))
		if !ok {
			return
		}
		if want, err := parse(text[:length]); err != nil || math.Float64bits(x) != math.Float64bits(want) {
			t.Errorf("%q is %v, want %v, %v", text[:length], x, want, err)
		}
	})
}

// Rows are read alike, and are wrong alike, if a space after each keeps plainRow from
// reading them.
func FuzzPlainRow(f *testing.F) {
	for _, rows := range []string{
		"1,2\n3,4\n", "1.5;2\n-3; 4e1\n", "a;b;weight\n1.5;x;2\n2,5;7;1\n", "b;a\n1.5;1\n1;2,5\n", "b;a\n1;1.5\n1;2,5\n",
		"1\t2\r\n3\t4", "1 2\n3 4 5\n", "1 2\n3  4\n", "1\n\n2\n#\nx\n", "1,\n", "1;1e999\n", "0,5\n1\n", "1,2\n3,4\r\r\n5,6\r",
	} {
		f.Add(rows)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		if strings.ContainsAny(rows, "\"\x00") {
			t.Skip("a space after a quotation mark is an error; zeros are told apart by their places")
		}
		for _, o := range []Options{{}, {Columns: []string{"a"}}} {
			read := func(text string) string {
				p, err := o.Read("f", strings.NewReader(text))
				if err != nil {
					return err.Error()
				}
				return fmt.Sprint(p.Coordinates, p.Weights, p.lines)
			}
			if got, want := read(rows), read(strings.ReplaceAll(rows, "\n", " \n")+" "); got != want {
				t.Errorf("%q: %s, want %s", rows, got, want)
			}
		}
	})
}
