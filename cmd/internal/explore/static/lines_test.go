package static

import (
	"bytes"
	"debug/elf"
	"debug/gosym"
	"encoding/binary"
	"os"
	"runtime"
	"testing"
)

// smallPclntab returns a pclntab of two functions, with a byte before and after it.
func smallPclntab(files, tables string, f, g []uint32) []byte {
	const begin = headerSize
	out := []byte("x" + pclntabMagic)
	word := func(x int) { out = binary.LittleEndian.AppendUint64(out, uint64(x)) }
	for _, x := range []int{2, 1, 0, begin, begin, begin, begin + len(files), begin + len(files) + len(tables)} {
		word(x)
	}
	out = append(out, files+tables...)
	for _, x := range []uint32{0, 16, 1 << 16, 16 + 4*uint32(len(f))} { // addresses and records
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	for _, x := range append(f, g...) {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return append(out, 'y')
}

func TestClearLinesLeavesTheOtherTables(t *testing.T) {
	// Tables at 1 (stack), 7 (files), 10 (lines), 14 (another).
	const before = "\x00\x02\x01\x04\x80\x01\x00\x02\x09\x00\x06\x80\x02\x00\x02\x05\x00"
	const after = "\x00\x02\x01\x04\x80\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x05\x00"
	// address, name, args, defer, stack, files, lines, number of others, package, first line, kind, others
	memory := smallPclntab("file.go\x00", before,
		[]uint32{0, 7, 8, 9, 1, 7, 10, 1, 3, 99, 5, 14},
		[]uint32{1 << 16, 7, 8, 9, 14, 7, 1, 2, 3, 98, 5, 0, 1}) // its lines are the stack of the first
	want := smallPclntab("\x00\x00\x00\x00\x00\x00\x00\x00", after,
		[]uint32{0, 7, 8, 9, 1, 0, 0, 1, 3, 0, 5, 14},
		[]uint32{1 << 16, 7, 8, 9, 14, 0, 0, 2, 3, 0, 5, 0, 1})
	if clearLines(memory); !bytes.Equal(memory, want) {
		t.Errorf("%q, want %q", memory, want)
	}
}

func TestClearLinesLeavesWhatItDoesNotKnow(t *testing.T) {
	f := []uint32{0, 7, 8, 9, 1, 4, 4, 0, 3, 99, 5}
	good := smallPclntab("", "\x00\x02\x01\x00\x02\x09\x00", f, append([]uint32{1 << 16}, f[1:]...))
	for name, spoil := range map[string]func([]byte){
		"another version":        func(m []byte) { m[1] = 0xf0 },
		"too many functions":     func(m []byte) { m[1+8] = 100 },
		"tables that begin late": func(m []byte) { m[1+57] = 100 },
		"an end that is far":     func(m []byte) { m[1+70] = 1 },
		"a record far away":      func(m []byte) { m[len(m)-1-2*44-2] = 200 },
		"a record of another":    func(m []byte) { m[len(m)-1-44] = 7 },
		"too many tables":        func(m []byte) { m[len(m)-1-44+30] = 1 },
	} {
		memory := bytes.Clone(good)
		spoil(memory)
		spoiled := bytes.Clone(memory)
		if clearLines(memory); !bytes.Equal(memory, spoiled) {
			t.Errorf("%s: the memory is changed", name)
		}
	}
	for n := range good {
		clearLines(good[:n:n]) // must not panic
	}
}

// TestClearLinesOfThisProgram proves that the layout is that of the Go version at hand: after
// clearLines, debug/gosym still finds the functions of this program, and no lines.
func TestClearLinesOfThisProgram(t *testing.T) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file, err := elf.Open(name)
	if err != nil || file.Section(".gopclntab") == nil || runtime.GOARCH != "amd64" {
		t.Skip("this program is not one of Linux on amd64")
	}
	defer file.Close()
	memory, err := file.Section(".gopclntab").Data()
	if err != nil {
		t.Fatal(err)
	}
	lines := func() (functions, withLine int) {
		table, err := gosym.NewTable(nil, gosym.NewLineTable(memory, file.Section(".text").Addr))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range table.Funcs {
			if _, line, _ := table.PCToLine(f.Entry); line > 0 {
				withLine++
			}
		}
		return len(table.Funcs), withLine
	}
	functions, withLine := lines()
	clearLines(memory)
	functionsAfter, withLineAfter := lines()
	if withLine < functions/2 || functionsAfter != functions || withLineAfter > 0 {
		t.Errorf("%d of %d functions had lines, and %d of %d have", withLine, functions, withLineAfter, functionsAfter)
	}
}
