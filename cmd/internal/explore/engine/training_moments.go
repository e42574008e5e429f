package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	gonum "gonum.org/v1/gonum/floats"

	"monge/gan"
)

// moment is the state of each game after one line of Algorithm 1.
type moment struct {
	line  int
	games []gameMoment
}

// gameMoment is a copy of a gan.LineState, and what is computed from it and the networks.
type gameMoment struct {
	gan.LineState
	onReal     float64   // mean of D or f over Real
	onFake     float64   // over Generated
	gradient   float64   // length of the gradient with respect to the parameters
	moved      float64   // length of the last step
	saturation float64   // share of the critic's parameters at ±c
	surface    []float64 // D or f, at the lines that change it
	samples    []float64 // from the scene's noise, at the lines that change the generator
	shown      bool      // whether the game has this line
}

// lineMoment is a moment of one game.
type lineMoment struct {
	line int
	gameMoment
}

// momentShown is the part of a moment in the payload of a frame. The rest is arrays.
type momentShown struct {
	Line  int               `json:"line"`
	Games []gameMomentShown `json:"games"`
}

type gameMomentShown struct {
	Has        bool    `json:"has"` // whether the game has this line
	Loss       float64 `json:"loss"`
	OnReal     float64 `json:"onReal"` // mean of D or f over the minibatch of real samples
	OnFake     float64 `json:"onFake"` // over that of generated ones
	Gradient   float64 `json:"gradient"`
	Moved      float64 `json:"moved"`
	Saturation float64 `json:"saturation"`
}

// slow plays one step of the critic or of the generator, and returns its moments. It returns none
// if too many measurements are due; the page then asks again.
func (g *games) slow(ctx context.Context, kind string) ([]moment, error) {
	if kind != "critic" && kind != "generator" {
		return nil, fmt.Errorf("%.40q has no step that can be watched", kind)
	}
	seen := make([][]lineMoment, len(g.renderers))
	for k := range g.renderers {
		r := &g.renderers[k]
		r.run.AfterLine = func(m gan.LineState) { seen[k] = append(seen[k], lineMoment{m.Line, g.recordMoment(r, m, seen[k])}) }
		defer func() { r.run.AfterLine = nil }()
	}
	if err := g.play(kind, 1, ""); err != nil {
		return nil, err
	}
	g.advance(ctx, time.Now().Add(time.Second))
	g.dropUnplayed()
	lines := []int{3, 4, 5, 6, 7}
	if kind == "generator" {
		lines = []int{9, 10, 11}
	}
	var all []moment
	for _, line := range lines {
		m, any := moment{line: line, games: make([]gameMoment, len(seen))}, false
		for k := range seen {
			for _, of := range seen[k] {
				if of.line == line {
					m.games[k], any = of.gameMoment, true
				}
			}
		}
		if any {
			all = append(all, m)
		}
	}
	return all, nil
}

// recordMoment copies the state of a game after a line. before has the earlier moments of the step.
func (g *games) recordMoment(r *renderer, m gan.LineState, before []lineMoment) gameMoment {
	copied := gameMoment{shown: true}
	copied.Line, copied.Loss = m.Line, m.Loss
	copied.Real, copied.Noise, copied.Generated = slices.Clone(m.Real), slices.Clone(m.Noise), slices.Clone(m.Generated)
	copied.Scores, copied.Gradients = slices.Clone(m.Scores), slices.Clone(m.Gradients)
	if n, m := len(copied.Scores), r.run.Batch; n > 0 {
		copied.onReal, copied.onFake = mean(r.run.Loss, copied.Scores[:n-m]), mean(r.run.Loss, copied.Scores[n-m:])
	}
	network := r.run.Critic
	if m.Line >= 9 {
		network = r.run.Generator
	}
	if m.Line == 5 || m.Line == 10 {
		copied.gradient = gonum.Norm(network.Gradients, 2)
		r.before = append(r.before[:0], network.Parameters...)
	} else if n := len(before); n > 0 {
		copied.gradient = before[n-1].gradient
	}
	if m.Line == 6 || m.Line == 7 || m.Line == 11 {
		copied.moved = gonum.Distance(r.before, network.Parameters, 2)
	}
	if m.Line == 6 || m.Line == 7 {
		copied.surface = r.surface(&g.scene)
		copied.saturation = gan.Saturation(network.Parameters, r.run.Clip)
	}
	if m.Line == 11 {
		copied.samples = slices.Clone(r.run.Samples(r.run.Game))
	}
	return copied
}

// mean returns the mean of D or f over scores, or 0 if there are none.
func mean(loss gan.Loss, scores []float64) float64 {
	if len(scores) == 0 {
		return 0
	}
	return gonum.Sum(outputs(loss, scores)) / float64(len(scores))
}

// show returns a moment as payload and arrays. The arrays of game k are <prefix>real<k>,
// <prefix>generated<k>, <prefix>noise<k>, <prefix>pulls<k>, <prefix>surface<k> and
// <prefix>samples<k>. Empty ones are left out.
func (m moment) show(prefix string) (momentShown, []Array) {
	shown := momentShown{Line: m.line}
	var arrays []Array
	for k, of := range m.games {
		add := func(name string, data []float64) {
			if len(data) > 0 {
				arrays = append(arrays, Array{fmt.Sprintf("%s%s%d", prefix, name, k), data})
			}
		}
		s := gameMomentShown{Has: of.shown, Loss: of.Loss, OnReal: of.onReal, OnFake: of.onFake, Gradient: of.gradient, Moved: of.moved, Saturation: of.saturation}
		shown.Games = append(shown.Games, s)
		add("real", of.Real)
		add("generated", of.Generated)
		add("noise", of.Noise)
		if n := len(of.Scores); n > 0 && len(of.Gradients) > 0 {
			add("pulls", pulls(of.Gradients, n))
		}
		add("surface", of.surface)
		add("samples", of.samples)
	}
	return shown, arrays
}
