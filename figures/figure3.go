package figures

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// Figure3Params says what to train. Data must be of the plane.
type Figure3Params struct {
	gan.Config
	runs *experiments
}

// DefaultFigure3 returns all losses on the ring. Those of a critic are drawn.
func DefaultFigure3() *Figure3Params { return &Figure3Params{Config: defaultExperiment()} }

// Flags defines a flag for each parameter.
func (params *Figure3Params) Flags(flags *pflag.FlagSet) { experimentFlags(flags, &params.Config) }

// Draw draws Figure 3 of the paper (claim 4.1) for each loss of a critic: its
// estimate of EM over training, and whether that tells how good the samples are,
// which is measured as exact EM against held-out real samples. Their rank
// correlation over training says by how much, with its range over seeds. It
// returns an error that names the value if params cannot be trained, or have no
// loss of a critic, and ctx's when it is done.
func (params *Figure3Params) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	e, err := params.runs.train(ctx, params.Config, progress)
	if err != nil {
		return nil, err
	}
	losses, err := e.losses(gan.Loss.IsWasserstein)
	if err != nil {
		return nil, err
	}
	l := e.learningCurves(losses)
	return newFigure(430, l.legend, l.plots(), func(c draw.Canvas) { l.draw(c) })
}

// losses returns those that were trained and are of a kind.
func (e *experiment) losses(are func(gan.Loss) bool) ([]gan.Loss, error) {
	var some []gan.Loss
	for _, p := range e.Runs[:len(e.Config.Losses)] {
		if are(p.Loss) {
			some = append(some, p.Loss)
		}
	}
	if len(some) == 0 {
		return nil, fmt.Errorf("figures: none of the losses %q is of the kind that the figure shows", e.Config.Losses)
	}
	return some, nil
}
