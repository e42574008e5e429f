package figures

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// DistancesParams are the parameters of figures figure1 and four-distances.
type DistancesParams struct {
	ThetaMin, ThetaMax float64  // range of θ, finite
	Steps              int      // number of values of θ, at least 2
	Atoms              int      // atoms on each line, at least 1
	Metrics            []string // names of the distances to draw, as in metrics.Measures
}

// DefaultDistances returns the parameters of the paper's Figure 1: EM and JS for θ from
// −1 to 1.
func DefaultDistances() *DistancesParams {
	return &DistancesParams{ThetaMin: -1, ThetaMax: 1, Steps: 81, Atoms: 50, Metrics: []string{"em", "js"}}
}

// DefaultFourDistances returns the same parameters with all four distances.
func DefaultFourDistances() *DistancesParams {
	p := DefaultDistances()
	p.Metrics = []string{"em", "tv", "kl", "js"}
	return p
}

// Flags defines a flag for each parameter.
func (params *DistancesParams) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.ThetaMin, "theta-min", params.ThetaMin, "least θ")
	flags.Float64Var(&params.ThetaMax, "theta-max", params.ThetaMax, "largest θ")
	flags.IntVar(&params.Steps, "steps", params.Steps, "values of θ")
	flags.IntVar(&params.Atoms, "atoms", params.Atoms, "atoms on each line")
	flags.StringSliceVar(&params.Metrics, "metric", params.Metrics, "distances to draw, a panel each: "+distanceNames())
}

// Draw draws distances between the parallel lines of Example 1 against θ, one panel for
// each distance (claims 2.4 and 2.6). Each panel has the distance computed from the
// atoms and, on top of it, the closed form. If a distance jumps at θ = 0, the curve is
// broken there. Open circles mark the limits, computed at θ = ±1e-12 times the largest |θ|
// of the range. A dot marks the value.
//
// It returns an error that names the value if the range of θ is empty or not finite, if
// there are fewer than two steps or more than 100 000, if there is no atom, or if a distance
// is unknown or named twice.
func (params *DistancesParams) Draw(context.Context, Progress) (*Figure, error) {
	thetas, err := params.thetas()
	if err != nil {
		return nil, err
	}
	var row []*plot.Plot
	for k, name := range params.Metrics {
		if slices.Contains(params.Metrics[:k], name) {
			return nil, fmt.Errorf("figures: metric %q is given twice", name)
		}
		d, err := findDistance(name)
		if err != nil {
			return nil, err
		}
		p, err := params.panel(d, thetas)
		if err != nil {
			return nil, err
		}
		row = append(row, p)
	}
	legend := []kit.Key{
		kit.LineKey(fmt.Sprintf("computed from %d atoms on each line", params.Atoms), kit.Solid(kit.Faded(kit.InkColor, 0.4), kit.ThickWidth)),
		kit.LineKey("closed form", kit.Dashed(kit.InkColor, kit.ThinWidth)),
	}
	if len(row) == 4 {
		return panels(470, legend, row[:2], row[2:])
	}
	return panels(270, legend, row)
}

// mostSteps is the largest number of values of θ: far more than a screen has columns.
const mostSteps = 100_000

// thetas returns the values of θ: the steps, and 0 with a neighbour on either side if
// the range includes it.
func (params *DistancesParams) thetas() ([]float64, error) {
	low, high := params.ThetaMin, params.ThetaMax
	switch {
	case math.IsNaN(low) || math.IsInf(low, 0) || math.IsNaN(high) || math.IsInf(high, 0):
		return nil, fmt.Errorf("figures: θ from %v to %v is not finite", low, high)
	case low >= high:
		return nil, fmt.Errorf("figures: θ from %v to %v is an empty range", low, high)
	case math.IsInf(high-low, 1):
		return nil, fmt.Errorf("figures: θ from %v to %v is too wide a range", low, high)
	case params.Steps < 2 || params.Steps > mostSteps:
		return nil, fmt.Errorf("figures: %d steps of θ; from 2 to %d are possible", params.Steps, mostSteps)
	case len(params.Metrics) == 0:
		return nil, errors.New("figures: no metric to draw")
	}
	thetas := floats.Span(make([]float64, params.Steps), low, high)
	if low <= 0 && 0 <= high {
		neighbour := 1e-12 * max(-low, high)
		thetas = slices.DeleteFunc(thetas, func(theta float64) bool { return math.Abs(theta) <= neighbour }) // 0, or 0 rounded
		for _, theta := range []float64{-neighbour, 0, neighbour} {
			if low <= theta && theta <= high {
				thetas = append(thetas, theta)
			}
		}
		slices.Sort(thetas)
	}
	return thetas, nil
}

// panel draws one distance against θ.
func (params *DistancesParams) panel(d distance, thetas []float64) (*plot.Plot, error) {
	computed, exact, err := params.curves(d, thetas)
	if err != nil {
		return nil, err
	}
	p := kit.NewPanel(d.title, "θ", d.axis())
	p.Add(kit.HorizontalGrid())
	p.X.Min, p.X.Max = params.ThetaMin, params.ThetaMax
	top := kit.Highest(computed).Y
	if math.IsInf(top, 1) {
		top = 1 // any height would do: the only finite value is 0
		kit.ReplaceInfinity(top, computed, exact)
		p.Y.Tick.Marker = plot.ConstantTicks{{Value: 0, Label: "0"}, {Value: top, Label: d.top.Label}}
		p.Add(kit.AxisBreak(0.85 * top))
	} else if top == d.top.Value {
		p.Y.Tick.Marker = kit.TicksBelow(d.top)
	}
	p.Y.Min, p.Y.Max = -0.05*top, 1.08*top
	for _, branch := range kit.SplitAtJumps(computed) {
		p.Add(kit.Line(branch, kit.Solid(kit.Faded(d.color, 0.55), kit.ThickWidth)))
	}
	if d.parallel != nil {
		for _, branch := range kit.SplitAtJumps(exact) {
			p.Add(kit.Line(branch, kit.Dashed(kit.InkColor, kit.ThinWidth)))
		}
	}
	p.Add(kit.JumpMarks(computed, d.color)...)
	return p, nil
}

// curves returns one distance at each θ, computed from the atoms and, if there is one,
// in closed form.
func (params *DistancesParams) curves(d distance, thetas []float64) (computed, exact plotter.XYs, err error) {
	for _, theta := range thetas {
		lines := metrics.ParallelLines{Theta: theta}
		p0, pTheta, err := lines.Discretise(params.Atoms)
		if err != nil {
			return nil, nil, err
		}
		value, err := d.Between(p0, pTheta)
		if err != nil {
			return nil, nil, err
		}
		computed = append(computed, plotter.XY{X: theta, Y: value})
		if d.parallel != nil {
			exact = append(exact, plotter.XY{X: theta, Y: d.parallel(lines)})
		}
	}
	return computed, exact, nil
}
