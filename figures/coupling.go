package figures

import (
	"context"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/lp"
	"monge/metrics"
)

// CouplingParams are the parameters of figure coupling.
type CouplingParams struct {
	Theta float64 // distance θ of the lines
	Atoms int     // atoms on each line, at least 1
}

// DefaultCoupling returns lines of length 1 at distance 0.5.
func DefaultCoupling() *CouplingParams { return &CouplingParams{Theta: 0.5, Atoms: 12} }

// Flags defines a flag for each parameter.
func (params *CouplingParams) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.Theta, "theta", params.Theta, "distance θ of the lines")
	flags.IntVar(&params.Atoms, "atoms", params.Atoms, "atoms on each line")
}

// Draw draws the optimal plan between the parallel lines of Example 1, as the solver
// found it (claim 2.5): on the left as a matrix over the ground cost, on the right as
// arrows from line to line. It returns an error that names the value if θ is not finite
// or there is no atom.
func (params *CouplingParams) Draw(context.Context, Progress) (*Figure, error) {
	p0, pTheta, err := metrics.ParallelLines{Theta: params.Theta}.Discretise(params.Atoms)
	if err != nil {
		return nil, err
	}
	solution, err := metrics.EarthMover(p0, pTheta, lp.Euclidean)
	if err != nil {
		return nil, err
	}
	matrix, bar := planMatrix(p0, pTheta, solution)
	arrows := planArrows(p0, pTheta, solution)
	legend := []kit.Key{
		kit.DotKey("real", kit.Disk(kit.RealColor, kit.DotRadius)), kit.DotKey("generated", kit.Disk(kit.GeneratedColor, kit.DotRadius)),
		kit.LineKey("mass that moves", kit.Solid(kit.EMColor, kit.LineWidth)),
	}
	f, err := newFigure(335, legend, []*plot.Plot{matrix, bar, arrows}, func(c draw.Canvas) {
		c.Max.Y -= kit.TitleHeight
		rest := kit.DrawWithBar(c, matrix, bar)
		arrows.Draw(draw.Crop(rest, kit.PanelGap, 0, 0, 0))
	})
	if err == nil {
		f.panels = []*Figure{onePanelWithBar(matrix, bar, legend), f.panels[2]}
	}
	return f, err
}

// planMatrix draws the plan as a matrix, one square for each move, over a heat map of
// the ground cost. It also returns the colour bar of the heat map.
func planMatrix(p0, pTheta *metrics.Distribution, solution *lp.Solution) (matrix, bar *plot.Plot) {
	n := float64(p0.Len())
	cost := func(x, y float64) float64 {
		return lp.Euclidean.Between(p0.Point(int(x*n)), pTheta.Point(int(y*n)))
	}
	lowest, highest := math.Inf(1), 0.0
	for i := range p0.Len() {
		for j := range pTheta.Len() {
			c := lp.Euclidean.Between(p0.Point(i), pTheta.Point(j))
			lowest, highest = min(lowest, c), max(highest, c)
		}
	}
	if highest <= lowest*(1+1e-9) { // all costs are equal, or nearly so
		highest = max(2*lowest, 1)
	}
	colours := kit.NewHeat(lowest, highest, kit.FrameColor)

	var onDiagonal float64
	squares := make([]plot.Plotter, len(solution.Plan))
	for k, move := range solution.Plan {
		if move.From == move.To {
			onDiagonal += move.Mass
		}
		i, j, half := (float64(move.From)+0.5)/n, (float64(move.To)+0.5)/n, 0.35/n
		squares[k] = &plotter.Polygon{Color: kit.EMColor, XYs: []plotter.XYs{{
			{X: i - half, Y: j - half}, {X: i + half, Y: j - half}, {X: i + half, Y: j + half}, {X: i - half, Y: j + half},
		}}}
	}
	matrix = kit.NewPanel("Plan: "+kit.Number(100*onDiagonal, 4)+" % of the mass is on the diagonal",
		"z of the atom (0, z)", "z of the atom (θ, z)")
	matrix.Add(colours.Over(0, 0, 1, 1, cost))
	matrix.Add(squares...)
	matrix.X.Min, matrix.X.Max, matrix.Y.Min, matrix.Y.Max = 0, 1, 0, 1
	return matrix, colours.Bar("ground cost ‖x − y‖")
}

// planArrows draws both lines and an arrow for each move of the plan.
func planArrows(p0, pTheta *metrics.Distribution, solution *lp.Solution) *plot.Plot {
	p := kit.NewPanel("Moves straight across: EM = "+kit.Number(solution.Cost, 4), "x", "z")
	radius := min(kit.DotRadius, vg.Length(100/float64(p0.Len())))
	for _, move := range solution.Plan {
		p.Add(kit.MidArrow(atom(p0, move.From), atom(pTheta, move.To), kit.Solid(kit.EMColor, radius/2.5), 2.5*radius))
	}
	p.Add(kit.Dots(atoms(p0), kit.Disk(kit.RealColor, radius)), kit.Dots(atoms(pTheta), kit.Disk(kit.GeneratedColor, radius)))

	theta := pTheta.Point(0)[0]
	names := plot.ConstantTicks{{Value: 0, Label: "(0, z)"}, {Value: theta, Label: "(θ, z), θ = " + kit.Number(theta, 4)}}
	beyond := 0.2 * math.Abs(theta)
	if theta == 0 {
		names, beyond = plot.ConstantTicks{{Value: 0, Label: "both lines"}}, 1
	}
	p.X.Tick.Marker = names
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = min(theta, 0)-beyond, max(theta, 0)+beyond, 0, 1
	return p
}
