package figures

import (
	"math"
	"testing"
)

// Claim 2.7, Theorem 1. With half the step the largest jump of EM is half as
// large, that of JS is what it was.
func TestClaim2_7_EarthMoverIsContinuousInTheWeightsAndJensenShannonIsNot(t *testing.T) {
	params := DefaultContinuity()
	for seed := range uint64(params.Seeds) {
		w, err := params.walk(t.Context(), params.Seed+seed)
		if err != nil {
			t.Fatal(err)
		}
		em, js := largestJumps(w.em, params.Halvings), largestJumps(w.js, params.Halvings)
		for k := range params.Halvings {
			if ratio := em[k+1].Y / em[k].Y; em[k+1].X != em[k].X/2 || !(ratio > 0.4 && ratio < 0.65) {
				t.Errorf("seed %d: with steps of %v instead of %v EM's largest jump is %.3f of what it was", seed, em[k+1].X, em[k].X, ratio)
			}
		}
		for _, at := range js {
			if math.Abs(at.Y-math.Ln2) > 1e-12 {
				t.Errorf("seed %d: JS jumps by %v with steps of %v, want log 2", seed, at.Y, at.X)
			}
		}
	}
}

// Claim 2.7: EM is differentiable almost everywhere. Difference quotients of
// neighbouring steps agree but near t = 0, where EM is 0 and has a kink.
func TestClaim2_7_EarthMoverHasASlopeAlmostEverywhere(t *testing.T) {
	params := DefaultContinuity()
	for seed := range uint64(params.Seeds) {
		w, err := params.walk(t.Context(), params.Seed+seed)
		if err != nil {
			t.Fatal(err)
		}
		step := w.em[1].X - w.em[0].X
		var steepest, kink float64
		bends, middle := 0, len(w.em)/2
		for k := 1; k+1 < len(w.em); k++ {
			left, right := (w.em[k].Y-w.em[k-1].Y)/step, (w.em[k+1].Y-w.em[k].Y)/step
			steepest = max(steepest, math.Abs(left))
			if k == middle {
				kink = right - left
			} else if math.Abs(right-left) > 0.1*max(math.Abs(left), math.Abs(right), 0.1) {
				bends++
			}
		}
		if share := float64(bends) / float64(len(w.em)); share > 0.05 {
			t.Errorf("seed %d: the slope changes by a tenth at %.0f %% of the steps", seed, 100*share)
		}
		if !(kink > 0.1*steepest) {
			t.Errorf("seed %d: at t = 0 the slope changes by %v, where it should change sign", seed, kink)
		}
	}
}
