package figures

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"

	"monge/figures/internal/kit"
)

// samplePanels returns the panels of samples, a row for each loss and a column for each
// of the last four steps of the snapshots, and a heading. A missing snapshot is a nil panel.
// The heading counts samples that are outside the panels.
func (run Run) samplePanels() (rows [][]*plot.Plot, heading string, err error) {
	const columns = 4
	var steps []int
	for _, s := range run.Snapshots {
		if !slices.Contains(steps, s.Step) {
			steps = append(steps, s.Step)
		}
	}
	if len(steps) == 0 {
		return nil, "", nil
	}
	slices.Sort(steps)
	steps = steps[max(0, len(steps)-columns):]
	heading = fmt.Sprintf("Samples of seed %d, by loss and iteration", run.Config.Seed)
	if run.Dim > 2 {
		var share float64
		if run, share, err = run.onPrincipalComponents(); err != nil {
			return nil, "", err
		}
		heading = fmt.Sprintf("Samples along two principal components of the real ones, %s %% of their variance", kit.Decimals(100*share, 0))
	}
	outside := 0
	for _, loss := range run.Config.Losses {
		row := make([]*plot.Plot, columns) // always four, so that panels have the same size
		for k, step := range steps {
			snapshot := slices.IndexFunc(run.Snapshots, func(s Snapshot) bool { return s.Loss == loss && s.Step == step })
			if snapshot >= 0 {
				var left int
				row[k], left = run.samplesPanel(fmt.Sprintf("%s, %d", loss, step), run.Snapshots[snapshot].Points)
				outside += left
			}
		}
		rows = append(rows, row)
	}
	if outside > 0 {
		heading += fmt.Sprintf("; %d outside", outside)
	}
	return rows, heading, nil
}

// onPrincipalComponents returns the run with all samples projected on the plane of the
// first two principal components of the real ones, and the share of the real samples'
// variance in that plane.
func (run Run) onPrincipalComponents() (projected Run, share float64, err error) {
	real := mat.NewDense(len(run.Real)/run.Dim, run.Dim, run.Real)
	var components stat.PC
	if !components.PrincipalComponents(real, nil) {
		return Run{}, 0, errors.New("figures: the real samples have no principal components")
	}
	variances := components.VarsTo(nil)
	share = 1 // if all samples are the same
	if total := floats.Sum(variances); total > 0 {
		share = floats.Sum(variances[:min(2, len(variances))]) / total
	}
	var vectors mat.Dense
	components.VectorsTo(&vectors)
	axes := make([][]float64, 2)
	for k := range axes {
		axes[k] = make([]float64, run.Dim)
		if _, found := vectors.Dims(); k < found {
			mat.Col(axes[k], k, &vectors)
		}
		// The sign of a component is arbitrary: its largest coordinate is made positive.
		if -floats.Min(axes[k]) > floats.Max(axes[k]) {
			floats.Scale(-1, axes[k])
		}
	}
	mean := make([]float64, run.Dim)
	for j := range mean {
		mean[j] = stat.Mean(mat.Col(nil, j, real), nil)
	}
	project := func(points []float64) []float64 {
		var plane []float64
		for row := points; len(row) > 0; row = row[run.Dim:] {
			centred := floats.SubTo(make([]float64, run.Dim), row[:run.Dim], mean)
			plane = append(plane, floats.Dot(centred, axes[0]), floats.Dot(centred, axes[1]))
		}
		return plane
	}
	projected = run
	projected.Dim, projected.Real = 2, project(run.Real)
	projected.Snapshots = slices.Clone(run.Snapshots)
	for k, s := range run.Snapshots {
		projected.Snapshots[k].Points = project(s.Points)
	}
	return projected, share, nil
}

// samplesPanel draws generated samples over real ones: as dots in the plane, as histograms on
// the line. It also returns the number of generated samples outside the panel.
func (run Run) samplesPanel(title string, generated []float64) (p *plot.Plot, outside int) {
	p = kit.NewPanel(title, "", "")
	if run.Dim == 1 {
		low, high := floats.Min(run.Real), floats.Max(run.Real)
		margin := (high - low) / 2
		if kit.Agree(low, high) {
			margin = kit.RoomAround(low)
		}
		low, high = low-margin, high+margin
		p.Add(kit.Histogram(run.Real, low, high, kit.Faded(kit.RealColor, 0.35)), kit.Histogram(generated, low, high, kit.Faded(kit.GeneratedColor, 0.7)))
		p.X.Min, p.X.Max = low, high
		p.Y.Tick.Marker = plot.ConstantTicks{}
		p.Y.Min = 0
		for _, x := range generated {
			if !(low <= x && x <= high) {
				outside++
			}
		}
		return p, outside
	}
	view := run.window()
	inside := view.Inside(generated)
	p.Add(kit.Dots(view.Inside(run.Real), kit.Disk(kit.Faded(kit.RealColor, 0.4), 1.2)), kit.Dots(inside, kit.Disk(kit.GeneratedColor, 1.2)))
	view.SetAxes(p)
	return p, len(generated)/2 - len(inside)
}

// window returns a window around the real samples and the middle half, along each axis,
// of the samples of each snapshot. A few samples far away are outside.
func (run Run) window() kit.Window {
	around := slices.Clone(run.Real)
	for _, s := range run.Snapshots {
		var low, high [2]float64
		for axis := range low {
			var values []float64
			for row := s.Points; len(row) > 0; row = row[2:] {
				if !math.IsNaN(row[axis]) && !math.IsInf(row[axis], 0) { // of a run that diverged
					values = append(values, row[axis])
				}
			}
			if len(values) == 0 {
				return kit.WindowAround(run.Real)
			}
			slices.Sort(values)
			low[axis], high[axis] = stat.Quantile(0.25, stat.Empirical, values, nil), stat.Quantile(0.75, stat.Empirical, values, nil)
		}
		around = append(append(around, low[:]...), high[:]...)
	}
	return kit.WindowAround(around)
}
