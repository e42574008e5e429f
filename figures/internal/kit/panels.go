package kit

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	Margin       = vg.Length(10) // around the figure
	PanelGap     = vg.Length(24) // between panels
	TitleHeight  = vg.Length(24) // above each panel, for its title
	LegendHeight = vg.Length(20) // above all panels, for the legend
)

// DrawRows draws plots in rows of equal length, their data areas aligned. A nil plot
// leaves its place empty.
func DrawRows(c draw.Canvas, rows [][]*plot.Plot) {
	tiles := draw.Tiles{Rows: len(rows), Cols: len(rows[0]), PadX: PanelGap, PadY: TitleHeight + PanelGap/2, PadTop: TitleHeight}
	for j, row := range plot.Align(rows, tiles, c) {
		for i, tile := range row {
			if rows[j][i] != nil {
				rows[j][i].Draw(tile)
			}
		}
	}
}
