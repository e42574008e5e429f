package figures

import (
	"context"
	"math"
	"slices"
	"testing"

	"monge/gan"
)

func tinyVanishing() *VanishingParams {
	return &VanishingParams{Width: 5, Depth: 2, Batch: 8, Clip: 0.1, Steps: 30, Rate: 5e-4, Iterations: 12, Seeds: 2, Seed: 1}
}

func vanishingTrainer(params *VanishingParams) trainer {
	return func(ctx context.Context, progress Progress) (*Figure, error) { return params.Draw(ctx, progress) }
}

func TestVanishingIsReadableAndDeterministic(t *testing.T) {
	checkTrained(t, vanishingTrainer(tinyVanishing()))
}

func TestVanishingDrawsOneStepAndOneIteration(t *testing.T) {
	params := tinyVanishing()
	params.Steps, params.Iterations, params.Seeds = 1, 1, 1
	f, err := params.Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	checkText(t, f)
}

func TestVanishingNamesBadParameters(t *testing.T) {
	for want, change := range map[string]func(p *VanishingParams){
		"width is 0":           func(p *VanishingParams) { p.Width = 0 },
		"depth is -1":          func(p *VanishingParams) { p.Depth = -1 },
		"batch is 0":           func(p *VanishingParams) { p.Batch = 0 },
		"clip is -0.5":         func(p *VanishingParams) { p.Clip = -0.5 },
		"critic steps is 0":    func(p *VanishingParams) { p.Steps = 0 },
		"learning rate is NaN": func(p *VanishingParams) { p.Rate = math.NaN() },
		"iterations is 0":      func(p *VanishingParams) { p.Iterations = 0 },
		"seeds is -3":          func(p *VanishingParams) { p.Seeds = -3 },
	} {
		params := tinyVanishing()
		change(params)
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

// Claim 3.7 for one seed. As the discriminator learns, the gradient of log(1 − D) vanishes
// and that of −log D grows. The critic's gradient has settled.
func TestClaim3_7_MinimaxVanishesWithStepsOfTheDiscriminator(t *testing.T) {
	config := gan.DefaultConfig()
	config.Width, config.Batch, config.Clip, config.CriticRate = 32, 32, 0.1, 1e-3
	config.CriticSteps, config.Seeds, config.Seed = 500, 1, 11
	data, err := gan.FindData(config.Data)
	if err != nil {
		t.Fatal(err)
	}
	h, err := trainAgainstFixedGenerator(t.Context(), config, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	end := len(h.minimax[0]) - 1 // 500 steps; 100 are two before
	if hundred, last := h.minimax[0][end-2].Y, h.minimax[0][end].Y; !(last < hundred/10) {
		t.Errorf("minimax: from %v to %v", hundred, last)
	}
	if first, last := h.nonsaturating[0][0].Y, h.nonsaturating[0][end].Y; !(last > 10*first) {
		t.Errorf("−log D: from %v to %v", first, last)
	}
	if hundred, last := h.critic[0][end-2].Y, h.critic[0][end].Y; !(last > hundred/4 && last < 4*hundred) {
		t.Errorf("critic: from %v to %v", hundred, last)
	}
}

func TestTitleOfVanishingSaysWhetherEMStays(t *testing.T) {
	for _, test := range []struct {
		first, end float64
		want       string
	}{{4, 3.9, "stays"}, {4, 4.3, "stays"}, {4, 3.5, "moves"}, {4, 0.3, "moves"}} {
		if got := staysOrMoves(test.first, test.end); got != test.want {
			t.Errorf("from %v to %v: %s, want %s", test.first, test.end, got, test.want)
		}
	}
}
