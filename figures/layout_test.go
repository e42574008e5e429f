package figures

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"

	"monge/figures/internal/kit"
)

// written is a piece of text and the box it fills.
type written struct {
	text string
	face font.Face
	box  vg.Rectangle
}

// texts returns all text of a figure. It draws the figure on a canvas that records the
// drawing.
func texts(f *Figure) []written {
	var canvas recorder.Canvas
	f.draw(draw.NewCanvas(&canvas, f.width, f.height))
	var all []written
	angles := []float64{0}
	for _, action := range canvas.Actions {
		angle := &angles[len(angles)-1]
		switch a := action.(type) {
		case *recorder.Push:
			angles = append(angles, *angle)
		case *recorder.Pop:
			angles = angles[:len(angles)-1]
		case *recorder.Rotate:
			*angle += a.Angle
		case *recorder.FillString:
			if strings.TrimSpace(a.String) == "" {
				continue
			}
			face := font.DefaultCache.Lookup(a.Font, a.Size)
			sin, cos := math.Sincos(*angle)
			turn := func(x, y vg.Length) vg.Point {
				return vg.Point{X: x*vg.Length(cos) - y*vg.Length(sin), Y: x*vg.Length(sin) + y*vg.Length(cos)}
			}
			extents := face.Extents()
			p := turn(a.Point.X, a.Point.Y-extents.Descent)
			q := turn(a.Point.X+face.Width(a.String), a.Point.Y+extents.Ascent)
			all = append(all, written{a.String, face, vg.Rectangle{
				Min: vg.Point{X: min(p.X, q.X), Y: min(p.Y, q.Y)},
				Max: vg.Point{X: max(p.X, q.X), Y: max(p.Y, q.Y)},
			}})
		}
	}
	return all
}

// drawnPoints returns all points that the lines and areas of a figure go through.
func drawnPoints(f *Figure) []vg.Point {
	var canvas recorder.Canvas
	f.draw(draw.NewCanvas(&canvas, f.width, f.height))
	var points []vg.Point
	for _, action := range canvas.Actions {
		var path vg.Path
		switch a := action.(type) {
		case *recorder.Stroke:
			path = a.Path
		case *recorder.Fill:
			path = a.Path
		}
		for _, step := range path {
			points = append(points, step.Pos)
		}
	}
	return points
}

// checkText fails if a piece of text is cut off, is too small, has letters that the font
// lacks, or overlaps another one.
func checkText(t *testing.T, f *Figure) {
	t.Helper()
	checkTexts(t, f, 8)
}

// checkTexts is checkText for a figure of at least that many pieces of text.
func checkTexts(t *testing.T, f *Figure, least int) {
	t.Helper()
	all := texts(f)
	if len(all) < least {
		t.Errorf("only %d pieces of text: the recording missed some", len(all))
	}
	for k, w := range all {
		if w.box.Min.X < 0 || w.box.Min.Y < 0 || w.box.Max.X > f.width || w.box.Max.Y > f.height {
			t.Errorf("%q is cut off by the edge: %v in %v × %v", w.text, w.box, f.width, f.height)
		}
		if w.face.Font.Size < kit.TickSize {
			t.Errorf("%q is smaller than %v points", w.text, kit.TickSize)
		}
		for _, r := range w.text {
			if glyph, err := w.face.Face.GlyphIndex(nil, r); err != nil || glyph == 0 {
				t.Errorf("%q has %q, which the font has not", w.text, r)
			}
		}
		for _, other := range all[:k] {
			if overlap(w.box, other.box) {
				t.Errorf("%q is written over %q", w.text, other.text)
			}
		}
	}
}

func TestTextIsReadable(t *testing.T) {
	for _, entry := range untrained() {
		t.Run(entry.Name, func(t *testing.T) {
			f, err := entry.Draw(t.Context(), entry.New(), nil)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, f)
		})
	}
}

func overlap(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}
