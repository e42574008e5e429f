package figures

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"

	"image/color"

	"gonum.org/v1/plot/vg"

	"monge/figures/internal/kit"
	"monge/gan"
)

// An SVG has a title and a description, has outlines for letters, and is small.
func TestSVGsHaveATitleAndOutlinesForLetters(t *testing.T) {
	const limit = 300_000 // bytes
	for _, entry := range untrained() {
		f, err := entry.Draw(t.Context(), entry.New(), nil)
		if err != nil {
			t.Fatal(err)
		}
		svg := encode(t, f, "svg")
		if len(svg) > limit {
			t.Errorf("%s has %d bytes, more than %d", entry.Name, len(svg), limit)
		}
		var read struct {
			Title       string `xml:"title"`
			Description string `xml:"desc"`
		}
		if err := xml.Unmarshal(svg, &read); err != nil {
			t.Fatalf("%s: %v", entry.Name, err)
		}
		if read.Title != entry.Name || read.Description != entry.Description {
			t.Errorf("%s is called %q, %q", entry.Name, read.Title, read.Description)
		}
		if bytes.Contains(svg, []byte("<text")) || bytes.Contains(svg, []byte("font-family")) {
			t.Errorf("%s has letters that need a font", entry.Name)
		}
	}
}

// All text is inside the frame and no two pieces of text overlap, on a slide and in a figure
// of one panel.
func TestSlidesAreReadableAndWide(t *testing.T) {
	for _, entry := range untrained() {
		t.Run(entry.Name, func(t *testing.T) {
			f, err := entry.Draw(t.Context(), entry.New(), nil)
			if err != nil {
				t.Fatal(err)
			}
			checkPanels(t, f)
			slide := f.Slide()
			checkText(t, slide)
			config, err := png.DecodeConfig(bytes.NewReader(encode(t, slide, "png")))
			if err != nil {
				t.Fatal(err)
			}
			if config.Width != 1920 || config.Height != 1080 {
				t.Errorf("%d × %d pixels, want 1920 × 1080", config.Width, config.Height)
			}
		})
	}
}

// checkPanels fails if a figure of one panel, on a page or a slide, has text outside the
// frame or over other text.
func checkPanels(t *testing.T, f *Figure) {
	t.Helper()
	for n := range f.panels {
		panel, err := f.Panel(n + 1)
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, panel, 4)
		checkTexts(t, panel.Slide(), 4)
		if panel.Description != f.Description {
			t.Errorf("panel %d is described as %q", n+1, panel.Description)
		}
	}
	for _, n := range []int{-1, 0, len(f.panels) + 1} {
		if _, err := f.Panel(n); err == nil {
			t.Errorf("there is a panel %d of %d", n, len(f.panels))
		}
	}
}

func TestAFigureOfOnePanelHasLargerLetters(t *testing.T) {
	f, err := DefaultFourDistances().Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.panels) != 4 {
		t.Fatalf("%d panels, want 4", len(f.panels))
	}
	panel, err := f.Panel(3)
	if err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"EM", "TV", "KL", "JS"} { // row by row
		alone, err := f.Panel(n + 1)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(texts(alone), func(w written) bool { return strings.HasPrefix(w.text, name) }) {
			t.Errorf("panel %d has no title that begins with %s", n+1, name)
		}
	}
	height := func(f *Figure) vg.Length { return texts(f)[0].face.Font.Size / f.height }
	if whole, alone := height(f.Slide()), height(panel.Slide()); alone < 1.4*whole {
		t.Errorf("letters have %.3f of the height of a slide, %.3f with all panels", alone, whole)
	}
}

func TestATransparentFigureHasNoBackground(t *testing.T) {
	f, err := DefaultDistances().Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, look := range map[string]*Figure{"light": f, "dark": f.Dark()} {
		picture, err := png.Decode(bytes.NewReader(encode(t, look.Transparent(), "png")))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0 {
			t.Errorf("%s: the corner has an opacity of %d", name, alpha)
		}
		with, without := encode(t, look, "svg"), encode(t, look.Transparent(), "svg")
		if one := bytes.Count(with, []byte("<path d=")) - bytes.Count(without, []byte("<path d=")); one != 1 {
			t.Errorf("%s: the SVG lacks %d areas, want the background alone", name, one)
		}
	}
}

// contrast returns the contrast of two colours as the Web Content Accessibility Guidelines
// define it, from 1 to 21.
func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) float64 {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		linear := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
	}
	low, high := luminance(a), luminance(b)
	return (max(low, high) + 0.05) / (min(low, high) + 0.05)
}

// Each colour has enough contrast on a white and on a dark background. The guidelines ask for
// a contrast of 3 for graphics and of 4.5 for text.
func TestColoursCanBeSeenOnBothBackgrounds(t *testing.T) {
	for name, c := range map[string]color.NRGBA{
		"EM": kit.EMColor, "JS": kit.JSColor, "KL": kit.KLColor, "TV": kit.TVColor,
		"real": kit.RealColor, "generated": kit.GeneratedColor, "ink": kit.InkColor, "another solver": kit.OtherSolverColor,
	} {
		want := 3.0
		if name == "ink" {
			want = 4.5
		}
		if got := contrast(c, color.White); got < want {
			t.Errorf("%s has a contrast of %.1f with white", name, got)
		}
		if got := contrast(kit.Dark(c), kit.Dark(color.White)); got < want {
			t.Errorf("%s has a contrast of %.1f on a dark background", name, got)
		}
	}
}

func TestADarkFigureIsDark(t *testing.T) {
	f, err := Training(exampleRun(2, gan.Losses()...))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(encode(t, f.Dark(), "png")))
	if err != nil {
		t.Fatal(err)
	}
	if got := contrast(picture.At(0, 0), color.White); got < 10 {
		t.Errorf("the background has a contrast of %.1f with white", got)
	}
	if svg := string(encode(t, f.Dark(), "svg")); strings.Contains(svg, "#FFFFFF") || strings.Contains(svg, "#222222") {
		t.Error("the SVG has colours that are not dark")
	}
}
