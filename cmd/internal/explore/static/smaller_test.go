package static

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

const head = "\x00asm\x01\x00\x00\x00"

// module returns a module with a section of code and these segments of data, in hand-written
// bytes: flags, i32.const, address, end, length, data.
func module(segments ...string) string {
	data := string(byte(len(segments))) + strings.Join(segments, "")
	return head + "\x0a\x03abc" + "\x0b" + string(binary.AppendUvarint(nil, uint64(len(data)))) + data + "\x00\x02\x01n"
}

func TestSmaller(t *testing.T) {
	for name, test := range map[string]struct{ module, want string }{
		"no data section":      {head + "\x0a\x03abc", head + "\x0a\x03abc"},
		"no segment":           {module(), module()},
		"one":                  {module("\x00\x41\x05\x0b\x03abc"), module("\x00\x41\x05\x0b\x03abc")},
		"zeros between":        {module("\x00\x41\x05\x0b\x03abc", "\x00\x41\x0a\x0b\x02de"), module("\x00\x41\x05\x0b\x07abc\x00\x00de")},
		"another order":        {module("\x00\x41\x0a\x0b\x02de", "\x00\x41\x05\x0b\x03abc"), module("\x00\x41\x05\x0b\x07abc\x00\x00de")},
		"the later one counts": {module("\x00\x41\x05\x0b\x03abc", "\x00\x41\x06\x0b\x01x"), module("\x00\x41\x05\x0b\x03axc")},
		"an address with bit 6": { // 64, and 8255 = 63 + 64·128, in signed LEB128
			module("\x00\x41\xc0\x00\x0b\x01a", "\x00\x41\xc1\x00\x0b\x01b"), module("\x00\x41\xc0\x00\x0b\x02ab")},
		"an address of three bytes": {
			module("\x00\x41\xbf\xc0\x00\x0b\x01a"), module("\x00\x41\xbf\xc0\x00\x0b\x01a")},
	} {
		got, err := smaller([]byte(test.module))
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, test.want)
		}
	}
}

func TestSmallerRefuses(t *testing.T) {
	whole := module("\x00\x41\x05\x0b\x03abc")
	for name, bad := range map[string]string{
		"nothing":               "",
		"a cut preamble":        head[:5],
		"a section without end": head + "\x0a\x05abc",
		"a section of no size":  head + "\x0a",
		"a cut segment":         head + "\x0b\x07\x01\x00\x41\x05\x0b\x09a",
		"too few segments":      strings.Replace(whole, "\x01\x00\x41", "\x02\x00\x41", 1),
		"a passive segment":     strings.Replace(whole, "\x00\x41", "\x01\x41", 1),
		"a global address":      strings.Replace(whole, "\x00\x41", "\x00\x23", 1),
		"a longer expression":   strings.Replace(whole, "\x0b\x03abc", "\x6a\x03abc", 1),
		"a negative address":    module("\x00\x41\xff\xff\xff\xff\x7f\x0b\x03abc"),
	} {
		if got, err := smaller([]byte(bad)); err == nil {
			t.Errorf("%s: %q without an error", name, got)
		}
	}
}

// FuzzSmaller proves that no bytes make smaller panic, and that its modules stay
// what they are if it is called again.
func FuzzSmaller(f *testing.F) {
	f.Add([]byte(module("\x00\x41\x05\x0b\x03abc", "\x00\x41\xc0\x00\x0b\x02de")))
	f.Fuzz(func(t *testing.T, module []byte) {
		once, err := smaller(module)
		if err != nil {
			return
		}
		twice, err := smaller(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%q becomes %q, and that %q, %v", module, once, twice, err)
		}
	})
}
