package engine

import (
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"monge/cmd/internal/fault"
	"monge/gan"
)

// gameShown is what a page is told of a game, besides arrays.
type gameShown struct {
	Loss  gan.Loss `json:"loss"`
	Label string   `json:"label"`
	// Critic reports whether the second network is one, and not a discriminator.
	Critic bool       `json:"critic"`
	Now    gan.Record `json:"now"` // without EM
}

// picture is what is drawn of a game.
type picture struct {
	gan.Judgement
	shown  gameShown
	arrays []Array
}

// frame returns the games as they are: numbers in the payload, and for game k
// the arrays
//
//	samples<k>  what the generator makes of the scene's noise, n×d
//	scores<k>   D or f of these, n
//	pulls<k>    minus the gradient of its own loss at each of these, n×d
//	surface<k>  D or f over the scene's box
//	fold<k>     the generator's grid
//	bars<k>     on the line, the histogram of the samples
//
// A page that does not know the scene gets it as well, with the arrays real and
// noise, and on the line realBars.
func (g *games) frame(kind string, q trainingRequest, sceneID int, moments []moment) (Frame, error) {
	if g.failed == nil && g.there() && kind != "play" {
		g.failed = g.measure() // whoever stands still wants numbers
	}
	g.collect()
	shown := trainingShown{
		Script: g.script.String(), At: g.round, End: g.script.rounds(), Target: g.target, Step: g.comparison.Step,
		Now: g.comparison.Config, Scene: sceneID, Epoch: g.epoch,
		Measured: g.underWay == nil,
	}
	out := Frame{Kind: kind}
	pictures, err := g.pictures(q.layers)
	if err != nil && g.failed == nil {
		g.failed = err
	}
	for _, p := range pictures {
		shown.Games = append(shown.Games, p.shown)
		out.Arrays = append(out.Arrays, p.arrays...)
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

// pictures computes those of all games, in parallel.
func (g *games) pictures(want layers) ([]picture, error) {
	all := make([]picture, len(g.brushes))
	var group errgroup.Group
	for k := range g.brushes {
		group.Go(func() error {
			b, suffix := &g.brushes[k], fmt.Sprint(k)
			loss := b.run.Loss
			p := &all[k]
			p.shown = gameShown{Loss: loss, Label: loss.Label(), Critic: loss.IsWasserstein()}
			add := func(name string, data []float64) { p.arrays = append(p.arrays, Array{name + suffix, data}) }
			j, err := b.run.Judge(b.run.Game)
			if err != nil { // there is nothing to draw of the samples
				p.shown.Now = gan.Record{Loss: loss, Step: g.comparison.Step, Seed: b.run.Seed}
				add("samples", nil)
				add("scores", nil)
				return fmt.Errorf("%s: %w", loss.Label(), err)
			}
			p.shown.Now = j.Record
			p.shown.Now.Step, p.shown.Now.Seed = g.comparison.Step, b.run.Seed
			add("samples", append([]float64(nil), j.Samples...))
			add("scores", outputs(loss, j.Fake))
			if g.scene.Dim == 1 {
				add("bars", g.scene.bars(j.Samples))
			}
			if want.Arrows {
				add("pulls", pulls(j.Gradients, len(j.Fake)))
			}
			if want.Surface {
				add("surface", b.surface(&g.scene))
			}
			if want.Fold {
				add("fold", b.fold(&g.scene))
			}
			return nil
		})
	}
	err := group.Wait()
	return all, err
}

// words says what the pictures show, for those who do not see them.
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
