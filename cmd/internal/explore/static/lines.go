package static

import (
	"bytes"
	"encoding/binary"
)

// The layout of runtime.pclntab since Go 1.20, where addresses have 64 bits: see pcHeader in
// runtime/symtab.go, _func in runtime/runtime2.go, and package debug/gosym, which reads it, too.
const (
	pclntabMagic = "\xf1\xff\xff\xff\x00\x00\x01\x08" // begins a header of nine words of 64 bits
	headerSize   = 9 * 8
	recordSize   = 44 // bytes of the record of a function, before the offsets of its other tables
)

// clearLines clears the tables that say from which file and line each instruction of a Go
// program comes. Only stack traces read them: that of a panic then names functions, and says
// "?:0" in place of a line. The linker has no flag to leave them out. A memory without
// tables in this layout stays as it is.
//
// Each function has a record with offsets of its tables. Offset 0 means that there is no table.
// Tables that are equal are one, whatever they say: so what another table uses remains.
func clearLines(memory []byte) {
	at := bytes.Index(memory, []byte(pclntabMagic))
	if at < 0 || len(memory)-at < headerSize {
		return
	}
	pclntab := memory[at:]
	count := binary.LittleEndian.Uint64(pclntab[8:])
	files := binary.LittleEndian.Uint64(pclntab[40:])
	begin := binary.LittleEndian.Uint64(pclntab[56:])
	end := binary.LittleEndian.Uint64(pclntab[64:])
	if files < headerSize || files > begin || begin > end || end > uint64(len(pclntab)) || count > (uint64(len(pclntab))-end)/8 {
		return
	}
	tables, functions := pclntab[begin:end], pclntab[end:]
	used := make([]byte, len(tables))
	records := make([][]byte, count)
	for k := range records {
		entry, offset := functions[8*k:8*k+4], binary.LittleEndian.Uint32(functions[8*k+4:])
		if int(offset) > len(functions)-recordSize {
			return
		}
		record := functions[offset:]
		others := record[recordSize:]
		size := 4 * uint64(binary.LittleEndian.Uint32(record[28:]))
		if !bytes.HasPrefix(record, entry) || size > uint64(len(others)) {
			return
		}
		copyTable(used, tables, record[16:]) // the depth of the stack
		for others = others[:size]; len(others) > 0; others = others[4:] {
			copyTable(used, tables, others)
		}
		records[k] = record
	}
	clear(pclntab[files:begin]) // names of files, and which of them a package has
	copy(tables, used)
	for _, record := range records {
		clear(record[20:28]) // the tables of files and lines
		clear(record[36:40]) // the line in which the function begins
	}
}

// copyTable copies the table at an offset, which begins the given record, to the same place
// in to. A table is a list of pairs of varints, a change of the value and one of the
// address, and ends with a change of 0 that is not the first.
func copyTable(to, tables, record []byte) {
	begin := binary.LittleEndian.Uint32(record)
	if begin == 0 || int(begin) >= len(tables) {
		return
	}
	from := bytes.NewBuffer(tables[begin:])
	for first := true; ; first = false {
		change, err := binary.ReadUvarint(from)
		if err != nil || change == 0 && !first {
			break
		}
		if _, err := binary.ReadUvarint(from); err != nil {
			break
		}
	}
	copy(to[begin:], tables[begin:len(tables)-from.Len()])
}
