package figures

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// Run is what a training run left behind, finished or not.
type Run struct {
	Config    gan.Config
	Records   []gan.Record
	Floor     []float64 // exact EM of real against real samples, one a seed
	Dim       int       // of the data, d
	Real      []float64 // held-out samples of the first seed, n×d
	Snapshots []Snapshot
}

// Snapshot are the samples of the first seed's generator at some step.
type Snapshot struct {
	Loss   gan.Loss
	Step   int
	Points []float64 // n×d
}

// Training draws a run: exact EM, the gradient that reaches the generator, and
// the two estimates, over the iterations, the median over seeds and their range;
// below, for data of one or two dimensions, the samples at each snapshot. It
// returns an error if there is no record yet.
func Training(run Run) (*Figure, error) {
	if len(run.Records) == 0 {
		return nil, errors.New("figures: no record to draw yet")
	}
	em := run.panel("Exact EM to held-out samples", "EM", func(r gan.Record) *float64 { return &r.EM })
	em.Add(kit.Line(plotter.XYs{{X: em.X.Min, Y: kit.Median(run.Floor)}, {X: em.X.Max, Y: kit.Median(run.Floor)}}, kit.Dashed(kit.InkColor, kit.ThinWidth)))
	em.Y.Min = 0
	gradient := run.panel("Gradient that reaches a generated sample", "mean length", func(r gan.Record) *float64 {
		if r.GradNorm > 0 {
			return &r.GradNorm
		}
		return nil
	})
	kit.LogScale(&gradient.Y)
	plots := [][]*plot.Plot{{em, gradient}}
	var estimates []*plot.Plot
	for _, e := range []struct {
		title, label string
		of           func(r gan.Record) *float64
	}{
		{"What the critic makes of EM", "estimate / its largest", run.emEstimate},
		{"What the discriminator makes of JS", "½L(D) + log 2", func(r gan.Record) *float64 { return r.JSEstimate }},
	} {
		if slices.ContainsFunc(run.Records, func(r gan.Record) bool { return e.of(r) != nil }) {
			estimates = append(estimates, run.panel(e.title, e.label, e.of))
		}
	}
	if len(estimates) == 1 { // both panels of a row are as wide as those above
		estimates = append(estimates, nil)
	}
	plots = append(plots, estimates)
	for _, p := range slices.Concat(plots...) {
		if p != nil {
			p.X.Label.Text = "iteration"
		}
	}
	var legend []kit.Key
	for _, loss := range run.Config.Losses {
		legend = append(legend, kit.LineKey(loss.String(), lossStyle(loss)))
	}
	legend = append(legend, kit.LineKey("real against real", kit.Dashed(kit.InkColor, kit.ThinWidth)))
	return run.compose(legend, plots, run.snapshots())
}

// emEstimate returns the critic's estimate, of EM times an unknown K, as a share
// of the largest there was under the same loss.
func (run Run) emEstimate(r gan.Record) *float64 {
	if r.EMEstimate == nil {
		return nil
	}
	largest := 0.0
	for _, other := range run.Records {
		if other.Loss == r.Loss && other.EMEstimate != nil {
			largest = max(largest, math.Abs(*other.EMEstimate))
		}
	}
	share := *r.EMEstimate
	if largest > 0 {
		share /= largest
	}
	return &share
}

// panel draws a value of the records over the iterations, a line a loss.
func (run Run) panel(title, label string, of func(gan.Record) *float64) *plot.Plot {
	p := kit.NewPanel(title, "", label)
	p.Add(kit.HorizontalGrid())
	for _, loss := range run.Config.Losses {
		var steps []int
		at := map[int][]float64{}
		for _, r := range run.Records {
			if value := of(r); r.Loss == loss && value != nil {
				if at[r.Step] == nil {
					steps = append(steps, r.Step)
				}
				at[r.Step] = append(at[r.Step], *value)
			}
		}
		if len(steps) == 0 {
			continue
		}
		var low, middle, high plotter.XYs
		for _, step := range steps {
			x, values := float64(step), at[step]
			low = append(low, plotter.XY{X: x, Y: floats.Min(values)})
			middle = append(middle, plotter.XY{X: x, Y: kit.Median(values)})
			high = append(high, plotter.XY{X: x, Y: floats.Max(values)})
		}
		style := lossStyle(loss)
		p.Add(kit.Envelope([]plotter.XYs{low, high}, kit.Faded(style.Color.(color.NRGBA), 0.15)))
		if len(steps) == 1 {
			p.Add(kit.Dots(middle, kit.Disk(style.Color, kit.DotRadius)))
		} else {
			p.Add(kit.Line(middle, style))
		}
	}
	p.X.Min, p.X.Max = 0, float64(run.Config.Iterations)
	if !(p.Y.Max > p.Y.Min) { // one value, or none that can be drawn
		if !(p.Y.Max >= p.Y.Min) || math.IsInf(p.Y.Max, 0) {
			p.Y.Min, p.Y.Max = 1, 1
		}
		room := math.Abs(p.Y.Max)/2 + math.SmallestNonzeroFloat64
		p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	}
	return p
}

// snapshots draws the samples of each loss, a row each, a column a stage.
func (run Run) snapshots() [][]*plot.Plot {
	if run.Dim > 2 {
		return nil
	}
	var steps []int
	for _, s := range run.Snapshots {
		if !slices.Contains(steps, s.Step) {
			steps = append(steps, s.Step)
		}
	}
	slices.Sort(steps)
	steps = steps[max(0, len(steps)-4):]
	var rows [][]*plot.Plot
	for _, loss := range run.Config.Losses {
		row := make([]*plot.Plot, 0, 4)
		for _, step := range steps {
			k := slices.IndexFunc(run.Snapshots, func(s Snapshot) bool { return s.Loss == loss && s.Step == step })
			if k < 0 {
				row = append(row, nil)
				continue
			}
			row = append(row, run.samples(fmt.Sprintf("%s, %d", loss, step), run.Snapshots[k].Points))
		}
		if len(row) > 0 {
			for len(row) < 4 { // so that panels have one size, however many there are
				row = append(row, nil)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// samples draws generated samples over real ones: as dots in the plane, as
// histograms on the line.
func (run Run) samples(title string, generated []float64) *plot.Plot {
	p := kit.NewPanel(title, "", "")
	if run.Dim == 1 {
		low, high := floats.Min(run.Real), floats.Max(run.Real)
		room := (high - low) / 2
		p.Add(kit.Histogram(run.Real, low-room, high+room, kit.Faded(kit.RealColor, 0.35)), kit.Histogram(generated, low-room, high+room, kit.Faded(kit.GeneratedColor, 0.7)))
		p.X.Min, p.X.Max = low-room, high+room
		p.Y.Tick.Marker = plot.ConstantTicks{}
		p.Y.Min = 0
		return p
	}
	view := run.view()
	p.Add(kit.Dots(view.Inside(run.Real), kit.Disk(kit.Faded(kit.RealColor, 0.4), 0.8)), kit.Dots(view.Inside(generated), kit.Disk(kit.GeneratedColor, 0.8)))
	view.SetAxes(p)
	return p
}

// view returns a square around the real samples and the middle half of those of
// each snapshot, along each axis: a few that are far off may be outside.
func (run Run) view() kit.Window {
	around := slices.Clone(run.Real)
	for _, s := range run.Snapshots {
		var low, high [2]float64
		for axis := range low {
			var values []float64
			for row := s.Points; len(row) > 0; row = row[2:] {
				values = append(values, row[axis])
			}
			slices.Sort(values)
			low[axis], high[axis] = stat.Quantile(0.25, stat.Empirical, values, nil), stat.Quantile(0.75, stat.Empirical, values, nil)
		}
		around = append(append(around, low[:]...), high[:]...)
	}
	return kit.WindowAround(around)
}

// compose puts curves, two in a row, above snapshots, four in a row.
func (run Run) compose(legend []kit.Key, curves, snapshots [][]*plot.Plot) (*Figure, error) {
	const curveRow, snapshotRow = vg.Length(190), vg.Length(170)
	above := curveRow * vg.Length(len(curves))
	height := above + snapshotRow*vg.Length(len(snapshots)) + 2*kit.Margin + kit.LegendHeight
	all := slices.DeleteFunc(slices.Concat(slices.Concat(curves...), slices.Concat(snapshots...)), func(p *plot.Plot) bool { return p == nil })
	return newFigure(height, legend, all, func(c draw.Canvas) {
		kit.DrawRows(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-above, 0), curves)
		if len(snapshots) > 0 {
			kit.DrawRows(draw.Crop(c, 0, 0, 0, -above), snapshots)
		}
	})
}
