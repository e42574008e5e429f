package pointfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"monge/cmd/internal/fault"
)

// format is the format of a file.
type format string

const (
	formatText  format = "text"
	formatNumPy format = "a NumPy array"
	formatPNG   format = "a PNG picture"
	formatPGM   format = "a PGM picture"
)

// peekSize is the number of bytes that open reads ahead to detect the format.
const peekSize = 1 << 16

// source is an open file whose format is known.
type source struct {
	r         *bufio.Reader // behind the byte order mark, if there is one
	beginning []byte        // the first bytes that r will return; a view into its buffer
	format    format
	size      int64 // of the text in bytes; 0 if it is not known
}

// byteOrderMark is the first character of a text from some spreadsheets.
const byteOrderMark = "\ufeff"

// open detects the format of a file, and decompresses it if it is gzip. If the file cannot
// be read, the error says what it seems to be.
func open(name string, r io.Reader) (*source, error) {
	buffered := bufio.NewReaderSize(r, peekSize)
	size := sizeOf(r)
	for range 3 { // a file may be compressed, and by mistake once more
		beginning, err := buffered.Peek(peekSize)
		if err != nil && err != io.EOF {
			return nil, fault.At(name, err)
		}
		if !bytes.HasPrefix(beginning, []byte("\x1f\x8b")) {
			return detectFormat(name, buffered, beginning, size)
		}
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fault.At(name, compressionFault(err))
		}
		buffered, size = bufio.NewReaderSize(gzipped{unpacked}, peekSize), 0
	}
	return nil, fault.Atf(name, "compressed more than twice")
}

// sizeOf returns the size of a regular file in bytes, or 0 if r is not one.
func sizeOf(r io.Reader) int64 {
	file, ok := r.(fs.File)
	if !ok {
		return 0
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

// gzipped reads from a gzip.Reader. Its errors say that the compressed data are at fault.
type gzipped struct{ r io.Reader }

func (g gzipped) Read(to []byte) (int, error) {
	n, err := g.r.Read(to)
	return n, compressionFault(err)
}

// compressionFault replaces an error of compress/gzip by one that says what is wrong with the
// file.
func compressionFault(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the compressed data are cut off, or followed by something else")
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return fmt.Errorf("the compressed data are damaged: %w", err)
	}
	return err
}

// detectFormat returns the source of a decompressed file.
func detectFormat(name string, r *bufio.Reader, beginning []byte, size int64) (*source, error) {
	s := &source{r, beginning, formatText, size}
	switch {
	case bytes.HasPrefix(beginning, []byte(numPyMagic)):
		s.format = formatNumPy
	case bytes.HasPrefix(beginning, []byte("\x89PNG\r\n\x1a\n")):
		s.format = formatPNG
	case len(beginning) > 2 && beginning[0] == 'P' && (beginning[1] == '2' || beginning[1] == '5') && strings.IndexByte(" \t\r\n#", beginning[2]) >= 0:
		s.format = formatPGM
	case bytes.HasPrefix(beginning, []byte(byteOrderMark)):
		r.Discard(len(byteOrderMark))
		s.beginning = beginning[len(byteOrderMark):]
		fallthrough
	default:
		if problem := unsupported(s.beginning); problem != "" {
			return nil, fault.Atf(name, "%s", problem)
		}
	}
	return s, nil
}

// unsupported says what a file seems to be if it cannot be read. It returns "" for text.
func unsupported(beginning []byte) string {
	switch {
	case bytes.HasPrefix(beginning, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(beginning, []byte("\x00\x00\xfe\xff")), isWideASCII(beginning, 4):
		return "it seems to be text in UTF-32: save it in UTF-8"
	case bytes.HasPrefix(beginning, []byte("\xff\xfe")), bytes.HasPrefix(beginning, []byte("\xfe\xff")), isWideASCII(beginning, 2):
		return "it seems to be text in UTF-16: save it in UTF-8"
	case bytes.HasPrefix(beginning, []byte("PK\x03\x04")) && bytes.Contains(beginning, []byte(".npy")):
		return "it seems to be an archive of NumPy arrays: save one of them as .npy"
	case bytes.HasPrefix(beginning, []byte("PK\x03\x04")):
		return "it seems to be a spreadsheet or a zip archive: save the table as CSV"
	case bytes.HasPrefix(beginning, []byte("\x89HDF")), bytes.HasPrefix(beginning, []byte("PAR1")), bytes.HasPrefix(beginning, []byte("ARROW1")):
		return "it seems to be a table in a binary format: save it as CSV or .npy"
	case bytes.HasPrefix(beginning, []byte("P1")), bytes.HasPrefix(beginning, []byte("P3")), bytes.HasPrefix(beginning, []byte("P4")), bytes.HasPrefix(beginning, []byte("P6")):
		if len(beginning) > 2 && strings.IndexByte(" \t\r\n", beginning[2]) >= 0 {
			return "it seems to be a picture in black and white or in colour: save it as PGM or PNG"
		}
	}
	control := bytes.IndexFunc(beginning, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' })
	if control < 0 {
		return ""
	}
	if what := contentType(beginning); !strings.HasPrefix(what, "text/") && what != "application/octet-stream" {
		return "it seems to be a file of type " + what + ", and not a table"
	}
	if beginning[control] == 0 {
		return "it seems to be a binary file: it holds bytes that are zero"
	}
	return "it seems to be a binary file: it holds characters that do not print"
}

// isWideASCII reports whether bytes look like ASCII text in UTF-16 (width 2) or UTF-32 (width
// 4) without a byte order mark: of each character only the first byte, or only the last, is
// not zero.
func isWideASCII(beginning []byte, width int) bool {
	if len(beginning) < 2*width {
		return false
	}
	for _, position := range []int{0, width - 1} {
		all := true
		for k, b := range beginning[:min(len(beginning), 64)] {
			all = all && (b != 0) == (k%width == position)
		}
		if all {
			return true
		}
	}
	return false
}
