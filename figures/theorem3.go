package figures

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// Theorem3Params are the parameters of figure theorem3. The generator is gθ(z) = z + (θ,
// 0) with standard normal z in the plane; the real points are normal around (0, 1).
type Theorem3Params struct {
	ThetaMin, ThetaMax float64 // range of θ, finite
	Points             int     // real points, and points of the noise
	Seed               uint64  // of all points
}

// DefaultTheorem3 returns 30 points and θ from −3 to 3.
func DefaultTheorem3() *Theorem3Params {
	return &Theorem3Params{ThetaMin: -3, ThetaMax: 3, Points: 30, Seed: 1}
}

// Flags defines a flag for each parameter.
func (params *Theorem3Params) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.ThetaMin, "theta-min", params.ThetaMin, "least θ")
	flags.Float64Var(&params.ThetaMax, "theta-max", params.ThetaMax, "largest θ")
	flags.IntVar(&params.Points, "points", params.Points, "points of the data, and of the noise")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of all points")
}

// A central difference takes a step of differenceStep times the range of θ. The points lie
// about max(1, |θ|) from 0, and EM between them is rounded by about 1e−16 of that. In a range
// of narrowest times that distance the difference is right to about a percent.
const (
	differenceStep = 1e-7
	narrowest      = 1e-7
)

// Draw draws claim 3.3. On the left is exact EM against θ, with tangents whose slope is
// that of Theorem 3,
//
//	∇θ W = −E_z ∇θ f(gθ(z)).
//
// Each tangent comes from an optimal potential f at its own θ alone. The potential is
// one without kinks at the generated points (metrics.SmoothKantorovich). On the right is
// that slope for every θ, with central differences of exact EM. Draw returns an error
// that names the value if there is no point, or the range of θ is empty, infinite, or so
// narrow that rounding is seen in the differences.
func (params *Theorem3Params) Draw(context.Context, Progress) (*Figure, error) {
	length := params.ThetaMax - params.ThetaMin
	switch {
	case params.Points < 1:
		return nil, fmt.Errorf("figures: %d points; at least 1 is needed", params.Points)
	case !(length > 0) || math.IsInf(length, 0):
		return nil, fmt.Errorf("figures: θ from %v to %v is an empty range, or too wide", params.ThetaMin, params.ThetaMax)
	case length < narrowest*max(1, math.Abs(params.ThetaMin), math.Abs(params.ThetaMax)):
		return nil, fmt.Errorf("figures: θ from %v to %v is too narrow: differences of EM lose their digits", params.ThetaMin, params.ThetaMax)
	}
	random := rand.New(rand.NewPCG(params.Seed, 0))
	real, err := normalCloud(params.Points, 0, 1, random)
	if err != nil {
		return nil, err
	}
	noise, err := normalCloud(params.Points, 0, 0, random)
	if err != nil {
		return nil, err
	}
	generate := func(theta float64) (*metrics.Distribution, error) {
		return noise.Push(func(z []float64) []float64 { return []float64{z[0] + theta, z[1]} })
	}
	em := func(theta float64) (float64, error) {
		fake, err := generate(theta)
		if err != nil {
			return 0, err
		}
		return metrics.EM(real, fake)
	}
	slope := func(theta float64) (float64, error) { // −E_z ∂f(gθ(z))/∂θ, and ∂gθ(z)/∂θ = (1, 0)
		fake, err := generate(theta)
		if err != nil {
			return 0, err
		}
		f, err := metrics.SmoothKantorovich(real, fake)
		if err != nil {
			return 0, err
		}
		var sum float64
		for j := range fake.Len() {
			gradient, err := f.Gradient(fake.Point(j))
			if err != nil {
				return 0, err
			}
			sum -= fake.Probability(j) * gradient[0]
		}
		return sum, nil
	}

	const steps, tangents = 200, 8
	thetas := floats.Span(make([]float64, steps+1), params.ThetaMin, params.ThetaMax)
	ems, slopes, differences := make(plotter.XYs, len(thetas)), make(plotter.XYs, len(thetas)), plotter.XYs{}
	var lines []plotter.XYs
	for k, theta := range thetas {
		height, err := em(theta)
		if err != nil {
			return nil, err
		}
		rise, err := slope(theta)
		if err != nil {
			return nil, err
		}
		ems[k], slopes[k] = plotter.XY{X: theta, Y: height}, plotter.XY{X: theta, Y: rise}
		if k%(steps/tangents) == steps/tangents/2 {
			reach := length / 20
			lines = append(lines, plotter.XYs{{X: theta - reach, Y: height - reach*rise}, {X: theta + reach, Y: height + reach*rise}})
		}
		if k%8 == 4 {
			difference := fd.Derivative(func(theta float64) float64 {
				value, failed := em(theta)
				if failed != nil {
					err = failed
				}
				return value
			}, theta, &fd.Settings{Formula: fd.Central, Step: length * differenceStep})
			if err != nil {
				return nil, err
			}
			differences = append(differences, plotter.XY{X: theta, Y: difference})
		}
	}

	tangent := kit.Solid(kit.InkColor, 0.75*kit.LineWidth)
	left := kit.NewPanel("EM, and tangents from potentials", "θ, where gθ(z) = z + (θ, 0)", "EM")
	left.Add(kit.HorizontalGrid(), kit.Line(ems, kit.Solid(kit.EMColor, kit.LineWidth)))
	for _, line := range lines {
		left.Add(kit.Line(line, tangent))
	}
	right := kit.NewPanel("The slope, computed in two ways", "θ", "dEM/dθ")
	right.Add(kit.HorizontalGrid(), kit.Line(slopes, tangent), kit.Dots(differences, kit.Disk(kit.EMColor, 2.5)))
	for _, at := range differences { // a dot beyond the axis would not be drawn
		right.Y.Min, right.Y.Max = min(right.Y.Min, at.Y), max(right.Y.Max, at.Y)
	}
	legend := []kit.Key{
		kit.LineKey("exact EM", kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.LineKey("slope by Theorem 3, from the potential", tangent),
		kit.DotKey("differences of exact EM", kit.Disk(kit.EMColor, 2.5)),
	}
	return panels(280, legend, []*plot.Plot{left, right})
}
