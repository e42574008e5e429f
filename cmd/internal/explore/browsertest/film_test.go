package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestFilm records the moving picture of the README, if MONGE_FILM is set:
//
//	MONGE_BROWSER=chromium MONGE_FILM=$PWD/figures/gallery/explore.gif \
//	  go test ./cmd/internal/explore/browsertest -run Film
//
// θ moves, and the distances with it; then four losses are trained.
func TestFilm(t *testing.T) {
	needed(t)
	path := os.Getenv("MONGE_FILM")
	if path == "" {
		t.Skip("MONGE_FILM is not set")
	}
	b := open(t, server(t))
	b.prefer(t, "prefers-reduced-motion", "reduce")
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(1440, 840, chromedp.EmulateScale(0.6))); err != nil {
		t.Fatal(err)
	}
	film := new(gif.GIF)
	for k := range 16 {
		theta := math.Cos(2 * math.Pi * float64(k) / 16)
		b.visit(t, fmt.Sprintf("#distances?theta=%.3f", theta))
		b.until(t, `document.querySelector('.row-em .value')?.textContent`)
		b.shoot(t, film, 10)
	}
	b.visit(t, "#training?penalty=0.1")
	b.until(t, `document.querySelectorAll('button').length > 8 && [...document.querySelectorAll('button')].some((b) => b.textContent === 'Play')`)
	eval[bool](t, b, `([...document.querySelectorAll('button')].find((b) => b.textContent === 'Play').click(), true)`)
	for range 12 {
		eval[bool](t, b, `new Promise((done) => setTimeout(() => done(true), 250))`)
		b.shoot(t, film, 15)
	}
	film.Delay[len(film.Delay)-1] = 200
	var file bytes.Buffer
	if err := gif.EncodeAll(&file, film); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d frames, %d kB", path, len(film.Image), file.Len()/1000)
}

// shoot adds what the page shows to a film, for a time in hundredths of a second.
func (b *browser) shoot(t *testing.T, film *gif.GIF, delay int) {
	t.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	film.Image, film.Delay = append(film.Image, paletted(picture)), append(film.Delay, delay)
}

// paletted returns a picture in the 256 colours that are most frequent in it, where
// colours are told apart by five bits of each of red, green and blue.
func paletted(picture image.Image) *image.Paletted {
	bounds := picture.Bounds()
	at := func(x, y int) color.RGBA {
		r, g, b, _ := picture.At(x, y).RGBA()
		return color.RGBA{uint8(r >> 11 * 255 / 31), uint8(g >> 11 * 255 / 31), uint8(b >> 11 * 255 / 31), 255}
	}
	counts := make(map[color.RGBA]int)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	var colours color.Palette
	for c := range counts {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.Color) int { return counts[b.(color.RGBA)] - counts[a.(color.RGBA)] })
	colours = colours[:min(len(colours), 256)]
	frame := image.NewPaletted(bounds, colours)
	index := make(map[color.RGBA]uint8)
	for c := range counts {
		index[c] = uint8(colours.Index(c))
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			frame.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	return frame
}
