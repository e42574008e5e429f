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

// kind is what a file is.
type kind string

const (
	kindText  kind = "text"
	kindNumPy kind = "an array of NumPy"
	kindPNG   kind = "a PNG picture"
	kindPGM   kind = "a PGM picture"
)

// sniffed is how many bytes of a file tell what it is.
const sniffed = 1 << 16

// source is a file that was opened and looked at.
type source struct {
	r         *bufio.Reader // after a byte order mark, if there was one
	beginning []byte        // what comes first, a view
	kind      kind
	size      int64 // of the text in bytes; 0 if it is not known
}

// byteOrderMark is what some spreadsheets write first.
const byteOrderMark = "\ufeff"

// open tells what a file is, and unpacks it if it was compressed by gzip. It
// returns an error that says what the file seems to be, if it is nothing that can
// be read.
func open(name string, r io.Reader) (*source, error) {
	buffered := bufio.NewReaderSize(r, sniffed)
	size := sizeOf(r)
	for range 3 { // compressed, and once more by mistake
		beginning, err := buffered.Peek(sniffed)
		if err != nil && err != io.EOF {
			return nil, fault.At(name, err)
		}
		if !bytes.HasPrefix(beginning, []byte("\x1f\x8b")) {
			return recognise(name, buffered, beginning, size)
		}
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fault.At(name, compressionFault(err))
		}
		buffered, size = bufio.NewReaderSize(gzipped{unpacked}, sniffed), 0
	}
	return nil, fault.Atf(name, "compressed more than twice")
}

// sizeOf returns how many bytes a file has, 0 if r is no file.
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

// gzipped reads what r unpacks. Its errors say that the compressed data are at fault.
type gzipped struct{ r io.Reader }

func (g gzipped) Read(to []byte) (int, error) {
	n, err := g.r.Read(to)
	return n, compressionFault(err)
}

// compressionFault says in err, an error of compress/gzip, what is wrong with a file.
func compressionFault(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the compressed data are cut off, or followed by something else")
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return fmt.Errorf("the compressed data are damaged: %w", err)
	}
	return err
}

// recognise tells what an unpacked file is.
func recognise(name string, r *bufio.Reader, beginning []byte, size int64) (*source, error) {
	s := &source{r, beginning, kindText, size}
	switch {
	case bytes.HasPrefix(beginning, []byte(numPyMagic)):
		s.kind = kindNumPy
	case bytes.HasPrefix(beginning, []byte("\x89PNG\r\n\x1a\n")):
		s.kind = kindPNG
	case len(beginning) > 2 && beginning[0] == 'P' && (beginning[1] == '2' || beginning[1] == '5') && strings.IndexByte(" \t\r\n#", beginning[2]) >= 0:
		s.kind = kindPGM
	case bytes.HasPrefix(beginning, []byte(byteOrderMark)):
		r.Discard(len(byteOrderMark))
		s.beginning = beginning[len(byteOrderMark):]
		fallthrough
	default:
		if what := foreign(s.beginning); what != "" {
			return nil, fault.Atf(name, "%s", what)
		}
	}
	return s, nil
}

// foreign says what a file seems to be that cannot be read, "" if it is text.
func foreign(beginning []byte) string {
	switch {
	case bytes.HasPrefix(beginning, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(beginning, []byte("\x00\x00\xfe\xff")), isWide(beginning, 4):
		return "it seems to be text in UTF-32: save it in UTF-8"
	case bytes.HasPrefix(beginning, []byte("\xff\xfe")), bytes.HasPrefix(beginning, []byte("\xfe\xff")), isWide(beginning, 2):
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
	at := bytes.IndexFunc(beginning, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' })
	if at < 0 {
		return ""
	}
	if what := contentType(beginning); !strings.HasPrefix(what, "text/") && what != "application/octet-stream" {
		return "it seems to be a file of type " + what + ", and not a table"
	}
	if beginning[at] == 0 {
		return "it seems to be a binary file: it holds bytes that are zero"
	}
	return "it seems to be a binary file: it holds characters that do not print"
}

// isWide reports whether bytes are those of ASCII, each character in that many bytes, without
// a byte order mark: all but the first or all but the last byte of a character are zero.
func isWide(beginning []byte, width int) bool {
	if len(beginning) < 2*width {
		return false
	}
	for _, at := range []int{0, width - 1} {
		all := true
		for k, b := range beginning[:min(len(beginning), 64)] {
			all = all && (b != 0) == (k%width == at)
		}
		if all {
			return true
		}
	}
	return false
}
