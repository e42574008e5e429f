package figures

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// Figure3Params are the parameters of figure figure3. The data are in the plane.
type Figure3Params struct {
	gan.Config
}

// DefaultFigure3 returns preset experiments for the losses of a critic. It trains until EM of
// a clipped WGAN is at most twice EM between real samples. It has three seeds, to save time.
func DefaultFigure3() *Figure3Params {
	c := preset("experiments")
	c.Losses = []gan.Loss{gan.Wasserstein, gan.WassersteinGP}
	c.Iterations, c.EvalEvery, c.Seeds = 3500, 250, 3
	return &Figure3Params{Config: c}
}

// Flags defines a flag for each parameter.
func (params *Figure3Params) Flags(flags *pflag.FlagSet) { experimentFlags(flags, &params.Config) }

// Draw draws Figure 3 of the paper (claim 4.1) with a column for each loss of a critic:
// the critic's estimate of EM during training, exact EM between generated and held-out
// real samples, and samples at three iterations. A title has the rank correlation of
// estimate and exact EM over training, with its range over seeds. The label of an axis gives
// the iteration at which the median EM is first at most twice EM between real samples. Draw
// returns an error that names the value if the parameters cannot be trained or name no loss
// of a critic, and ctx.Err() if ctx is done.
func (params *Figure3Params) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	e, err := trainToyExperiment(ctx, params.Config, progress)
	if err != nil {
		return nil, err
	}
	losses, err := e.losses(gan.Loss.IsWasserstein)
	if err != nil {
		return nil, err
	}
	l := e.learningCurves(losses)
	f, err := newFigure(430, l.legend, l.plots(), func(c draw.Canvas) { l.draw(c) })
	if err == nil {
		f.panels = append(f.panels, l.samples()...)
	}
	return f, err
}

// losses returns the trained losses for which shown is true, or an error if there are none.
func (e *experiment) losses(shown func(gan.Loss) bool) ([]gan.Loss, error) {
	var losses []gan.Loss
	for _, run := range e.Runs[:len(e.Config.Losses)] {
		if shown(run.Loss) {
			losses = append(losses, run.Loss)
		}
	}
	if len(losses) == 0 {
		return nil, fmt.Errorf("figures: none of the losses %q is one that the figure shows", e.Config.Losses)
	}
	return losses, nil
}
