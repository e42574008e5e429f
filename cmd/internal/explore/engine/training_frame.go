package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"monge/cmd/internal/fault"
	"monge/gan"
)

// gameShown is the part of a game in the payload of a frame. The rest is arrays.
type gameShown struct {
	Loss  gan.Loss `json:"loss"`
	Label string   `json:"label"`
	// Critic reports whether the second network is a critic, and not a discriminator.
	Critic bool `json:"critic"`
	// EstimatesJS reports whether its loss estimates JS. That of a critic estimates EM.
	EstimatesJS bool       `json:"estimates_js"`
	Now         gan.Record `json:"now"` // without EM
}

// picture is the numbers and arrays of which the page draws a game.
type picture struct {
	shown  gameShown
	arrays []Array
}

// frame returns the games as they are: numbers in the payload, and for game k
// the arrays
//
//	samples<k>  the images of the scene's noise under the generator, n×d
//	scores<k>   D or f of these, n
//	pulls<k>    minus the gradient of its own loss at each of these, n×d
//	surface<k>  D or f over the scene's box
//	fold<k>     the image of the grid over the noise
//	bars<k>     on the line, the histogram of the samples
//
// A page that does not have the scene gets it as well, with the arrays real and noise, and
// on the line realBars. During training games are drawn in turn, and a page keeps its last
// pictures of the others.
func (g *games) frame(kind string, q trainingRequest, sceneID int, moments []moment, done bool) (Frame, error) {
	if g.failed == nil && g.atTarget() && kind != "play" {
		g.failed = g.measure() // a page that does not play shows the numbers of this round
	}
	g.collect()
	shown := trainingShown{
		Script: g.script.String(), At: g.round, End: g.script.rounds(), Target: g.target, Step: g.comparison.Step,
		Now: g.comparison.Config, Scene: sceneID, Epoch: g.epoch,
		Measured: g.underWay == nil, Done: done,
	}
	out := Frame{Kind: kind}
	from, count := 0, len(g.renderers)
	if kind == "play" && q.Scene == sceneID && g.failed == nil {
		from, count = g.turns.take(count)
	}
	begin := time.Now()
	drawn, err := g.pictures(q.layers, from, count)
	if err != nil && g.failed == nil {
		g.failed = err
	}
	g.turns.spent(count, time.Since(begin))
	if kind != "play" {
		g.turns.credit = 0 // a page that does not play draws all games, whatever the time
	}
	for k := range g.renderers {
		shown.Games = append(shown.Games, g.renderers[k].drawn.shown)
	}
	shown.Drawn = drawn
	for _, k := range drawn {
		out.Arrays = append(out.Arrays, g.renderers[k].drawn.arrays...)
	}
	if q.Scene != sceneID {
		shown.Setting = &g.scene
		out.Arrays = append(out.Arrays, Array{"real", g.scene.real}, Array{"noise", g.scene.noise})
		if g.scene.Dim == 1 {
			out.Arrays = append(out.Arrays, Array{"realBars", g.scene.bars(g.scene.real)})
		}
	}
	if q.Scene == sceneID && q.Epoch == g.epoch && q.Have >= 0 && q.Have <= len(g.rows) {
		shown.From = q.Have
	}
	shown.Records = [][]measurement{}
	for _, r := range g.rows[shown.From:] {
		shown.Records = append(shown.Records, r.games)
	}
	shown.Floor = g.floor
	for k, m := range moments {
		s, arrays := m.show(fmt.Sprintf("moment%d.", k))
		shown.Moments = append(shown.Moments, s)
		out.Arrays = append(out.Arrays, arrays...)
	}
	if g.failed != nil {
		shown.Failed = fault.Message(g.failed)
	}
	shown.Words = g.words(shown)
	out.Payload = shown
	return out, nil
}

// pictures draws count games, in parallel, from game first on, cyclically. It returns their
// indices in increasing order.
func (g *games) pictures(want layers, first, count int) (drawn []int, err error) {
	n := len(g.renderers)
	err = g.comparison.Each(context.Background(), func(_ context.Context, k int, _ *gan.Run) error {
		if (k-first+n)%n >= count {
			return nil
		}
		return g.renderers[k].draw(&g.scene, want, k, g.comparison.Step)
	})
	drawn = []int{} // nil would be null in JSON
	for i := range count {
		drawn = append(drawn, (first+i)%n)
	}
	slices.Sort(drawn)
	return drawn, err
}

// draw makes the picture of game k.
func (r *renderer) draw(s *scene, want layers, k, step int) error {
	suffix, loss := fmt.Sprint(k), r.run.Loss
	p := picture{shown: gameShown{Loss: loss, Label: loss.Label(), Critic: loss.IsWasserstein(), EstimatesJS: loss.EstimatesJS()}}
	defer func() { r.drawn = p }()
	add := func(name string, data []float64) { p.arrays = append(p.arrays, Array{name + suffix, data}) }
	j, err := r.run.MeasureWithoutEM(r.run.Game)
	if err != nil { // there are no finite samples to draw
		p.shown.Now = gan.Record{Loss: loss, Step: step, Seed: r.run.Seed}
		add("samples", nil)
		add("scores", nil)
		return fmt.Errorf("%s: %w", loss.Label(), err)
	}
	p.shown.Now = j.Record
	p.shown.Now.Step, p.shown.Now.Seed = step, r.run.Seed
	add("samples", slices.Clone(j.Samples))
	add("scores", outputs(loss, j.Fake))
	if s.Dim == 1 {
		add("bars", s.bars(j.Samples))
	}
	if want.Arrows {
		add("pulls", pulls(j.Gradients, len(j.Fake)))
	}
	if want.Surface {
		add("surface", r.surface(s))
	}
	if want.Fold {
		add("fold", r.fold(s))
	}
	return nil
}

// words describes the pictures as text, for those who cannot see them.
func (g *games) words(shown trainingShown) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, seed %d, iteration %d. ", g.scene.Data, g.comparison.Config.Seed, shown.Step)
	for k, of := range shown.Games {
		fmt.Fprintf(&b, "%s: ", of.Label)
		if n := len(g.rows); n > 0 {
			last := g.rows[n-1]
			fmt.Fprintf(&b, "exact EM %.3g at iteration %d, ", last.games[k].EM, last.games[k].Step)
		}
		if estimate := of.Now.EMEstimate; estimate != nil {
			fmt.Fprintf(&b, "the critic claims %.3g, ", *estimate)
		}
		if estimate := of.Now.JSEstimate; estimate != nil {
			fmt.Fprintf(&b, "the discriminator estimates JS %.3g, ", *estimate)
		}
		fmt.Fprintf(&b, "gradient at samples %.2g", of.Now.GradNorm)
		if g.scene.Modes > 0 {
			fmt.Fprintf(&b, ", %d of %d modes", of.Now.Modes, g.scene.Modes)
		}
		b.WriteString(". ")
	}
	return strings.TrimSpace(b.String())
}
