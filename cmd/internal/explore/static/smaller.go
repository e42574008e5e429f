package static

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The parts of a WebAssembly module that smaller reads and writes, by the numbers of
// the specification (webassembly.github.io/spec/core/binary).
const (
	preamble    = 8    // bytes: "\0asm" and the version
	dataSection = 11   // the section that sets the memory before the module starts
	activeData  = 0x00 // begins a segment of the first memory
	i32Const    = 0x41 // the instruction that gives the address of a segment
	end         = 0x0b // the instruction that ends it
)

// smaller returns a module that does the same as a module of the Go compiler, and takes less
// space once it is compressed. Its memory begins without the numbers of lines, as clearLines
// leaves it, and is one segment of data. It returns an error if the module is not valid,
// or has other kinds of segments than Go writes.
func smaller(module []byte) ([]byte, error) {
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
			memory, err := memoryOf(section)
			if err != nil {
				return nil, fmt.Errorf("the data section: %w", err)
			}
			clearLines(memory)
			section = oneSegment(memory)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(section)))
		out = append(out, section...)
	}
	return out, nil
}

// memoryOf returns the memory, from address 0, that a data section sets.
func memoryOf(section []byte) ([]byte, error) {
	from := bytes.NewBuffer(section)
	count, err := binary.ReadUvarint(from)
	if err != nil {
		return nil, err
	}
	var memory []byte
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
		if missing := int(address) + len(data) - len(memory); missing > 0 {
			memory = append(memory, make([]byte, missing)...)
		}
		copy(memory[address:], data)
	}
	return memory, nil
}

// oneSegment returns a data section that sets a memory by one segment, from the first byte
// that is not zero to the last. The memory is all zeros before.
//
// The linker of Go begins a new segment after eight zeros. A table in which the runtime looks
// up functions has a number and 19 zeros for each 4096 addresses, and in WebAssembly each
// function has 65536: so the engine has 68 000 segments. Compressed, the zeros
// take less than the addresses and lengths of so many segments.
func oneSegment(memory []byte) []byte {
	data := bytes.TrimLeft(memory, "\x00")
	address := len(memory) - len(data)
	if len(data) == 0 {
		return []byte{0}
	}
	data = bytes.TrimRight(data, "\x00")
	out := []byte{1, activeData, i32Const}
	out = appendSigned(out, address)
	out = append(out, end)
	out = binary.AppendUvarint(out, uint64(len(data)))
	return append(out, data...)
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
