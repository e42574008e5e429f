package figures

import (
	"context"
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/lp"
	"monge/metrics"
)

// DualityParams are the parameters of figure duality.
type DualityParams struct {
	Sources, Sinks int    // atoms of P and of Q, at least 1
	Seed           uint64 // of their positions and masses
}

// DefaultDuality returns a problem small enough to follow each move of the plan.
func DefaultDuality() *DualityParams { return &DualityParams{Sources: 7, Sinks: 8, Seed: 6} }

// Flags defines a flag for each parameter.
func (params *DualityParams) Flags(flags *pflag.FlagSet) {
	flags.IntVar(&params.Sources, "sources", params.Sources, "atoms of P")
	flags.IntVar(&params.Sinks, "sinks", params.Sinks, "atoms of Q")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of positions and masses")
}

// Draw draws Kantorovich–Rubinstein duality (claim 3.1) on a random problem in the unit
// square. On the left is the primal: the optimal plan, over the optimal 1-Lipschitz
// potential f. On the right is the dual: f(x) − f(y) of each source x and target y against
// their distance. No pair lies above the diagonal, because f is 1-Lipschitz. Every move
// of the plan lies on it, so both problems have the same value. Draw returns an error
// that names the value if there is no source or no target.
func (params *DualityParams) Draw(context.Context, Progress) (*Figure, error) {
	random := rand.New(rand.NewPCG(params.Seed, 0))
	p, err := randomInSquare("sources", params.Sources, random)
	if err != nil {
		return nil, err
	}
	q, err := randomInSquare("sinks", params.Sinks, random)
	if err != nil {
		return nil, err
	}
	solution, err := metrics.EarthMover(p, q, lp.Euclidean)
	if err != nil {
		return nil, err
	}
	f, err := metrics.NewKantorovich(p, solution, lp.Euclidean)
	if err != nil {
		return nil, err
	}
	primal, bar := primalPanel(p, q, solution, f)
	dual := dualPanel(p, q, solution, f)
	legend := []kit.Key{
		kit.DotKey("source, from P", kit.Disk(kit.RealColor, 5)), kit.DotKey("target, from Q", kit.Disk(kit.GeneratedColor, 5)),
		kit.LineKey("mass that moves", kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.DotKey("source and target without a move", kit.Circle(kit.FrameColor, 2.5)),
	}
	figure, err := newFigure(370, legend, []*plot.Plot{primal, bar, dual}, func(c draw.Canvas) {
		c.Max.Y -= kit.TitleHeight
		rest := kit.DrawWithBar(c, primal, bar)
		dual.Draw(draw.Crop(rest, kit.PanelGap, 0, 0, 0))
	})
	if err == nil {
		figure.panels = []*Figure{onePanelWithBar(primal, bar, legend), figure.panels[2]}
	}
	return figure, err
}

// randomInSquare returns n random atoms in the unit square, with masses between 1 and 4
// before normalisation.
func randomInSquare(side string, n int, random *rand.Rand) (*metrics.Distribution, error) {
	if n < 1 {
		return nil, fmt.Errorf("figures: %d %s; at least 1 is needed", n, side)
	}
	points, weights := mat.NewDense(n, 2, nil), make([]float64, n)
	for i := range n {
		points.SetRow(i, []float64{random.Float64(), random.Float64()})
		weights[i] = 1 + 3*random.Float64()
	}
	return metrics.NewDistribution(points, weights)
}

// primalPanel draws the plan over a heat map of the potential. It also returns the
// colour bar of the heat map.
func primalPanel(p, q *metrics.Distribution, solution *lp.Solution, f *metrics.Kantorovich) (panel, bar *plot.Plot) {
	const edge = 0.06 // width of the border around the unit square, for dots at its edge
	// f is defined up to a constant. Its largest value, at a source, is drawn as 0.
	peak, low := math.Inf(-1), 0.0
	for i := range p.Len() {
		peak = max(peak, f.At(p.Point(i)))
	}
	potential := func(x, y float64) float64 { return f.At([]float64{x, y}) - peak }
	span := floats.Span(make([]float64, 101), -edge, 1+edge)
	for _, x := range span {
		for _, y := range span {
			low = min(low, potential(x, y))
		}
	}
	colours := kit.NewHeat(low, 0, color.NRGBA{0x8f, 0xc1, 0xe3, 0xff})
	panel = kit.NewPanel(fmt.Sprintf("Primal: the cheapest plan costs %.6f", solution.Certificate.Primal), "", "")
	panel.Add(colours.Over(-edge, -edge, 1+edge, 1+edge, potential))
	panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max = -edge, 1+edge, -edge, 1+edge
	for _, move := range solution.Plan {
		panel.Add(kit.MidArrow(atom(p, move.From), atom(q, move.To), kit.Solid(kit.EMColor, kit.ThinWidth+vg.Length(20*move.Mass)), 8))
	}
	for _, side := range []struct {
		*metrics.Distribution
		draw.GlyphStyle
	}{{p, kit.Disk(kit.RealColor, 0)}, {q, kit.Disk(kit.GeneratedColor, 0)}} {
		for i := range side.Len() {
			side.Radius = vg.Length(20 * math.Sqrt(side.Probability(i)))
			panel.Add(kit.Dots(plotter.XYs{atom(side.Distribution, i)}, side.GlyphStyle))
		}
	}
	return panel, colours.Bar("potential f")
}

// dualPanel draws f(x) − f(y) against ‖x − y‖ for each source x and target y.
func dualPanel(p, q *metrics.Distribution, solution *lp.Solution, f *metrics.Kantorovich) *plot.Plot {
	difference := func(i, j int) plotter.XY {
		return plotter.XY{X: lp.Euclidean.Between(p.Point(i), q.Point(j)), Y: f.At(p.Point(i)) - f.At(q.Point(j))}
	}
	gain := p.Mean(f.At) - q.Mean(f.At)
	panel := kit.NewPanel(fmt.Sprintf("Dual: the best f gains %.6f", gain), "distance ‖x − y‖", "f(x) − f(y)")
	var pairs, used plotter.XYs
	var longest, lowest float64
	for i := range p.Len() {
		for j := range q.Len() {
			pair := difference(i, j)
			pairs = append(pairs, pair)
			longest, lowest = max(longest, pair.X), min(lowest, pair.Y)
		}
	}
	for _, move := range solution.Plan {
		used = append(used, difference(move.From, move.To))
	}
	longest *= 1.05
	panel.Add(kit.HorizontalGrid(),
		&plotter.Polygon{Color: kit.GridColor, XYs: []plotter.XYs{{{X: 0, Y: 0}, {X: longest, Y: longest}, {X: 0, Y: longest}}}},
		kit.Dots(pairs, kit.Circle(kit.FrameColor, 2.5)), kit.Dots(used, kit.Disk(kit.EMColor, kit.DotRadius)),
		kit.Note(0, longest, vg.Point{X: 8, Y: -12}, kit.TextStyle(kit.LabelSize, kit.InkColor), "steeper than 1: forbidden"))
	panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max = 0, longest, lowest-0.05*longest, longest
	return panel
}
