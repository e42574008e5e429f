package figures

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/lp"
)

// MatchingParams says which two clouds of points to match: a Gaussian around
// the origin, and a ring of eight Gaussians around it, the same number of points
// in each, give or take one. Lengths are 0.001 to 1000, in the unit of the axes.
type MatchingParams struct {
	Points int     // in each cloud, 1 to 10000
	Blob   float64 // standard deviation of the source along each axis
	Radius float64 // of the ring that the target's eight means are on
	Sigma  float64 // standard deviation of each of the eight along each axis
	Seed   uint64  // of all points
}

// DefaultMatching returns clouds of 200 points that hardly overlap.
func DefaultMatching() *MatchingParams {
	return &MatchingParams{Points: 200, Blob: 0.5, Radius: 2, Sigma: 0.15, Seed: 1}
}

// Flags defines a flag for each parameter.
func (params *MatchingParams) Flags(flags *pflag.FlagSet) {
	flags.IntVar(&params.Points, "points", params.Points, "points in each cloud")
	flags.Float64Var(&params.Blob, "blob", params.Blob, "standard deviation of the source")
	flags.Float64Var(&params.Radius, "radius", params.Radius, "radius of the ring of eight Gaussians that is the target")
	flags.Float64Var(&params.Sigma, "sigma", params.Sigma, "standard deviation of each of the eight")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of all points")
}

// Draw draws the optimal plan between two clouds of as many points of equal
// weight, as the solver found it: a line from each source to the target it goes
// to, as a whole, in units of the same length on both axes. No two lines cross:
// to swap the ends of two that do would be cheaper. It returns an error that
// names the value if there are no points or too many to see, or a length is out
// of range.
func (params *MatchingParams) Draw(context.Context, Progress) (*Figure, error) {
	if params.Points < 1 || params.Points > 10000 {
		return nil, fmt.Errorf("figures: %d points; want 1 to 10000", params.Points)
	}
	for _, length := range []struct {
		name  string
		value float64
	}{{"blob", params.Blob}, {"radius", params.Radius}, {"sigma", params.Sigma}} {
		if !(length.value >= 1e-3 && length.value <= 1e3) {
			return nil, fmt.Errorf("figures: %s %v; want 0.001 to 1000", length.name, length.value)
		}
	}
	sources, targets := params.clouds()
	solution, err := match(sources, targets)
	if err != nil {
		return nil, err
	}
	p := kit.NewPanel("The optimal plan: EM = "+kit.Number(solution.Cost, 4)+", and no plan is cheaper", "", "")
	radius := min(kit.DotRadius, vg.Length(32/math.Sqrt(float64(params.Points))))
	from, to, way := kit.Disk(kit.RealColor, radius), kit.Circle(kit.GeneratedColor, radius), kit.Solid(kit.EMColor, min(kit.ThinWidth, radius/3))
	p.Add(kit.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		for _, move := range solution.Plan {
			x, y := sources[move.From], targets[move.To]
			c.StrokeLine2(way, toX(x.X), toY(x.Y), toX(y.X), toY(y.Y))
		}
	}), kit.Dots(sources, from), kit.Dots(targets, to))
	kit.SetSquare(p, sources, targets)
	legend := []kit.Key{
		kit.DotKey("source", kit.Disk(kit.RealColor, kit.DotRadius)), kit.DotKey("target", kit.Circle(kit.GeneratedColor, kit.DotRadius)),
		kit.LineKey("what goes where", kit.Solid(kit.EMColor, kit.ThinWidth)),
	}
	return newFigure(365, legend, []*plot.Plot{p}, func(c draw.Canvas) {
		c.Max.Y -= kit.TitleHeight
		kit.DrawSquare(c, p)
	})
}

// clouds draws the points of both sides.
func (params *MatchingParams) clouds() (sources, targets plotter.XYs) {
	random := rand.New(rand.NewPCG(params.Seed, 0))
	for i := range params.Points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i%8) / 8)
		sources = append(sources, near(0, 0, params.Blob, random))
		targets = append(targets, near(params.Radius*cos, params.Radius*sin, params.Sigma, random))
	}
	return sources, targets
}

// match returns an optimal plan between two clouds of as many points, each of
// the same weight: together 1.
func match(sources, targets plotter.XYs) (*lp.Solution, error) {
	each := make([]float64, len(sources))
	for i := range each {
		each[i] = 1 // a whole number is exact, 1/n is not
	}
	solution, err := lp.Solve(lp.Problem{Supply: each, Demand: each,
		Cost: lp.Points{X: asRows(sources), Y: asRows(targets), Ground: lp.Euclidean}})
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	solution.Rescale(1 / float64(len(sources)))
	return solution, nil
}
