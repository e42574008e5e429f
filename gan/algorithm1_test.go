package gan_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"monge/gan"
)

// recorded holds the numbers that PyTorch computed. They are in testdata/algorithm1.json, made by
//
//	/usr/bin/python3 gan/testdata/algorithm1.py > gan/testdata/algorithm1.json
//
// with Debian's python3-torch.
type recorded struct {
	Settings struct {
		Rate       float64 `json:"lr"`
		CriticRate float64 `json:"critic_lr"`
		Beta1      float64 `json:"beta1"`
		Clip       float64 `json:"clip"`
		Penalty    float64 `json:"penalty"`
	} `json:"settings"`
	Generator, Critic []float64 // at the start
	Real, Noise, Mix  []float64 // in the order in which they are drawn
	Runs              []struct {
		Activation, Loss, Optimizer string
		Steps                       []struct {
			Network    string  `json:"player"` // "critic" or "generator"
			Loss       float64 // before the step, without penalty
			Parameters []float64
		}
	}

	Gradients [][]float64
	Walks     []struct {
		Optimizer string
		Places    [][]float64
	}
}

func readRecorded(t testing.TB) (r recorded) {
	t.Helper()
	text := must(os.ReadFile("testdata/algorithm1.json"))(t)
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// replay is a random source: Float64 then returns the recorded numbers one by one. They are
// multiples of 2⁻⁵³ in [0, 1).
type replay struct{ numbers []float64 }

func (r *replay) Uint64() uint64 {
	next := r.numbers[0]
	r.numbers = r.numbers[1:]
	return uint64(next * (1 << 53))
}

// game returns a game with that activation, loss and optimizer. It starts from the recorded
// parameters, and draws the recorded samples and noise.
func (r recorded) game(t testing.TB, activation, loss, optimizer string) *gan.Game {
	t.Helper()
	hidden := must(gan.ParseActivation(activation))(t)
	real := r.Real
	g := &gan.Game{
		Loss: must(gan.ParseLoss(loss))(t),
		Data: gan.DrawnBy(2, func(x []float64, _ *rand.Rand) {
			copy(x, real)
			real = real[2:]
		}),
		Prior:     gan.Uniform,
		Generator: gan.NewNetwork([]int{2, 3, 2}, hidden, newRandom(0)),
		Critic:    gan.NewNetwork([]int{2, 3, 1}, hidden, newRandom(0)),
		Batch:     2, CriticSteps: 2, Clip: r.Settings.Clip, Penalty: r.Settings.Penalty,
		Streams: gan.StreamsOf(nil, rand.New(&replay{r.Noise}), rand.New(&replay{r.Mix})),
	}
	copy(g.Generator.Parameters, r.Generator)
	copy(g.Critic.Parameters, r.Critic)
	kind := must(gan.ParseOptimizer(optimizer))(t)
	g.GeneratorOptimizer = must(gan.NewOptimizer(kind, r.Settings.Rate, r.Settings.Beta1, len(r.Generator)))(t)
	g.CriticOptimizer = must(gan.NewOptimizer(kind, r.Settings.CriticRate, r.Settings.Beta1, len(r.Critic)))(t)
	return g
}

// Claim 3.9: one iteration of Algorithm 1, number by number, against a
// calculation in plain loops that knows two networks of this one shape.
//
//	generator  z (2) → ReLU (3) → x (2)   θ = V (2×3), c (3), U (3×2), d (2)
//	critic     x (2) → ReLU (3) → s       w = W (2×3), b (3), q (3), r
func TestClaim3_9_OneIterationIsAlgorithm1ByHand(t *testing.T) {
	r := readRecorded(t)
	g := r.game(t, "relu", "wgan", "rmsprop")
	const m = 2
	theta, w := slices.Clone(r.Generator), slices.Clone(r.Critic)
	thetaSquare, wSquare := make([]float64, len(theta)), make([]float64, len(w))
	real, noise := r.Real, r.Noise

	relu := func(a float64) float64 { return math.Max(a, 0) }
	generate := func(z []float64) (h [3]float64, x [2]float64) {
		for j := range 3 {
			h[j] = relu(z[0]*theta[j] + z[1]*theta[3+j] + theta[6+j])
		}
		for k := range 2 {
			x[k] = h[0]*theta[9+k] + h[1]*theta[11+k] + h[2]*theta[13+k] + theta[15+k]
		}
		return h, x
	}
	critic := func(x [2]float64) (h [3]float64, s float64) {
		for j := range 3 {
			h[j] = relu(x[0]*w[j] + x[1]*w[3+j] + w[6+j])
		}
		return h, h[0]*w[9] + h[1]*w[10] + h[2]*w[11] + w[12]
	}
	rmsprop := func(parameters, square, gradients []float64, rate float64) {
		for k, grad := range gradients {
			square[k] = 0.99*square[k] + 0.01*grad*grad
			parameters[k] -= rate * grad / (math.Sqrt(square[k]) + 1e-8)
		}
	}
	want := func(what string, got, want []float64) {
		t.Helper()
		wantClose(t, what, got, want, 1e-13)
	}

	for step := range 2 { // line 2
		// Lines 3 and 4: two real samples, two of noise.
		var x [2 * m][2]float64
		for i := range m {
			x[i] = [2]float64{real[0], real[1]}
			_, x[m+i] = generate(noise)
			real, noise = real[2:], noise[2:]
		}
		// Line 5: the loss to descend is mean f(generated) − mean f(real).
		var scores [2 * m]float64
		gradients := make([]float64, 13)
		for i, x := range x {
			h, s := critic(x)
			scores[i] = s
			ds := -0.5
			if i >= m {
				ds = 0.5
			}
			for j := range 3 {
				gradients[9+j] += ds * h[j]
				if h[j] > 0 {
					gradients[j] += ds * w[9+j] * x[0]
					gradients[3+j] += ds * w[9+j] * x[1]
					gradients[6+j] += ds * w[9+j]
				}
			}
			gradients[12] += ds
		}
		rmsprop(w, wSquare, gradients, r.Settings.CriticRate) // line 6
		clipped := 0
		for k := range w { // line 7
			if math.Abs(w[k]) > r.Settings.Clip {
				w[k] = math.Copysign(r.Settings.Clip, w[k])
				clipped++
			}
		}
		if clipped == 0 || clipped == len(w) {
			t.Errorf("step %d clips %d weights of %d: the test needs some clipped and some not", step+1, clipped, len(w))
		}

		if err := g.TrainCritic(1); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("critic step %d: ", step+1)
		want(name+"scores", g.Scores(), scores[:])
		loss := g.Loss.Critic(g.Scores()[:m], g.Scores()[m:], make([]float64, m), make([]float64, m))
		wantNear(t, name+"loss", loss, (scores[2]+scores[3])/2-(scores[0]+scores[1])/2, 1e-12)
		want(name+"gradients", g.Critic.Gradients, gradients)
		want(name+"v of RMSProp", g.CriticOptimizer.(*gan.RMSProp).Square(), wSquare)
		want(name+"weights", g.Critic.Parameters, w)
		want(name+"generator", g.Generator.Parameters, theta)
	}

	// Lines 9 to 11: new noise, ∇θ of −mean f(gθ(z)), through the critic.
	var scores [m]float64
	gradients := make([]float64, 17)
	for i := range m {
		z := noise[2*i:]
		hidden, x := generate(z)
		h, s := critic(x)
		scores[i] = s
		var dx [2]float64
		for j := range 3 {
			if h[j] > 0 {
				dx[0] -= 0.5 * w[9+j] * w[j]
				dx[1] -= 0.5 * w[9+j] * w[3+j]
			}
		}
		for j := range 3 {
			gradients[9+2*j] += hidden[j] * dx[0]
			gradients[10+2*j] += hidden[j] * dx[1]
			if hidden[j] > 0 {
				da := dx[0]*theta[9+2*j] + dx[1]*theta[10+2*j]
				gradients[j] += da * z[0]
				gradients[3+j] += da * z[1]
				gradients[6+j] += da
			}
		}
		gradients[15] += dx[0]
		gradients[16] += dx[1]
	}
	rmsprop(theta, thetaSquare, gradients, r.Settings.Rate)

	if err := g.TrainGenerator(); err != nil {
		t.Fatal(err)
	}
	want("generator step: scores", g.Scores(), scores[:])
	wantNear(t, "generator's loss", g.Loss.Generator(g.Scores(), make([]float64, m)), -(scores[0]+scores[1])/2, 1e-12)
	want("generator step: gradients", g.Generator.Gradients, gradients)
	want("generator step: v of RMSProp", g.GeneratorOptimizer.(*gan.RMSProp).Square(), thetaSquare)
	want("generator step: weights", g.Generator.Parameters, theta)
	want("generator step: critic", g.Critic.Parameters, w)
}

// Claim 3.9: two iterations, with every loss, optimizer and activation: the
// weights after every step are PyTorch's.
func TestClaim3_9_IterationsAreThoseOfPyTorch(t *testing.T) {
	r := readRecorded(t)
	if len(r.Runs) != 3*4*3 {
		t.Fatalf("%d runs are recorded", len(r.Runs))
	}
	for _, run := range r.Runs {
		t.Run(run.Activation+"/"+run.Loss+"/"+run.Optimizer, func(t *testing.T) {
			g := r.game(t, run.Activation, run.Loss, run.Optimizer)
			m := g.Batch
			for k, step := range run.Steps {
				name := fmt.Sprintf("step %d (%s)", k+1, step.Network)
				var err error
				var loss float64
				network := g.Critic
				if step.Network == "critic" {
					err = g.TrainCritic(1)
					loss = g.Loss.Critic(g.Scores()[:m], g.Scores()[m:], make([]float64, m), make([]float64, m))
				} else {
					network, err = g.Generator, g.TrainGenerator()
					loss = g.Loss.Generator(g.Scores(), make([]float64, m))
				}
				if err != nil {
					t.Fatal(err)
				}
				wantClose(t, name, network.Parameters, step.Parameters, 1e-12)
				if math.Abs(loss-step.Loss) > allowed(1e-14) { // a difference of scores below 1
					t.Errorf("%s: loss %v, PyTorch's is %v", name, loss, step.Loss)
				}
			}
		})
	}
}

// The two tests above take single steps. Iterate takes the same ones.
func TestIterateIsCriticStepsAndAStepOfTheGenerator(t *testing.T) {
	r := readRecorded(t)
	whole, parts := r.game(t, "relu", "wgan", "rmsprop"), r.game(t, "relu", "wgan", "rmsprop")
	for range 2 {
		if err := whole.Iterate(); err != nil {
			t.Fatal(err)
		}
		for _, step := range []func() error{
			func() error { return parts.TrainCritic(1) }, func() error { return parts.TrainCritic(1) }, parts.TrainGenerator,
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !slices.Equal(whole.Generator.Parameters, parts.Generator.Parameters) || !slices.Equal(whole.Critic.Parameters, parts.Critic.Parameters) {
		t.Error("two iterations are not four critic steps and two of the generator")
	}
}
