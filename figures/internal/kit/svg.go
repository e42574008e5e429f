package kit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// EncodeSVG writes a drawing of the given size as an SVG, with a title and a description for
// screen readers. Letters are outlines, because a program that shows an SVG may not have the
// font. The SVG defines the outline of each letter once; the whole font has 350 kB.
func EncodeSVG(w io.Writer, width, height vg.Length, title, description string, drawing func(draw.Canvas), recolor func(color.Color) color.Color) error {
	canvas := vgsvg.New(width, height)
	drawing(draw.NewCanvas(Recolored(canvas, recolor), width, height))
	var written bytes.Buffer
	if _, err := canvas.WriteTo(&written); err != nil {
		return err
	}
	var letters outlines
	picture := svgText.ReplaceAllFunc(written.Bytes(), letters.replace)
	// A heat map fills its place, whatever its shape.
	picture = bytes.ReplaceAll(picture, []byte("<image "), []byte(`<image preserveAspectRatio="none" `))
	if letters.err != nil {
		return letters.err
	}
	head := fmt.Sprintf("<title>%s</title>\n<desc>%s</desc>\n<defs>\n%s</defs>\n", escape(title), escape(description), letters.definitions())
	start := bytes.Index(picture, []byte("<svg "))
	end := start + bytes.IndexByte(picture[start:], '>') + 1
	_, err := fmt.Fprintf(w, "%s role=\"img\">\n%s%s", picture[:end-1], strings.TrimSuffix(head, "\n"), picture[end:])
	return err
}

// svgText is a text element as package vgsvg writes it.
var svgText = regexp.MustCompile(`(?s)<text x="([^"]*)" y="([^"]*)" transform="scale\(1, -1\)"\s*style="[^"]*font-size:([0-9.]+)px(?:;fill:(#[0-9A-Fa-f]+))?[^"]*">(.*?)</text>`)

// outlines are the letters that an SVG has used.
type outlines struct {
	used map[rune]string // path in units of the font
	err  error
}

// unitsPerEm is the size of the letters' outlines.
const unitsPerEm = 2048

// replace returns the letters of a text element. It keeps the text in an attribute.
func (o *outlines) replace(element []byte) []byte {
	part := svgText.FindSubmatch(element)
	var text string
	if err := xml.Unmarshal([]byte("<t>"+string(part[5])+"</t>"), &text); err != nil {
		o.err = err
		return nil
	}
	y, err := strconv.ParseFloat(string(part[2]), 64)
	if err != nil {
		o.err = err
		return nil
	}
	size, err := strconv.ParseFloat(string(part[3]), 64)
	if err != nil {
		o.err = err
		return nil
	}
	fill := string(part[4])
	if fill == "" {
		fill = "#000000"
	}
	face := font.DefaultCache.Lookup(TextStyle(unitsPerEm, InkColor).Font, unitsPerEm)
	var b strings.Builder
	fmt.Fprintf(&b, `<g transform="translate(%s, %.5g) scale(%.5g)" fill="%s" aria-label="%s">`, part[1], -y, size/unitsPerEm, fill, escape(text))
	for k, letter := range text {
		if o.add(face, letter) != "" {
			fmt.Fprintf(&b, `<use xlink:href="#l%x" x="%.0f"/>`, letter, face.Width(text[:k]).Points())
		}
	}
	b.WriteString("</g>")
	return []byte(b.String())
}

// add returns the outline of a letter, "" for a space, and keeps it.
func (o *outlines) add(face font.Face, letter rune) string {
	if path, known := o.used[letter]; known {
		return path
	}
	if o.used == nil {
		o.used = make(map[rune]string)
	}
	var buffer sfnt.Buffer
	index, err := face.Face.GlyphIndex(&buffer, letter)
	if err != nil {
		o.err = err
		return ""
	}
	segments, err := face.Face.LoadGlyph(&buffer, index, fixed.I(unitsPerEm), nil)
	if err != nil {
		o.err = err
		return ""
	}
	var b strings.Builder
	write := func(p fixed.Point26_6) { fmt.Fprintf(&b, "%d %d ", p.X.Round(), -p.Y.Round()) }
	for _, s := range segments {
		b.WriteByte("MLQC"[s.Op])
		for _, p := range s.Args[:[]int{1, 1, 2, 3}[s.Op]] {
			write(p)
		}
	}
	o.used[letter] = strings.TrimSpace(b.String())
	return o.used[letter]
}

// definitions returns the letters as elements that text refers to.
func (o *outlines) definitions() string {
	letters := make([]rune, 0, len(o.used))
	for letter, path := range o.used {
		if path != "" {
			letters = append(letters, letter)
		}
	}
	slices.Sort(letters)
	var b strings.Builder
	for _, letter := range letters {
		fmt.Fprintf(&b, "<path id=\"l%x\" d=\"%s\"/>\n", letter, o.used[letter])
	}
	return b.String()
}

// escape returns text as XML writes it.
func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text))
	return b.String()
}
