package figures

import (
	"bytes"
	"context"
	"image/gif"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"monge/gan"
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

func tinyTheta() ThetaParams {
	p := DefaultTheta()
	p.Width, p.CriticSteps, p.Iterations, p.Seeds = 4, 2, 6, 2
	return p
}

func tinyCriticSteps() CriticStepsParams {
	p := DefaultCriticSteps()
	p.Steps, p.Width, p.Batch, p.Iterations, p.Seeds = []int{1, 3}, 4, 8, 4, 2
	return p
}

func tinyMomentum() MomentumParams {
	p := DefaultMomentum()
	p.Width, p.Batch, p.Iterations, p.Seeds = 4, 8, 5, 2
	return p
}

func tinyContinuity() ContinuityParams {
	p := DefaultContinuity()
	p.Width, p.Samples, p.Halvings, p.Seeds = 4, 8, 2, 2
	return p
}

func TestTrainedFiguresAreReadableAndDeterministicAndStop(t *testing.T) {
	for name, draw := range map[string]trainer{
		"figure3": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Figure3(ctx, tinyExperiment(), progress)
		},
		"figure4": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Figure4(ctx, tinyExperiment(), progress)
		},
		"animation": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Animation(ctx, tinyExperiment(), progress)
		},
		"modes": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Modes(ctx, tinyModes(), progress)
		},
		"theta": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Theta(ctx, tinyTheta(), progress)
		},
		"critic-steps": func(ctx context.Context, progress Progress) (*Figure, error) {
			return CriticSteps(ctx, tinyCriticSteps(), progress)
		},
		"momentum": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Momentum(ctx, tinyMomentum(), progress)
		},
		"continuity": func(ctx context.Context, progress Progress) (*Figure, error) {
			return Continuity(ctx, tinyContinuity(), progress)
		},
	} {
		t.Run(name, func(t *testing.T) { checkTrained(t, draw) })
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
	theta := func(change func(p *ThetaParams)) func() (*Figure, error) {
		p := tinyTheta()
		change(&p)
		return func() (*Figure, error) { return Theta(t.Context(), p, nil) }
	}
	steps := func(change func(p *CriticStepsParams)) func() (*Figure, error) {
		p := tinyCriticSteps()
		change(&p)
		return func() (*Figure, error) { return CriticSteps(t.Context(), p, nil) }
	}
	momentum := func(change func(p *MomentumParams)) func() (*Figure, error) {
		p := tinyMomentum()
		change(&p)
		return func() (*Figure, error) { return Momentum(t.Context(), p, nil) }
	}
	continuity := func(change func(p *ContinuityParams)) func() (*Figure, error) {
		p := tinyContinuity()
		change(&p)
		return func() (*Figure, error) { return Continuity(t.Context(), p, nil) }
	}
	for _, test := range []struct {
		want string
		draw func() (*Figure, error)
	}{
		{"width 0", experiment(Figure3, func(p *ExperimentParams) { p.Width = 0 })},
		{`unknown data "rings"`, experiment(Figure3, func(p *ExperimentParams) { p.Data = "rings" })},
		{`"gaussian" are of dimension 1`, experiment(Figure3, func(p *ExperimentParams) { p.Data = "gaussian" })},
		{`losses ["minimax"]`, experiment(Figure3, func(p *ExperimentParams) { p.Losses = []gan.Loss{gan.Minimax} })},
		{`losses ["wgan"]`, experiment(Figure4, func(p *ExperimentParams) { p.Losses = []gan.Loss{gan.Wasserstein} })},
		{`unknown data "near"`, experiment(Figure4, func(p *ExperimentParams) { p.Elsewhere = "near" })},
		{"-2 iterations to warm up", experiment(Animation, func(p *ExperimentParams) { p.Warmup = -2 })},
		{"no loss", experiment(Animation, func(p *ExperimentParams) { p.Losses = nil })},
		{"iterations 0", modes(func(p *ModesParams) { p.Iterations = 0 })},
		{"iterations -1", modes(func(p *ModesParams) { p.TunedIterations = -1 })},
		{"learning rate NaN", modes(func(p *ModesParams) { p.TunedRate = math.NaN() })},
		{`"swissroll" have no modes`, modes(func(p *ModesParams) { p.Data = "swissroll" })},
		{"width 0", theta(func(p *ThetaParams) { p.Width = 0 })},
		{"no loss", theta(func(p *ThetaParams) { p.Losses = nil })},
		{"[5]; at least two", steps(func(p *CriticStepsParams) { p.Steps = []int{5} })},
		{"[5 1] do not increase", steps(func(p *CriticStepsParams) { p.Steps = []int{5, 1} })},
		{"critic steps 0", steps(func(p *CriticStepsParams) { p.Steps = []int{0, 1} })},
		{"no value of β₁", momentum(func(p *MomentumParams) { p.Betas = nil })},
		{"β₁ 1 ", momentum(func(p *MomentumParams) { p.Betas = []float64{0, 1} })},
		{"1 samples", continuity(func(p *ContinuityParams) { p.Samples = 1 })},
		{"13 halvings", continuity(func(p *ContinuityParams) { p.Halvings = 13 })},
		{"depth 0", continuity(func(p *ContinuityParams) { p.Depth = 0 })},
		{`"2gaussians" are of dimension 1`, modes(func(p *ModesParams) { p.Data = "2gaussians" })},
	} {
		if _, err := test.draw(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want …%s…", err, test.want)
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
	edge := func(at vg.Point) bool { return at.X == 0 || at.X == f.width } // of the background
	points := slices.DeleteFunc(drawnPoints(f), edge)
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
	if len(points) != 2+3 { // a line and a head
		t.Errorf("%d points, want those of one arrow", len(points))
	}
}

// plain is a figure that is one panel and nothing else.
func plain(p *plot.Plot) *Figure { return &Figure{width: 100, height: 100, draw: p.Draw} }
