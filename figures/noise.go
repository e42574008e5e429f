package figures

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// NoiseParams are the parameters of figure noise.
type NoiseParams struct {
	Theta float64 // distance θ of the lines, not 0
	Atoms int     // atoms on each line, at least 1
	Seeds int     // number of repetitions, at least 1
	Seed  uint64  // one for all noise
}

// DefaultNoise returns lines of length 1 at distance 1.
func DefaultNoise() *NoiseParams { return &NoiseParams{Theta: 1, Atoms: 50, Seeds: 10, Seed: 1} }

// Flags defines a flag for each parameter.
func (params *NoiseParams) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.Theta, "theta", params.Theta, "distance of the lines")
	flags.IntVar(&params.Atoms, "atoms", params.Atoms, "atoms on each line")
	flags.IntVar(&params.Seeds, "seeds", params.Seeds, "number of repetitions")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of all noise")
}

// Draw draws claim 1.3 on the parallel lines. Gaussian noise of standard deviation σ on
// all samples makes KL finite: it is θ²/2σ². It also moves the samples: the exact EM
// between noisy and clean samples rises with σ. The band is the range over repetitions.
// Draw returns an error that names the value if θ is not finite, or if KL is 0 or +Inf,
// or if there is no atom or no repetition.
func (params *NoiseParams) Draw(context.Context, Progress) (*Figure, error) {
	if params.Seeds < 1 {
		return nil, fmt.Errorf("figures: %d seeds; at least 1 is needed", params.Seeds)
	}
	lines := metrics.ParallelLines{Theta: params.Theta}
	p0, pTheta, err := lines.Discretise(params.Atoms)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(params.Seed, 0))
	sigmas := floats.LogSpan(make([]float64, 17), 0.01, 1)
	var divergence, mean plotter.XYs
	runs := make([]plotter.XYs, params.Seeds)
	for _, sigma := range sigmas {
		kl, err := lines.NoisedKL(sigma)
		if err != nil {
			return nil, err
		}
		if !(kl > 0) || math.IsInf(kl, 1) {
			return nil, fmt.Errorf("figures: with θ = %v KL is %v after noise of σ %.3g, and a logarithmic axis cannot show it", params.Theta, kl, sigma)
		}
		divergence = append(divergence, plotter.XY{X: sigma, Y: kl})
		moved := make([]float64, params.Seeds)
		for k := range moved {
			noised, err := metrics.AddNoise(p0, sigma, random)
			if err != nil {
				return nil, err
			}
			if moved[k], err = metrics.EM(noised, p0); err != nil {
				return nil, err
			}
			runs[k] = append(runs[k], plotter.XY{X: sigma, Y: moved[k]})
		}
		mean = append(mean, plotter.XY{X: sigma, Y: stat.Mean(moved, nil)})
	}

	kl := kit.NewPanel("KL is finite, and falls", "σ", "KL (nats)")
	kl.Add(kit.HorizontalGrid(), kit.Line(divergence, kit.Solid(kit.KLColor, kit.LineWidth)))
	em := kit.NewPanel("EM to the clean samples rises", "σ", "EM")
	em.Add(kit.HorizontalGrid(), kit.Envelope(runs, kit.Faded(kit.EMColor, 0.3)), kit.Line(mean, kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.Line(kit.Graph(func(sigma float64) float64 { return sigma }, sigmas), kit.Dashed(kit.InkColor, kit.ThinWidth)))
	for _, p := range []*plot.Plot{kl, em} {
		p.Y.Min *= 0.8
		kit.LogScale(&p.X)
		kit.LogScale(&p.Y)
	}
	look, err := noisedLines(p0, pTheta, sigmas[len(sigmas)/2], random)
	if err != nil {
		return nil, err
	}
	legend := []kit.Key{
		kit.DotKey("real", kit.Disk(kit.RealColor, 2)), kit.DotKey("generated", kit.Disk(kit.GeneratedColor, 2)),
		kit.LineKey(fmt.Sprintf("EM: mean and range of %d seeds", params.Seeds), kit.Solid(kit.EMColor, kit.LineWidth)),
		kit.LineKey("EM = σ", kit.Dashed(kit.InkColor, kit.ThinWidth)),
	}
	return panels(290, legend, []*plot.Plot{look, kl, em})
}

// noisedLines draws one sample of both lines with noise, over the lines without.
func noisedLines(p0, pTheta *metrics.Distribution, sigma float64, random *rand.Rand) (*plot.Plot, error) {
	p := kit.NewPanel("Both lines with noise, σ = "+kit.Number(sigma, 4), "x", "z")
	for _, line := range []struct {
		*metrics.Distribution
		style draw.GlyphStyle
	}{{p0, kit.Disk(kit.RealColor, 2)}, {pTheta, kit.Disk(kit.GeneratedColor, 2)}} {
		noised, err := metrics.AddNoise(line.Distribution, sigma, random)
		if err != nil {
			return nil, err
		}
		clean := atoms(line.Distribution)
		p.Add(kit.Line(clean, kit.Solid(kit.Faded(kit.FrameColor, 0.6), kit.ThickWidth)), kit.Dots(atoms(noised), line.style))
	}
	theta := pTheta.Point(0)[0]
	p.X.Min, p.X.Max = min(theta, 0)-4*sigma, max(theta, 0)+4*sigma
	p.Y.Min, p.Y.Max = -4*sigma, 1+4*sigma
	p.X.Tick.Marker = plot.ConstantTicks{{Value: 0, Label: "0"}, {Value: theta, Label: "θ = " + kit.Number(theta, 4)}}
	p.Y.Tick.Marker = plot.ConstantTicks{{Value: 0, Label: "0"}, {Value: 1, Label: "1"}}
	return p, nil
}
