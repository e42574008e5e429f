package gan

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/lp"
	"monge/metrics"
)

// Record is what is measured of a game at one step. It is measured on held-out real
// samples and on samples made from noise that training does not see. Both are the same at
// every step: only the networks change.
type Record struct {
	Step int    `json:"step"` // iterations of the generator so far
	Loss Loss   `json:"loss"`
	Seed uint64 `json:"seed"`

	// EM is the exact EM distance between held-out and generated samples, by
	// linear programming: the measure of quality.
	EM float64 `json:"em"`
	// EMEstimate is the critic's estimate, E f(x) − E f(g(z)): at most K times EM if
	// f is K-Lipschitz. A trained network stays below K·EM, by a factor that changes
	// as the generator changes. It is nil without a critic.
	EMEstimate *float64 `json:"em_estimate"`
	// JSEstimate is the discriminator's estimate of JS, ½L(D) + log 2 (nats), a
	// lower bound in expectation. It is nil without a discriminator, and under
	// LeastSquares, whose loss estimates no JS.
	JSEstimate *float64 `json:"js_estimate"`

	CriticLoss    float64 `json:"critic_loss"` // without penalty
	GeneratorLoss float64 `json:"generator_loss"`

	// GradNorm is the mean length of the gradient that reaches a generated sample:
	// of its own loss, log(1 − D(x)), −log D(x), −f(x) or ½(D(x) − 1)², with respect to x.
	GradNorm float64 `json:"grad_norm"`

	Modes       int     `json:"modes"`        // see Data.Coverage
	HighQuality float64 `json:"high_quality"` // share of samples, 0 to 1

	// ClipSaturation is the share of the critic's parameters at ±c. Only where
	// they are clipped.
	ClipSaturation *float64 `json:"clip_saturation"`
	// Theta is θ, of the generator of Example 1 only.
	Theta *float64 `json:"theta,omitempty"`

	// Seconds is the time since the run began. It alone differs between two runs
	// of the same configuration.
	Seconds float64 `json:"seconds"`
}

// ReadRecords reads records from JSON lines. It returns an error that names the
// line if one of them is no record.
func ReadRecords(r io.Reader) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	k := 1
	for ; lines.Scan(); k++ {
		var record Record
		err := json.Unmarshal(lines.Bytes(), &record)
		if err == nil && record.Loss == 0 { // null and other objects have none
			_, err = ParseLoss("")
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", k, err)
		}
		records = append(records, record)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", k, err)
	}
	return records, nil
}

// Evaluator measures games. It is for one goroutine at a time.
type Evaluator struct {
	HeldOut []float64 // real samples, n×d, row by row
	Noise   []float64 // for as many generated ones

	data              Data
	generated, judged *Pass // of the game that was measured last
	of                *Game
	real, slopes      []float64
	solver            lp.Solver
}

// NewEvaluator returns an evaluator that measures games on n samples. The games must have
// that data and prior, and noise of that dimension. The samples depend on the seed, and
// are independent of those that Streams of the same seed give. It panics if noise or n is
// below 1, or if there is nothing to draw from.
func NewEvaluator(data Data, prior Prior, noise, n int, seed uint64) *Evaluator {
	if noise < 1 || n < 1 {
		panic(fmt.Sprintf("gan: an evaluator of %d samples from noise of dimension %d", n, noise))
	}
	heldOut := data.HeldOut(n, rand.New(rand.NewPCG(seed, heldOutStream)))
	z := make([]float64, len(heldOut)/data.Dim*noise)
	prior.Sample(z, rand.New(rand.NewPCG(seed, heldOutNoiseStream)))
	return &Evaluator{HeldOut: heldOut, Noise: z, data: data}
}

// Samples returns what a game's generator makes of the evaluator's noise (n×d,
// row by row), valid until the next call.
func (e *Evaluator) Samples(g *Game) []float64 {
	if e.of != g || e.generated.network != g.Generator || e.judged.network != g.Critic {
		n := len(e.HeldOut) / e.data.Dim
		e.of, e.generated, e.judged = g, g.Generator.NewPass(n), g.Critic.NewPass(n)
	}
	return e.generated.Forward(e.Noise)
}

// Judgement holds what the networks of a game compute from an evaluator's samples: all of
// a Record that needs no linear program, and the scores and gradients behind it. Its
// slices are the evaluator's own memory, valid until it is used again.
type Judgement struct {
	Record // without EM, step, seed and seconds

	Samples   []float64 // what the generator makes of the evaluator's noise, n×d
	Real      []float64 // scores of the held-out samples, n
	Fake      []float64 // scores of Samples, n
	Gradients []float64 // of each sample's own loss with respect to it, times 1/n; n×d
}

// Measure returns the record of a game, but for its step, seed and seconds. ctx
// can stop it. It returns an error if EM cannot be computed, or something else is
// no finite number, which JSON could not hold.
func (e *Evaluator) Measure(ctx context.Context, g *Game) (Record, error) {
	judgement, err := e.Judge(g)
	if err != nil {
		return Record{}, err
	}
	judgement.EM, err = e.EarthMover(ctx, judgement.Samples)
	return judgement.Record, err
}

// Judge returns all that can be said of a game without a linear program. It returns an
// error if a number is not finite.
func (e *Evaluator) Judge(g *Game) (Judgement, error) {
	fake := e.Samples(g)
	n := len(fake) / e.data.Dim
	j := Judgement{Record: Record{Loss: g.Loss}, Samples: fake}
	j.Modes, j.HighQuality = e.data.Coverage(fake)

	e.real = append(e.real[:0], e.judged.Forward(e.HeldOut)...)
	if len(e.slopes) < 2*n {
		e.slopes = make([]float64, 2*n)
	}
	onReal, onFake := e.slopes[:n], e.slopes[n:2*n]
	j.Real, j.Fake = e.real, e.judged.Forward(fake)
	j.CriticLoss = g.Loss.Critic(j.Real, j.Fake, onReal, onFake)
	switch g.Loss.entry().estimates {
	case estimatesEM:
		estimate := -j.CriticLoss
		j.EMEstimate = &estimate
	case estimatesJS:
		estimate := math.Ln2 - j.CriticLoss/2
		j.JSEstimate = &estimate
	}
	j.GeneratorLoss = g.Loss.Generator(j.Fake, onFake)
	j.Gradients = e.judged.InputGradient(onFake)
	for row := j.Gradients; len(row) > 0; row = row[e.data.Dim:] {
		j.GradNorm += floats.Norm(row[:e.data.Dim], 2) // of loss/n, so that the sum is the mean
	}
	for _, of := range []struct {
		name  string
		value float64
	}{
		{"the critic's loss", j.CriticLoss}, {"the generator's loss", j.GeneratorLoss}, {"the length of a gradient", j.GradNorm},
	} {
		if math.IsNaN(of.value) || math.IsInf(of.value, 0) {
			return Judgement{}, fmt.Errorf("%s is %v when measured", of.name, of.value)
		}
	}
	if g.Loss.entry().constraint == clipped {
		saturation := Saturation(g.Critic.Parameters, g.Clip)
		j.ClipSaturation = &saturation
	}
	if g.Generator.Frozen != nil {
		theta := Theta(g.Generator)
		j.Theta = &theta
	}
	return j, nil
}

// Floor returns the EM distance from the held-out samples to as many other real ones,
// which depend on the seed. Even a perfect generator has about this EM with this number of
// samples, and hardly less.
func (e *Evaluator) Floor(ctx context.Context, seed uint64) (float64, error) {
	other := make([]float64, len(e.HeldOut))
	e.data.Sample(other, rand.New(rand.NewPCG(seed, floorStream)))
	return e.EarthMover(ctx, other)
}

// EarthMover returns the exact EM distance from samples (n×d, row by row) to the
// held-out ones.
func (e *Evaluator) EarthMover(ctx context.Context, samples []float64) (float64, error) {
	p, err := e.distribution(e.HeldOut)
	if err != nil {
		return 0, err
	}
	q, err := e.distribution(samples)
	if err != nil {
		return 0, err
	}
	solution, err := metrics.EarthMoverWith(ctx, &e.solver, p, q, lp.Euclidean)
	if err != nil {
		return 0, err
	}
	return solution.Cost, nil
}

func (e *Evaluator) distribution(samples []float64) (*metrics.Distribution, error) {
	return metrics.NewDistribution(mat.NewDense(len(samples)/e.data.Dim, e.data.Dim, samples), nil)
}
