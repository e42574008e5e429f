package gan_test

import (
	"reflect"
	"slices"
	"testing"

	"monge/gan"
)

// AfterLine is called after each line that a loss has, and does not change the game.
func TestAfterLineIsCalledAfterEachLineOfAlgorithm1(t *testing.T) {
	for k, loss := range gan.AllLosses() {
		alone, watched := newComparison(t, all()).Runs[k], newComparison(t, all()).Runs[k]
		var lines []int
		var before []float64
		watched.AfterLine = func(m gan.LineState) {
			lines = append(lines, m.Line)
			samples := watched.Batch * watched.Data.Dim
			want := map[int][]int{
				3: {samples, 0, 0, 0, 0}, 4: {samples, samples, samples, 0, 0},
				5: {samples, samples, samples, 2 * watched.Batch, 0}, 6: {samples, samples, samples, 2 * watched.Batch, 0},
				7: {samples, samples, samples, 2 * watched.Batch, 0}, 9: {0, samples, samples, watched.Batch, 0},
				10: {0, samples, samples, watched.Batch, samples}, 11: {0, samples, samples, watched.Batch, samples},
			}[m.Line]
			if got := []int{len(m.Real), len(m.Noise), len(m.Generated), len(m.Scores), len(m.Gradients)}; !slices.Equal(got, want) {
				t.Errorf("%s, line %d shows %v numbers, want %v", loss, m.Line, got, want)
			}
			switch m.Line {
			case 5:
				before = slices.Clone(watched.Critic.Parameters)
				penalty := 0.0
				if loss == gan.WassersteinGP {
					penalty = watched.Penalty // the part that scores do not tell is about as large
				}
				n := watched.Batch
				value := loss.Critic(m.Scores[:n], m.Scores[n:], make([]float64, n), make([]float64, n))
				if m.Loss < value || m.Loss > value+2*penalty {
					t.Errorf("%s: the critic's loss is shown as %v, scores say %v", loss, m.Loss, value)
				}
			case 6:
				if slices.Equal(before, watched.Critic.Parameters) {
					t.Errorf("%s: line 6 changed nothing", loss)
				}
			case 7:
				if slices.Max(watched.Critic.Parameters) > watched.Clip {
					t.Errorf("%s: a parameter beyond c after line 7", loss)
				}
			}
		}
		for _, run := range []*gan.Run{alone, watched} {
			if err := run.Iterate(); err != nil {
				t.Fatal(err)
			}
		}
		critic := []int{3, 4, 5, 6}
		if loss == gan.Wasserstein {
			critic = append(critic, 7)
		}
		if want := slices.Concat(critic, critic, []int{9, 10, 11}); !reflect.DeepEqual(lines, want) {
			t.Errorf("%s shows lines %v, want %v", loss, lines, want)
		}
		if !slices.Equal(alone.Generator.Parameters, watched.Generator.Parameters) {
			t.Errorf("%s: a watched game has other parameters", loss)
		}
	}
}

// MeasureWithoutEM returns the record of Measure without EM, and the samples, scores and
// gradients from which it is computed.
func TestMeasureWithoutEMMatchesMeasure(t *testing.T) {
	c := newComparison(t, small())
	train(t, c)
	for _, run := range c.Runs {
		record := must(run.Measure(t.Context(), run.Game))(t)
		measured := must(run.MeasureWithoutEM(run.Game))(t)
		record.EM = 0
		if !reflect.DeepEqual(record, measured.Record) {
			t.Errorf("%s: %+v, measured %+v", run.Loss, measured.Record, record)
		}
		n := len(measured.Fake)
		if got := run.Loss.Critic(measured.Real, measured.Fake, make([]float64, n), make([]float64, n)); got != record.CriticLoss {
			t.Errorf("%s: scores say a critic's loss of %v, the record %v", run.Loss, got, record.CriticLoss)
		}
		if !slices.Equal(measured.Samples, run.Samples(run.Game)) || len(measured.Gradients) != len(measured.Samples) {
			t.Errorf("%s: other samples than the generator's", run.Loss)
		}
		if d := run.Loss.Output(0); d != 0 && !run.Loss.EstimatesJS() || d != 0.5 && run.Loss.EstimatesJS() {
			t.Errorf("%s says %v of a score of 0", run.Loss, d)
		}
	}
}
