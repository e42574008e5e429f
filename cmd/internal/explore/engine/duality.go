package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/interp"
	"gonum.org/v1/gonum/stat/distuv"

	"monge/lp"
	"monge/metrics"
)

// duality is the view of Kantorovich–Rubinstein duality on the line, equation
// (2) of the paper: the user shapes a function f by hand, and sees E_P f − E_Q f, which is
// at most K·EM.
type duality struct {
	solver lp.Solver
}

// The page shows the line from 0 to lineEnd. f is linear between knots, which are equally
// far apart.
const (
	lineEnd      = 10.0
	knots        = 41
	maxKnotMoves = 10_000 // of knots in one message
)

// knotAt returns the coordinate of knot k.
func knotAt(k int) float64 { return lineEnd * float64(k) / (knots - 1) }

// dualityState is the state of the page's controls.
type dualityState struct {
	Preset  string    `json:"preset"`
	K       float64   `json:"k"` // the Lipschitz constant that f must keep
	F       []float64 `json:"f"` // at the knots; an empty list is f = 0
	Optimum bool      `json:"optimum"`
	P       atoms     `json:"p"` // of preset "own": a coordinate and a weight each
	Q       atoms     `json:"q"`
}

// shapeRequest is the payload of "shape": it moves knots of f, one after the other.
type shapeRequest struct {
	dualityState
	Moves []knotMove `json:"moves"`
}

// knotMove moves one knot of f to a height.
type knotMove struct {
	Knot   int     `json:"knot"`
	Height float64 `json:"height"`
}

// Answer implements View.
func (d *duality) Answer(ctx context.Context, r Request) (Frame, error) {
	if r.Kind == "shape" {
		var g shapeRequest
		if err := r.Into(&g); err != nil {
			return Frame{}, err
		}
		return g.shape()
	}
	var s dualityState
	if err := r.Into(&s); err != nil {
		return Frame{}, err
	}
	switch r.Kind {
	case "show":
		return d.show(ctx, s)
	case "recipe":
		return s.recipe()
	case "csv":
		return s.csv()
	}
	return Frame{}, r.errKind()
}

// pair returns the two distributions, on [0, lineEnd].
func (s dualityState) pair() (*twoDistributions, error) {
	onLine := func(x ...float64) *metrics.Distribution {
		p, err := metrics.OnLine(x, nil)
		if err != nil {
			panic(err) // the points below are valid
		}
		return p
	}
	normals := func(p, q distuv.Normal) (*twoDistributions, error) {
		x := make([]float64, 101)
		two := &twoDistributions{pWeights: make([]float64, len(x)), qWeights: make([]float64, len(x))}
		for k := range x {
			x[k] = lineEnd * float64(k) / float64(len(x)-1)
			two.pWeights[k], two.qWeights[k] = p.Prob(x[k]), q.Prob(x[k])
		}
		var err error
		if two.p, err = metrics.OnLine(x, two.pWeights); err != nil {
			return nil, err
		}
		two.q, err = metrics.OnLine(x, two.qWeights)
		return two, err
	}
	switch s.Preset {
	case "lesson":
		return &twoDistributions{p: onLine(1, 2, 7), q: onLine(4, 5, 9)}, nil
	case "points":
		return &twoDistributions{p: onLine(3), q: onLine(7)}, nil
	case "shifted":
		return normals(distuv.Normal{Mu: 4, Sigma: 0.8}, distuv.Normal{Mu: 6, Sigma: 0.8})
	case "spread":
		return normals(distuv.Normal{Mu: 5, Sigma: 0.5}, distuv.Normal{Mu: 5, Sigma: 1.4})
	case "own":
		for name, side := range map[string]atoms{"P": s.P, "Q": s.Q} {
			for _, row := range side {
				if len(row) == 2 && !(row[0] >= 0 && row[0] <= lineEnd) {
					return nil, fmt.Errorf("%s has a point at %v; the line goes from 0 to %v", name, row[0], lineEnd)
				}
			}
		}
		return pairState{Preset: "own", Points: 1, Dim: 1, P: s.P, Q: s.Q}.pair()
	}
	return nil, fmt.Errorf("there is no preset %.40q", s.Preset)
}

// function returns the largest K-Lipschitz function that is nowhere above the state's
// values, minₖ (fₖ + K|x − xₖ|), at the knots. If the values are K-Lipschitz, it returns them.
func (s dualityState) function() ([]float64, error) {
	if !(s.K >= 0 && s.K <= 1e3) {
		return nil, fmt.Errorf("a slope of up to K = %v; K from 0 to 1000 can be shown", s.K)
	}
	if len(s.F) == 0 {
		return make([]float64, knots), nil
	}
	if len(s.F) != knots {
		return nil, fmt.Errorf("f has %d values; %d are needed", len(s.F), knots)
	}
	for k, y := range s.F {
		if !(math.Abs(y) <= 1e6) {
			return nil, fmt.Errorf("f[%d] = %v; up to 1e6 can be shown", k, y)
		}
	}
	f := slices.Clone(s.F)
	step := s.K * lineEnd / (knots - 1)
	for k := 1; k < knots; k++ {
		f[k] = min(f[k], f[k-1]+step)
	}
	for k := knots - 2; k >= 0; k-- {
		f[k] = min(f[k], f[k+1]+step)
	}
	return f, nil
}

// shape moves knots of f, one after the other. Each move also moves the other knots, as little as
// possible, so that f stays K-Lipschitz. So the last move holds exactly, and earlier ones may
// not.
func (g shapeRequest) shape() (Frame, error) {
	f, err := g.function()
	if err != nil {
		return Frame{}, err
	}
	if len(g.Moves) > maxKnotMoves {
		return Frame{}, fmt.Errorf("%d moves at once; at most %d are made", len(g.Moves), maxKnotMoves)
	}
	for _, m := range g.Moves {
		if m.Knot < 0 || m.Knot >= knots || !(math.Abs(m.Height) <= 1e6) {
			return Frame{}, errors.New("there is no such knot")
		}
		for k := range f {
			reach := g.K * math.Abs(knotAt(k)-knotAt(m.Knot))
			f[k] = max(m.Height-reach, min(f[k], m.Height+reach))
		}
	}
	return Frame{Kind: "shape", Payload: f}, nil
}

// dualityShown is the payload of "show".
type dualityShown struct {
	EP         Number `json:"ep"` // E_P f
	EQ         Number `json:"eq"` // E_Q f
	Difference Number `json:"difference"`
	EM         Number `json:"em"`
	Bound      Number `json:"bound"` // K·EM
	Share      Number `json:"share"` // of the bound that f reaches
	Steepest   Number `json:"steepest"`
	Words      string `json:"words"`
}

// show computes the expectations of f under P and Q, and the bound K·EM.
func (d *duality) show(ctx context.Context, s dualityState) (Frame, error) {
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	heights, err := s.function()
	if err != nil {
		return Frame{}, err
	}
	x := make([]float64, knots)
	for k := range x {
		x[k] = knotAt(k)
	}
	var f interp.PiecewiseLinear
	if err := f.Fit(x, heights); err != nil {
		return Frame{}, err
	}
	at := func(x []float64) float64 { return f.Predict(x[0]) }
	solution, err := metrics.EarthMoverWith(ctx, &d.solver, two.p, two.q, lp.Euclidean)
	if err != nil {
		return Frame{}, err
	}
	ep, eq := two.p.Mean(at), two.q.Mean(at)
	shown := dualityShown{EP: Number(ep), EQ: Number(eq), Difference: Number(ep - eq), EM: Number(solution.Cost), Bound: Number(s.K * solution.Cost)}
	if shown.Bound > 0 {
		shown.Share = shown.Difference / shown.Bound
	}
	for k := 1; k < knots; k++ {
		shown.Steepest = max(shown.Steepest, Number(math.Abs(heights[k]-heights[k-1])/(x[k]-x[k-1])))
	}
	shown.Words = shown.words(s.K)
	frame := Frame{Kind: "show", Payload: nil, Arrays: []Array{
		{"p", coordinates(two.p)}, {"pMass", masses(two.p)}, {"pWeight", weights(two.p, two.pWeights)},
		{"q", coordinates(two.q)}, {"qMass", masses(two.q)}, {"qWeight", weights(two.q, two.qWeights)},
		{"x", x}, {"f", heights},
	}}
	if s.Optimum {
		best, err := s.optimum(two, solution, heights)
		if err != nil {
			return Frame{}, err
		}
		frame.Arrays = append(frame.Arrays, best...)
	}
	frame.Payload = shown
	return frame, nil
}

// optimum returns the optimal f, K times the Kantorovich potential, on a finer grid. It adds
// the constant that gives it the mean of f: a constant does not change E_P f − E_Q f.
func (s dualityState) optimum(two *twoDistributions, solution *lp.Solution, heights []float64) ([]Array, error) {
	potential, err := metrics.NewKantorovich(two.p, solution, lp.Euclidean)
	if err != nil {
		return nil, err
	}
	const cells = 400
	x, best := make([]float64, cells+1), make([]float64, cells+1)
	for k := range x {
		x[k] = lineEnd * float64(k) / cells
		best[k] = s.K * potential.At(x[k:k+1])
	}
	floats.AddConst(floats.Sum(heights)/knots-floats.Sum(best)/float64(len(best)), best)
	return []Array{{"bestX", x}, {"best", best}}, nil
}

// words says in text which share of the bound f reaches.
func (d dualityShown) words(k float64) string {
	text := fmt.Sprintf("E_P f − E_Q f is %s − %s = %s. With slopes of at most %s the bound is K·EM = %s. ",
		short(d.EP), short(d.EQ), short(d.Difference), short(Number(k)), short(d.Bound))
	switch {
	case d.Share > 1-1e-9:
		return text + "This f reaches the bound: it is an optimal critic."
	case d.Difference < 0:
		return text + "This f has the wrong sign: it should be high on P and low on Q."
	}
	return text + fmt.Sprintf("This f reaches %.1f %% of the bound.", 100*float64(d.Share))
}
