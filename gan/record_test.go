package gan_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"monge/gan"
	"monge/metrics"
)

// lines writes records as JSON lines.
func lines(t testing.TB, records []gan.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	for _, r := range records {
		if err := encoder.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// Records are the same to the bit after writing and reading. Fields that a loss does not
// have are nil.
func TestRecordsAreTheSameAfterWritingAndReading(t *testing.T) {
	for _, data := range []string{"8gaussians", "lines"} {
		config := all()
		config.Data = data
		records := train(t, newComparison(t, config))
		text := lines(t, records)
		if got := must(gan.ReadRecords(bytes.NewReader(text)))(t); !reflect.DeepEqual(got, records) {
			t.Errorf("%s: %+v became %+v", data, records, got)
		}
		for k, r := range records {
			for what, there := range map[string][2]bool{
				"em_estimate":     {r.EMEstimate != nil, r.Loss.IsWasserstein()},
				"js_estimate":     {r.JSEstimate != nil, r.Loss.EstimatesJS()},
				"clip_saturation": {r.ClipSaturation != nil, r.Loss == gan.Wasserstein},
				"theta":           {r.Theta != nil, data == "lines"},
			} {
				if there[0] != there[1] {
					t.Errorf("%s, record %d of %s: %s is there: %v", data, k, r.Loss, what, there[0])
				}
			}
		}
	}
}

func TestRecordHasTheDocumentedJSONNames(t *testing.T) {
	var fields map[string]any
	if err := json.Unmarshal(lines(t, []gan.Record{{Loss: gan.Minimax}}), &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"step", "loss", "seed", "em", "em_estimate", "js_estimate", "grad_norm", "modes", "high_quality", "seconds"} {
		if _, ok := fields[name]; !ok {
			t.Errorf("no %s in %v", name, fields)
		}
	}
}

func TestReadRecordsNamesTheLine(t *testing.T) {
	const good = `{"step":1,"loss":"wgan","seed":1,"em":0.5}` + "\n"
	for _, c := range []struct{ text, want string }{
		{good + good + `{"step":2,"lo`, "line 3: unexpected end of JSON input"},
		{good + "\n" + good, "line 2: unexpected end of JSON input"},
		{"step,loss\n", "line 1: invalid character 's' looking for beginning of value"},
		{good + `{"step":"two"}`, "line 2: json: cannot unmarshal string into Go struct field Record.step of type int"},
		{good + `{"step":1} {"step":2}`, "line 2: invalid character '{' after top-level value"},
		{good + "null", `line 2: gan: unknown loss "" (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)`},
		{good + `{"name":"something else"}`, `line 2: gan: unknown loss "" (there are wgan, minimax, nonsaturating, wgan-gp, leastsquares)`},
		{good + strings.Repeat(" ", 1<<20) + good, "line 2: bufio.Scanner: token too long"},
	} {
		records, err := gan.ReadRecords(strings.NewReader(c.text))
		wantError(t, fmt.Sprintf("%.80q", c.text), err, c.want)
		if records != nil {
			t.Errorf("%.80q: %d records with an error", c.text, len(records))
		}
	}
	if records, err := gan.ReadRecords(strings.NewReader("")); err != nil || len(records) != 0 {
		t.Errorf("of nothing: %v, %v", records, err)
	}
}

// FuzzReadRecords reads any text. Records that were read can be written and read again.
func FuzzReadRecords(f *testing.F) {
	config := small()
	config.Iterations, config.Seeds = 1, 1
	f.Add(lines(f, train(f, newComparison(f, config))))
	f.Add([]byte(`{"step":1,"loss":"wgan","theta":-0}`))
	f.Add([]byte("null\n[]\n\"\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		records, err := gan.ReadRecords(bytes.NewReader(text))
		if err != nil {
			return
		}
		if again := must(gan.ReadRecords(bytes.NewReader(lines(t, records))))(t); !reflect.DeepEqual(again, records) {
			t.Errorf("%+v became %+v", records, again)
		}
	})
}

// Package metrics, the formulas of the losses and plain loops compute every field of a
// record again, from the networks and the samples.
func TestRecordMatchesARecomputation(t *testing.T) {
	for _, data := range []string{"8gaussians", "lines", "5gaussians"} {
		config := all()
		config.Data, config.Optimizer = data, gan.KindAdam
		c := newComparison(t, config)
		records := train(t, c)
		for k, run := range c.Runs {
			r := records[len(records)-len(c.Runs)+k]
			name := fmt.Sprintf("%s, %s: ", data, r.Loss)
			n, dim := config.EvalSamples, c.Data.Dim

			fake := plain(run.Generator, run.Noise)
			wantClose(t, name+"samples", run.Samples(run.Game), fake, 1e-12)
			distribution := func(x []float64) *metrics.Distribution {
				return must(metrics.NewDistribution(mat.NewDense(n, dim, x), nil))(t)
			}
			em := must(metrics.EM(distribution(fake), distribution(run.HeldOut)))(t)
			wantNear(t, name+"EM", r.EM, em, 1e-12)

			real, generated := plain(run.Critic, run.HeldOut), plain(run.Critic, fake) // scores
			mean := func(x []float64) float64 { return floats.Sum(x) / float64(n) }
			if run.Loss.IsWasserstein() {
				wantNear(t, name+"critic's estimate", *r.EMEstimate, mean(real)-mean(generated), 1e-9) // digits cancel
				wantNear(t, name+"critic's loss", r.CriticLoss, -*r.EMEstimate, 0)
			} else if run.Loss == gan.LeastSquares {
				var l float64
				for i := range n {
					l += (real[i]-1)*(real[i]-1)/2 + generated[i]*generated[i]/2
				}
				wantNear(t, name+"discriminator's loss", r.CriticLoss, l/float64(n), allowed(1e-14))
			} else {
				// ½L(D) + log 2 with L(D) = E log D(x) + E log(1 − D(g(z))).
				var l float64
				for i := range n {
					l += math.Log(1/(1+math.Exp(-real[i]))) + math.Log(1-1/(1+math.Exp(-generated[i])))
				}
				if got, want := *r.JSEstimate, l/float64(n)/2+math.Ln2; math.Abs(got-want) > allowed(1e-14) || got > math.Ln2 {
					t.Errorf("%sestimate of JS %v, want %v", name, got, want)
				}
				wantNear(t, name+"discriminator's loss", r.CriticLoss, 2*(math.Ln2-*r.JSEstimate), 1e-14)
			}
			wantNear(t, name+"generator's loss", r.GeneratorLoss, run.Loss.Generator(generated, make([]float64, n)), 1e-10)
			modes, share := c.Data.Coverage(fake)
			if r.Modes != modes || r.HighQuality != share {
				t.Errorf("%s%d modes and %v of good quality, want %d and %v", name, r.Modes, r.HighQuality, modes, share)
			}
			if run.Loss == gan.Wasserstein {
				wantNear(t, name+"saturation", *r.ClipSaturation, gan.Saturation(run.Critic.Parameters, config.Clip), 0)
			}
			if data == "lines" {
				wantNear(t, name+"θ", *r.Theta, run.Generator.Parameters[2], 0)
			}
		}
	}
}

// GradNorm is the mean over samples of the length of the gradient of each sample's own loss.
// Finite differences give this gradient.
func TestGradNormIsTheMeanGradientOfASamplesOwnLoss(t *testing.T) {
	config := small()
	config.Activation, config.Seeds = gan.Tanh, 1
	many := newComparison(t, config)
	records := train(t, many)
	for k, run := range many.Runs {
		r := records[len(records)-len(many.Runs)+k]
		n, samples := config.EvalSamples, slices.Clone(run.Samples(run.Game))
		var mean float64
		for i := range n {
			x := samples[2*i : 2*i+2]
			pass := run.Critic.NewPass(1)
			own := func() float64 { return run.Loss.Generator(plain(run.Critic, x), make([]float64, 1)) }
			slope := make([]float64, 1)
			run.Loss.Generator(pass.Forward(x), slope)
			gradient := slices.Clone(pass.InputGradient(slope))
			wantSlope(t, fmt.Sprintf("%s, sample %d", run.Loss, i), gradient, x, own)
			mean += floats.Norm(gradient, 2) / float64(n)

			if i == 0 {
				one := gan.EvaluatorOf(many.Data, run.HeldOut[:2], run.Noise[:2])
				alone := must(one.Measure(context.Background(), run.Game))(t)
				wantNear(t, run.Loss.String()+": gradient at one sample", alone.GradNorm, floats.Norm(gradient, 2), 1e-12)
			}
		}
		wantNear(t, run.Loss.String()+": mean gradient", r.GradNorm, mean, 1e-12)
	}
}

// Training sees no held-out sample and no held-out noise.
func TestEvaluatorIsIndependentOfTraining(t *testing.T) {
	data := must(gan.FindData("8gaussians"))(t)
	evaluator := gan.NewEvaluator(data, gan.Normal, 2, 100, 3)
	game := must(small().Game(gan.Wasserstein, data, 3))(t)
	if err := game.TrainCritic(1); err != nil {
		t.Fatal(err)
	}
	real, noise := game.Minibatch()
	for _, x := range real {
		if slices.Contains(evaluator.HeldOut, x) {
			t.Errorf("%v is seen by training, and held out", x)
		}
	}
	for _, z := range noise {
		if slices.Contains(evaluator.Noise, z) {
			t.Errorf("%v is noise of training, and of evaluation", z)
		}
	}
}

func TestOneEvaluatorMeasuresSeveralGamesInTurn(t *testing.T) {
	data := must(gan.FindData("8gaussians"))(t)
	shared := gan.NewEvaluator(data, gan.Normal, 2, 40, 1)
	for seed := range uint64(3) {
		for _, loss := range gan.AllLosses() {
			game := must(small().Game(loss, data, seed))(t)
			want := must(gan.NewEvaluator(data, gan.Normal, 2, 40, 1).Measure(context.Background(), game))(t)
			if got := must(shared.Measure(context.Background(), game))(t); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, seed %d: %+v, want %+v", loss, seed, got, want)
			}
		}
	}
}

func TestMeasureStopsWhenItsContextIsDone(t *testing.T) {
	data := must(gan.FindData("8gaussians"))(t)
	game := must(small().Game(gan.Wasserstein, data, 1))(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := gan.NewEvaluator(data, gan.Normal, 2, 2000, 1).Measure(ctx, game); err == nil {
		t.Error("no error from a context that is done")
	}
}
