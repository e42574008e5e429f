package kit

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ReplaceInfinity replaces each Y that is +Inf by level, so that infinite distances are
// drawn as a line of their own.
func ReplaceInfinity(level float64, curves ...plotter.XYs) {
	for _, points := range curves {
		for k := range points {
			if math.IsInf(points[k].Y, 1) {
				points[k].Y = level
			}
		}
	}
}

// SplitAtJumps cuts points, ordered by X, where a curve jumps: where its slope is more
// than 1000. A line through the points would be steep where the distance has no values.
func SplitAtJumps(points plotter.XYs) []plotter.XYs {
	const steepest = 1000
	var branches []plotter.XYs
	start := 0
	for k := 1; k < len(points); k++ {
		if math.Abs(points[k].Y-points[k-1].Y) > steepest*(points[k].X-points[k-1].X) {
			branches = append(branches, points[start:k])
			start = k
		}
	}
	return append(branches, points[start:])
}

// JumpMarks marks the ends that SplitAtJumps makes: a circle at a limit, a disk at a
// single value.
func JumpMarks(points plotter.XYs, c color.Color) []plot.Plotter {
	branches := SplitAtJumps(points)
	var limits, values plotter.XYs
	for k, branch := range branches {
		switch {
		case len(branch) == 1:
			values = append(values, branch...)
		case k == 0 && len(branches) > 1:
			limits = append(limits, branch[len(branch)-1])
		case k > 0:
			limits = append(limits, branch[0])
		}
	}
	return []plot.Plotter{Dots(limits, Circle(c, DotRadius)), Dots(values, Disk(c, DotRadius))}
}

// AxisBreak interrupts the vertical axis at y. What is drawn above y is not on the axis'
// scale.
func AxisBreak(y float64) plot.Plotter {
	return PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		const half, rise = vg.Length(4), vg.Length(2)
		_, toY := p.Transforms(&c)
		at := vg.Point{X: c.Min.X, Y: toY(y)}
		c.FillPolygon(color.White, []vg.Point{
			{X: at.X - half, Y: at.Y - rise - 2}, {X: at.X + half, Y: at.Y + rise - 2},
			{X: at.X + half, Y: at.Y + rise + 2}, {X: at.X - half, Y: at.Y - rise + 2},
		})
		for _, shift := range []vg.Length{-2, 2} {
			c.StrokeLine2(Solid(FrameColor, FrameWidth), at.X-half, at.Y-rise+shift, at.X+half, at.Y+rise+shift)
		}
	})
}
