package figures

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	margin       = vg.Length(10) // around the figure
	panelGap     = vg.Length(24) // between panels
	titleHeight  = vg.Length(24) // above each panel, for its title
	legendHeight = vg.Length(20) // above all panels, for the legend
)

// newFigure returns a figure of that height: the legend in a line of its own at
// the top, where no data is, and what body draws of plots below it. It returns
// an error if a plot has an axis that cannot be drawn.
func newFigure(height vg.Length, legend []key, plots []*plot.Plot, body func(c draw.Canvas)) (*Figure, error) {
	for _, p := range plots {
		for k, axis := range []plot.Axis{p.X, p.Y} {
			if length := axis.Max - axis.Min; !(length > 0) || math.IsInf(length, 0) {
				return nil, fmt.Errorf("figures: a %s axis from %v to %v cannot be drawn", []string{"horizontal", "vertical"}[k], axis.Min, axis.Max)
			}
		}
	}
	return &Figure{width: figureWidth, height: height, draw: func(c draw.Canvas) {
		c.SetColor(color.White)
		c.Fill(c.Rectangle.Path())
		c = draw.Crop(c, margin, -margin, margin, -margin)
		if len(legend) > 0 {
			drawLegend(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-legendHeight, 0), legend)
			c.Max.Y -= legendHeight
		}
		body(c)
	}}, nil
}

// panels returns the figure of that height with plots in rows of equal length,
// their data areas aligned. Errors are those of newFigure.
func panels(height vg.Length, legend []key, rows ...[]*plot.Plot) (*Figure, error) {
	return newFigure(height, legend, slices.Concat(rows...), func(c draw.Canvas) { drawRows(c, rows) })
}

// drawRows draws plots in rows of equal length, their data areas aligned. A
// place may be empty.
func drawRows(c draw.Canvas, rows [][]*plot.Plot) {
	tiles := draw.Tiles{Rows: len(rows), Cols: len(rows[0]), PadX: panelGap, PadY: titleHeight + panelGap/2, PadTop: titleHeight}
	for j, row := range plot.Align(rows, tiles, c) {
		for i, tile := range row {
			if rows[j][i] != nil {
				rows[j][i].Draw(tile)
			}
		}
	}
}
