package engine

import (
	"context"
	"errors"
	"fmt"
	"math"

	"monge/lp"
	"monge/metrics"
)

// predictionShown is the payload of "predict".
type predictionShown struct {
	Paid    Number `json:"paid"`    // the cost of the guess
	Optimum Number `json:"optimum"` // EM
	Words   string `json:"words"`
}

// predict compares the cost of a plan that the user guessed, a matching of atoms of equal
// mass, with the optimal cost.
func (d *distances) predict(ctx context.Context, s distancesState) (Frame, error) {
	ground, err := lp.ParseGround(s.Ground)
	if err != nil {
		return Frame{}, err
	}
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	n := two.p.Len()
	if two.q.Len() != n {
		return Frame{}, errors.New("to be paired, P and Q need equally many points")
	}
	var left, right = make([]bool, n), make([]bool, n)
	var paid float64
	for _, pair := range s.Guess {
		i, j := pair[0], pair[1]
		if i < 0 || i >= n || j < 0 || j >= n || left[i] || right[j] {
			return Frame{}, fmt.Errorf("points %d and %d cannot be paired", i+1, j+1)
		}
		if p, q := two.p.Probability(i), two.q.Probability(j); math.Abs(p-q) > 1e-12 {
			return Frame{}, errors.New("to be paired, all points need the same weight")
		}
		left[i], right[j] = true, true
		paid += two.p.Probability(i) * ground.Between(two.p.Point(i), two.q.Point(j))
	}
	if len(s.Guess) < n {
		return Frame{}, fmt.Errorf("%d of %d points are paired; pair the others, too", len(s.Guess), n)
	}
	d.solver.WarmStart = nil
	solution, err := metrics.EarthMoverWith(ctx, &d.solver, two.p, two.q, ground)
	if err != nil {
		return Frame{}, err
	}
	answer := predictionShown{Paid: Number(paid), Optimum: Number(solution.Cost)}
	switch excess := paid - solution.Cost; {
	case excess <= 1e-9*paid:
		answer.Words = fmt.Sprintf("Your pairs cost %s, and that is optimal.", short(answer.Paid))
	default:
		answer.Words = fmt.Sprintf("Your pairs cost %s. The optimum is %s: yours cost %s more, %.0f %%.",
			short(answer.Paid), short(answer.Optimum), short(Number(excess)), 100*excess/solution.Cost)
	}
	return Frame{Kind: "predict", Payload: answer}, nil
}
