package figures

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// HierarchyParams says how far to follow the sequences.
type HierarchyParams struct {
	Terms int // the last n, from 2 to 1e6: beyond, 1/n² drowns in rounding
}

// DefaultHierarchy follows them to n = 100.
func DefaultHierarchy() *HierarchyParams { return &HierarchyParams{Terms: 100} }

// Flags defines a flag for each parameter.
func (params *HierarchyParams) Flags(flags *pflag.FlagSet) {
	flags.IntVar(&params.Terms, "terms", params.Terms, "the last n of each sequence")
}

// Draw draws Theorem 2 (claim 2.8): a panel for each sequence of
// metrics.Hierarchy, and in it all distances against n on logarithmic axes,
// where what goes to 0 falls for ever. +Inf has a line of its own at the top.
// It returns an error that names the number of terms if it is out of range.
func (params *HierarchyParams) Draw(context.Context, Progress) (*Figure, error) {
	if params.Terms < 2 || params.Terms > 1e6 {
		return nil, fmt.Errorf("figures: %d terms; want 2 to 1000000", params.Terms)
	}
	sequences := metrics.Hierarchy()
	values := make([][]plotter.XYs, len(sequences))
	low, high := math.Inf(1), 0.0
	for k, sequence := range sequences {
		var err error
		if values[k], err = params.follow(sequence); err != nil {
			return nil, err
		}
		for _, track := range values[k] {
			for _, at := range track {
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
	for _, g := range gauges() {
		legend = append(legend, kit.LineKey(g.label, g.style))
	}
	return panels(530, legend, grid...)
}

// gauge is a way to measure a pair of distributions. Where two agree, the later
// one is drawn on the earlier one, and both can be seen.
type gauge struct {
	label   string
	style   draw.LineStyle
	between func(p, q *metrics.Distribution) (float64, error)
}

// gauges returns the four distances, KL both ways round.
func gauges() []gauge {
	return []gauge{
		{"EM", kit.Solid(kit.Faded(kit.EMColor, 0.5), 1.5*kit.ThickWidth), metrics.EM},
		{"KL(P ‖ Q)", kit.Solid(kit.Faded(kit.KLColor, 0.5), kit.ThickWidth), metrics.KL},
		{"TV", kit.Solid(kit.TVColor, kit.LineWidth), metrics.TV},
		{"JS", kit.Solid(kit.JSColor, kit.LineWidth), metrics.JS},
		{"KL(Q ‖ P)", kit.Dashed(kit.KLColor, kit.LineWidth), func(p, q *metrics.Distribution) (float64, error) { return metrics.KL(q, p) }},
	}
}

// follow returns a curve against n for each gauge.
func (params *HierarchyParams) follow(sequence metrics.Sequence) ([]plotter.XYs, error) {
	const points = 16
	ways := gauges()
	tracks := make([]plotter.XYs, len(ways))
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
		for i, way := range ways {
			value, err := way.between(p, q)
			if err != nil {
				return nil, err
			}
			tracks[i] = append(tracks[i], plotter.XY{X: float64(n), Y: value})
		}
	}
	return tracks, nil
}

// hierarchyPanel draws one sequence; low to high is what is finite in all.
func hierarchyPanel(title, pair string, tracks []plotter.XYs, low, high float64) *plot.Plot {
	// The font has no subscripts for letters and signs.
	pair = strings.NewReplacer("₁/ₙ", "(1/n)", "₋₁", "(−1)", "₂ₙ", "(2n)", " and ", ", ").Replace(pair)
	p := kit.NewPanel(title, " ", "")
	p.Add(kit.HorizontalGrid(), kit.LongXLabel("n   (P, Q = "+pair+")"))
	infinity := high * math.Pow(high/low, 0.15)
	for i, g := range gauges() {
		kit.ReplaceInfinity(infinity, tracks[i])
		p.Add(kit.Line(tracks[i], g.style))
	}
	p.Y.Min, p.Y.Max = 0.6*low, infinity*math.Pow(high/low, 0.05)
	kit.LogScale(&p.X)
	kit.LogScale(&p.Y)
	p.Y.Tick.Marker = plot.ConstantTicks(append(kit.PowersOfTen(low, high), plot.Tick{Value: infinity, Label: "+∞"}))
	p.Add(kit.AxisBreak(math.Sqrt(high * infinity)))
	return p
}
