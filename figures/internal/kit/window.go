package kit

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Window is a square of the plane: its centre (X, Y), and Half of its side.
type Window struct{ X, Y, Half float64 }

// Agree reports whether low and high agree in nine digits, as the ends of constant data do.
// The numbers on an axis between them would all look the same.
func Agree(low, high float64) bool { return high-low <= 1e-9*max(math.Abs(low), math.Abs(high)) }

// RoomAround returns how far an axis should extend on both sides of x if all values on it agree
// with x: half of |x|, or 1 if x is 0.
func RoomAround(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Abs(x) / 2
}

// WindowAround returns a window that contains points (n×2, row by row), with a margin.
func WindowAround(points []float64) Window {
	left, right, bottom, top := points[0], points[0], points[1], points[1]
	for row := points; len(row) > 0; row = row[2:] {
		left, right = min(left, row[0]), max(right, row[0])
		bottom, top = min(bottom, row[1]), max(top, row[1])
	}
	half := 0.62 * max(right-left, top-bottom)
	if Agree(left, right) && Agree(bottom, top) {
		half = max(RoomAround(left), RoomAround(bottom))
	}
	return Window{(left + right) / 2, (bottom + top) / 2, half}
}

// Panel returns an empty panel of the window, without axes and title.
func (w Window) Panel() *plot.Plot {
	p := NewPanel("", "", "")
	p.HideAxes()
	w.SetAxes(p)
	return p
}

// SetAxes gives a panel the axes of the window.
func (w Window) SetAxes(p *plot.Plot) {
	p.X.Min, p.X.Max = w.X-w.Half, w.X+w.Half
	p.Y.Min, p.Y.Max = w.Y-w.Half, w.Y+w.Half
}

// Inside returns the points (n×2, row by row) that are in the window.
func (w Window) Inside(points []float64) plotter.XYs {
	var in plotter.XYs
	for row := points; len(row) > 0; row = row[2:] {
		if max(row[0]-w.X, w.X-row[0], row[1]-w.Y, w.Y-row[1]) < w.Half {
			in = append(in, plotter.XY{X: row[0], Y: row[1]})
		}
	}
	return in
}

// RealDots and GeneratedDots are the styles of samples in small panels.
var (
	RealDots      = Disk(Faded(RealColor, 0.4), 1.6)
	GeneratedDots = Disk(GeneratedColor, 1.6)
)

// Samples draws real samples, generated ones over them, both n×2, row by row, and a
// frame.
func (w Window) Samples(real, generated []float64) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		Dots(w.Inside(real), RealDots).Plot(c, p)
		Dots(w.Inside(generated), GeneratedDots).Plot(c, p)
		c.StrokeLines(Solid(FrameColor, FrameWidth), []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}, c.Min})
	})
}

// SampleRaster is Samples as an image: see Raster.
func (w Window) SampleRaster(real, generated []float64) plot.Plotter {
	return Raster(w.Samples(real, generated), RealColor, GeneratedColor, FrameColor)
}
