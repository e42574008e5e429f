package gan_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"monge/gan"
)

// A ReLU has no derivative at 0, so finite differences across 0 are wrong. Samples are
// therefore drawn until every input of a ReLU is at least minInput from 0. A difference
// changes one number by 6e-6, and an input of a ReLU by a hundredth of minInput.
const minInput = 1e-3

var activations = []gan.Activation{gan.Linear, gan.ReLU, gan.LeakyReLU, gan.Tanh}

// minSlope is the least slope, in a random direction, at the first sample of a batch. If the
// output were flat, rounding would spoil the differences: of outputs of about 1 at points
// 1e-5 apart they are right to 1e-11.
const minSlope = 0.05

// randomNetwork returns a network of that many hidden layers, 2 to 5 wide. Its weights are
// twice those of NewNetwork, so that gradients do not vanish with depth.
func randomNetwork(in, out, depth int, hidden gan.Activation, random *rand.Rand) *gan.Network {
	sizes := []int{in}
	for range depth {
		sizes = append(sizes, 2+random.IntN(4))
	}
	sizes = append(sizes, out)
	for {
		n := gan.NewNetwork(sizes, hidden, random)
		floats.Scale(2, n.Parameters)
		alive := 0
		for range 20 {
			if hasSlope(normals(in, random), random, n) {
				alive++
			}
		}
		if alive >= 5 {
			return n
		}
	}
}

// hasSlope reports whether the composition of the networks has a slope of at least minSlope
// at x, in a random direction.
func hasSlope(x []float64, random *rand.Rand, networks ...*gan.Network) bool {
	const step = 1e-4
	to := normals(len(x), random)
	floats.Scale(step/floats.Norm(to, 2), to)
	floats.Add(to, x)
	for _, n := range networks {
		x, to = plain(n, x), plain(n, to)
	}
	return floats.Distance(x, to, 2) >= minSlope*step
}

// byHand computes the output of a network for one sample in plain loops. It also returns the
// derivative of the output with respect to the sample (In rows of Out), and the least
// distance from 0 of an input of a hidden unit.
func byHand(n *gan.Network, x []float64) (output []float64, slope [][]float64, least float64) {
	h, least := x, math.Inf(1)
	dh := make([][]float64, len(x))
	for k := range dh {
		dh[k] = make([]float64, len(x))
		dh[k][k] = 1
	}
	for l, layer := range n.Layers {
		next, dNext := make([]float64, layer.Out), make([][]float64, len(x))
		for k := range dNext {
			dNext[k] = make([]float64, layer.Out)
		}
		for j := range next {
			a := layer.Bias[j]
			for i, v := range h {
				a += v * layer.Weights[i*layer.Out+j]
			}
			if l < len(n.Layers)-1 {
				least = min(least, math.Abs(a))
			}
			var rise float64
			next[j], rise = sigma(layer.Activation, a)
			for k := range dNext {
				for i, v := range dh[k] {
					dNext[k][j] += rise * v * layer.Weights[i*layer.Out+j]
				}
			}
		}
		h, dh = next, dNext
	}
	return h, dh, least
}

// sigma returns σ(a) and σ′(a).
func sigma(s gan.Activation, a float64) (h, slope float64) {
	switch {
	case s == gan.Tanh:
		return math.Tanh(a), 1 - math.Tanh(a)*math.Tanh(a)
	case s == gan.Linear || a > 0:
		return a, 1
	case s == gan.LeakyReLU:
		return a / 5, 1. / 5
	}
	return 0, 0
}

// plain computes the output of a network for a batch in plain loops.
func plain(n *gan.Network, x []float64) (output []float64) {
	for ; len(x) > 0; x = x[n.In():] {
		h, _, _ := byHand(n, x[:n.In()])
		output = append(output, h...)
	}
	return output
}

// points returns normal samples (rows×In) for the composition of the networks. No input of a
// hidden unit is closer to 0 than minInput, and the first sample has a slope. points returns
// nil if it needs more than a hundred tries.
func points(rows int, random *rand.Rand, networks ...*gan.Network) []float64 {
	var x []float64
	for tries := 0; len(x) < rows*networks[0].In(); tries++ {
		if tries == 100 {
			return nil
		}
		row := normals(networks[0].In(), random)
		clear, h := true, row
		for _, n := range networks {
			output, _, least := byHand(n, h)
			clear, h = clear && least >= minInput, output
		}
		if clear && (len(x) > 0 || hasSlope(row, random, networks...)) {
			x = append(x, row...)
		}
	}
	return x
}

// eachShape calls check for every activation, depth and batch size, with five seeds each.
func eachShape(t *testing.T, check func(t *testing.T, depth, rows int, hidden gan.Activation, random *rand.Rand)) {
	for _, hidden := range activations {
		t.Run(hidden.String(), func(t *testing.T) {
			for depth := range 5 {
				for rows := 1; rows <= 7; rows++ {
					t.Run(fmt.Sprintf("depth=%d/rows=%d", depth, rows), func(t *testing.T) {
						for seed := range uint64(5) {
							check(t, depth, rows, hidden, newRandom(seed))
						}
					})
				}
			}
		})
	}
}

func TestForwardMatchesPlainLoops(t *testing.T) {
	eachShape(t, func(t *testing.T, depth, rows int, hidden gan.Activation, random *rand.Rand) {
		n := randomNetwork(1+random.IntN(3), 1+random.IntN(3), depth, hidden, random)
		x := normals(rows*n.In(), random)
		got, want := n.NewPass(rows+random.IntN(3)).Forward(x), plain(n, x)
		for ; len(want) > 0; got, want = got[n.Out():], want[n.Out():] {
			wantClose(t, "output", got[:n.Out()], want[:n.Out()], 1e-12)
		}
	})
}

// The function of the output is linear with random coefficients: the test is of the network
// and not of a loss.
func TestGradientsOfEveryLayerMatchFiniteDifferences(t *testing.T) {
	eachShape(t, func(t *testing.T, depth, rows int, hidden gan.Activation, random *rand.Rand) {
		n := randomNetwork(1+random.IntN(3), 1+random.IntN(3), depth, hidden, random)
		x, grad := points(rows, random, n), normals(rows*n.Out(), random)
		pass := n.NewPass(rows + random.IntN(3))
		f := func() float64 { return floats.Dot(grad, plain(n, x)) }

		pass.Forward(x)
		pass.WeightGradient(grad)
		wantSlope(t, "with respect to parameters", n.Gradients, n.Parameters, f)
		before := slices.Clone(n.Gradients)
		wantSlope(t, "with respect to the input", slices.Clone(pass.InputGradient(grad)), x, f)
		if !slices.Equal(before, n.Gradients) {
			t.Error("InputGradient changed the gradients with respect to parameters")
		}
	})
}

func TestWeightGradientAdds(t *testing.T) {
	random := newRandom(1)
	n := randomNetwork(2, 1, 2, gan.Tanh, random)
	pass, x, grad := n.NewPass(3), normals(6, random), normals(3, random)
	pass.Forward(x)
	pass.WeightGradient(grad)
	once := slices.Clone(n.Gradients)
	pass.WeightGradient(grad)
	floats.Scale(2, once)
	wantClose(t, "two times", n.Gradients, once, 1e-15)
}

func TestFrozenParametersHaveNoGradient(t *testing.T) {
	random := newRandom(1)
	n := gan.NewLineGenerator(0.3)
	pass := n.NewPass(4)
	pass.Forward(normals(4, random))
	grad := normals(8, random)
	pass.WeightGradient(grad)
	// θ is added to the first coordinate of each sample.
	wantClose(t, "gradient", n.Gradients, []float64{0, 0, grad[0] + grad[2] + grad[4] + grad[6], 0}, 1e-15)
}

// plainPenalty computes the gradient penalty from its formula, sample by sample.
func plainPenalty(n *gan.Network, x []float64, lambda float64) float64 {
	var sum float64
	rows := len(x) / n.In()
	for k := range rows {
		_, slope, _ := byHand(n, x[k*n.In():(k+1)*n.In()])
		var square float64
		for _, s := range slope {
			square += s[0] * s[0]
		}
		sum += (math.Sqrt(square) - 1) * (math.Sqrt(square) - 1)
	}
	return lambda * sum / float64(rows)
}

// With Tanh this also tests σ″.
func TestPenaltyMatchesItsFormulaAndItsGradientFiniteDifferences(t *testing.T) {
	eachShape(t, func(t *testing.T, depth, rows int, hidden gan.Activation, random *rand.Rand) {
		n := randomNetwork(1+random.IntN(3), 1, depth, hidden, random)
		x, lambda := points(rows, random, n), 0.1+random.Float64()
		pass := n.NewPass(rows + random.IntN(3))
		start := normals(len(n.Gradients), random) // PenaltyGradient must add to these
		copy(n.Gradients, start)
		got := pass.PenaltyGradient(x, lambda)
		wantNear(t, "penalty", got, plainPenalty(n, x, lambda), 1e-12)
		added := slices.Clone(n.Gradients)
		floats.Sub(added, start)
		wantSlope(t, "gradient of the penalty", added, n.Parameters, func() float64 { return plainPenalty(n, x, lambda) })
	})
}

// If all hidden units are 0, ∇f is 0 and the norm has no derivative: the penalty of the
// sample is λ and its gradient is taken as 0.
func TestPenaltyWhereTheCriticIsFlatHasNoGradient(t *testing.T) {
	n := gan.NewNetwork([]int{1, 2, 1}, gan.ReLU, newRandom(1))
	copy(n.Parameters, []float64{1, 2, 0, 0, 0.5, 0.25, 0}) // ∇f is 1 where x > 0, and 0 elsewhere
	n.Parameters[0] = 3                                     // 3·0.5 + 2·0.25 = 2
	pass := n.NewPass(4)
	for _, c := range []struct{ x, want []float64 }{
		{[]float64{-1, -2, -3}, make([]float64, 7)},
		// (2 − 1)² at one of two samples: its derivative is 2(∇f − 1)·∂∇f/2 = ∂∇f.
		{[]float64{-1, 1}, []float64{0.5, 0.25, 0, 0, 3, 2, 0}},
	} {
		clear(n.Gradients)
		wantNear(t, "penalty", pass.PenaltyGradient(c.x, 10), 10, 0)
		for k := range c.want {
			c.want[k] *= 10
		}
		wantClose(t, fmt.Sprintf("gradient at %v", c.x), n.Gradients, c.want, 1e-15)
	}
}

// If ∇f is tiny, the factor that makes a unit vector of it is huge.
func TestPenaltyOfATinyGradientIsFinite(t *testing.T) {
	n := gan.NewNetwork([]int{2, 1}, gan.Linear, newRandom(1))
	copy(n.Parameters, []float64{1e-41, 0, 0})
	const rows = 64
	wantNear(t, "penalty", n.NewPass(rows).PenaltyGradient(normals(2*rows, newRandom(2)), 10), 10, 1e-12)
	wantClose(t, "gradient", n.Gradients, []float64{-20, 0, 0}, 1e-12)
}

// The gradients of each loss through the networks, as in a game: of the critic's loss with
// respect to the critic's parameters and the samples, and of the generator's loss with
// respect to the generator's parameters and the noise.
func TestGradientsOfEveryLossMatchFiniteDifferences(t *testing.T) {
	for _, loss := range gan.AllLosses() {
		t.Run(loss.String(), func(t *testing.T) {
			eachShape(t, func(t *testing.T, depth, rows int, hidden gan.Activation, random *rand.Rand) {
				dim := 1 + random.IntN(3)
				var generator, critic *gan.Network
				var z []float64
				for z == nil {
					generator = randomNetwork(1+random.IntN(3), dim, depth, hidden, random)
					critic = randomNetwork(dim, 1, depth, hidden, random)
					z = points(rows, random, generator, critic)
				}
				generated, judged := generator.NewPass(rows), critic.NewPass(2*rows)
				both := append(points(rows, random, critic), generated.Forward(z)...)
				mixed := critic.NewPass(rows)
				mix, lambda := points(rows, random, critic), 0.1+random.Float64()
				grad := make([]float64, 2*rows)
				criticLoss := func() float64 {
					s := plain(critic, both)
					value := loss.Critic(s[:rows], s[rows:], grad[:rows], grad[rows:])
					if loss == gan.WassersteinGP {
						value += plainPenalty(critic, mix, lambda)
					}
					return value
				}
				s := judged.Forward(both)
				loss.Critic(s[:rows], s[rows:], grad[:rows], grad[rows:])
				judged.WeightGradient(grad)
				toSamples := slices.Clone(judged.InputGradient(grad))
				if loss == gan.WassersteinGP {
					mixed.PenaltyGradient(mix, lambda)
				}
				wantSlope(t, "critic's loss with respect to its parameters", critic.Gradients, critic.Parameters, criticLoss)
				wantSlope(t, "critic's loss with respect to samples", toSamples, both, criticLoss)

				each := make([]float64, rows)
				generatorLoss := func() float64 { return loss.Generator(plain(critic, plain(generator, z)), make([]float64, rows)) }
				loss.Generator(judged.Forward(generated.Forward(z)), each)
				toGenerated := judged.InputGradient(each)
				generated.WeightGradient(toGenerated)
				toNoise := slices.Clone(generated.InputGradient(toGenerated))
				wantSlope(t, "generator's loss with respect to its parameters", generator.Gradients, generator.Parameters, generatorLoss)
				wantSlope(t, "generator's loss with respect to noise", toNoise, z, generatorLoss)
			})
		})
	}
}

// A pass takes batches that fill it and smaller ones, in any order.
func TestBatchesOfAnySizeShareAPass(t *testing.T) {
	random := newRandom(1)
	for _, hidden := range activations {
		n := randomNetwork(2, 1, 3, hidden, random)
		shared := n.NewPass(7)
		for _, rows := range []int{7, 2, 7, 1, 5} {
			x, grad := normals(2*rows, random), normals(rows, random)
			fresh := n.NewPass(rows)
			gradients := func(pass *gan.Pass) (all []float64) {
				clear(n.Gradients)
				all = append(all, pass.Forward(x)...)
				pass.WeightGradient(grad)
				all = append(append(all, pass.InputGradient(grad)...), pass.PenaltyGradient(x, 1))
				return append(all, n.Gradients...)
			}
			if want, got := gradients(fresh), gradients(shared); !slices.Equal(want, got) {
				t.Errorf("%s, %d rows: %v in a pass with room for 7, %v in one of its own", hidden, rows, got, want)
			}
		}
	}
}

func TestWrongShapesPanic(t *testing.T) {
	n := gan.NewNetwork([]int{2, 3, 1}, gan.ReLU, newRandom(1))
	pass := n.NewPass(4)
	pass.Forward(make([]float64, 6))
	for name, call := range map[string]func(){
		"a row and a half":         func() { pass.Forward(make([]float64, 3)) },
		"more rows than room":      func() { pass.Forward(make([]float64, 10)) },
		"a gradient of other rows": func() { pass.WeightGradient(make([]float64, 2)) },
		"no layer":                 func() { gan.NewNetwork([]int{2}, gan.ReLU, newRandom(1)) },
		"a layer of width 0":       func() { gan.NewNetwork([]int{2, 0, 1}, gan.ReLU, newRandom(1)) },
		"no such parameter":        func() { n.Tensor(len(n.Parameters)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

func TestTensorNamesEveryParameter(t *testing.T) {
	n := gan.NewNetwork([]int{2, 3, 1}, gan.ReLU, newRandom(1))
	var got []string
	for k := range n.Parameters {
		if name := n.Tensor(k); len(got) == 0 || got[len(got)-1] != name {
			got = append(got, name)
		}
	}
	if want := []string{"layer 1 weights", "layer 1 bias", "layer 2 weights", "layer 2 bias"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The uniform distribution on [−1/√In, 1/√In] has mean 0 and variance 1/(3 In).
func TestNewNetworkHasUniformWeights(t *testing.T) {
	n := gan.NewNetwork([]int{100, 100, 1}, gan.ReLU, newRandom(1))
	w := n.Layers[0].Weights
	var mean, square, most float64
	for _, v := range w {
		mean += v / float64(len(w))
		square += v * v / float64(len(w))
		most = max(most, math.Abs(v))
	}
	// Standard errors for 10⁴ numbers: 0.1/√3/100, and √(4/45)/100 times 0.01.
	if math.Abs(mean) > 4*0.1/math.Sqrt(3)/100 || math.Abs(square-0.01/3) > 4*0.01*math.Sqrt(4./45)/100 || most > 0.1 || most < 0.0999 {
		t.Errorf("mean %v, mean square %v, most %v", mean, square, most)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	n := gan.NewLineGenerator(0.5)
	clone := n.Clone()
	if !slices.Equal(clone.Parameters, n.Parameters) || !slices.Equal(clone.Frozen, n.Frozen) {
		t.Errorf("clone %+v of %+v", clone, n)
	}
	n.Parameters[2], n.Frozen[2] = 7, true
	if clone.Layers[0].Bias[0] != 0.5 || clone.Frozen[2] {
		t.Errorf("the clone follows: θ %v, frozen %v", clone.Layers[0].Bias[0], clone.Frozen[2])
	}
	deep := gan.NewNetwork([]int{2, 3, 3, 1}, gan.Tanh, newRandom(1))
	x := normals(2, newRandom(2))
	if got, want := deep.Clone().NewPass(1).Forward(x)[0], deep.NewPass(1).Forward(x)[0]; got != want {
		t.Errorf("the clone's output is %v, the network's %v", got, want)
	}
}
