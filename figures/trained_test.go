package figures

import (
	"bytes"
	"context"
	"image/gif"
	"math"
	"runtime"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// tinyExperiment and tinyModes train next to nothing.
func tinyExperiment() ExperimentParams {
	p := DefaultExperiment()
	p.Width, p.Depth, p.Batch, p.Iterations, p.EvalEvery, p.EvalSamples, p.Seeds = 4, 1, 8, 6, 2, 40, 2
	p.Warmup, p.WarmupSteps = 1, 2
	return p
}

func tinyModes() ModesParams {
	p := DefaultModes()
	p.Width, p.Depth, p.Batch, p.Iterations, p.EvalSamples, p.Seeds, p.CriticSteps = 4, 1, 8, 3, 40, 2, 2
	p.TunedIterations = 4
	return p
}

// tinyFigures are those of tiny parameters.
var tinyFigures = map[string]func(context.Context) (*Figure, error){
	"figure3":   func(ctx context.Context) (*Figure, error) { return Figure3(ctx, tinyExperiment(), nil) },
	"figure4":   func(ctx context.Context) (*Figure, error) { return Figure4(ctx, tinyExperiment(), nil) },
	"animation": func(ctx context.Context) (*Figure, error) { return Animation(ctx, tinyExperiment(), nil) },
	"modes":     func(ctx context.Context) (*Figure, error) { return Modes(ctx, tinyModes(), nil) },
}

func TestTextOfTrainedFiguresIsReadable(t *testing.T) {
	for name, draw := range tinyFigures {
		t.Run(name, func(t *testing.T) {
			f, err := draw(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, f)
		})
	}
}

func TestTrainedFiguresDoNotDependOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, draw := range tinyFigures {
		var before []byte
		for _, processors := range []int{1, 2} {
			runtime.GOMAXPROCS(processors)
			f, err := draw(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			now := append(encode(t, f, "png"), encode(t, f, "svg")...)
			if len(f.frames) > 0 {
				now = append(now, encode(t, f, "gif")...)
			}
			if processors > 1 && !bytes.Equal(now, before) {
				t.Errorf("%s: other bytes with %d processors than with 1", name, processors)
			}
			before = now
		}
	}
}

// Whether it is drawn alone or from a run that serves others, too.
func TestFigure3OfASharedRunIsTheSame(t *testing.T) {
	alone, err := Figure3(t.Context(), tinyExperiment(), nil)
	if err != nil {
		t.Fatal(err)
	}
	e, err := trainExperiment(t.Context(), tinyExperiment(), nil)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := e.figure3()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encode(t, alone, "png"), encode(t, shared, "png")) {
		t.Error("other bytes")
	}
}

func TestBadParametersOfTrainedFiguresAreNamed(t *testing.T) {
	experiment := func(draw func(context.Context, ExperimentParams, Progress) (*Figure, error), change func(p *ExperimentParams)) func() (*Figure, error) {
		p := tinyExperiment()
		change(&p)
		return func() (*Figure, error) { return draw(t.Context(), p, nil) }
	}
	modes := func(change func(p *ModesParams)) func() (*Figure, error) {
		p := tinyModes()
		change(&p)
		return func() (*Figure, error) { return Modes(t.Context(), p, nil) }
	}
	for _, test := range []struct {
		want string
		draw func() (*Figure, error)
	}{
		{"width 0", experiment(Figure3, func(p *ExperimentParams) { p.Width = 0 })},
		{`unknown data "rings"`, experiment(Figure3, func(p *ExperimentParams) { p.Data = "rings" })},
		{`"gaussian" are of dimension 1`, experiment(Figure3, func(p *ExperimentParams) { p.Data = "gaussian" })},
		{`losses ["minimax"]`, experiment(Figure3, func(p *ExperimentParams) { p.Losses = []string{"minimax"} })},
		{`losses ["wgan"]`, experiment(Figure4, func(p *ExperimentParams) { p.Losses = []string{"wgan"} })},
		{`unknown data "near"`, experiment(Figure4, func(p *ExperimentParams) { p.Elsewhere = "near" })},
		{"-2 iterations to warm up", experiment(Animation, func(p *ExperimentParams) { p.Warmup = -2 })},
		{"no loss", experiment(Animation, func(p *ExperimentParams) { p.Losses = nil })},
		{"iterations 0", modes(func(p *ModesParams) { p.Iterations = 0 })},
		{"iterations -1", modes(func(p *ModesParams) { p.TunedIterations = -1 })},
		{"learning rate NaN", modes(func(p *ModesParams) { p.TunedRate = math.NaN() })},
		{`"swissroll" have no modes`, modes(func(p *ModesParams) { p.Data = "swissroll" })},
		{`"2gaussians" are of dimension 1`, modes(func(p *ModesParams) { p.Data = "2gaussians" })},
	} {
		if _, err := test.draw(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want …%s…", err, test.want)
		}
	}
}

func TestTrainingForFiguresStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, draw := range tinyFigures {
		if _, err := draw(ctx); err != context.Canceled {
			t.Errorf("%s: error %v, want %v", name, err, context.Canceled)
		}
	}
}

func TestProgressGoesUpToItsTotal(t *testing.T) {
	for name, draw := range map[string]func(Progress) (*Figure, error){
		"figure4": func(progress Progress) (*Figure, error) { return Figure4(t.Context(), tinyExperiment(), progress) },
		"modes":   func(progress Progress) (*Figure, error) { return Modes(t.Context(), tinyModes(), progress) },
	} {
		before, end := 0, 0
		if _, err := draw(func(done, total int) {
			if done != before+1 || end != 0 && total != end {
				t.Errorf("%s: %d of %d after %d of %d", name, done, total, before, end)
			}
			before, end = done, total
		}); err != nil {
			t.Fatal(err)
		}
		if before != end || end == 0 {
			t.Errorf("%s: ended with %d of %d", name, before, end)
		}
	}
}

func TestTheAnimationHasAFrameForEachMeasurementAndLoops(t *testing.T) {
	f, err := Animation(t.Context(), tinyExperiment(), nil)
	if err != nil {
		t.Fatal(err)
	}
	animation, err := gif.DecodeAll(bytes.NewReader(encode(t, f, "gif")))
	if err != nil {
		t.Fatal(err)
	}
	if len(animation.Image) != 4 || animation.LoopCount != 0 { // steps 0, 2, 4 and 6; 0 is for ever
		t.Errorf("%d frames, loop count %d", len(animation.Image), animation.LoopCount)
	}
	still, err := Hierarchy(HierarchyParams{Terms: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := still.Encode(new(bytes.Buffer), "gif"); err == nil || !strings.Contains(err.Error(), "does not move") {
		t.Errorf("a GIF of what does not move: error %v", err)
	}
}

// Drawn on a canvas of notes: the arrow of length 0 and the one that would leave
// the panel have no head, and the longest is as long as was asked for.
func TestArrowsAreAsLongAsAskedForAndStayInside(t *testing.T) {
	p := window{0, 0, 1}.plot()
	p.Add(arrows(plotter.XYs{{X: 0, Y: 0}, {X: 0, Y: 0}, {X: 0.99, Y: 0}},
		plotter.XYs{{X: 0, Y: 2e-9}, {}, {X: 1e-9, Y: 0}}, 20, stroke(inkColor, thinWidth)))
	f := plain(p)
	points := drawnPoints(f)
	if len(points) == 0 {
		t.Fatal("no arrow")
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, at := range points {
		low, high = min(low, float64(at.Y)), max(high, float64(at.Y))
	}
	if got := high - low; math.Abs(got-20) > 1e-9 {
		t.Errorf("the arrow is %v long, want 20", got)
	}
	if want := 2 + 3; len(points) != want && len(points) != want+1 { // a line, a head, perhaps closed
		t.Errorf("%d points, want those of one arrow", len(points))
	}
}

// plain is a figure that is one panel and nothing else.
func plain(p *plot.Plot) *Figure { return &Figure{width: 100, height: 100, draw: p.Draw} }
