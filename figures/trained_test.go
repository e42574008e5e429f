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

	"monge/figures/internal/kit"
	"monge/gan"
)

// The tiny functions return settings of small networks that train for a few iterations.
func tinyExperiment() gan.Config {
	p := defaultExperiment()
	p.Width, p.Depth, p.Batch, p.Iterations, p.EvalEvery, p.EvalSamples, p.Seeds = 4, 1, 8, 6, 2, 40, 2
	p.Warmup, p.WarmupSteps = 1, 2
	return p
}

// oneSeed returns the same configuration with one seed.
func oneSeed(c gan.Config) gan.Config {
	c.Seeds = 1
	return c
}

// A loss that estimates nothing has no column and no correlation.
func TestFigure4LeavesOutALossThatEstimatesNothing(t *testing.T) {
	c := oneSeed(tinyExperiment())
	c.Losses = []gan.Loss{gan.LeastSquares, gan.Minimax}
	f, err := (&Figure4Params{Config: c}).Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range texts(f) {
		if strings.Contains(w.text, gan.LeastSquares.Label()) {
			t.Errorf("%q is on the picture", w.text)
		}
	}
	c.Losses = c.Losses[:1]
	if _, err := (&Figure4Params{Config: c}).Draw(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "none of the losses") {
		t.Errorf("of that loss alone: %v", err)
	}
}

func tinyModes() *ModesParams {
	p := DefaultModes()
	p.Width, p.Depth, p.Batch, p.Iterations, p.EvalSamples, p.Seeds, p.CriticSteps = 4, 1, 8, 3, 40, 2, 2
	p.TunedIterations = 4
	return p
}

func tinyTheta() *ThetaParams {
	p := DefaultTheta()
	p.Width, p.CriticSteps, p.Iterations, p.Seeds = 4, 2, 6, 2
	return p
}

func tinyCriticSteps() *CriticStepsParams {
	p := DefaultCriticSteps()
	p.Steps, p.Width, p.Batch, p.Iterations, p.Seeds = []int{1, 3}, 4, 8, 4, 2
	return p
}

func tinyMomentum() *MomentumParams {
	p := DefaultMomentum()
	p.Width, p.Batch, p.Iterations, p.Seeds = 4, 8, 5, 2
	return p
}

func tinyContinuity() *ContinuityParams {
	p := DefaultContinuity()
	p.Width, p.Samples, p.Halvings, p.Seeds = 4, 8, 2, 2
	return p
}

func TestTrainedFiguresAreReadableAndDeterministicAndStop(t *testing.T) {
	for name, draw := range map[string]trainer{
		"figure3": func(ctx context.Context, progress Progress) (*Figure, error) {
			return (&Figure3Params{Config: tinyExperiment()}).Draw(ctx, progress)
		},
		"figure4": func(ctx context.Context, progress Progress) (*Figure, error) {
			return (&Figure4Params{Config: tinyExperiment(), SecondData: "far"}).Draw(ctx, progress)
		},
		"animation": func(ctx context.Context, progress Progress) (*Figure, error) {
			return (&AnimationParams{Config: oneSeed(tinyExperiment())}).Draw(ctx, progress)
		},
		"modes": func(ctx context.Context, progress Progress) (*Figure, error) {
			return tinyModes().Draw(ctx, progress)
		},
		"theta": func(ctx context.Context, progress Progress) (*Figure, error) {
			return tinyTheta().Draw(ctx, progress)
		},
		"critic-steps": func(ctx context.Context, progress Progress) (*Figure, error) {
			return tinyCriticSteps().Draw(ctx, progress)
		},
		"momentum": func(ctx context.Context, progress Progress) (*Figure, error) {
			return tinyMomentum().Draw(ctx, progress)
		},
		"continuity": func(ctx context.Context, progress Progress) (*Figure, error) {
			return tinyContinuity().Draw(ctx, progress)
		},
	} {
		t.Run(name, func(t *testing.T) { checkTrained(t, draw) })
	}
}

func TestBadParametersOfTrainedFiguresAreNamed(t *testing.T) {
	figure3 := func(change func(p *Figure3Params)) func() (*Figure, error) {
		p := &Figure3Params{Config: tinyExperiment()}
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	figure4 := func(change func(p *Figure4Params)) func() (*Figure, error) {
		p := &Figure4Params{Config: tinyExperiment()}
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	animation := func(change func(p *AnimationParams)) func() (*Figure, error) {
		p := &AnimationParams{Config: oneSeed(tinyExperiment())}
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	modes := func(change func(p *ModesParams)) func() (*Figure, error) {
		p := tinyModes()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	theta := func(change func(p *ThetaParams)) func() (*Figure, error) {
		p := tinyTheta()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	steps := func(change func(p *CriticStepsParams)) func() (*Figure, error) {
		p := tinyCriticSteps()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	momentum := func(change func(p *MomentumParams)) func() (*Figure, error) {
		p := tinyMomentum()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	continuity := func(change func(p *ContinuityParams)) func() (*Figure, error) {
		p := tinyContinuity()
		change(p)
		return func() (*Figure, error) { return p.Draw(t.Context(), nil) }
	}
	for _, test := range []struct {
		want string
		draw func() (*Figure, error)
	}{
		{"width is 0", figure3(func(p *Figure3Params) { p.Width = 0 })},
		{`unknown data "rings"`, figure3(func(p *Figure3Params) { p.Data = "rings" })},
		{`"gaussian" are of dimension 1`, figure3(func(p *Figure3Params) { p.Data = "gaussian" })},
		{`losses ["minimax"]`, figure3(func(p *Figure3Params) { p.Losses = []gan.Loss{gan.Minimax} })},
		{`losses ["wgan"]`, figure4(func(p *Figure4Params) { p.Losses = []gan.Loss{gan.Wasserstein} })},
		{`unknown data "near"`, figure4(func(p *Figure4Params) { p.SecondData = "near" })},
		{"warm-up is -2 iterations, but must be at least 0", animation(func(p *AnimationParams) { p.Warmup = -2 })},
		{"2 seeds; an animation", animation(func(p *AnimationParams) { p.Seeds = 2 })},
		{"no loss", animation(func(p *AnimationParams) { p.Losses = nil })},
		{"iterations is 0", modes(func(p *ModesParams) { p.Iterations = 0 })},
		{"iterations is -1", modes(func(p *ModesParams) { p.TunedIterations = -1 })},
		{"learning rate is NaN", modes(func(p *ModesParams) { p.TunedRate = math.NaN() })},
		{`"swissroll" have no modes`, modes(func(p *ModesParams) { p.Data = "swissroll" })},
		{"width is 0", theta(func(p *ThetaParams) { p.Width = 0 })},
		{"no loss", theta(func(p *ThetaParams) { p.Losses = nil })},
		{"[5]; at least two", steps(func(p *CriticStepsParams) { p.Steps = []int{5} })},
		{"[5 1] do not increase", steps(func(p *CriticStepsParams) { p.Steps = []int{5, 1} })},
		{"critic steps is 0", steps(func(p *CriticStepsParams) { p.Steps = []int{0, 1} })},
		{"no value of β₁", momentum(func(p *MomentumParams) { p.Betas = nil })},
		{"β₁ is 1,", momentum(func(p *MomentumParams) { p.Betas = []float64{0, 1} })},
		{"1 samples", continuity(func(p *ContinuityParams) { p.Samples = 1 })},
		{"13 halvings", continuity(func(p *ContinuityParams) { p.Halvings = 13 })},
		{"depth is -1", continuity(func(p *ContinuityParams) { p.Depth = -1 })},
		{`"2gaussians" are of dimension 1`, modes(func(p *ModesParams) { p.Data = "2gaussians" })},
	} {
		if _, err := test.draw(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want …%s…", err, test.want)
		}
	}
}

func TestTheAnimationHasAFrameForEachRecordAndLoops(t *testing.T) {
	f, err := (&AnimationParams{Config: oneSeed(tinyExperiment())}).Draw(t.Context(), nil)
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
	still, err := (&HierarchyParams{Terms: 2}).Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := still.Encode(new(bytes.Buffer), "gif"); err == nil || !strings.Contains(err.Error(), `format "gif" needs an animation`) {
		t.Errorf("a GIF of a figure that is not animated: error %v", err)
	}
}

// The longest arrow has the given length. An arrow of length 0, and one whose tip is
// outside the panel, are left out.
func TestArrowsHaveTheGivenLengthAndStayInside(t *testing.T) {
	p := kit.Window{Half: 1}.Panel()
	p.Add(kit.Arrows(plotter.XYs{{X: 0, Y: 0}, {X: 0, Y: 0}, {X: 0.99, Y: 0}},
		plotter.XYs{{X: 0, Y: 2e-9}, {}, {X: 1e-9, Y: 0}}, 20, kit.Solid(kit.InkColor, kit.ThinWidth)))
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

func TestAnAxisSaysWhenEMIsWithinTwiceTheFloor(t *testing.T) {
	e := &experiment{floor: []float64{0.1, 0.2, 0.3}}
	for _, test := range []struct {
		em   plotter.XYs
		want string
	}{
		{plotter.XYs{{X: 0, Y: 2}, {X: 50, Y: 0.41}, {X: 100, Y: 0.4}, {X: 150, Y: 0.3}}, "twice the dashed line reached at 100"},
		{plotter.XYs{{X: 0, Y: 2}, {X: 50, Y: 0.41}}, "always above twice the dashed line"},
	} {
		if got := e.nearFloorText([]plotter.XYs{test.em}); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

func TestSwingIsTheMedianRangeOfTheSecondHalf(t *testing.T) {
	config := tinyExperiment()
	config.Seeds, config.Seed = 1, 1
	run := &trained{Comparison: &gan.Comparison{Config: config}}
	for step, em := range []float64{9, 0, 2, 5, 3, 4} {
		run.records = append(run.records, gan.Record{Step: step, Loss: gan.Wasserstein, Seed: 1, EM: em})
	}
	if got := swing(run, gan.Wasserstein); got != "2" {
		t.Errorf("EM 5, 3, 4 in the second half swings by %s, want 2", got)
	}
}

// plain returns a figure that consists of one panel.
func plain(p *plot.Plot) *Figure { return &Figure{width: 100, height: 100, draw: p.Draw} }
