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
// Where code and comments treat both alike, critic stands for the critic of a Wasserstein
// GAN and for the discriminator of a GAN: they differ in the loss alone.
type Game struct {
	Loss  Loss
	Data  Data
	Prior Prior // of the generator's noise

	Generator, Critic                   *Network // the critic or discriminator has one output
	GeneratorOptimizer, CriticOptimizer Optimizer

	Batch          int     // m
	CriticSteps    int     // n_critic
	GeneratorSteps int     // of an iteration; 0 is 1
	Clip           float64 // c, for Wasserstein
	Penalty        float64 // λ, for WassersteinGP

	Streams *Streams

	// Watch, if not nil, is called after each line of a step.
	Watch func(Moment)

	*memory
}

// Streams are the sources of a game's minibatches: one each for real samples, for noise,
// and for the mixture of both at which a gradient penalty is taken. Two games with
// streams of the same seed see the same samples and the same noise.
type Streams struct {
	data, noise, mix stream
}

// stream is a source whose state a checkpoint can keep, and the numbers it makes.
type stream struct {
	source *rand.PCG
	*rand.Rand
}

func newStream(seed, use uint64) stream {
	source := rand.NewPCG(seed, use)
	return stream{source, rand.New(source)}
}

// What a seed is used for, besides weights.
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

// memory holds minibatches and passes. The first step allocates it.
type memory struct {
	generated, judged, mixed *Pass
	real, noise, mix         []float64 // a minibatch each
	both                     []float64 // m real samples and m generated ones
	grad                     []float64 // with respect to scores
}

// Iterate is one pass through the loop of Algorithm 1 (lines 2 to 11): critic
// steps, as many as CriticSteps says, and then one of the generator, or as many
// as GeneratorSteps says. With the losses of a GAN it is Algorithm 1 of Goodfellow et al.
// It returns an error that names the tensor if a number is no longer finite, and one that
// names the setting if a field is impossible: CriticSteps below 1, a Clip or Penalty that
// the loss needs and that is not above 0, a Batch below 1, an unknown loss.
func (g *Game) Iterate() error {
	if g.CriticSteps < 1 {
		return fmt.Errorf("gan: critic steps %d is below 1", g.CriticSteps)
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

// TrainCritic takes that many steps of the critic, while the generator stays as it is. It
// returns the errors of Iterate.
func (g *Game) TrainCritic(steps int) error {
	if err := g.check(); err != nil {
		return err
	}
	g.allocate()
	constraint := g.Loss.entry().constraint
	for range steps { // line 2
		g.Data.Sample(g.real, g.Streams.data.Rand) // line 3: {x⁽ⁱ⁾} ~ Pr
		g.show(3, 0)
		g.Prior.Sample(g.noise, g.Streams.noise.Rand) // line 4: {z⁽ⁱ⁾} ~ p(z)
		fake := g.generated.Forward(g.noise)
		g.show(4, 0)

		// Line 5: gw ← ∇w [ 1/m Σ fw(x⁽ⁱ⁾) − 1/m Σ fw(gθ(z⁽ⁱ⁾)) ]. The critic
		// judges both halves as one batch; Loss.Critic has the sign of a descent.
		m := g.Batch
		copy(g.both, g.real)
		copy(g.both[len(g.real):], fake)
		scores := g.judged.Forward(g.both)
		clear(g.Critic.Gradients)
		loss := g.Loss.Critic(scores[:m], scores[m:], g.grad[:m], g.grad[m:])
		g.judged.WeightGradient(g.grad)
		if constraint == penalised {
			g.interpolate(fake)
			loss += g.mixed.PenaltyGradient(g.mix, g.Penalty)
		}
		g.show(5, loss)
		g.CriticOptimizer.Step(g.Critic.Parameters, g.Critic.Gradients) // line 6
		g.show(6, loss)
		if constraint == clipped {
			Clip(g.Critic.Parameters, g.Clip) // line 7
			g.show(7, loss)
		}
		if err := finite("critic", g.Critic, loss); err != nil {
			return err
		}
	}
	return nil
}

// TrainGenerator takes one step of the generator, while the critic stays as it is. It
// returns the errors of Iterate.
func (g *Game) TrainGenerator() error {
	if err := g.check(); err != nil {
		return err
	}
	g.allocate()
	g.Prior.Sample(g.noise, g.Streams.noise.Rand) // line 9
	scores := g.judged.Forward(g.generated.Forward(g.noise))
	g.show(9, 0)
	m := g.Batch

	// Line 10: gθ ← −∇θ 1/m Σ fw(gθ(z⁽ⁱ⁾)), through the critic to its input and
	// on through the generator.
	loss := g.Loss.Generator(scores, g.grad[:m])
	clear(g.Generator.Gradients)
	g.generated.WeightGradient(g.judged.InputGradient(g.grad[:m]))
	g.show(10, loss)
	g.GeneratorOptimizer.Step(g.Generator.Parameters, g.Generator.Gradients) // line 11
	g.show(11, loss)
	return finite("generator", g.Generator, loss)
}

// interpolate draws the points at which the gradient is penalised: on the line from each
// real sample to a generated one, uniformly.
func (g *Game) interpolate(fake []float64) {
	dim := g.Data.Dim
	for i := range g.Batch {
		share := g.Streams.mix.Float64()
		for k := i * dim; k < (i+1)*dim; k++ {
			g.mix[k] = share*g.real[k] + (1-share)*fake[k]
		}
	}
}

// check returns an error that names the first impossible field.
func (g *Game) check() error {
	if err := g.Loss.check(); err != nil {
		return err
	}
	constraint := g.Loss.entry().constraint
	switch {
	case g.Batch < 1:
		return fmt.Errorf("gan: batch %d is below 1", g.Batch)
	case constraint == clipped && !(g.Clip > 0):
		return fmt.Errorf("gan: clip %v is not above 0", g.Clip)
	case constraint == penalised && !(g.Penalty > 0):
		return fmt.Errorf("gan: penalty %v is not above 0", g.Penalty)
	}
	return g.Data.check()
}

// allocate makes the game's memory: at the first step, and when Batch, Loss or a network
// is another than at the last step.
func (g *Game) allocate() {
	if g.memory != nil && len(g.grad) == 2*g.Batch && g.generated.network == g.Generator && g.judged.network == g.Critic &&
		(g.mixed != nil || g.Loss.entry().constraint != penalised) {
		return
	}
	m, dim := g.Batch, g.Data.Dim
	g.memory = &memory{
		generated: g.Generator.NewPass(m),
		judged:    g.Critic.NewPass(2 * m),
		real:      make([]float64, m*dim),
		noise:     make([]float64, m*g.Generator.In()),
		both:      make([]float64, 2*m*dim),
		grad:      make([]float64, 2*m),
	}
	if g.Loss.entry().constraint == penalised {
		g.mixed, g.mix = g.Critic.NewPass(m), make([]float64, m*dim)
	}
}

// finite returns an error that names the first tensor of a network in which a
// number is not finite, or its loss.
func finite(name string, n *Network, loss float64) error {
	if squares := floats.Dot(n.Parameters, n.Parameters); squares+loss*loss < math.Inf(1) {
		return nil // this takes a tenth of the time of looking at each
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
