package gan

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// Game is a generator against a critic or discriminator, under one loss. Config.Game fills
// in its fields; they may be changed between two steps.
//
// In code and comments that hold for both, critic means the critic of a Wasserstein GAN or
// the discriminator of a GAN: they differ in the loss, and a critic is clipped or penalised.
type Game struct {
	Loss  Loss
	Data  Data
	Prior Prior // of the generator's noise

	Generator, Critic                   *Network // the critic or discriminator has one output
	GeneratorOptimizer, CriticOptimizer Optimizer

	Batch          int     // m
	CriticSteps    int     // n_critic
	GeneratorSteps int     // generator steps in an iteration; 0 means 1
	Clip           float64 // c, for Wasserstein
	Penalty        float64 // λ, for WassersteinGP

	Streams *Streams

	// AfterLine, if not nil, is called after each line of a step.
	AfterLine func(LineState)

	*buffers
}

// Streams are a game's streams of random numbers: one for real samples, one for noise, and
// one for the points between real and generated samples at which a gradient is penalised.
// Two games with streams of the same seed see the same samples and the same noise.
type Streams struct {
	data, noise, mix stream
}

// stream is a generator of random numbers and its source, whose state a checkpoint keeps.
type stream struct {
	source *rand.PCG
	*rand.Rand
}

func newStream(seed, number uint64) stream {
	source := rand.NewPCG(seed, number)
	return stream{source, rand.New(source)}
}

// The streams of a seed. A seed and one of these numbers start a stream.
const (
	weightStream = iota
	dataStream
	noiseStream
	mixStream
	heldOutStream
	heldOutNoiseStream
	floorStream
	splitStream
)

// NewStreams returns the streams of a seed.
func NewStreams(seed uint64) *Streams {
	return &Streams{newStream(seed, dataStream), newStream(seed, noiseStream), newStream(seed, mixStream)}
}

// buffers is the memory of a game's minibatches and passes. The first step allocates it.
type buffers struct {
	generatorPass, criticPass, penaltyPass *Pass
	real, noise, interpolated              []float64 // a minibatch each
	realAndFake                            []float64 // m real samples and m generated ones
	grad                                   []float64 // of a loss with respect to scores
}

// Iterate runs one iteration of Algorithm 1 (lines 2 to 11): CriticSteps steps of the
// critic, then GeneratorSteps steps of the generator. With the losses of a GAN it is
// Algorithm 1 of Goodfellow et al. It returns an error that names the tensor if a number is
// no longer finite. It returns an error that names the field if a field is impossible: an
// unknown loss or prior, CriticSteps or Batch below 1, GeneratorSteps below 0, or a Clip or
// Penalty that the loss uses and that is not above 0.
func (g *Game) Iterate() error {
	if g.CriticSteps < 1 {
		return fmt.Errorf("gan: critic steps is %d, but must be at least 1", g.CriticSteps)
	}
	if err := g.TrainCritic(g.CriticSteps); err != nil { // lines 2 to 8
		return err
	}
	for range max(g.GeneratorSteps, 1) {
		if err := g.TrainGenerator(); err != nil { // lines 9 to 11
			return err
		}
	}
	return nil
}

// TrainCritic takes the given number of steps of the critic. The generator does not change. It
// returns the errors of Iterate.
func (g *Game) TrainCritic(steps int) error {
	if err := g.check(); err != nil {
		return err
	}
	g.allocate()
	constraint := g.Loss.entry().constraint
	for range steps { // line 2
		g.Data.Sample(g.real, g.Streams.data.Rand) // line 3: {x⁽ⁱ⁾} ~ Pr
		g.callAfterLine(3, 0)
		g.Prior.Sample(g.noise, g.Streams.noise.Rand) // line 4: {z⁽ⁱ⁾} ~ p(z)
		fake := g.generatorPass.Forward(g.noise)
		g.callAfterLine(4, 0)

		// Line 5: gw ← ∇w [ 1/m Σ fw(x⁽ⁱ⁾) − 1/m Σ fw(gθ(z⁽ⁱ⁾)) ]. Real and generated
		// samples go through the critic as one batch. The paper ascends this; Loss.Critic
		// has the opposite sign, so line 6 descends.
		m := g.Batch
		copy(g.realAndFake, g.real)
		copy(g.realAndFake[len(g.real):], fake)
		scores := g.criticPass.Forward(g.realAndFake)
		clear(g.Critic.Gradients)
		loss := g.Loss.Critic(scores[:m], scores[m:], g.grad[:m], g.grad[m:])
		g.criticPass.WeightGradient(g.grad)
		if constraint == penalised {
			g.interpolate(fake)
			loss += g.penaltyPass.PenaltyGradient(g.interpolated, g.Penalty)
		}
		g.callAfterLine(5, loss)
		g.CriticOptimizer.Step(g.Critic.Parameters, g.Critic.Gradients) // line 6
		g.callAfterLine(6, loss)
		if constraint == clipped {
			Clip(g.Critic.Parameters, g.Clip) // line 7
			g.callAfterLine(7, loss)
		}
		if err := checkFinite("critic", g.Critic, loss); err != nil {
			return err
		}
	}
	return nil
}

// TrainGenerator takes one step of the generator. The critic does not change. It returns
// the errors of Iterate.
func (g *Game) TrainGenerator() error {
	if err := g.check(); err != nil {
		return err
	}
	g.allocate()
	g.Prior.Sample(g.noise, g.Streams.noise.Rand) // line 9
	scores := g.criticPass.Forward(g.generatorPass.Forward(g.noise))
	g.callAfterLine(9, 0)
	m := g.Batch

	// Line 10: gθ ← −∇θ 1/m Σ fw(gθ(z⁽ⁱ⁾)). The gradient goes backward through the
	// critic to its input, then through the generator.
	loss := g.Loss.Generator(scores, g.grad[:m])
	clear(g.Generator.Gradients)
	g.generatorPass.WeightGradient(g.criticPass.InputGradient(g.grad[:m]))
	g.callAfterLine(10, loss)
	g.GeneratorOptimizer.Step(g.Generator.Parameters, g.Generator.Gradients) // line 11
	g.callAfterLine(11, loss)
	return checkFinite("generator", g.Generator, loss)
}

// interpolate draws the points at which the gradient is penalised: one for each pair of a
// real and a generated sample, uniformly on the segment between them.
func (g *Game) interpolate(fake []float64) {
	dim := g.Data.Dim
	for i := range g.Batch {
		share := g.Streams.mix.Float64()
		for k := i * dim; k < (i+1)*dim; k++ {
			g.interpolated[k] = share*g.real[k] + (1-share)*fake[k]
		}
	}
}

// check returns an error that names the first impossible field.
func (g *Game) check() error {
	if err := g.Loss.check(); err != nil {
		return err
	}
	if err := g.Prior.check(); err != nil {
		return err
	}
	constraint := g.Loss.entry().constraint
	switch {
	case g.GeneratorSteps < 0:
		return fmt.Errorf("gan: generator steps is %d, but must be at least 0", g.GeneratorSteps)
	case g.Batch < 1:
		return fmt.Errorf("gan: batch is %d, but must be at least 1", g.Batch)
	case constraint == clipped && !(g.Clip > 0):
		return fmt.Errorf("gan: clip is %v, but must be above 0", g.Clip)
	case constraint == penalised && !(g.Penalty > 0):
		return fmt.Errorf("gan: penalty is %v, but must be above 0", g.Penalty)
	}
	return g.Data.check()
}

// allocate allocates the buffers at the first step, and again after a change of Batch, Loss
// or a network that needs other buffers.
func (g *Game) allocate() {
	if g.buffers != nil && len(g.grad) == 2*g.Batch && g.generatorPass.network == g.Generator && g.criticPass.network == g.Critic &&
		(g.penaltyPass != nil || g.Loss.entry().constraint != penalised) {
		return
	}
	m, dim := g.Batch, g.Data.Dim
	g.buffers = &buffers{
		generatorPass: g.Generator.NewPass(m),
		criticPass:    g.Critic.NewPass(2 * m),
		real:          make([]float64, m*dim),
		noise:         make([]float64, m*g.Generator.In()),
		realAndFake:   make([]float64, 2*m*dim),
		grad:          make([]float64, 2*m),
	}
	if g.Loss.entry().constraint == penalised {
		g.penaltyPass, g.interpolated = g.Critic.NewPass(m), make([]float64, m*dim)
	}
}

// checkFinite returns an error if a parameter of a network or its loss is not finite. The
// error names the tensor of the first such parameter.
func checkFinite(name string, n *Network, loss float64) error {
	if squares := floats.Dot(n.Parameters, n.Parameters); squares+loss*loss < math.Inf(1) {
		return nil // this takes a tenth of the time of testing each parameter
	}
	for k, w := range n.Parameters {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return fmt.Errorf("%s %s: %v after an update (loss %v)", name, n.Tensor(k), w, loss)
		}
	}
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return fmt.Errorf("%s loss is %v", name, loss)
	}
	return nil
}
