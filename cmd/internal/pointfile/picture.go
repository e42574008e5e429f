package pointfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"io"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/memory"
)

// readPicture reads a picture as a distribution: pixel (column, row), both from 0
// at the upper left, is a point, and its grey value is the weight. So white is the
// most mass and black is none, as in the benchmark DOTmark (Schrieber, Schuhmacher,
// Gottschlich 2017). Points are in order of rows. warn, if not nil, is told where the points
// differ from what the picture shows.
func readPicture(name string, s *source, warn func(text string)) (*Points, error) {
	read := readPGM
	if s.format == formatPNG {
		read = readPNG
	}
	width, grey, notes, err := read(s.r)
	if err != nil {
		return nil, fault.Atf(name, "not %s: %w", s.format, describeEOF(err))
	}
	if warn != nil {
		for _, note := range notes {
			warn(name + ": " + note)
		}
	}
	p := &Points{Name: name, Dim: 2, Weights: grey}
	for k := range grey {
		p.Coordinates = append(p.Coordinates, float64(k%width), float64(k/width))
	}
	return p, nil
}

// checkSize returns an error if a picture has no pixels or its points do not fit into memory.
func checkSize(width, height int) error {
	if width < 1 || height < 1 {
		return fmt.Errorf("its size is %d×%d pixels", width, height)
	}
	const perPixel = 3*8 + 8 // coordinates, weight, and what the decoder keeps
	return memory.Check(fmt.Sprintf("a picture of %d×%d pixels", width, height), perPixel*float64(width)*float64(height))
}

// readPNG returns the width of a picture, its grey values from 0 to 65535, row by row, and
// notes on where these differ from what the picture shows.
func readPNG(r *bufio.Reader) (width int, grey []float64, notes []string, err error) {
	beginning, err := r.Peek(33) // the signature and the first chunk
	if err != nil {
		return 0, nil, nil, err
	}
	bigEndian := func(b []byte) int { return int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3]) }
	if err := checkSize(bigEndian(beginning[16:]), bigEndian(beginning[20:])); err != nil {
		return 0, nil, nil, err
	}
	most, _ := r.Peek(peekSize)
	chunks, _, _ := bytes.Cut(most, []byte("IDAT"))
	if bytes.Contains(chunks, []byte("acTL")) {
		notes = append(notes, "it is animated; only the first frame is read")
	}
	picture, err := png.Decode(r)
	if err != nil {
		return 0, nil, nil, err
	}
	coloured, transparent := false, false
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			pixel := picture.At(x, y)
			r, g, b, alpha := pixel.RGBA()
			coloured, transparent = coloured || r != g || g != b, transparent || alpha < 0xffff
			grey = append(grey, float64(color.Gray16Model.Convert(pixel).(color.Gray16).Y))
		}
	}
	if coloured {
		notes = append(notes, "its colours are read as grey values")
	}
	if transparent {
		notes = append(notes, "transparent pixels are read as if on black, which has no mass")
	}
	if _, err := r.Peek(1); err == nil {
		notes = append(notes, "the data after the picture are not read")
	}
	return bounds.Dx(), grey, notes, nil
}

// readPGM is readPNG for a portable graymap, P2 (text) or P5 (binary); grey values
// go up to the picture's own maximum.
func readPGM(r *bufio.Reader) (width int, grey []float64, _ []string, err error) {
	magic := make([]byte, 2)
	if _, err := io.ReadFull(r, magic); err != nil {
		return 0, nil, nil, err
	}
	var header [3]int // width, height, maximum
	for k := range header {
		if header[k], err = pgmNumber(r); err != nil {
			return 0, nil, nil, err
		}
	}
	width, most := header[0], header[2]
	if err := checkSize(width, header[1]); err != nil {
		return 0, nil, nil, err
	}
	if most < 1 || most > 65535 {
		return 0, nil, nil, fmt.Errorf("its largest grey value is %d, but must be from 1 to 65535", most)
	}
	for range width * header[1] {
		var value int
		switch {
		case magic[1] == '2':
			value, err = pgmNumber(r)
		case most < 256:
			var b byte
			b, err = r.ReadByte()
			value = int(b)
		default:
			var b [2]byte
			_, err = io.ReadFull(r, b[:])
			value = int(b[0])<<8 | int(b[1])
		}
		if err != nil {
			return 0, nil, nil, err
		}
		if value > most {
			return 0, nil, nil, fmt.Errorf("a grey value is %d, above the maximum %d", value, most)
		}
		grey = append(grey, float64(value))
	}
	if _, err := pgmNumber(r); err != io.EOF {
		return 0, nil, nil, fmt.Errorf("there are data after its %d grey values", len(grey))
	}
	return width, grey, nil, nil
}

// pgmNumber reads blanks and comments, a number, and the blank after it. A comment goes from
// # to the end of the line.
func pgmNumber(r *bufio.Reader) (int, error) {
	n, digits := 0, 0
	for {
		b, err := r.ReadByte()
		switch {
		case err == io.EOF && digits > 0:
			return n, nil
		case err != nil:
			return 0, err
		case b >= '0' && b <= '9':
			n = 10*n + int(b-'0')
			if digits++; digits > 9 {
				return 0, errors.New("a number has more than 9 digits")
			}
		case b == '#':
			for b != '\n' {
				if b, err = r.ReadByte(); err != nil {
					return 0, err
				}
			}
			if digits > 0 {
				return n, nil
			}
		case b != ' ' && b != '\t' && b != '\n' && b != '\r':
			return 0, fmt.Errorf("%s is not a number", fault.Quote(string(rune(b))))
		case digits > 0:
			if next, _ := r.Peek(1); b == '\r' && string(next) == "\n" {
				r.ReadByte()
			}
			return n, nil
		}
	}
}
