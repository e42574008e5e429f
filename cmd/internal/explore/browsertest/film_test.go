package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/png"
	"math"
	"os"
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
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(1180, 690)); err != nil {
		t.Fatal(err)
	}
	film := new(gif.GIF)
	for k := range 24 {
		theta := math.Cos(2 * math.Pi * float64(k) / 24)
		b.visit(t, fmt.Sprintf("#distances?theta=%.3f", theta))
		b.until(t, `document.querySelector('.row-em .value')?.textContent`)
		b.shoot(t, film, 10)
	}
	b.visit(t, "#training?penalty=0.1")
	b.until(t, `document.querySelectorAll('button').length > 8 && [...document.querySelectorAll('button')].some((b) => b.textContent === 'Play')`)
	eval[bool](t, b, `([...document.querySelectorAll('button')].find((b) => b.textContent === 'Play').click(), true)`)
	for range 24 {
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
	frame := image.NewPaletted(picture.Bounds(), palette.Plan9)
	draw.Draw(frame, frame.Rect, picture, image.Point{}, draw.Src)
	film.Image, film.Delay = append(film.Image, frame), append(film.Delay, delay)
}
