package pointfile

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"monge/cmd/internal/fault"
)

// png8 returns a grey picture of 2×2 pixels.
func png8() string {
	picture := image.NewGray(image.Rect(0, 0, 2, 2))
	for k, grey := range []uint8{0, 50, 100, 255} {
		picture.SetGray(k%2, k/2, color.Gray{Y: grey})
	}
	return pngOf(picture)
}

// pngOf returns a picture as a PNG file.
func pngOf(picture image.Image) string {
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		panic(err)
	}
	return b.String()
}

// Black is no mass, white the most; the first row is the uppermost.
func TestAPictureIsADistributionOverItsPixels(t *testing.T) {
	for name, content := range map[string]string{
		"png": png8(),
		"p2":  "P2\n# by hand\n2 2 # columns, rows\n255\n0 50\n100 255\n",
		"p5":  "P5 2 2 255\n\x00\x32\x64\xff",
		"dos": "P5\r\n2 2\r\n255\r\n\x00\x32\x64\xff",
		"end": "P5 2 2 255\n\x00\x32\x64\xff\n",
		"16":  "P5 2 2 65535\n\x00\x00\x32\x32\x64\x64\xff\xff",
		"gz":  gz("P5 2 2 255\n\x00\x32\x64\xff"),
	} {
		p, err := Read(name, strings.NewReader(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d, err := p.Distribution()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for k, want := range []float64{0, 50. / 405, 100. / 405, 255. / 405} {
			if diff := d.Probability(k) - want; diff > 1e-15 || diff < -1e-15 || fmt.Sprint(d.Point(k)) != fmt.Sprint([]int{k % 2, k / 2}) {
				t.Errorf("%s: pixel %d is at %v with %v, want %v", name, k, d.Point(k), d.Probability(k), want)
			}
		}
	}
}

// What is not read as a picture shows it is said.
func TestWhatOfAPictureIsNotReadIsSaid(t *testing.T) {
	encode := func(c color.Color) string {
		picture := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		picture.Set(0, 0, c)
		return pngOf(picture)
	}
	moving := png8()
	moving = moving[:33] + "\x00\x00\x00\x08acTL\x00\x00\x00\x02\x00\x00\x00\x00\xf3\x8d\x93\x70" + moving[33:]
	for content, want := range map[string]string{
		png8():                                "",
		png8() + "more":                       "f: the data after the picture are not read",
		moving:                                "f: it is animated; only the first frame is read",
		encode(color.NRGBA{255, 0, 0, 255}):   "f: its colours are read as grey values",
		encode(color.NRGBA{128, 128, 128, 9}): "f: transparent pixels are read as if on black, which has no mass",
		encode(color.NRGBA{99, 99, 99, 255}):  "",
		"P2 1 1 9 3":                          "",
	} {
		var warnings []string
		o := Options{Warn: func(text string) { warnings = append(warnings, text) }}
		if _, err := o.Read("f", strings.NewReader(content)); err != nil || strings.Join(warnings, "; ") != want {
			t.Errorf("%.60q: %q, %v, want %q", content, warnings, err, want)
		}
	}
}

// Columns of a table match those of a picture by their places.
func TestAPictureComparesWithATable(t *testing.T) {
	picture, err := Read("p.png", strings.NewReader(png8()))
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read("t.csv", strings.NewReader("x,y\n0,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Match(picture, table); err != nil {
		t.Error(err)
	}
	black, err := Read("black.pgm", strings.NewReader("P2 2 1 9\n0 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := black.Distribution(); err == nil || !strings.HasPrefix(fault.Message(err), "black.pgm: ") {
		t.Errorf("a black picture has mass: %v", err)
	}
}
