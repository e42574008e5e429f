package engine

import (
	"context"

	"monge/lp"
	"monge/metrics"
)

// maxCurvePoints bounds the number of atoms on each side for curves: one curve takes some
// eighty solutions.
const maxCurvePoints = 100

// curvesShown is the payload of "curves": the arrays x, em, tv, kl, klReverse and js
// hold the distances of the preset over its parameter.
type curvesShown struct {
	Parameter string `json:"parameter"` // "" if there is none
	Points    int    `json:"points"`    // atoms on each side
}

// curves computes the distances of a preset over its parameter.
func (s distancesState) curves(ctx context.Context, solver *lp.Solver) (Frame, error) {
	ground, err := lp.ParseGround(s.Ground)
	if err != nil {
		return Frame{}, err
	}
	parameter := s.parameter()
	s.Points = min(s.Points, maxCurvePoints)
	names := []string{"em", "tv", "kl", "klReverse", "js"}
	tracks := make([][]float64, len(names))
	solver.WarmStart = nil
	for _, x := range parameter.values {
		two, err := parameter.with(s.pairState, x).pair()
		if err != nil {
			return Frame{}, err
		}
		solution, err := metrics.EarthMoverWith(ctx, solver, two.p, two.q, ground)
		if err != nil {
			return Frame{}, err
		}
		v, _, err := two.values(solution, s.Bins)
		if err != nil {
			return Frame{}, err
		}
		for k, value := range []Number{v.EM, v.TV, v.KL, v.KLReverse, v.JS} {
			tracks[k] = append(tracks[k], float64(value))
		}
	}
	frame := Frame{Kind: "curves", Payload: curvesShown{parameter.name, s.Points}, Arrays: []Array{{"x", parameter.values}}}
	for k, name := range names {
		frame.Arrays = append(frame.Arrays, Array{name, tracks[k]})
	}
	return frame, nil
}
