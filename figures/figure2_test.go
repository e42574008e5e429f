package figures

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"monge/gan"
)

// tinyFigure2 trains small networks for a few steps. It is too short to show the claim.
func tinyFigure2() *Figure2Params {
	return &Figure2Params{Distance: 10, Width: 8, Batch: 8, DiscriminatorSteps: 120, CriticSteps: 50, Clip: 0.01, Seeds: 3, Seed: 1}
}

func figure2Trainer(params *Figure2Params) trainer {
	return func(ctx context.Context, progress Progress) (*Figure, error) { return params.Draw(ctx, progress) }
}

func TestFigure2IsReadableAndDeterministic(t *testing.T) {
	checkTrained(t, figure2Trainer(tinyFigure2()))
	left := tinyFigure2()
	left.Distance = -3
	checkTrained(t, figure2Trainer(left))
}

func TestFigure2NamesBadParameters(t *testing.T) {
	for want, change := range map[string]func(p *Figure2Params){
		"distance NaN":       func(p *Figure2Params) { p.Distance = math.NaN() },
		"distance -Inf":      func(p *Figure2Params) { p.Distance = math.Inf(-1) },
		"width is 0":         func(p *Figure2Params) { p.Width = 0 },
		"batch is -1":        func(p *Figure2Params) { p.Batch = -1 },
		"critic steps is 0":  func(p *Figure2Params) { p.CriticSteps = 0 },
		"critic steps is -2": func(p *Figure2Params) { p.DiscriminatorSteps = -2 },
		"clip is 0":          func(p *Figure2Params) { p.Clip = 0 },
		"seeds is 0":         func(p *Figure2Params) { p.Seeds = 0 },
		"is not finite":      func(p *Figure2Params) { p.Distance = math.Inf(1) },
	} {
		params := tinyFigure2()
		change(params)
		checkNamed(t, want, figure2Trainer(params))
	}
}

// The slopes in the figure agree with finite differences of the values.
func TestValuesAndSlopesAgreeWithFiniteDifferences(t *testing.T) {
	if gan.Bits != 64 {
		t.Skip("a difference needs numbers of 64 bits")
	}
	n := gan.NewNetwork([]int{1, 7, 1}, gan.Tanh, rand.New(rand.NewPCG(1, 1)))
	const h = 1e-6
	for _, x := range []float64{-3, 0, 0.5, 4} {
		values, slopes := valuesAndSlopes(n, []float64{x - h, x, x + h})
		if difference := (values[2] - values[0]) / (2 * h); math.Abs(difference-slopes[1]) > 1e-8 {
			t.Errorf("at %v: slope %v, difference %v", x, slopes[1], difference)
		}
	}
}

// Claim 3.6 for one seed. The discriminator's gradient vanishes at generated samples, the
// critic's does not. By duality the critic's estimate, divided by its Lipschitz constant, is
// at most EM, apart from the error of a mean over 512 samples.
func TestClaim3_6_DiscriminatorVanishesAndCriticIsNearLinear(t *testing.T) {
	params := DefaultFigure2()
	params.Seeds, params.Seed, params.DiscriminatorSteps = 1, 11, 600
	runs, err := params.train(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r := runs[0]
	if !(r.minimaxAtSamples < 1e-2 && r.nonsaturatingAtSamples > 0.5) {
		t.Errorf("gradients of the discriminator: %v and %v", r.minimaxAtSamples, r.nonsaturatingAtSamples)
	}
	if !(r.slopeAtSamples > 0.25 && r.slopeAtSamples <= 1+1e-9) {
		t.Errorf("slope of the critic: %v of its Lipschitz constant", r.slopeAtSamples)
	}
	if !(r.rSquared > 0.9 && r.rSquared < 1) {
		t.Errorf("R² %v", r.rSquared)
	}
	if !(r.estimate > 2.5 && r.estimate < 10.3) {
		t.Errorf("EM 10 is estimated as %v", r.estimate)
	}
}
