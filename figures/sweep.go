package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
)

// SweepPlot names the columns of a sweep's results to draw.
type SweepPlot struct {
	X, Y, By string // columns of the horizontal axis, of the vertical axis, and of the panels; By may be ""

	// Title returns the title of the panel of one value of By. best are the X of the lowest
	// median of Y, and of its neighbours whose median is at most a tenth higher. If Title is
	// nil, the title is the name of By and its value.
	Title func(by string, best []string) string

	XLabel, YLabel string // "" for the names of the columns
}

// Draw draws Y against X, a panel for each value of By: the median over all other
// settings and seeds, the middle half of the runs as a band, and their range as lines. It
// uses the last row of each run, or all rows if X is "step". Draw returns an error if a
// column does not exist or is named twice, if Y or X is no number in some row, or if there are no rows. The
// legend counts runs that failed or are missing, and rows without X or Y.
func (s SweepPlot) Draw(t *SweepTable) (*Figure, error) {
	if s.X == s.Y || s.X == s.By || s.Y == s.By {
		return nil, fmt.Errorf("figures: x %s, y %s and by %s: a column is named twice", s.X, s.Y, s.By)
	}
	points, without, err := t.points(s.X, s.Y, s.By)
	if err != nil {
		return nil, err
	}
	var by []string
	var xs, ys []float64
	for _, p := range points {
		by, xs, ys = append(by, p.by), append(xs, p.x), append(ys, p.y)
	}
	slices.Sort(xs)
	xs = slices.Compact(xs)
	slices.SortStableFunc(by, compareValues)
	by = slices.Compact(by)
	const most = 24
	if len(by) > most {
		return nil, fmt.Errorf("figures: %s has %d values; panels can be drawn for at most %d", s.By, len(by), most)
	}
	axis := sweepAxis{xs}
	low, high := min(0, floats.Min(ys)), max(0, floats.Max(ys))
	margin := 0.05 * (high - low)
	if margin == 0 {
		margin = 1
	}
	if low < 0 {
		low -= margin
	}

	columns := min(len(by), 3)
	var rows [][]*plot.Plot
	for k, value := range by {
		groups := make([][]float64, len(xs))
		for _, p := range points {
			if p.by == value {
				at, _ := slices.BinarySearch(xs, p.x)
				groups[at] = append(groups[at], p.y)
			}
		}
		p := s.panel(value, xs, groups, axis)
		p.Y.Min, p.Y.Max = low, high+margin
		if k%columns == 0 {
			rows = append(rows, make([]*plot.Plot, columns))
		}
		rows[len(rows)-1][k%columns] = p
	}
	legend := []kit.Key{
		kit.LineKey("median", kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.LineKey("half of the runs", kit.Solid(kit.Faded(kit.EMColor, 0.3), 8)),
		kit.LineKey("all runs", kit.Solid(kit.EMColor, kit.ThinWidth)),
	}
	if t.failed > 0 {
		legend = append(legend, kit.TextKey(fmt.Sprintf("%d of %d runs failed or are missing", t.failed, t.runs)))
	}
	if without > 0 {
		legend = append(legend, kit.TextKey(fmt.Sprintf("rows without %s or %s: %d", s.X, s.Y, without)))
	}
	var all []*plot.Plot
	for _, row := range rows {
		all = append(all, slices.DeleteFunc(slices.Clone(row), func(p *plot.Plot) bool { return p == nil })...)
	}
	height := kit.LegendHeight + 2*kit.Margin + 220*vg.Length(len(rows))
	return newFigure(height, legend, all, func(c draw.Canvas) { kit.DrawRows(c, rows) })
}

// panel draws the groups of one value of By, one group for each x.
func (s SweepPlot) panel(by string, xs []float64, groups [][]float64, axis sweepAxis) *plot.Plot {
	var median, top, bottom plotter.XYs
	var ranges []plot.Plotter
	medians := make([]float64, len(groups))
	for k, group := range groups {
		medians[k] = math.Inf(1)
		if len(group) == 0 {
			continue
		}
		slices.Sort(group)
		x := axis.place(k)
		medians[k] = kit.Median(group)
		median = append(median, plotter.XY{X: x, Y: medians[k]})
		bottom = append(bottom, plotter.XY{X: x, Y: stat.Quantile(0.25, stat.Empirical, group, nil)})
		top = append(top, plotter.XY{X: x, Y: stat.Quantile(0.75, stat.Empirical, group, nil)})
		ranges = append(ranges, kit.Line(plotter.XYs{{X: x, Y: group[0]}, {X: x, Y: group[len(group)-1]}}, kit.Solid(kit.EMColor, kit.ThinWidth)))
	}
	title := ""
	switch {
	case s.Title != nil:
		title = s.Title(by, bestValues(xs, medians))
	case s.By != "":
		title = s.By + " = " + by
	}
	p := kit.NewPanel(title, cmp.Or(s.XLabel, s.X), cmp.Or(s.YLabel, s.Y))
	p.Add(kit.HorizontalGrid(), kit.Envelope([]plotter.XYs{top, bottom}, kit.Faded(kit.EMColor, 0.3)))
	p.Add(ranges...)
	p.Add(kit.Line(median, kit.Solid(kit.EMColor, kit.LineWidth)))
	if len(median) <= mostPlaces {
		p.Add(kit.Dots(median, kit.Disk(kit.EMColor, kit.DotRadius)))
	}
	axis.set(p)
	return p
}

// bestValues returns the x of the lowest median and of the neighbours whose median is at
// most a tenth higher.
func bestValues(xs, medians []float64) []string {
	first := floats.MinIdx(medians)
	last, limit := first, 1.1*medians[first]
	for first > 0 && medians[first-1] <= limit {
		first--
	}
	for last+1 < len(medians) && medians[last+1] <= limit {
		last++
	}
	var best []string
	for _, x := range xs[first : last+1] {
		best = append(best, kit.Number(x, 4))
	}
	return best
}

// mostPlaces is the largest number of values of x that are drawn at equal distances, each
// with its label. More values have a numerical axis.
const mostPlaces = 12

// sweepAxis is the horizontal axis of a SweepPlot.
type sweepAxis struct{ xs []float64 }

// place returns the position of the k-th value on the axis.
func (a sweepAxis) place(k int) float64 {
	if len(a.xs) > mostPlaces {
		return a.xs[k]
	}
	return float64(k)
}

// set sets the horizontal axis of a panel.
func (a sweepAxis) set(p *plot.Plot) {
	if len(a.xs) > mostPlaces {
		p.X.Min, p.X.Max = a.xs[0], a.xs[len(a.xs)-1]
		return
	}
	var ticks plot.ConstantTicks
	for k, x := range a.xs {
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: kit.Number(x, 4)})
	}
	p.X.Min, p.X.Max = -0.5, float64(len(a.xs))-0.5
	p.X.Tick.Marker = ticks
}
