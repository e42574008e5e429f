package figures

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// HierarchyParams are the parameters of figure hierarchy.
type HierarchyParams struct {
	Terms int // the last n, from 2 to 1e6: for larger n, 1/n² is below rounding errors
}

// DefaultHierarchy returns sequences up to n = 100.
func DefaultHierarchy() *HierarchyParams { return &HierarchyParams{Terms: 100} }

// Flags defines a flag for each parameter.
func (params *HierarchyParams) Flags(flags *pflag.FlagSet) {
	flags.IntVar(&params.Terms, "terms", params.Terms, "the last n of each sequence")
}

// Draw draws Theorem 2 (claim 2.8): a panel for each sequence of metrics.Hierarchy, with
// all distances between its n-th pair of distributions against n. The axes are
// logarithmic, so a distance that converges to 0 falls up to the right end of the panel.
// +Inf is a line at the top. It returns an error that names the number of terms if it is out
// of range.
func (params *HierarchyParams) Draw(context.Context, Progress) (*Figure, error) {
	if params.Terms < 2 || params.Terms > 1e6 {
		return nil, fmt.Errorf("figures: %d terms; want 2 to 1000000", params.Terms)
	}
	sequences := metrics.Hierarchy()
	values := make([][]plotter.XYs, len(sequences))
	low, high := math.Inf(1), 0.0
	for k, sequence := range sequences {
		var err error
		if values[k], err = params.values(sequence); err != nil {
			return nil, err
		}
		for _, curve := range values[k] {
			for _, at := range curve {
				if !math.IsInf(at.Y, 1) {
					low, high = min(low, at.Y), max(high, at.Y)
				}
			}
		}
	}
	var grid [][]*plot.Plot
	for k, sequence := range sequences {
		if k%2 == 0 {
			grid = append(grid, nil)
		}
		p := hierarchyPanel(fmt.Sprintf("%d. %s", k+1, sequence.Shows), sequence.Name, values[k], low, high)
		grid[k/2] = append(grid[k/2], p)
	}
	var legend []kit.Key
	for _, g := range hierarchyLines() {
		legend = append(legend, kit.LineKey(g.label, g.style))
	}
	return panels(530, legend, grid...)
}

// hierarchyLine is a distance and its line style.
type hierarchyLine struct {
	label    string
	style    draw.LineStyle
	distance func(p, q *metrics.Distribution) (float64, error)
}

// hierarchyLines returns all measures of package metrics. A measure that is not symmetric
// has two lines, one for each direction. The widest line comes first: where two distances
// agree, the later line is drawn over a wider one, and both can be seen. A measure without a
// style here is drawn in black.
func hierarchyLines() []hierarchyLine {
	styles := map[string]draw.LineStyle{
		"em":      kit.Solid(kit.Faded(kit.EMColor, 0.5), 1.5*kit.ThickWidth),
		"kl":      kit.Solid(kit.Faded(kit.KLColor, 0.5), kit.ThickWidth),
		"tv":      kit.Solid(kit.TVColor, kit.LineWidth),
		"js":      kit.DashDotted(kit.JSColor, kit.LineWidth),
		"kl back": kit.Dashed(kit.KLColor, kit.LineWidth), // from Q to P
	}
	styleOf := func(name string) draw.LineStyle {
		if style, listed := styles[name]; listed {
			return style
		}
		return kit.Solid(kit.InkColor, kit.LineWidth)
	}
	var lines, reversed []hierarchyLine
	for _, m := range metrics.Measures() {
		if m.Symmetric {
			lines = append(lines, hierarchyLine{m.Label, styleOf(m.Name), m.Between})
			continue
		}
		lines = append(lines, hierarchyLine{m.Label + "(P ‖ Q)", styleOf(m.Name), m.Between})
		reversed = append(reversed, hierarchyLine{m.Label + "(Q ‖ P)", styleOf(m.Name + " back"),
			func(p, q *metrics.Distribution) (float64, error) { return m.Between(q, p) }})
	}
	lines = append(lines, reversed...)
	slices.SortStableFunc(lines, func(a, b hierarchyLine) int { return cmp.Compare(b.style.Width, a.style.Width) })
	return lines
}

// values returns a curve against n for each of hierarchyLines.
func (params *HierarchyParams) values(sequence metrics.Sequence) ([]plotter.XYs, error) {
	const points = 16
	lines := hierarchyLines()
	curves := make([]plotter.XYs, len(lines))
	last := 0
	for k := range points {
		n := int(math.Round(math.Pow(float64(params.Terms), float64(k)/(points-1))))
		if n == last {
			continue
		}
		last = n
		p, q, err := sequence.At(n)
		if err != nil {
			return nil, err
		}
		for i, line := range lines {
			value, err := line.distance(p, q)
			if err != nil {
				return nil, err
			}
			curves[i] = append(curves[i], plotter.XY{X: float64(n), Y: value})
		}
	}
	return curves, nil
}

// hierarchyPanel draws one sequence; low and high bound the finite values of all.
func hierarchyPanel(title, pair string, curves []plotter.XYs, low, high float64) *plot.Plot {
	// The font lacks subscripts for letters and signs.
	pair = strings.NewReplacer("₁/ₙ", "(1/n)", "₋₁", "(−1)", "₂ₙ", "(2n)", " and ", ", ").Replace(pair)
	p := kit.NewPanel(title, " ", "")
	p.Add(kit.HorizontalGrid(), kit.LongXLabel("n   (P, Q = "+pair+")"))
	infinity := high * math.Pow(high/low, 0.15)
	for i, g := range hierarchyLines() {
		kit.ReplaceInfinity(infinity, curves[i])
		p.Add(kit.Line(curves[i], g.style))
	}
	p.Y.Min, p.Y.Max = 0.6*low, infinity*math.Pow(high/low, 0.05)
	kit.LogScale(&p.X)
	kit.LogScale(&p.Y)
	p.Y.Tick.Marker = plot.ConstantTicks(append(kit.PowersOfTen(low, high), plot.Tick{Value: infinity, Label: "+∞"}))
	p.Add(kit.AxisBreak(math.Sqrt(high * infinity)))
	return p
}
