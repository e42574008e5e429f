package figures

import (
	"context"
	"fmt"
	"image/color"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"monge/figures/internal/kit"
	"monge/metrics"
)

// DiscriminatorCriticParams are the parameters of figure discriminator-critic: two
// normal distributions on the line. Each σ is positive.
type DiscriminatorCriticParams struct {
	RealMean, RealSigma, FakeMean, FakeSigma float64
}

// DefaultDiscriminatorCritic returns two normal distributions that hardly overlap, as in
// Figure 2 of the paper.
func DefaultDiscriminatorCritic() *DiscriminatorCriticParams {
	return &DiscriminatorCriticParams{RealMean: -3, RealSigma: 1, FakeMean: 3, FakeSigma: 1}
}

// Flags defines a flag for each parameter.
func (params *DiscriminatorCriticParams) Flags(flags *pflag.FlagSet) {
	flags.Float64Var(&params.RealMean, "real-mean", params.RealMean, "mean of the real distribution")
	flags.Float64Var(&params.RealSigma, "real-sigma", params.RealSigma, "standard deviation of the real distribution")
	flags.Float64Var(&params.FakeMean, "fake-mean", params.FakeMean, "mean of the generated distribution")
	flags.Float64Var(&params.FakeSigma, "fake-sigma", params.FakeSigma, "standard deviation of the generated distribution")
}

// Draw draws Figure 2 of the paper in closed form (claims 3.4 and 3.6). Above are the
// densities, the optimal discriminator D* and the optimal critic f. Below is the size of
// the gradient of each generator's loss with respect to a sample at x; gradients below
// 1e-16 are left out. Draw returns an error that names the value if a mean is not finite
// or a σ not positive, or if the distributions are too far apart.
func (params *DiscriminatorCriticParams) Draw(context.Context, Progress) (*Figure, error) {
	pair := normalPair{
		real: distuv.Normal{Mu: params.RealMean, Sigma: params.RealSigma},
		fake: distuv.Normal{Mu: params.FakeMean, Sigma: params.FakeSigma},
	}
	var err error
	if pair.logit, pair.logitSlope, err = metrics.NormalDiscriminator(pair.real, pair.fake); err != nil {
		return nil, err
	}
	if pair.critic, err = metrics.NormalCritic(pair.real, pair.fake); err != nil {
		return nil, err
	}
	low := min(pair.real.Mu-4*pair.real.Sigma, pair.fake.Mu-4*pair.fake.Sigma)
	high := max(pair.real.Mu+4*pair.real.Sigma, pair.fake.Mu+4*pair.fake.Sigma)
	const widest = 1e12 // in units of the smaller σ: far beyond, the squares in D* overflow
	if thinner := min(pair.real.Sigma, pair.fake.Sigma); high-low > widest*thinner {
		return nil, fmt.Errorf("figures: from %.3g to %.3g is more than %v times the smaller σ, %v", low, high, widest, thinner)
	}
	x := floats.Span(make([]float64, 401), low, high)
	return panels(440, nil, []*plot.Plot{pair.valuesPanel(x)}, []*plot.Plot{pair.gradientsPanel(x)})
}

// normalPair is the two distributions, with their optimal critic and the logit of their
// optimal discriminator.
type normalPair struct {
	real, fake                distuv.Normal
	logit, logitSlope, critic func(x float64) float64
}

// discriminator returns D*(x), the probability that a sample at x is real.
func (n normalPair) discriminator(x float64) float64 { return 1 / (1 + math.Exp(-n.logit(x))) }

// complement returns 1 − D*(x). It is exact where D* rounds to 1.
func (n normalPair) complement(x float64) float64 { return 1 / (1 + math.Exp(n.logit(x))) }

// valuesPanel draws densities, discriminator and critic. The critic is defined up to a
// constant and has another scale, so it is drawn scaled to [0, 1].
func (n normalPair) valuesPanel(x []float64) *plot.Plot {
	critic := kit.Graph(n.critic, x)
	top := kit.Highest(critic).Y
	bottom := -kit.Highest(kit.Graph(func(x float64) float64 { return -n.critic(x) }, x)).Y
	for k := range critic {
		critic[k].Y = (critic[k].Y - bottom) / (top - bottom)
	}
	centre := n.fake.Mu
	p := kit.NewPanel("D* is "+kit.Number(n.discriminator(centre), 4)+" at x = "+kit.Number(centre, 4), "", "value at x")
	kit.TitleLegend(p,
		kit.LineKey("real", kit.Solid(kit.Faded(kit.RealColor, 0.35), 9)),
		kit.LineKey("generated", kit.Solid(kit.Faded(kit.GeneratedColor, 0.35), 9)),
		kit.LineKey("discriminator D*", kit.Solid(kit.DiscriminatorColor, kit.LineWidth)),
		kit.LineKey("critic f, drawn 1 : "+kit.Number(top-bottom, 4), kit.Solid(kit.CriticColor, kit.LineWidth)))
	p.Add(kit.HorizontalGrid())
	peak := 1.0
	for _, density := range []struct {
		distuv.Normal
		color color.NRGBA
	}{{n.real, kit.RealColor}, {n.fake, kit.GeneratedColor}} {
		outline := kit.Graph(density.Prob, x)
		p.Add(&plotter.Polygon{XYs: []plotter.XYs{outline}, Color: kit.Faded(density.color, 0.35)})
		peak = max(peak, density.Prob(density.Mu))
	}
	p.Add(kit.Line(kit.Graph(n.discriminator, x), kit.Solid(kit.DiscriminatorColor, kit.LineWidth)), kit.Line(critic, kit.Solid(kit.CriticColor, kit.LineWidth)))
	p.X.Min, p.X.Max = x[0], x[len(x)-1]
	p.Y.Min, p.Y.Max = -0.03*peak, 1.06*peak
	return p
}

// gradientsPanel draws the gradient of each generator's loss with respect to a sample at
// x, by the chain rule through D* = 1/(1 + exp(−logit)). The orange band is within 2σ of
// the generated mean.
func (n normalPair) gradientsPanel(x []float64) *plot.Plot {
	const smallest = 1e-16
	curves := []struct {
		name  string
		style draw.LineStyle
		size  func(x float64) float64
	}{
		{"log(1 − D*)", kit.Solid(kit.DiscriminatorColor, kit.LineWidth), func(x float64) float64 { return n.discriminator(x) * math.Abs(n.logitSlope(x)) }},
		{"−log D*", kit.Dashed(kit.DiscriminatorColor, kit.LineWidth), func(x float64) float64 { return n.complement(x) * math.Abs(n.logitSlope(x)) }},
		{"critic f", kit.Solid(kit.CriticColor, kit.LineWidth), func(x float64) float64 { return math.Abs(fd.Derivative(n.critic, x, nil)) }},
	}
	var keys []kit.Key
	var lines []plot.Plotter
	steepest := 1.0
	for _, c := range curves {
		gradient := kit.Graph(c.size, x)
		steepest = max(steepest, kit.Highest(gradient).Y)
		for _, branch := range kit.StretchesAbove(smallest, gradient) {
			lines = append(lines, kit.Line(branch, c.style))
		}
		keys = append(keys, kit.LineKey(c.name, c.style))
	}
	p := kit.NewPanel("Gradient at a generated sample at x", "x", "size")
	kit.TitleLegend(p, keys...)
	p.X.Min, p.X.Max = x[0], x[len(x)-1]
	p.Y.Min, p.Y.Max = smallest, 10*steepest
	kit.LogScale(&p.Y)
	left, right := n.fake.Mu-2*n.fake.Sigma, n.fake.Mu+2*n.fake.Sigma
	p.Add(kit.HorizontalGrid(), &plotter.Polygon{Color: kit.Faded(kit.GeneratedColor, 0.2), XYs: []plotter.XYs{{
		{X: left, Y: p.Y.Min}, {X: right, Y: p.Y.Min}, {X: right, Y: p.Y.Max}, {X: left, Y: p.Y.Max},
	}}})
	p.Add(lines...)
	return p
}
