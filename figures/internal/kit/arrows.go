package kit

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Arrows draws an arrow from each place, in the direction of its vector. The longest
// vector has the length longest, the others are in proportion. An arrow whose tip would
// be outside the panel is left out.
func Arrows(places, vectors plotter.XYs, longest vg.Length, style draw.LineStyle) plot.Plotter {
	const head = vg.Length(4)
	var most float64
	for _, v := range vectors {
		most = max(most, math.Hypot(v.X, v.Y))
	}
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		for k, v := range vectors {
			size := math.Hypot(v.X, v.Y)
			if size == 0 {
				continue
			}
			length := longest * vg.Length(size/most)
			head := min(head, length)
			along := vg.Point{X: vg.Length(v.X / size), Y: vg.Length(v.Y / size)}
			across := vg.Point{X: -along.Y, Y: along.X}.Scale(head / 2)
			tail := vg.Point{X: toX(places[k].X), Y: toY(places[k].Y)}
			tip := tail.Add(along.Scale(length))
			if !c.Contains(tip) {
				continue
			}
			base := tip.Sub(along.Scale(head))
			c.StrokeLine2(style, tail.X, tail.Y, tip.X, tip.Y)
			c.FillPolygon(style.Color, []vg.Point{tip, base.Add(across), base.Sub(across)})
		}
	})
}
