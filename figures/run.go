package figures

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/gan"
)

// Run is the data of a training run that Training draws. The run need not be finished.
type Run struct {
	Config    gan.Config
	Records   []gan.Record // at least one
	Floor     []float64    // exact EM between real samples, for each seed; none is drawn if it is empty
	Dim       int          // dimension d of the data
	Real      []float64    // held-out samples of the first seed, n×d, row by row
	Snapshots []Snapshot
}

// Snapshot is the samples of the first seed's generator at a step.
type Snapshot struct {
	Loss   gan.Loss
	Step   int
	Points []float64 // n×d, row by row
}

// Training draws a training run. Above are exact EM, the gradient with respect to a
// generated sample, and the estimates of critics and discriminators against the
// iterations, with the median over seeds and their range. Below are the samples of the
// last four steps of the snapshots: as histograms for d = 1, in the plane for d = 2,
// along the first two principal components of the real samples for d > 2. Training
// returns an error if there is no record or no such loss, or if samples are missing or
// are not of dimension d.
func Training(run Run) (*Figure, error) {
	if err := run.check(); err != nil {
		return nil, err
	}
	em := run.panel("Exact EM to held-out samples", "EM", func(r gan.Record) *float64 { return &r.EM })
	em.Y.Min = 0
	title, zeros := "Gradient at a generated sample", 0
	for _, r := range run.Records {
		if !(r.GradNorm > 0) {
			zeros++
		}
	}
	if zeros > 0 { // a logarithmic axis has no 0
		title = fmt.Sprintf("Gradient at a sample; %d of %d are 0", zeros, len(run.Records))
	}
	gradient := run.panel(title, "mean length", func(r gan.Record) *float64 {
		if r.GradNorm > 0 {
			return &r.GradNorm
		}
		return nil
	})
	kit.LogScale(&gradient.Y)
	var legend []kit.Key
	for _, loss := range run.Config.Losses {
		legend = append(legend, kit.LineKey(loss.String(), lossStyle(loss)))
	}
	if len(run.Floor) > 0 {
		floor, style := kit.Median(run.Floor), kit.Dashed(kit.InkColor, kit.ThinWidth)
		em.Add(kit.Line(plotter.XYs{{X: em.X.Min, Y: floor}, {X: em.X.Max, Y: floor}}, style))
		legend = append(legend, kit.LineKey("real against real", style))
	}
	var estimates []*plot.Plot
	for _, e := range []struct {
		title, label string
		value        func(r gan.Record) *float64
	}{
		{"Estimate of EM", "estimate / its largest", run.emEstimate},
		{"Estimate of JS", "½L(D) + log 2 (nats)", func(r gan.Record) *float64 { return r.JSEstimate }},
	} {
		if slices.ContainsFunc(run.Records, func(r gan.Record) bool { return e.value(r) != nil }) {
			estimates = append(estimates, run.panel(e.title, e.label, e.value))
		}
	}
	curves := [][]*plot.Plot{{em, gradient}, estimates}
	if len(estimates) < 2 {
		curves = [][]*plot.Plot{append(curves[0], estimates...)}
	}
	for _, p := range slices.Concat(curves...) {
		p.X.Label.Text = "iteration"
	}
	return run.layout(legend, curves)
}

// check returns an error if there is nothing to draw.
func (run Run) check() error {
	if len(run.Records) == 0 {
		return errors.New("figures: no record to draw yet")
	}
	for _, loss := range run.Config.Losses {
		if _, err := loss.MarshalText(); err != nil {
			return err
		}
	}
	if run.Dim < 1 {
		return fmt.Errorf("figures: data of dimension %d; at least 1 is needed", run.Dim)
	}
	if len(run.Snapshots) == 0 {
		return nil
	}
	if n := len(run.Real); n == 0 || n%run.Dim != 0 {
		return fmt.Errorf("figures: %d coordinates of real samples of dimension %d", n, run.Dim)
	}
	for _, s := range run.Snapshots {
		if n := len(s.Points); n == 0 || n%run.Dim != 0 {
			return fmt.Errorf("figures: %d coordinates of samples of dimension %d, %s at step %d", n, run.Dim, s.Loss, s.Step)
		}
	}
	return nil
}

// emEstimate returns the critic's estimate of K·EM, with K unknown, divided by the largest
// estimate in the run with the same loss.
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

// panel draws a value of the records against the iterations, one line for each loss. It leaves
// out records whose value is nil.
func (run Run) panel(title, label string, valueOf func(gan.Record) *float64) *plot.Plot {
	p := kit.NewPanel(title, "", label)
	p.Add(kit.HorizontalGrid())
	for _, loss := range run.Config.Losses {
		var steps []int
		valuesAt := map[int][]float64{} // by step
		for _, r := range run.Records {
			if value := valueOf(r); r.Loss == loss && value != nil {
				if valuesAt[r.Step] == nil {
					steps = append(steps, r.Step)
				}
				valuesAt[r.Step] = append(valuesAt[r.Step], *value)
			}
		}
		if len(steps) == 0 {
			continue
		}
		var low, middle, high plotter.XYs
		for _, step := range steps {
			x, values := float64(step), valuesAt[step]
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
		room := kit.RoomAround(p.Y.Max)
		p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	}
	return p
}

// layout puts the curves above the samples.
func (run Run) layout(legend []kit.Key, curves [][]*plot.Plot) (*Figure, error) {
	const curveRow, sampleRow = vg.Length(190), vg.Length(170)
	samples, heading, err := run.samplePanels()
	if err != nil {
		return nil, err
	}
	above := curveRow * vg.Length(len(curves))
	height := above + 2*kit.Margin + kit.LegendHeight
	if len(samples) > 0 {
		height += sampleRow*vg.Length(len(samples)) + kit.LegendHeight
	}
	all := slices.DeleteFunc(slices.Concat(slices.Concat(curves...), slices.Concat(samples...)), func(p *plot.Plot) bool { return p == nil })
	sampleLegend := []kit.Key{kit.DotKey("real", kit.Disk(kit.RealColor, 2)), kit.DotKey("generated", kit.Disk(kit.GeneratedColor, 2))}
	f, err := newFigure(height, legend, all, func(c draw.Canvas) {
		kit.DrawRows(draw.Crop(c, 0, 0, c.Max.Y-c.Min.Y-above, 0), curves)
		if len(samples) == 0 {
			return
		}
		c = draw.Crop(c, 0, 0, 0, -above)
		kit.DrawHeading(c, heading, sampleLegend...)
		kit.DrawRows(draw.Crop(c, 0, 0, 0, -kit.LegendHeight), samples)
	})
	if err != nil {
		return nil, err
	}
	for k := len(all) - count(samples); k < len(all); k++ {
		if run.Dim > 1 { // on the line the panels are histograms, not square
			f.panels[k] = oneSquarePanel(all[k], sampleLegend, kit.TitleHeight, 0)
		}
	}
	return f, nil
}

// count returns the number of panels in rows, without nil ones.
func count(rows [][]*plot.Plot) (n int) {
	for _, p := range slices.Concat(rows...) {
		if p != nil {
			n++
		}
	}
	return n
}
