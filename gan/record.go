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

// Record holds the measurements of a game at one step, on held-out real samples and on
// samples generated from held-out noise. Both stay the same from step to step: only the
// networks change.
type Record struct {
	Step int    `json:"step"` // iterations of the generator so far
	Loss Loss   `json:"loss"`
	Seed uint64 `json:"seed"`

	// EM is the exact EM distance between held-out and generated samples, the measure of
	// quality. It is computed by linear programming.
	EM float64 `json:"em"`
	// EMEstimate is the critic's estimate, E f(x) − E f(g(z)): at most K times EM if
	// f is K-Lipschitz. A trained critic stays below K·EM by a factor that changes
	// during training. EMEstimate is nil unless the game has a critic.
	EMEstimate *float64 `json:"em_estimate"`
	// JSEstimate is the discriminator's estimate of JS, ½L(D) + log 2 (nats), a
	// lower bound in expectation. It is nil unless the game has a discriminator, and
	// with LeastSquares, whose loss does not estimate JS.
	JSEstimate *float64 `json:"js_estimate"`

	CriticLoss    float64 `json:"critic_loss"` // without the gradient penalty
	GeneratorLoss float64 `json:"generator_loss"`

	// GradNorm is the mean over generated samples x of the length of the gradient of the
	// sample's own loss, log(1 − D(x)), −log D(x), −f(x) or ½(D(x) − 1)², with respect to x.
	GradNorm float64 `json:"grad_norm"`

	Modes       int     `json:"modes"`        // see Data.Coverage
	HighQuality float64 `json:"high_quality"` // the share of Data.Coverage, 0 to 1

	// ClipSaturation is the share of the critic's parameters at ±c. It is nil unless they
	// are clipped.
	ClipSaturation *float64 `json:"clip_saturation"`
	// Theta is θ of the generator of Example 1. It is nil for generators without frozen
	// parameters.
	Theta *float64 `json:"theta,omitempty"`

	// Seconds is the time since the run began. It alone differs between two runs
	// of the same configuration.
	Seconds float64 `json:"seconds"`
}

// ReadRecords reads records from JSON lines. It returns an error that names the first line
// that is not a record.
func ReadRecords(r io.Reader) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	k := 1
	for ; lines.Scan(); k++ {
		var record Record
		err := json.Unmarshal(lines.Bytes(), &record)
		if err == nil && record.Loss == 0 { // null, or an object that is not a record
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

// Evaluator measures games. It serves one goroutine at a time.
type Evaluator struct {
	HeldOut []float64 // real samples, n×d, row by row
	Noise   []float64 // for as many generated samples, row by row

	data                      Data
	generatorPass, criticPass *Pass // of the game that was measured last
	game                      *Game
	real, slopes              []float64
	solver                    lp.Solver
}

// NewEvaluator returns an evaluator that measures games on n samples. The games must have the
// given data and prior, and noise of the given dimension. The seed determines the samples,
// which are independent of those of Streams with the same seed. NewEvaluator panics if noise
// or n is below 1, if there is no such prior, or if data has nothing to draw from.
func NewEvaluator(data Data, prior Prior, noise, n int, seed uint64) *Evaluator {
	if noise < 1 || n < 1 {
		panic(fmt.Sprintf("gan: an evaluator of %d samples from noise of dimension %d", n, noise))
	}
	heldOut := data.HeldOut(n, rand.New(rand.NewPCG(seed, heldOutStream)))
	z := make([]float64, len(heldOut)/data.Dim*noise)
	prior.Sample(z, rand.New(rand.NewPCG(seed, heldOutNoiseStream)))
	return &Evaluator{HeldOut: heldOut, Noise: z, data: data}
}

// Samples returns the samples that a game's generator computes from the evaluator's noise
// (n×d, row by row). They are valid until the next call.
func (e *Evaluator) Samples(g *Game) []float64 {
	if e.game != g || e.generatorPass.network != g.Generator || e.criticPass.network != g.Critic {
		n := len(e.HeldOut) / e.data.Dim
		e.game, e.generatorPass, e.criticPass = g, g.Generator.NewPass(n), g.Critic.NewPass(n)
	}
	return e.generatorPass.Forward(e.Noise)
}

// Measurement is a Record without EM, with the samples, scores and gradients from which it
// is computed. Its slices belong to the evaluator, and are valid until its next use.
type Measurement struct {
	Record // without EM, step, seed and seconds

	Samples   []float64 // the generator's, n×d
	Real      []float64 // scores of the held-out samples, n
	Fake      []float64 // scores of Samples, n
	Gradients []float64 // of each sample's own loss with respect to it, times 1/n; n×d
}

// Measure returns the record of a game, without step, seed and seconds. It stops with an
// error when ctx is done. It returns an error if EM cannot be computed, or if another number
// is not finite, because JSON cannot hold it.
func (e *Evaluator) Measure(ctx context.Context, g *Game) (Record, error) {
	measured, err := e.MeasureWithoutEM(g)
	if err != nil {
		return Record{}, err
	}
	measured.EM, err = e.EarthMover(ctx, measured.Samples)
	return measured.Record, err
}

// MeasureWithoutEM computes all of a record but EM, which needs a linear program. It returns
// an error if a number is not finite.
func (e *Evaluator) MeasureWithoutEM(g *Game) (Measurement, error) {
	fake := e.Samples(g)
	n := len(fake) / e.data.Dim
	m := Measurement{Record: Record{Loss: g.Loss}, Samples: fake}
	m.Modes, m.HighQuality = e.data.Coverage(fake)

	e.real = append(e.real[:0], e.criticPass.Forward(e.HeldOut)...)
	if len(e.slopes) < 2*n {
		e.slopes = make([]float64, 2*n)
	}
	realSlopes, fakeSlopes := e.slopes[:n], e.slopes[n:2*n]
	m.Real, m.Fake = e.real, e.criticPass.Forward(fake)
	m.CriticLoss = g.Loss.Critic(m.Real, m.Fake, realSlopes, fakeSlopes)
	switch g.Loss.entry().estimates {
	case estimatesEM:
		estimate := -m.CriticLoss
		m.EMEstimate = &estimate
	case estimatesJS:
		estimate := math.Ln2 - m.CriticLoss/2
		m.JSEstimate = &estimate
	}
	m.GeneratorLoss = g.Loss.Generator(m.Fake, fakeSlopes)
	m.Gradients = e.criticPass.InputGradient(fakeSlopes)
	for row := m.Gradients; len(row) > 0; row = row[e.data.Dim:] {
		m.GradNorm += floats.Norm(row[:e.data.Dim], 2) // gradients have a factor of 1/n: the sum is the mean
	}
	for _, measured := range []struct {
		name  string
		value float64
	}{
		{"the critic's loss", m.CriticLoss}, {"the generator's loss", m.GeneratorLoss}, {"the length of a gradient", m.GradNorm},
	} {
		if math.IsNaN(measured.value) || math.IsInf(measured.value, 0) {
			return Measurement{}, fmt.Errorf("%s is %v when measured", measured.name, measured.value)
		}
	}
	if g.Loss.entry().constraint == clipped {
		saturation := Saturation(g.Critic.Parameters, g.Clip)
		m.ClipSaturation = &saturation
	}
	if g.Generator.Frozen != nil {
		theta := Theta(g.Generator)
		m.Theta = &theta
	}
	return m, nil
}

// Floor returns the EM distance from the held-out samples to as many other real samples,
// which the seed determines. A perfect generator has about this EM, and not 0.
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
