package figures

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"monge/gan"
)

func TestProbeMeasuresTheGradNormOfRecords(t *testing.T) {
	config := gan.DefaultConfig()
	config.Width, config.Batch, config.Clip = 16, 8, 0.5
	data, err := gan.FindData("8gaussians")
	if err != nil {
		t.Fatal(err)
	}
	for _, loss := range gan.AllLosses() {
		g, err := config.Game(loss, data, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.TrainCritic(3); err != nil {
			t.Fatal(err)
		}
		e := gan.NewEvaluator(data, g.Prior, g.Generator.In(), 20, 1)
		record, err := e.Measure(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		if got := newGradientProbe(g, e).meanLength(loss); !(got > 0) || got != record.GradNorm {
			t.Errorf("%s: %v, and Measure says %v", loss, got, record.GradNorm)
		}
	}
}

// trainer is the Draw method of a figure that trains networks.
type trainer func(ctx context.Context, progress Progress) (*Figure, error)

// checkTrained fails if a figure's text is not readable, on a page or on a slide; if its
// bytes depend on the number of processors; if its last call of progress does not report all
// tasks as done; or if it goes on after its context is done.
func checkTrained(t *testing.T, draw trainer) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var before [][]byte
	for _, processors := range []int{1, 2} {
		runtime.GOMAXPROCS(processors)
		var done, total int
		f, err := draw(t.Context(), func(d, of int) {
			if d != done+1 {
				t.Errorf("progress goes from %d to %d", done, d)
			}
			done, total = d, of
		})
		if err != nil {
			t.Fatal(err)
		}
		if done != total || total == 0 {
			t.Errorf("at the end %d of %d are done", done, total)
		}
		checkText(t, f)
		checkText(t, f.Slide())
		now := [][]byte{encode(t, f, "png"), encode(t, f, "svg")}
		if len(f.frames) > 0 {
			now = append(now, encode(t, f, "gif"))
		}
		for k := range before {
			if !bytes.Equal(before[k], now[k]) {
				t.Errorf("%d processors draw something else", processors)
			}
		}
		before = now
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := draw(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v when the context is done", err)
	}
}

// checkNamed fails if draw returns no error, or one without these words.
func checkNamed(t *testing.T, want string, draw trainer) {
	t.Helper()
	if _, err := draw(t.Context(), nil); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want …%s…", err, want)
	}
}
