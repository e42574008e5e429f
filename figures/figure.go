package figures

import (
	"bytes"
	"fmt"
	"io"

	"gonum.org/v1/plot/cmpimg"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Figure is a finished drawing. All that it shows was computed when it was
// made; to encode it only puts ink on paper.
type Figure struct {
	width, height vg.Length
	draw          func(draw.Canvas)
	frames        []func(draw.Canvas) // if it moves; draw is the last
}

// Encode writes the figure as "png" (1350 pixels wide), "svg" or "pdf", or as
// "gif" (900 pixels wide) if it moves: the others then show where it ends. PNG,
// SVG and GIF have the same bytes each time; a PDF is dated. It returns an error
// that names the formats if format is none of them, and the errors of w.
func (f *Figure) Encode(w io.Writer, format string) error {
	var canvas vg.CanvasWriterTo
	switch format {
	case "png":
		canvas = vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(pngDPI))}
	case "svg":
		canvas = vgsvg.New(f.width, f.height)
	case "pdf":
		canvas = vgpdf.New(f.width, f.height)
	case "gif":
		if len(f.frames) == 0 {
			return fmt.Errorf("figures: no %q of a figure that does not move (want png, svg or pdf)", format)
		}
		return f.encodeGIF(w)
	default:
		return fmt.Errorf("figures: unknown format %q (want png, svg or pdf)", format)
	}
	f.draw(draw.New(canvas))
	var picture bytes.Buffer
	if _, err := canvas.WriteTo(&picture); err != nil {
		return err
	}
	// Without Liberation Sans a reader of the SVG would fall back on a serif;
	// Arial has the same metrics.
	_, err := w.Write(bytes.ReplaceAll(picture.Bytes(),
		[]byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")))
	return err
}

// Same reports whether two pictures in one of Encode's formats show the same.
// They are compared byte by byte; but the pixels of a PNG may differ by a step,
// because some processors round a multiplication and an addition once and
// others twice. It returns an error if a PNG cannot be decoded.
func Same(format string, a, b []byte) (bool, error) {
	if format == "png" {
		return cmpimg.EqualApprox(format, a, b, 0.01)
	}
	return bytes.Equal(a, b), nil
}
