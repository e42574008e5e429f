package figures

import (
	"context"
	"fmt"
	"math"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"monge/figures/internal/kit"
	"monge/gan"
)

// ThetaParams are the parameters of figure theta. Counts are at least 1.
type ThetaParams struct {
	Losses      []gan.Loss // at least one
	Width       int        // units in each of the critic's two hidden layers
	CriticSteps int        // per iteration
	Clip        float64    // c, positive
	Rate        float64    // of θ, positive
	CriticRate  float64
	Iterations  int
	Seeds       int    // number of runs
	Seed        uint64 // of run 0; run k has Seed + k
}

// DefaultTheta returns preset lines: all losses, with enough critic steps to keep the critic
// near its optimum. θ no longer changes after 300 iterations.
func DefaultTheta() *ThetaParams {
	c := preset("lines")
	return &ThetaParams{
		Losses: c.Losses, Width: c.Width, CriticSteps: c.CriticSteps, Clip: c.Clip, Rate: c.Rate, CriticRate: c.CriticRate,
		Iterations: 300, Seeds: c.Seeds, Seed: c.Seed,
	}
}

// Flags defines a flag for each parameter.
func (params *ThetaParams) Flags(flags *pflag.FlagSet) {
	lossFlag(flags, &params.Losses)
	flags.IntVar(&params.Width, "width", params.Width, "units in each hidden layer of the critic")
	flags.IntVar(&params.CriticSteps, "critic-steps", params.CriticSteps, "steps of critic or discriminator for each step of the generator")
	clipFlag(flags, &params.Clip)
	rateFlags(flags, &params.Rate, &params.CriticRate)
	iterationsFlag(flags, &params.Iterations)
	seedFlags(flags, &params.Seeds, &params.Seed)
}

// Draw draws Example 1, trained (claims 2.4 and 3.7). The generator gθ(z) = (θ, z) has
// one parameter, which starts at 1; the data have θ = 0. On the left is θ against the
// iterations for each loss. On the right is the mean length of the gradient with respect
// to a generated sample. EM between the lines is |θ|, so the gradient of an optimal
// critic leads to 0 from every θ. A discriminator that is certain of every sample gives a
// minimax generator no gradient. How far θ gets before that depends on how fast the
// discriminator learns.
//
// All networks use RMSProp, whose steps have about the same size as long as gradients keep
// theirs, and shrink if they fall quickly (lesson 8.5). Draw returns an error that names the value if a parameter is out of
// range, and ctx.Err() if ctx is done.
func (params *ThetaParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	config := gan.DefaultConfig()
	config.Data, config.Losses, config.Width, config.Depth, config.Batch = "lines", params.Losses, params.Width, 2, 32
	config.CriticSteps, config.Clip, config.Rate, config.CriticRate = params.CriticSteps, params.Clip, params.Rate, params.CriticRate
	config.Iterations, config.EvalEvery, config.EvalSamples = params.Iterations, max(params.Iterations/50, 1), 64
	config.Seeds, config.Seed = params.Seeds, params.Seed
	t, err := train(ctx, config, progress, nil)
	if err != nil {
		return nil, err
	}
	theta := kit.NewPanel(t.thetaTitle(), fmt.Sprintf("iteration (median, range of %d seeds)", params.Seeds), "θ")
	gradient := kit.NewPanel("Gradient at a sample", "iteration", "size")
	theta.Add(kit.HorizontalGrid())
	gradient.Add(kit.HorizontalGrid())
	var legend []kit.Key
	var lengths []plotter.XYs
	const smallest = 1e-16 // a logarithmic axis has no 0
	for _, game := range t.Runs[:len(params.Losses)] {
		style := lossStyle(game.Loss)
		legend = append(legend, kit.LineKey(game.Loss.Label(), style))
		theta.Add(kit.MedianBand(t.curves(game.Loss, func(r gan.Record) float64 { return *r.Theta }), style)...)
		sizes := t.curves(game.Loss, func(r gan.Record) float64 { return max(r.GradNorm, smallest) })
		gradient.Add(kit.MedianBand(sizes, style)...)
		lengths = append(lengths, sizes...)
	}
	theta.Add(kit.Line(plotter.XYs{{X: 0, Y: 0}, {X: float64(params.Iterations), Y: 0}}, kit.Solid(kit.RealColor, kit.ThinWidth)))
	theta.Y.Min, theta.Y.Max = min(theta.Y.Min, -0.05), theta.Y.Max+0.05
	gradient.Y.Min, gradient.Y.Max = kit.Decades(lengths...)
	kit.LogScale(&gradient.Y)
	legend = append(legend, kit.LineKey("the real line", kit.Solid(kit.RealColor, kit.ThinWidth)))
	return panels(300, legend, []*plot.Plot{theta, gradient})
}

// thetaTitle returns a title. It says that minimax stops short of 0 if minimax is the only
// loss whose median |θ| at the end is above 0.1.
func (t *trained) thetaTitle() string {
	away := make(map[gan.Loss]bool)
	for _, game := range t.Runs[:len(t.Config.Losses)] {
		if kit.Median(kit.Ends(t.curves(game.Loss, func(r gan.Record) float64 { return math.Abs(*r.Theta) }))) > 0.1 {
			away[game.Loss] = true
		}
	}
	if len(away) == 1 && away[gan.Minimax] && len(t.Config.Losses) > 1 {
		return "Minimax stops short of 0, the others reach it"
	}
	return "From θ = 1 to the real line at 0"
}
