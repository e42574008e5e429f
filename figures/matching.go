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

// MatchingParams are the parameters of figure matching: a cloud of sources around the
// origin, and as many targets on a ring of eight Gaussians. Lengths are from 0.001 to
// 1000.
type MatchingParams struct {
	Points int     // in each cloud, 1 to 10000
	Blob   float64 // standard deviation of the sources along each axis
	Radius float64 // of the ring of the eight means of the targets
	Sigma  float64 // standard deviation of each of the eight along each axis
	Seed   uint64  // one for all points
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

// Draw draws the optimal plan between two clouds of n points of equal weight, as the
// solver found it (claim 2.3). A line joins each source to its target. No two lines
// cross, because exchanging the targets of two crossing lines would be cheaper. It returns
// an error that names the value if there are fewer than 1 or more than 10000 points, or
// if a length is out of range.
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
	source, target, move := kit.Disk(kit.RealColor, radius), kit.Circle(kit.GeneratedColor, radius), kit.Solid(kit.EMColor, min(kit.ThinWidth, radius/3))
	p.Add(kit.PlotterFunc(func(c draw.Canvas, p *plot.Plot) {
		toX, toY := p.Transforms(&c)
		for _, m := range solution.Plan {
			x, y := sources[m.From], targets[m.To]
			c.StrokeLine2(move, toX(x.X), toY(x.Y), toX(y.X), toY(y.Y))
		}
	}), kit.Dots(sources, source), kit.Dots(targets, target))
	kit.SetSquare(p, sources, targets)
	legend := []kit.Key{
		kit.DotKey("source, from P", kit.Disk(kit.RealColor, kit.DotRadius)), kit.DotKey("target, from Q", kit.Circle(kit.GeneratedColor, kit.DotRadius)),
		kit.LineKey("mass that moves", kit.Solid(kit.EMColor, kit.ThinWidth)),
	}
	f, err := newFigure(365, legend, []*plot.Plot{p}, func(c draw.Canvas) {
		c.Max.Y -= kit.TitleHeight
		kit.DrawSquare(c, p)
	})
	if err == nil {
		f.panels = []*Figure{oneSquarePanel(p, legend, kit.TitleHeight, 0)}
	}
	return f, err
}

// clouds returns random sources and targets.
func (params *MatchingParams) clouds() (sources, targets plotter.XYs) {
	random := rand.New(rand.NewPCG(params.Seed, 0))
	for i := range params.Points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i%8) / 8)
		sources = append(sources, gaussianPoint(0, 0, params.Blob, random))
		targets = append(targets, gaussianPoint(params.Radius*cos, params.Radius*sin, params.Sigma, random))
	}
	return sources, targets
}

// match returns an optimal plan between two clouds of n points of weight 1/n.
func match(sources, targets plotter.XYs) (*lp.Solution, error) {
	each := make([]float64, len(sources))
	for i := range each {
		each[i] = 1 // whole numbers are exact, 1/n is not
	}
	solution, err := lp.Solve(lp.Problem{Supply: each, Demand: each,
		Cost: lp.Points{X: matrixOf(sources), Y: matrixOf(targets), Ground: lp.Euclidean}})
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	solution.Rescale(1 / float64(len(sources)))
	return solution, nil
}
