package kit

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// SetSquare gives both axes of p ranges of the same length that contain all points.
func SetSquare(p *plot.Plot, clouds ...plotter.XYs) {
	points := slices.Concat(clouds...)
	low, high := points[0], points[0]
	for _, at := range points {
		low.X, low.Y = min(low.X, at.X), min(low.Y, at.Y)
		high.X, high.Y = max(high.X, at.X), max(high.Y, at.Y)
	}
	half := 0.54 * max(high.X-low.X, high.Y-low.Y) // with a margin for dots at the edge
	x, y := low.X+(high.X-low.X)/2, low.Y+(high.Y-low.Y)/2
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = x-half, x+half, y-half, y+half
}

// DrawSquare draws p with the largest square data area that fits in c, centred
// horizontally.
func DrawSquare(c draw.Canvas, p *plot.Plot) {
	data := p.DataCanvas(c)
	width, height := data.Max.X-data.Min.X, data.Max.Y-data.Min.Y
	side := min(width, height)
	c = draw.Crop(c, (width-side)/2, -(width-side)/2, height-side, 0)
	p.Draw(c)
}
