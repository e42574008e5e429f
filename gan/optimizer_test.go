package gan_test

import (
	"fmt"
	"math"
	"testing"

	"monge/gan"
)

// Gradients range from 1e-8, the size of ε, to 1e3. algorithm1_test.go says where the
// numbers come from.
func TestOptimizersTakeTheStepsOfPyTorch(t *testing.T) {
	r := readRecorded(t)
	if len(r.Walks) != 3 {
		t.Fatalf("%d walks are recorded", len(r.Walks))
	}
	for _, walk := range r.Walks {
		o := must(gan.NewOptimizer(must(gan.ParseOptimizer(walk.Optimizer))(t), 0.01, r.Settings.Beta1, 4))(t)
		w := []float64{1, -2, 3, 0.5}
		for k, gradients := range r.Gradients {
			o.Step(w, gradients)
			for i, want := range walk.Places[k] {
				wantNear(t, fmt.Sprintf("%s, step %d, parameter %d", walk.Optimizer, k+1, i), w[i], want, 1e-14)
			}
		}
	}
}

// The first step of each, from the formula. RMSProp has v = (1−ρ)g² and moves by
// η/√(1−ρ) = 10η for any gradient far above ε. Adam corrects for that factor and moves by η.
func TestFirstStepsByHand(t *testing.T) {
	const rate = 0.5
	for _, g := range []float64{-1e5, -1, 1e-3, 7} {
		for name, c := range map[string]struct {
			o    gan.Optimizer
			want float64
		}{
			"SGD":     {&gan.SGD{Rate: rate}, -rate * g},
			"RMSProp": {gan.NewRMSProp(rate, 1), -rate * g / (math.Sqrt(0.01*g*g) + 1e-8)},
			"Adam":    {gan.NewAdam(rate, 0.9, 1), -rate * g / (math.Abs(g) + 1e-8)},
		} {
			w := []float64{0}
			c.o.Step(w, []float64{g})
			wantNear(t, fmt.Sprintf("%s at gradient %v", name, g), w[0], c.want, 1e-12)
		}
	}
}

// The size of a gradient does not matter to RMSProp unless it is far below ε.
func TestRMSPropStopsLearningFromGradientsFarBelowEpsilon(t *testing.T) {
	moved := func(g, epsilon float64) float64 {
		o := gan.NewRMSProp(1, 1)
		o.Epsilon = epsilon
		w := []float64{0}
		o.Step(w, []float64{g})
		return -w[0]
	}
	wantNear(t, "g = 1", moved(1, 1e-8), 10, 1e-6)
	wantNear(t, "g = 1e-4", moved(1e-4, 1e-8), 10, 1e-2)
	wantNear(t, "g = 1e-12", moved(1e-12, 1e-8), 1e-4, 1e-4)
	wantNear(t, "g = 1e-12, ε = 1e-16", moved(1e-12, 1e-16), 10, 1e-2)
}

// At a gradient of 0 Adam stops if β₁ = 0, and keeps moving if β₁ > 0.
func TestBeta1IsMomentum(t *testing.T) {
	for _, beta1 := range []float64{0, 0.5} {
		o := gan.NewAdam(1, beta1, 1)
		w := []float64{0}
		o.Step(w, []float64{1})
		before := w[0]
		o.Step(w, []float64{0})
		if moves := w[0] != before; moves != (beta1 > 0) {
			t.Errorf("β₁ = %v: from %v to %v", beta1, before, w[0])
		}
	}
}

func TestUnknownOptimizerIsAnError(t *testing.T) {
	_, err := gan.ParseOptimizer("momentum")
	wantError(t, "momentum", err, `gan: unknown optimizer "momentum" (there are rmsprop, adam, sgd)`)
	_, err = gan.NewOptimizer(9, 1, 0, 1)
	wantError(t, "optimizer 9", err, "gan: optimizer 9 does not exist (there are rmsprop, adam, sgd)")
}
