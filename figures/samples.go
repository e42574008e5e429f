package figures

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// window is a square of the plane.
type window struct{ x, y, half float64 }

// windowAround returns a square around points (n×2, row by row), with room.
func windowAround(points []float64) window {
	left, right, bottom, top := points[0], points[0], points[1], points[1]
	for row := points; len(row) > 0; row = row[2:] {
		left, right = min(left, row[0]), max(right, row[0])
		bottom, top = min(bottom, row[1]), max(top, row[1])
	}
	return window{(left + right) / 2, (bottom + top) / 2, 0.62 * max(right-left, top-bottom, math.SmallestNonzeroFloat64)}
}

// plot returns an empty panel of that square, with neither axes nor title.
func (w window) plot() *plot.Plot {
	p := newPlot("", "", "")
	p.HideAxes()
	w.show(p)
	return p
}

// show gives a panel the axes of that square.
func (w window) show(p *plot.Plot) {
	p.X.Min, p.X.Max = w.x-w.half, w.x+w.half
	p.Y.Min, p.Y.Max = w.y-w.half, w.y+w.half
}

// inside returns those of the points (n×2, row by row) that are in the square.
func (w window) inside(points []float64) plotter.XYs {
	var in plotter.XYs
	for row := points; len(row) > 0; row = row[2:] {
		if max(row[0]-w.x, w.x-row[0], row[1]-w.y, w.y-row[1]) < w.half {
			in = append(in, plotter.XY{X: row[0], Y: row[1]})
		}
	}
	return in
}

// realStyle and fakeStyle are those of dots in small panels.
var (
	realStyle = dot(faded(realColor, 0.3), 1.2)
	fakeStyle = dot(fakeColor, 1.2)
)

// samples draws real samples, generated ones over them, both n×2, row by row,
// and a frame.
func (w window) samples(real, fake []float64) plot.Plotter {
	return drawn(func(c draw.Canvas, p *plot.Plot) {
		dots(w.inside(real), realStyle).Plot(c, p)
		dots(w.inside(fake), fakeStyle).Plot(c, p)
		c.StrokeLines(stroke(frameColor, frameWidth), []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}, c.Min})
	})
}

// sampleColours are those of samples.
var sampleColours = []color.NRGBA{realColor, fakeColor, frameColor}
