package figures

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
)

// GrowthParams has no parameters: figure growth draws a recording.
type GrowthParams struct{}

// Flags defines no flag.
func (*GrowthParams) Flags(*pflag.FlagSet) {}

// Draw draws processor time and peak memory of exact EM between n and n points of the plane
// against n, on logarithmic axes, from gallery/growth.csv. Two samples of one distribution
// take less time than samples of two distributions, for which many plans are nearly optimal.
// Images are grids of pixels; their weights are grey values. The solvers are this module's,
// with its certificate, and POT's ot.emd. Time is that of all cores together. POT's time leaves out the matrix of distances
// that it needs. Memory is that of the whole process. Draw returns an error that names a line
// of the recording that cannot be read.
func (*GrowthParams) Draw(context.Context, Progress) (*Figure, error) { return growth(growthFile) }

// growth draws a recording.
func growth(text string) (*Figure, error) {
	rows, err := parseGrowth(text)
	if err != nil {
		return nil, err
	}
	ours, theirs := kit.EMColor, kit.OtherSolverColor
	newer, lazy := kit.Circle(theirs, 3), draw.GlyphStyle{Color: theirs, Radius: 3.5, Shape: draw.PyramidGlyph{}}
	legend := []kit.Key{
		kit.LineKey("monge", kit.Solid(ours, kit.LineWidth)),
		kit.LineKey("POT 0.8.2", kit.Solid(theirs, kit.LineWidth)),
		kit.DotKey("POT 0.9.7 on a slower machine", newer),
		kit.DotKey("its lazy solver there", lazy),
	}
	const points = "n, points on each side"
	alike := growthPanel{
		title: "Alike: n = %s, %s of processor time", about: square, x: points, unit: "seconds", value: seconds,
		lines: []growthLine{
			{solver: pot, problem: square, style: kit.Solid(theirs, kit.LineWidth)},
			{solver: newPOT, problem: square, mark: newer},
			{solver: lazyPOT, problem: square, mark: lazy},
			{solver: monge, problem: squareWeights, style: kit.Dashed(ours, kit.LineWidth), label: "one square, random weights"},
			{solver: monge, problem: square, style: kit.Solid(ours, kit.LineWidth), label: "equal weights"},
		},
	}
	unlike := growthPanel{
		title: "Unlike: n = %s, %s of processor time", about: moved, x: points, unit: "seconds", value: seconds,
		lines: []growthLine{
			{solver: pot, problem: moonAndS, style: kit.Dashed(theirs, kit.LineWidth)},
			{solver: pot, problem: moved, style: kit.Solid(theirs, kit.LineWidth)},
			{solver: monge, problem: square, style: kit.Solid(ours, kit.ThinWidth), mark: kit.Disk(ours, 0), label: "not moved"},
			{solver: monge, problem: moonAndS, style: kit.Dashed(ours, kit.LineWidth), label: "half moon to S-curve"},
			{solver: monge, problem: moved, style: kit.Solid(ours, kit.LineWidth), label: "square moved by half a side"},
		},
	}
	images := growthPanel{
		title: "Images of noise: n = %s, %s of processor time", about: noiseImages, x: "n, pixels of each image", unit: "seconds", value: seconds,
		lines: []growthLine{
			{solver: pot, problem: smoothImages, style: kit.Dashed(theirs, kit.LineWidth)},
			{solver: pot, problem: noiseImages, style: kit.Solid(theirs, kit.LineWidth)},
			{solver: monge, problem: smoothImages, style: kit.Dashed(ours, kit.LineWidth), label: "smooth fields"},
			{solver: monge, problem: noiseImages, style: kit.Solid(ours, kit.LineWidth), label: "noise"},
		},
	}
	memory := growthPanel{
		title: "Memory: n = %s, %s", about: square, x: points, unit: "MB", value: megabytes,
		lines: []growthLine{
			{solver: pot, problem: square, style: kit.Solid(theirs, kit.LineWidth)},
			{solver: newPOT, problem: square, mark: newer},
			{solver: monge, problem: moved, style: kit.Dashed(ours, kit.LineWidth), label: "moved"},
			{solver: monge, problem: square, style: kit.Solid(ours, kit.LineWidth), label: "not moved"},
		},
	}
	return panels(480, legend, []*plot.Plot{alike.plot(rows), unlike.plot(rows)}, []*plot.Plot{images.plot(rows), memory.plot(rows)})
}

// growthPanel is a panel: a quantity of some solvers and problems against n.
type growthPanel struct {
	title string                    // with %s for n and for the quantity
	about string                    // the problem whose largest n and quantity the title has
	x     string                    // label of the horizontal axis
	unit  string                    // label of the vertical axis
	value func(measurement) float64 // the quantity
	lines []growthLine
}

// growthLine is the line for the measurements of one solver and problem.
type growthLine struct {
	solver, problem string
	style           draw.LineStyle  // without a width there is no line
	mark            draw.GlyphStyle // at each measurement; a disk if there is no shape
	label           string          // in the legend of the panel; none if it is empty
}

// plot draws the panel. All panels have the same horizontal axis, and those of one quantity
// the same vertical one.
func (g growthPanel) plot(rows recording) *plot.Plot {
	p := kit.NewPanel(g.heading(rows), g.x, g.unit)
	p.Add(kit.HorizontalGrid())
	for _, line := range g.lines {
		var points plotter.XYs
		for _, m := range rows.selected(line.solver, line.problem) {
			if g.value(m) > 0 { // it is 0 if it was not measured
				points = append(points, plotter.XY{X: float64(m.n), Y: g.value(m)})
			}
		}
		if line.style.Width > 0 {
			p.Add(kit.Line(points, line.style))
		}
		if line.mark.Shape == nil {
			line.mark = kit.Disk(line.style.Color, 2)
		}
		p.Add(kit.Dots(points, line.mark))
	}
	if theirs, ours, ok := rows.largestComparison(g.about, g.value); ok {
		p.Add(ratioMark(float64(theirs.n), g.value(ours), g.value(theirs)))
	}
	p.Add(g.legend())
	p.X.Min, p.X.Max = rows.limits(func(m measurement) float64 { return float64(m.n) })
	p.Y.Min, p.Y.Max = rows.limits(g.value)
	kit.LogScale(&p.X)
	kit.LogScale(&p.Y)
	p.X.Tick.Marker = plot.TickerFunc(kit.GroupedPowersOfTen)
	return p
}

// heading returns the title, with the quantity that monge takes for the largest problem.
func (g growthPanel) heading(rows recording) string {
	before, _, _ := strings.Cut(g.title, ":")
	ours := rows.selected(monge, g.about)
	if len(ours) == 0 {
		return before
	}
	last := ours[len(ours)-1]
	amount, unit := g.value(last), "s"
	if g.unit == "MB" {
		amount, unit = amount/1000, "GB"
	}
	text := kit.Number(amount, 2)
	if amount > 10 {
		text = kit.Decimals(amount, 0)
	}
	return fmt.Sprintf(g.title, kit.Grouped(last.n), text+" "+unit)
}

// legend writes the labels of the lines in the lower right corner, where no line goes.
func (g growthPanel) legend() plot.Plotter {
	const lineHeight = 14
	return kit.PlotterFunc(func(c draw.Canvas, _ *plot.Plot) {
		style := kit.TextStyle(kit.TickSize, kit.InkColor)
		y := c.Min.Y + lineHeight
		for _, line := range slices.Backward(g.lines) {
			if line.label == "" {
				continue
			}
			const sample = 22
			x := c.Max.X - style.Width(line.label)
			c.FillText(style, vg.Point{X: x, Y: y}, line.label)
			c.StrokeLine2(line.style, x-sample-4, y, x-4, y)
			y += lineHeight
		}
	})
}

// ratioMark draws a vertical line at n from our quantity to theirs, and writes their ratio
// beside its upper end.
func ratioMark(n, ours, theirs float64) plot.Plotter {
	return kit.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		c.StrokeLine2(kit.Solid(kit.InkColor, kit.ThinWidth), toX(n), toY(ours), toX(n), toY(theirs))
		c.FillText(kit.TextStyle(kit.LabelSize, kit.InkColor), vg.Point{X: toX(n) + 6, Y: toY(theirs) + 6}, kit.Number(theirs/ours, 2)+" ×")
	})
}
