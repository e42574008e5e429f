package figures

import (
	"context"
	"fmt"
	"image/color"
	"math/rand/v2"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// LikelihoodParams are the parameters of figure likelihood. The model is N(θ, σ²), with
// the σ of the real distribution.
type LikelihoodParams struct {
	RealMean, RealSigma float64 // mean and σ of the real distribution Pr
	Samples             int     // m; the figure also has curves for m/100 samples
	Seeds               int     // number of repetitions
	Seed                uint64  // one for all samples
}

// DefaultLikelihood returns a standard normal distribution and 20 repetitions with 1000
// samples, and with 10.
func DefaultLikelihood() *LikelihoodParams {
	return &LikelihoodParams{RealMean: 0, RealSigma: 1, Samples: 1000, Seeds: 20, Seed: 1}
}

// Flags defines a flag for each parameter.
func (params *LikelihoodParams) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.RealMean, "real-mean", params.RealMean, "mean of the real distribution")
	flags.Float64Var(&params.RealSigma, "real-sigma", params.RealSigma, "standard deviation of the real distribution")
	flags.IntVar(&params.Samples, "samples", params.Samples, "samples to learn from")
	flags.IntVar(&params.Seeds, "seeds", params.Seeds, "number of repetitions")
	flags.Uint64Var(&params.Seed, "seed", params.Seed, "seed of all samples")
}

// Draw draws claim 1.1. Above is the mean log-likelihood of m samples of Pr under N(θ,
// σ²) against θ: the range over the repetitions, a dot at the maximum of each, and the
// limit −H(Pr) − KL(Pr ‖ Pθ). Below is KL(Pr ‖ Pθ) on the same axis. It returns an error
// that names the value if σ is not positive, or there is no sample or no repetition.
func (params *LikelihoodParams) Draw(context.Context, Progress) (*Figure, error) {
	switch {
	case params.Samples < 1:
		return nil, fmt.Errorf("figures: %d samples; at least 1 is needed", params.Samples)
	case params.Seeds < 1:
		return nil, fmt.Errorf("figures: %d seeds; at least 1 is needed", params.Seeds)
	}
	real := distuv.Normal{Mu: params.RealMean, Sigma: params.RealSigma}
	thetas := floats.Span(make([]float64, 201), real.Mu-2.5*real.Sigma, real.Mu+2.5*real.Sigma)
	limit, divergence := make(plotter.XYs, len(thetas)), make(plotter.XYs, len(thetas))
	for k, theta := range thetas {
		model := distuv.Normal{Mu: theta, Sigma: real.Sigma}
		expected, err := metrics.ExpectedLogLikelihood(real, model)
		if err != nil {
			return nil, err
		}
		kl, err := metrics.NormalKL(real, model)
		if err != nil {
			return nil, err
		}
		limit[k], divergence[k] = plotter.XY{X: theta, Y: expected}, plotter.XY{X: theta, Y: kl}
	}
	best := kit.Highest(limit)

	few := max(params.Samples/100, 1)
	fewColor, manyColor := kit.Faded(kit.KLColor, 0.25), kit.Faded(kit.KLColor, 0.7)
	top := kit.NewPanel(fmt.Sprintf("Mean log-likelihood, %d seeds", params.Seeds), "", "nats")
	kit.TitleLegend(top,
		kit.LineKey(fmt.Sprintf("m = %d", few), kit.Solid(fewColor, 9)),
		kit.LineKey(fmt.Sprintf("m = %d", params.Samples), kit.Solid(manyColor, 9)),
		kit.DotKey("maximum", kit.Disk(kit.KLColor, 2)),
		kit.LineKey("limit −H − KL", kit.Dashed(kit.InkColor, kit.ThinWidth)))
	top.Add(kit.HorizontalGrid(), kit.VerticalLine(best.X))
	for _, fan := range []struct {
		samples int
		color   color.NRGBA
	}{{few, fewColor}, {params.Samples, manyColor}} {
		curves, err := likelihoods(real, thetas, fan.samples, params.Seeds, rand.NewPCG(params.Seed, uint64(fan.samples)))
		if err != nil {
			return nil, err
		}
		maxima := make(plotter.XYs, len(curves))
		for k := range curves {
			maxima[k] = kit.Highest(curves[k])
		}
		top.Add(kit.Envelope(curves, fan.color), kit.Dots(maxima, kit.Disk(kit.KLColor, 2)))
	}
	top.Add(kit.Line(limit, kit.Dashed(kit.InkColor, kit.ThinWidth)))
	top.Y.Max += 0.05 * (top.Y.Max - top.Y.Min)

	bottom := kit.NewPanel("KL(Pr ‖ Pθ): its minimum is where the maxima gather", "θ", "nats")
	bottom.Add(kit.HorizontalGrid(), kit.VerticalLine(best.X), kit.Line(divergence, kit.Solid(kit.KLColor, kit.LineWidth)))
	bottom.Y.Min = -0.03 * bottom.Y.Max
	return panels(470, nil, []*plot.Plot{top}, []*plot.Plot{bottom})
}

// likelihoods returns the mean log-likelihood against θ, one curve for each of seeds
// independent samples of real.
func likelihoods(real distuv.Normal, thetas []float64, samples, seeds int, source rand.Source) ([]plotter.XYs, error) {
	real.Src = source
	curves := make([]plotter.XYs, seeds)
	x := make([]float64, samples)
	for k := range curves {
		for i := range x {
			x[i] = real.Rand()
		}
		for _, theta := range thetas {
			mean, err := metrics.MeanLogLikelihood(x, distuv.Normal{Mu: theta, Sigma: real.Sigma})
			if err != nil {
				return nil, err
			}
			curves[k] = append(curves[k], plotter.XY{X: theta, Y: mean})
		}
	}
	return curves, nil
}
