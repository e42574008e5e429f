package figures

import (
	"context"
	"math"
	"slices"
	"testing"
)

func tinyVanishing() VanishingParams {
	return VanishingParams{Width: 5, Depth: 2, Batch: 8, Clip: 0.1, Steps: 30, Rate: 5e-4, Iterations: 12, Seeds: 2, Seed: 1}
}

func vanishingTrainer(params VanishingParams) trainer {
	return func(ctx context.Context, progress Progress) (*Figure, error) { return Vanishing(ctx, params, progress) }
}

func TestVanishingIsReadableAndDeterministic(t *testing.T) {
	checkTrained(t, vanishingTrainer(tinyVanishing()))
}

func TestVanishingDrawsOneStepAndOneIteration(t *testing.T) {
	params := tinyVanishing()
	params.Steps, params.Iterations, params.Seeds = 1, 1, 1
	f, err := Vanishing(t.Context(), params, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkText(t, f)
}

func TestVanishingNamesBadParameters(t *testing.T) {
	for want, change := range map[string]func(p *VanishingParams){
		"width 0":           func(p *VanishingParams) { p.Width = 0 },
		"depth -1":          func(p *VanishingParams) { p.Depth = -1 },
		"batch 0":           func(p *VanishingParams) { p.Batch = 0 },
		"clip -0.5":         func(p *VanishingParams) { p.Clip = -0.5 },
		"critic steps 0":    func(p *VanishingParams) { p.Steps = 0 },
		"learning rate NaN": func(p *VanishingParams) { p.Rate = math.NaN() },
		"iterations 0":      func(p *VanishingParams) { p.Iterations = 0 },
		"seeds -3":          func(p *VanishingParams) { p.Seeds = -3 },
	} {
		params := tinyVanishing()
		change(&params)
		checkNamed(t, want, vanishingTrainer(params))
	}
}

func TestRoundStepsEndWithTheLast(t *testing.T) {
	for last, want := range map[int][]int{
		1: {1}, 2: {1, 2}, 3: {1, 2, 3}, 50: {1, 2, 5, 10, 20, 50}, 3000: {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000},
	} {
		if got := roundSteps(last); !slices.Equal(got, want) {
			t.Errorf("up to %d: %v", last, got)
		}
	}
}
