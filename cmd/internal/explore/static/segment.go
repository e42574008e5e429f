package static

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The parts of a WebAssembly module that oneSegment reads and writes, by the numbers of
// the specification (webassembly.github.io/spec/core/binary).
const (
	preamble    = 8    // bytes: "\0asm" and the version
	dataSection = 11   // the section that sets the memory before the module starts
	activeData  = 0x00 // begins a segment of the first memory
	i32Const    = 0x41 // the instruction that gives the address of a segment
	end         = 0x0b // the instruction that ends it
)

// oneSegment returns a module that starts with the same memory, of one segment of data
// from the first to the last byte that is not zero.
//
// The linker of Go begins a new segment after eight zeros. A table in which the runtime looks
// up functions has a number and 19 zeros for each 4096 addresses, and in WebAssembly each
// function has 65536: so the engine has 68 000 segments. Compressed, the zeros
// take less than the addresses and lengths of so many segments. It returns an error if the
// module is not valid, or has other kinds of segments than Go writes.
func oneSegment(module []byte) ([]byte, error) {
	if len(module) < preamble {
		return nil, errors.New("a WebAssembly module without a preamble")
	}
	out := bytes.Clone(module[:preamble])
	for from := bytes.NewBuffer(module[preamble:]); from.Len() > 0; {
		id, _ := from.ReadByte()
		section, err := counted(from)
		if err != nil {
			return nil, fmt.Errorf("section %d: %w", id, err)
		}
		if id == dataSection {
			if section, err = joined(section); err != nil {
				return nil, fmt.Errorf("the data section: %w", err)
			}
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(section)))
		out = append(out, section...)
	}
	return out, nil
}

// joined returns a data section of one segment that sets the same memory.
func joined(section []byte) ([]byte, error) {
	from := bytes.NewBuffer(section)
	count, err := binary.ReadUvarint(from)
	if err != nil {
		return nil, err
	}
	var memory []byte
	first := math.MaxInt
	for range count {
		if !bytes.Equal(from.Next(2), []byte{activeData, i32Const}) {
			return nil, errors.New("a segment has another head")
		}
		address, err := binary.ReadUvarint(from) // signed, but a Go program begins low in the memory
		if err != nil {
			return nil, err
		}
		if last, _ := from.ReadByte(); last != end {
			return nil, errors.New("an address is not a constant")
		}
		data, err := counted(from)
		if err != nil {
			return nil, err
		}
		const most = 1 << 24 // bytes
		if address > most || len(data) > most {
			return nil, fmt.Errorf("a segment of %d bytes at address %d is too large", len(data), address)
		}
		first = min(first, int(address))
		if missing := int(address) + len(data) - len(memory); missing > 0 {
			memory = append(memory, make([]byte, missing)...)
		}
		copy(memory[address:], data)
	}
	if len(memory) == 0 {
		return section, nil
	}
	out := []byte{1, activeData, i32Const}
	out = appendSigned(out, first)
	out = append(out, end)
	out = binary.AppendUvarint(out, uint64(len(memory)-first))
	return append(out, memory[first:]...), nil
}

// counted reads a number, and returns as many bytes as it says.
func counted(from *bytes.Buffer) ([]byte, error) {
	size, err := binary.ReadUvarint(from)
	if err != nil {
		return nil, err
	}
	if size > uint64(from.Len()) {
		return nil, fmt.Errorf("%d bytes are announced, and %d follow", size, from.Len())
	}
	return from.Next(int(size)), nil
}

// appendSigned appends a number that is not negative in signed LEB128: the highest bit of its
// last byte, after the mark that no byte follows, is the sign.
func appendSigned(to []byte, number int) []byte {
	to = binary.AppendUvarint(to, uint64(number))
	if last := &to[len(to)-1]; *last&0x40 != 0 {
		*last |= 0x80
		to = append(to, 0)
	}
	return to
}
