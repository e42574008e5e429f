package figures

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/cmpimg"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"

	"monge/figures/internal/kit"
)

// Figure is a finished drawing: everything that it shows has been computed. The zero
// value cannot be encoded; a Params makes figures.
type Figure struct {
	Title, Description string // in an SVG, for screen readers

	width, height vg.Length
	draw          func(draw.Canvas) // over the background
	panels        []*Figure         // each panel alone, in reading order
	frames        []*Figure         // of an animation; the figure is drawn like the last of them
	dpi           int               // of a PNG; kit.DPI if it is 0
	dark          bool
	transparent   bool
}

// SlidePixels is the width of a slide as a PNG.
const SlidePixels = 1920

// Slide returns the figure for a slide: 16:9, and SlidePixels wide as a PNG.
func (f *Figure) Slide() *Figure {
	slide := *f
	slide.dpi = int(SlidePixels * 72 / max(f.width, f.height*16/9).Points())
	slide.width = SlidePixels * 72 / vg.Length(slide.dpi)
	slide.height = slide.width * 9 / 16
	return &slide
}

// Panel returns a figure of panel n alone, with the legend, 16:9, and with larger letters.
// Panels count from 1, row by row. For an animation it returns the animation of that panel.
// It returns an error that gives the number of panels if there is no panel n.
func (f *Figure) Panel(n int) (*Figure, error) {
	if n < 1 || n > len(f.panels) {
		return nil, fmt.Errorf("figures: no panel %d (there are 1 to %d)", n, len(f.panels))
	}
	panel := *f.panels[n-1]
	panel.Title, panel.Description = f.Title, f.Description
	for _, frame := range f.frames {
		panel.frames = append(panel.frames, frame.panels[n-1])
	}
	return &panel, nil
}

// Transparent returns the figure without a background, for a page or a slide with its own.
// A GIF keeps its background.
func (f *Figure) Transparent() *Figure {
	clear := *f
	clear.transparent = true
	return &clear
}

// Dark returns the figure with light letters and lines on a dark background. Its other
// colours keep their hue.
func (f *Figure) Dark() *Figure {
	dark := *f
	dark.dark = true
	return &dark
}

// Encode writes the figure to w as "png" (1350 pixels wide), "svg", "pdf", or, if it is
// an animation, "gif" (900 pixels wide). The other formats show the last frame of an
// animation. The bytes of PNG, SVG and GIF are the same each time; a PDF contains its
// date. Encode returns an error that lists the formats if format is none of them, and
// the errors of w.
func (f *Figure) Encode(w io.Writer, format string) error {
	var recolor func(color.Color) color.Color
	if f.dark {
		recolor = kit.Dark
	}
	var canvas vg.CanvasWriterTo
	switch format {
	case "png":
		background := color.Color(color.White)
		if f.transparent {
			background = color.Transparent
		}
		canvas = vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(f.width, f.height),
			vgimg.UseDPI(cmp.Or(f.dpi, kit.DPI)), vgimg.UseBackgroundColor(background))}
	case "svg":
		return kit.EncodeSVG(w, f.width, f.height, f.Title, f.Description, f.paint, recolor)
	case "pdf":
		canvas = vgpdf.New(f.width, f.height)
	case "gif":
		if len(f.frames) == 0 {
			return fmt.Errorf("figures: format %q needs an animation (want png, svg or pdf)", format)
		}
		var frames []func(draw.Canvas)
		for _, frame := range f.frames {
			frames = append(frames, frame.paint)
		}
		return kit.EncodeGIF(w, f.width, f.height, frames, recolor)
	default:
		return fmt.Errorf("figures: unknown format %q (want png, svg or pdf)", format)
	}
	f.paint(draw.NewCanvas(kit.Recolored(canvas, recolor), f.width, f.height))
	_, err := canvas.WriteTo(w)
	return err
}

// paint draws the figure on a white background, unless it is transparent.
func (f *Figure) paint(c draw.Canvas) {
	if !f.transparent {
		c.SetColor(color.White)
		c.Fill(c.Rectangle.Path())
	}
	f.draw(c)
}

// Same reports whether two pictures in one of Encode's formats look the same. SVGs and
// GIFs must have equal bytes. Pixels of PNGs may differ slightly, because some
// processors round a product and a sum once and others twice. Same returns an error if a
// PNG cannot be decoded.
func Same(format string, a, b []byte) (bool, error) {
	if format == "png" {
		return cmpimg.EqualApprox(format, a, b, 0.01)
	}
	return bytes.Equal(a, b), nil
}

// newFigure returns a figure of the given height. The legend is the first line; body draws the
// plots below it. Each plot is a panel. newFigure returns an error if an axis of plots
// is empty, infinite or NaN.
func newFigure(height vg.Length, legend []kit.Key, plots []*plot.Plot, body func(c draw.Canvas)) (*Figure, error) {
	for _, p := range plots {
		for k, axis := range []plot.Axis{p.X, p.Y} {
			if length := axis.Max - axis.Min; !(length > 0) || math.IsInf(length, 0) {
				return nil, fmt.Errorf("figures: a %s axis from %v to %v cannot be drawn", []string{"horizontal", "vertical"}[k], axis.Min, axis.Max)
			}
		}
	}
	f := &Figure{width: kit.Width, height: height, draw: func(c draw.Canvas) {
		c = draw.Crop(c, kit.Margin, -kit.Margin, kit.Margin, -kit.Margin)
		if len(legend) > 0 {
			kit.DrawLegend(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-kit.LegendHeight, 0), legend)
			c.Max.Y -= kit.LegendHeight
		}
		body(c)
	}}
	for _, p := range plots {
		f.panels = append(f.panels, onePanel(kit.OnePanelWidth, legend, func(c draw.Canvas) { kit.DrawRows(c, [][]*plot.Plot{{p}}) }))
	}
	return f, nil
}

// onePanel returns a figure of one panel, 16:9, with a legend of as many lines as it needs.
func onePanel(width vg.Length, legend []kit.Key, body func(c draw.Canvas)) *Figure {
	return &Figure{width: width, height: width * 9 / 16, draw: func(c draw.Canvas) {
		c = draw.Crop(c, kit.Margin, -kit.Margin, kit.Margin, -kit.Margin)
		for _, line := range kit.LegendLines(legend, c.Max.X-c.Min.X) {
			kit.DrawLegend(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-kit.LegendHeight, 0), line)
			c.Max.Y -= kit.LegendHeight
		}
		body(c)
	}}
}

// oneSquarePanel returns a figure of one square panel, with room above it and below.
func oneSquarePanel(p *plot.Plot, legend []kit.Key, above, below vg.Length) *Figure {
	return onePanel(kit.OnePanelWidth, legend, func(c draw.Canvas) { kit.DrawSquare(draw.Crop(c, 0, 0, below, -above), p) })
}

// onePanelWithBar returns a figure of one panel and its colour bar. It is wider than others,
// because its title must end left of the bar.
func onePanelWithBar(p, bar *plot.Plot, legend []kit.Key) *Figure {
	return onePanel(kit.Width-75, legend, func(c draw.Canvas) {
		c.Max.Y -= kit.TitleHeight
		kit.DrawCentredWithBar(c, p, bar)
	})
}

// panels returns a figure of the given height with plots in rows of equal length. The data
// areas are aligned. It returns the errors of newFigure.
func panels(height vg.Length, legend []kit.Key, rows ...[]*plot.Plot) (*Figure, error) {
	f, err := newFigure(height, legend, slices.Concat(rows...), func(c draw.Canvas) { kit.DrawRows(c, rows) })
	if err == nil && len(rows[0]) == 1 { // its title needs the full width
		for k, row := range rows {
			f.panels[k] = onePanel(kit.Width, legend, func(c draw.Canvas) { kit.DrawRows(c, [][]*plot.Plot{row}) })
		}
	}
	return f, err
}
