package figures

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
	"monge/lp"
	"monge/metrics"
)

// ContinuityParams are the parameters of figure continuity. Counts are at least 1.
type ContinuityParams struct {
	Width, Depth int    // units in each hidden layer, and hidden layers
	Samples      int    // samples of the noise, at least 2
	Halvings     int    // number of halvings of the step, from 0.2; 1 to 12
	Seeds        int    // number of paths
	Seed         uint64 // of path 0; path k has Seed + k
}

// DefaultContinuity returns five paths of 320 steps.
func DefaultContinuity() *ContinuityParams {
	return &ContinuityParams{Width: 16, Depth: 2, Samples: 64, Halvings: 5, Seeds: 5, Seed: 1}
}

// Flags defines a flag for each parameter.
func (params *ContinuityParams) Flags(flags *pflag.FlagSet) {
	sizeFlags(flags, &params.Width, &params.Depth)
	flags.IntVar(&params.Samples, "samples", params.Samples, "samples of the noise")
	flags.IntVar(&params.Halvings, "halvings", params.Halvings, "number of halvings of the step, from 0.2")
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws Theorem 1 (claim 2.7). Two random generators, ReLU networks from
// one-dimensional noise to the plane, have weights w and w′. A path goes through the
// weights w + t(w′ − w) for t from −1 to 1. The data are the samples of the generator at
// t = 0. A generator's samples lie on a curve in the plane, and two such curves share
// only a few points. So the path is Example 1 with a network's weights in place of θ.
//
// On the left are exact EM and JS along the first path; in the middle is the slope of EM
// along it. On the right is the largest change between two steps against the length of a
// step, for all paths. EM changes at most in proportion to the step, JS by log 2 for every
// step.
//
// It returns an error that names the value if a parameter is out of range, and ctx.Err()
// if ctx is done.
func (params *ContinuityParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	config := gan.DefaultConfig()
	config.Width, config.Depth, config.Noise, config.Seeds, config.Seed = params.Width, params.Depth, 1, params.Seeds, params.Seed
	if err := config.Check(gan.Data{}); err != nil {
		return nil, err
	}
	if params.Samples < 2 {
		return nil, fmt.Errorf("figures: %d samples; at least 2 are needed", params.Samples)
	}
	if params.Halvings < 1 || params.Halvings > 12 {
		return nil, fmt.Errorf("figures: %d halvings of the step; from 1 to 12 are possible", params.Halvings)
	}
	paths := make([]*pathDistances, params.Seeds)
	if err := inParallel(ctx, params.Seeds, progress, func(ctx context.Context, k int) (err error) {
		paths[k], err = params.distancesAlongPath(ctx, params.Seed+uint64(k))
		return err
	}); err != nil {
		return nil, err
	}
	first := paths[0]
	distance := kit.NewPanel("EM is continuous, JS is not", "t, position of the generator", "distance")
	distance.Add(kit.HorizontalGrid(), kit.Line(first.em, kit.Solid(kit.EMColor, kit.LineWidth)))
	zero := len(first.js) / 2 // where t = 0
	left, right := first.js[:zero], first.js[zero+1:]
	distance.Add(kit.Line(left, kit.Solid(kit.JSColor, kit.LineWidth)), kit.Line(right, kit.Solid(kit.JSColor, kit.LineWidth)),
		kit.Dots(plotter.XYs{{X: 0, Y: left[zero-1].Y}}, kit.Circle(kit.JSColor, kit.DotRadius)), kit.Dots(first.js[zero:zero+1], kit.Disk(kit.JSColor, kit.DotRadius)))
	distance.Y.Min, distance.Y.Max = 0, 1.1*max(distance.Y.Max, math.Ln2)

	slope := kit.NewPanel("A slope almost everywhere, not at 0", "t", "dEM/dt")
	slope.Add(kit.HorizontalGrid())
	var before, after plotter.XYs
	for k, at := range first.em[1:] {
		from := first.em[k]
		point := plotter.XY{X: (from.X + at.X) / 2, Y: (at.Y - from.Y) / (at.X - from.X)}
		if point.X < 0 {
			before = append(before, point)
		} else {
			after = append(after, point)
		}
	}
	slope.Add(kit.VerticalLine(0))
	slope.Add(kit.Line(before, kit.Solid(kit.EMColor, kit.LineWidth)), kit.Line(after, kit.Solid(kit.EMColor, kit.LineWidth)))
	slope.X.Min, slope.X.Max = -1, 1
	slope.Y.Min, slope.Y.Max = math.Floor(slope.Y.Min), math.Ceil(slope.Y.Max)

	jumps := kit.NewPanel("Largest jump from step to step", "length of a step", "jump")
	var emJumps, jsJumps []plotter.XYs
	for _, d := range paths {
		emJumps, jsJumps = append(emJumps, largestJumps(d.em, params.Halvings)), append(jsJumps, largestJumps(d.js, params.Halvings))
	}
	jumps.Add(kit.HorizontalGrid())
	jumps.Add(kit.MedianBand(emJumps, kit.Solid(kit.EMColor, kit.LineWidth))...)
	jumps.Add(kit.MedianBand(jsJumps, kit.Solid(kit.JSColor, kit.LineWidth))...)
	jumps.Y.Min, jumps.Y.Max = kit.Decades(append(emJumps, jsJumps...)...)
	kit.LogScale(&jumps.X)
	kit.LogScale(&jumps.Y)
	legend := []kit.Key{
		kit.LineKey("EM, exact", kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.LineKey("JS", kit.Solid(kit.JSColor, kit.LineWidth)),
	}
	return panels(280, legend, []*plot.Plot{distance, slope, jumps})
}

// pathDistances are EM and JS against t, from −1 to 1, along one path.
type pathDistances struct{ em, js plotter.XYs }

// path returns a function from t to the samples, n×2 row by row, of a generator with the
// weights w + t(w′ − w), for noise of dimension dim, n×dim row by row. w and w′ are drawn
// from random.
func (params *ContinuityParams) path(dim int, random *rand.Rand) func(noise []float64, t float64) []float64 {
	sizes := []int{dim}
	for range params.Depth {
		sizes = append(sizes, params.Width)
	}
	sizes = append(sizes, 2)
	here, there := gan.NewNetwork(sizes, gan.ReLU, random), gan.NewNetwork(sizes, gan.ReLU, random)
	direction := floats.SubTo(make([]float64, len(here.Parameters)), there.Parameters, here.Parameters)
	moving := here.Clone()
	return func(noise []float64, t float64) []float64 {
		floats.AddScaledTo(moving.Parameters, here.Parameters, t, direction)
		return moving.NewPass(len(noise) / dim).Forward(noise)
	}
}

// distancesAlongPath computes EM and JS along one path with the smallest step.
func (params *ContinuityParams) distancesAlongPath(ctx context.Context, seed uint64) (*pathDistances, error) {
	random := rand.New(rand.NewPCG(seed, 0))
	path := params.path(1, random)
	noise := make([]float64, params.Samples)
	gan.Normal.Sample(noise, random)
	generate := func(t float64) (*metrics.Distribution, error) {
		return metrics.NewDistribution(mat.NewDense(params.Samples, 2, slices.Clone(path(noise, t))), nil)
	}
	real, err := generate(0)
	if err != nil {
		return nil, err
	}
	var solver lp.Solver
	d := new(pathDistances)
	steps := 5 << params.Halvings // on either side of 0
	for k := -steps; k <= steps; k++ {
		t := float64(k) / float64(steps)
		fake, err := generate(t)
		if err != nil {
			return nil, err
		}
		solution, err := metrics.EarthMoverWith(ctx, &solver, real, fake, lp.Euclidean)
		if err != nil {
			return nil, err
		}
		d.em = append(d.em, plotter.XY{X: t, Y: solution.Cost})
		js, err := metrics.JS(real, fake)
		if err != nil {
			return nil, err
		}
		d.js = append(d.js, plotter.XY{X: t, Y: js})
	}
	return d, nil
}

// largestJumps returns the largest change between neighbouring points of a path against
// the length of a step, for steps of 2^halvings, …, 4, 2, 1 points.
func largestJumps(points plotter.XYs, halvings int) plotter.XYs {
	var jumps plotter.XYs
	finest := (points[len(points)-1].X - points[0].X) / float64(len(points)-1)
	for k := halvings; k >= 0; k-- {
		var largest float64
		step := 1 << k
		for i := step; i < len(points); i += step {
			largest = max(largest, math.Abs(points[i].Y-points[i-step].Y))
		}
		jumps = append(jumps, plotter.XY{X: float64(step) * finest, Y: largest})
	}
	return jumps
}
