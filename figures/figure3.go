package figures

import (
	"context"
	"fmt"

	"gonum.org/v1/plot/vg/draw"

	"monge/gan"
)

// Figure3 draws Figure 3 of the paper (claim 4.1) for each loss of a critic: its
// estimate of EM over training, and whether that tells how good the samples are,
// which is measured as exact EM against held-out real samples. Their rank
// correlation over training says by how much, with its range over seeds;
// Elsewhere is not used. It returns an error that names the value if params
// cannot be trained, or have no loss of a critic, and ctx's when it is done.
func Figure3(ctx context.Context, params ExperimentParams, progress Progress) (*Figure, error) {
	params.Elsewhere = ""
	e, err := trainExperiment(ctx, params, progress)
	if err != nil {
		return nil, err
	}
	return e.figure3()
}

func (e *experiment) figure3() (*Figure, error) {
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
