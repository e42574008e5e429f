package figures

import (
	"context"
	"math"
	"testing"
)

func tinyClipping() *ClippingParams {
	return &ClippingParams{
		Clips: []float64{0.01, 1}, Penalty: 1, Depths: []int{1, 3}, Width: 6, Batch: 8,
		Steps: 20, TrainDepth: 2, Iterations: 5, Seeds: 2, Seed: 1,
	}
}

func clippingTrainer(params *ClippingParams) trainer {
	return func(ctx context.Context, progress Progress) (*Figure, error) { return params.Draw(ctx, progress) }
}

func TestClippingIsReadableAndDeterministic(t *testing.T) {
	checkTrained(t, clippingTrainer(tinyClipping()))
}

func TestClippingNamesBadParameters(t *testing.T) {
	for want, change := range map[string]func(p *ClippingParams){
		"no value of c":                func(p *ClippingParams) { p.Clips = nil },
		"clip is 0":                    func(p *ClippingParams) { p.Clips = []float64{0, 1} },
		"clip is NaN":                  func(p *ClippingParams) { p.Clips = []float64{math.NaN()} },
		"values [1 0.1] of c do not":   func(p *ClippingParams) { p.Clips = []float64{1, 0.1} },
		"penalty is -1":                func(p *ClippingParams) { p.Penalty = -1 },
		"depths [2]; at least two":     func(p *ClippingParams) { p.Depths = []int{2} },
		"depths [2 2] do not increase": func(p *ClippingParams) { p.Depths = []int{2, 2} },
		"depth is -1":                  func(p *ClippingParams) { p.Depths = []int{-1, 2} },
		"depth is -4":                  func(p *ClippingParams) { p.TrainDepth = -4 },
		"width is 0":                   func(p *ClippingParams) { p.Width = 0 },
		"batch is 0":                   func(p *ClippingParams) { p.Batch = 0 },
		"critic steps is 0":            func(p *ClippingParams) { p.Steps = 0 },
		"iterations is -1":             func(p *ClippingParams) { p.Iterations = -1 },
		"seeds is 0":                   func(p *ClippingParams) { p.Seeds = 0 },
	} {
		params := tinyClipping()
		change(params)
		checkNamed(t, want, clippingTrainer(params))
	}
}

// Claim 3.8 for one seed. With a small c the critic's gradient shrinks from layer to layer.
// With a large c it grows. With a penalty it does neither.
func TestClaim3_8_SmallClipVanishesWithDepthAndLargeExplodes(t *testing.T) {
	params := DefaultClipping()
	params.Clips, params.Depths = []float64{0.01, 1}, []int{2, 4}
	params.Steps, params.Iterations, params.Seeds, params.Seed = 100, 1, 1, 11
	s, err := params.train(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	small, large, penalty := s.slope[0][0], s.slope[1][0], s.slope[2][0]
	if !(small[1].Y < small[0].Y/10) {
		t.Errorf("c = 0.01: slope %v", small)
	}
	if !(large[1].Y > 10*large[0].Y) {
		t.Errorf("c = 1: slope %v", large)
	}
	if ratio := penalty[1].Y / penalty[0].Y; !(ratio > 1./3 && ratio < 3) {
		t.Errorf("penalty: slope %v", penalty)
	}
	if few, many := s.clipped[1][0], s.clipped[0][0]; !(few < many) {
		t.Errorf("%v of weights at ±1, %v at ±0.01", few, many)
	}
}
