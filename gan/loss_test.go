package gan_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"monge/gan"
)

// The formulas in Loss's comment, at scores for which D is neither 0 nor 1.
func TestLossesMatchTheirFormulas(t *testing.T) {
	random := newRandom(1)
	d := func(s float64) float64 { return 1 / (1 + math.Exp(-s)) }
	mean := func(x []float64, f func(s float64) float64) (sum float64) {
		for _, s := range x {
			sum += f(s) / float64(len(x))
		}
		return sum
	}
	logD := func(s float64) float64 { return math.Log(d(s)) }
	logNot := func(s float64) float64 { return math.Log(1 - d(s)) }
	self := func(s float64) float64 { return s }
	to0 := func(s float64) float64 { return math.Pow(s, 2) }
	to1 := func(s float64) float64 { return math.Pow(s-1, 2) }
	for range 1000 {
		real, fake := normals(1+random.IntN(7), random), normals(1+random.IntN(7), random)
		gan1 := -mean(real, logD) - mean(fake, logNot)
		wasserstein := mean(fake, self) - mean(real, self)
		for loss, want := range map[gan.Loss][2]float64{
			gan.Minimax:       {gan1, mean(fake, logNot)},
			gan.NonSaturating: {gan1, -mean(fake, logD)},
			gan.Wasserstein:   {wasserstein, -mean(fake, self)},
			gan.WassersteinGP: {wasserstein, -mean(fake, self)},
			gan.LeastSquares:  {mean(real, to1)/2 + mean(fake, to0)/2, mean(fake, to1) / 2},
		} {
			critic := loss.Critic(real, fake, make([]float64, len(real)), make([]float64, len(fake)))
			generator := loss.Generator(fake, make([]float64, len(fake)))
			if math.Abs(critic-want[0]) > 1e-14 || math.Abs(generator-want[1]) > 1e-14 { // scores are about 1
				t.Fatalf("%s of %v and %v: %v and %v, want %v", loss, real, fake, critic, generator, want)
			}
		}
	}
}

// Losses are computed from the logit: they stay exact where D rounds to 0 or to 1.
func TestLossesOfADiscriminatorAreExactWhereDRoundsTo0Or1(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		s                    float64
		logD, logNotD        float64 // −log D and −log(1 − D)
		slopeLogD, slopeLog1 float64 // of them
	}{
		{1e3, 0, 1e3, 0, 1},
		{-1e3, 1e3, 0, -1, 0},
		{1e308, 0, 1e308, 0, 1},
		{-1e308, 1e308, 0, -1, 0},
		{inf, 0, inf, 0, 1}, // D is 1
		{-inf, inf, 0, -1, 0},
		{0, math.Ln2, math.Ln2, -0.5, 0.5},
		{-700, 700, math.Exp(-700), -1, math.Exp(-700)}, // 1e-304, where 1 − D is 1
		{-720, 720, math.Exp(-720), -1, math.Exp(-720)}, // where 1/D overflows
		{700, math.Exp(-700), 700, -math.Exp(-700), 1},
		{40, math.Exp(-40), 40, -math.Exp(-40), 1}, // where 1 − D rounds to 0
	} {
		for _, loss := range []gan.Loss{gan.Minimax, gan.NonSaturating} {
			var onReal, onFake, onGenerated [1]float64
			s := []float64{c.s}
			got := loss.Critic(s, []float64{-1e3}, onReal[:], onFake[:])
			wantNear(t, fmt.Sprintf("−log D at logit %v", c.s), got, c.logD, 1e-15)
			wantNear(t, "its slope", onReal[0], c.slopeLogD, 1e-15)
			got = loss.Critic([]float64{1e3}, s, onReal[:], onFake[:])
			wantNear(t, fmt.Sprintf("−log(1 − D) at logit %v", c.s), got, c.logNotD, 1e-15)
			wantNear(t, "its slope", onFake[0], c.slopeLog1, 1e-15)
			value, slope := -c.logNotD, -c.slopeLog1
			if loss == gan.NonSaturating {
				value, slope = c.logD, c.slopeLogD
			}
			wantNear(t, fmt.Sprintf("%s generator's loss at logit %v", loss, c.s), loss.Generator(s, onGenerated[:]), value, 1e-15)
			wantNear(t, "its slope", onGenerated[0], slope, 1e-15)
		}
	}
}

// The loss of a critic is linear in scores: its slope is ±1/m at any score.
func TestLossesOfACriticAreExactAtAnyScore(t *testing.T) {
	for _, loss := range []gan.Loss{gan.Wasserstein, gan.WassersteinGP} {
		for _, s := range []float64{1e3, -1e3, 1e308, -1e308} {
			scores, onReal, onFake := []float64{s}, make([]float64, 1), make([]float64, 1)
			if got := loss.Critic(scores, scores, onReal, onFake); got != 0 || onReal[0] != -1 || onFake[0] != 1 {
				t.Errorf("%s at %v: %v with slopes %v and %v", loss, s, got, onReal, onFake)
			}
			if got := loss.Generator(scores, onFake); got != -s || onFake[0] != -1 {
				t.Errorf("%s at %v: generator's loss %v with slope %v", loss, s, got, onFake)
			}
		}
	}
}

// The estimate ½L(D) + log 2 is 0 if D is ½ everywhere, log 2 if D is always right, never
// more, and below 0 if D is wrong.
func TestEstimateOfJSIsAtMostLog2(t *testing.T) {
	random := newRandom(1)
	estimate := func(real, fake []float64) float64 {
		return math.Ln2 - gan.Minimax.Critic(real, fake, make([]float64, len(real)), make([]float64, len(fake)))/2
	}
	wantNear(t, "D = ½", estimate([]float64{0, 0}, []float64{0, 0}), 0, 0)
	wantNear(t, "D always right", estimate([]float64{1e3}, []float64{-1e3}), math.Ln2, 0)
	if got := estimate([]float64{-5}, []float64{5}); got >= 0 {
		t.Errorf("D always wrong: %v", got)
	}
	for range 1000 {
		real, fake := normals(4, random), normals(4, random)
		scale := math.Pow(10, 6*random.Float64()-3)
		for k := range real {
			real[k], fake[k] = scale*real[k], scale*fake[k]
		}
		if got := estimate(real, fake); !(got <= math.Ln2) {
			t.Errorf("scores %v and %v: estimate %v", real, fake, got)
		}
	}
}

// The two differ in the generator's loss only.
func TestDiscriminatorsOfMinimaxAndNonSaturatingAreTheSame(t *testing.T) {
	random := newRandom(1)
	for range 100 {
		real, fake := normals(5, random), normals(5, random)
		all := func(loss gan.Loss) []float64 {
			slopes := make([]float64, 10)
			return append(slopes, loss.Critic(real, fake, slopes[:5], slopes[5:]))
		}
		if !slices.Equal(all(gan.Minimax), all(gan.NonSaturating)) {
			t.Errorf("scores %v and %v: %v and %v", real, fake, all(gan.Minimax), all(gan.NonSaturating))
		}
	}
}

// At a sample with D near 0 the gradient of the minimax generator is almost 0, that of the
// non-saturating one is largest.
func TestMinimaxSaturatesAndNonSaturatingDoesNot(t *testing.T) {
	minimax, other := make([]float64, 1), make([]float64, 1)
	gan.Minimax.Generator([]float64{-30}, minimax)
	gan.NonSaturating.Generator([]float64{-30}, other)
	wantNear(t, "minimax", minimax[0], -math.Exp(-30), 1e-12)
	wantNear(t, "non-saturating", other[0], -1, 1e-12)
}

// p and q are distributions on four points. D = p/(p + q) is the optimal D of least squares,
// and its loss is ¼ − ¼χ²(p‖(p + q)/2). There are 20 real and 20 generated samples: each
// point occurs among them as often as p and q say.
func TestOptimalDOfLeastSquaresIsThatOfAGANAndItsLossIsChiSquare(t *testing.T) {
	p, q := []int{10, 6, 4, 0}, []int{0, 4, 6, 10}
	samples := func(d []float64) (real, fake []float64) {
		for place := range d {
			real = append(real, slices.Repeat(d[place:place+1], p[place])...)
			fake = append(fake, slices.Repeat(d[place:place+1], q[place])...)
		}
		return real, fake
	}
	var best []float64
	var chiSquare float64
	for place := range p {
		of, mixed := float64(p[place])/20, float64(p[place]+q[place])/40
		best = append(best, of/(2*mixed))
		chiSquare += (of - mixed) * (of - mixed) / mixed
	}
	loss := func(d []float64) (value float64, onReal, onFake []float64) {
		real, fake := samples(d)
		onReal, onFake = make([]float64, len(real)), make([]float64, len(fake))
		return gan.LeastSquares.Critic(real, fake, onReal, onFake), onReal, onFake
	}
	least, onReal, onFake := loss(best)
	wantNear(t, "the least loss", least, 0.25-chiSquare/4, 1e-15)
	// The slope with respect to D at a place is the sum of those of the samples there.
	atReal, atFake := 0, 0
	for place := range p {
		var slope float64
		for range p[place] {
			slope += onReal[atReal]
			atReal++
		}
		for range q[place] {
			slope += onFake[atFake]
			atFake++
		}
		if math.Abs(slope) > 1e-15 { // terms are up to 0.15
			t.Errorf("slope at place %d: %v, want 0", place, slope)
		}
		for _, step := range []float64{-0.1, 0.1} {
			other := slices.Clone(best)
			other[place] += step
			if got, _, _ := loss(other); !(got > least) {
				t.Errorf("D%+v at place %d: loss %v, the least is %v", step, place, got, least)
			}
		}
	}
}

// The discriminator has no sigmoid. The generator's gradient grows as D falls below 1, and is
// 0 where D is 1.
func TestLeastSquaresHasNoSigmoidAndDoesNotSaturate(t *testing.T) {
	for _, c := range [][2]float64{{-10, -11}, {0, -1}, {1, 0}, {3, 2}} {
		if got := gan.LeastSquares.Output(c[0]); got != c[0] {
			t.Errorf("D at score %v is %v", c[0], got)
		}
		slope := make([]float64, 1)
		if gan.LeastSquares.Generator(c[:1], slope); slope[0] != c[1] {
			t.Errorf("slope at score %v: %v, want %v", c[0], slope[0], c[1])
		}
	}
}

func TestParseReadsTheNamesThatStringReturns(t *testing.T) {
	for _, loss := range gan.AllLosses() {
		if got := must(gan.ParseLoss(loss.String()))(t); got != loss {
			t.Errorf("%v became %v", loss, got)
		}
	}
	for _, s := range activations {
		if got := must(gan.ParseActivation(s.String()))(t); got != s {
			t.Errorf("%v became %v", s, got)
		}
	}
	_, err := gan.ParseLoss("WGAN")
	wantError(t, "loss", err, `gan: unknown loss "WGAN" (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)`)
	_, err = gan.ParseActivation("")
	wantError(t, "activation", err, `gan: unknown activation "" (there are linear, relu, leaky-relu, tanh)`)
	if got := gan.Activation(9).String(); got != "Activation(9)" {
		t.Errorf("activation 9 is %s", got)
	}
}
