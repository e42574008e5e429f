package engine

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"monge/gan"
)

// games are the games of one start, trained up to a place in a script. They keep checkpoints,
// so that they can go back.
type games struct {
	state      trainingState // of the start, without its script
	comparison *gan.Comparison
	scene      scene
	renderers  []renderer // one for each game
	turns      turns      // which games are drawn next

	script script
	at     cursor // in the script
	round  int    // rounds done
	target int    // rounds to do
	chunk  int    // rounds between two readings of the clock

	kept      []checkpoint
	keepEvery int // rounds

	measurements
	failed error // why the games cannot go on; going back clears it
}

// checkpoint is the state of games at a place in the script.
type checkpoint struct {
	at     cursor
	round  int
	config gan.Config
	saved  *gan.State
}

// keptBytes bounds the memory of checkpoints. When they take more, every second one is
// deleted, and from then on they are twice as far apart.
const keptBytes = 16 << 20

// startGames returns the games of a state at round 0, with an empty script.
func startGames(s trainingState, measuring chan struct{}) (*games, error) {
	s.Script = ""
	if err := s.check(); err != nil {
		return nil, err
	}
	data, err := s.data()
	if err != nil {
		return nil, err
	}
	comparison, err := gan.NewComparison(s.Config, data)
	if err != nil {
		return nil, err
	}
	if s.Start == "trained" {
		if err := trainedStart(comparison); err != nil {
			return nil, err
		}
	}
	g := &games{state: s, comparison: comparison, chunk: 1, keepEvery: 64}
	for _, run := range comparison.Runs {
		g.renderers = append(g.renderers, newRenderer(run))
	}
	if g.scene, err = newScene(comparison); err != nil {
		return nil, err
	}
	g.begin(g, measuring)
	if err := g.keep(); err != nil {
		return nil, err
	}
	g.measure()
	return g, nil
}

// sameStart reports whether a state has the same start.
func (g *games) sameStart(s trainingState) bool {
	s.Script = ""
	return reflect.DeepEqual(s, g.state)
}

// follow makes s the script of the games. They go back to the place up to which s and the
// former script are the same. Their target becomes round at of s, or its end if at is −1.
func (g *games) follow(s script, at int) error {
	if same := commonPart(g.script, s); !slices.Equal(g.script, s) {
		if same.before(g.at) {
			if err := g.back(func(c checkpoint) bool { return !same.before(c.at) }); err != nil {
				return err
			}
		}
		g.forget(same)
		g.script = s
	}
	if end := s.rounds(); at < 0 || at > end {
		at = end
	}
	if at < g.round {
		if err := g.back(func(c checkpoint) bool { return c.round <= at }); err != nil {
			return err
		}
	}
	g.target = at
	return nil
}

// atTarget reports whether all rounds up to the target, and changes after it, are done.
func (g *games) atTarget() bool { return g.round == g.target && !g.changes() }

// changes reports whether the next move is a change of a setting.
func (g *games) changes() bool {
	at := g.normal()
	return at.move < len(g.script) && g.script[at.move].kind == change
}

// normal returns the cursor at the beginning of a move if one has just ended.
func (g *games) normal() cursor {
	if g.at.move < len(g.script) && g.at.within == g.script[g.at.move].count {
		return cursor{g.at.move + 1, 0}
	}
	return g.at
}

// back restores the last checkpoint for which good is true, or else the start.
func (g *games) back(good func(checkpoint) bool) error {
	k := len(g.kept) - 1
	for k > 0 && !good(g.kept[k]) {
		k--
	}
	c := g.kept[k]
	if err := g.comparison.Change(c.config); err != nil {
		return err
	}
	if err := g.comparison.SetState(c.saved); err != nil {
		return err
	}
	g.at, g.round, g.failed = c.at, c.round, nil
	return nil
}

// forget deletes the checkpoints and measurements after a cursor.
func (g *games) forget(from cursor) {
	g.kept = slices.DeleteFunc(g.kept, func(c checkpoint) bool { return from.before(c.at) })
	g.drop(from)
}

// keep adds a checkpoint of the present state, unless there is one.
func (g *games) keep() error {
	if k := len(g.kept) - 1; k >= 0 && !g.kept[k].at.before(g.at) {
		return nil
	}
	saved, err := g.comparison.State()
	if err != nil {
		return err
	}
	g.kept = append(g.kept, checkpoint{g.at, g.round, g.comparison.Config, saved})
	if len(g.kept)*saved.Size() > keptBytes && len(g.kept) > 2 {
		kept := g.kept[:1]
		for k := 2; k < len(g.kept); k += 2 {
			kept = append(kept, g.kept[k])
		}
		clear(g.kept[len(kept):])
		g.kept = kept
		g.keepEvery *= 2
	}
	return nil
}

// advance plays the script until the target or the deadline. It plays at least one chunk, so
// that the slowest machine makes progress. It stops if too many measurements are due.
func (g *games) advance(ctx context.Context, deadline time.Time) {
	g.collect()
	for first := true; !g.atTarget(); first = false {
		g.at = g.normal()
		if g.at.move >= len(g.script) || !first && !time.Now().Before(deadline) || g.behind() {
			return
		}
		m := g.script[g.at.move]
		if m.kind == change {
			if g.failed = g.apply(m); g.failed != nil {
				return
			}
			g.at.within = 1
			continue
		}
		n := min(g.chunk, g.target-g.round, m.count-g.at.within, until(g.round, g.every), until(g.round, g.keepEvery))
		start := time.Now()
		if g.failed = g.do(ctx, m.kind, n); g.failed != nil {
			return
		}
		g.pace(n, time.Since(start))
		g.at.within += n
		g.round += n
		if g.round%g.every == 0 {
			if g.failed = g.measure(); g.failed != nil {
				return
			}
		}
		if g.round%g.keepEvery == 0 {
			if g.failed = g.keep(); g.failed != nil {
				return
			}
		}
	}
}

// until returns the number of rounds to the next multiple of every.
func until(round, every int) int { return every - round%every }

// pace chooses the next chunk so that the clock is read about every two milliseconds.
func (g *games) pace(n int, took time.Duration) {
	const look = 2 * time.Millisecond
	g.chunk = int(max(1, min(float64(2*g.chunk), float64(n)*float64(look)/float64(took+1))))
}

// do plays n rounds of a kind.
func (g *games) do(ctx context.Context, kind moveKind, n int) error {
	c := g.comparison
	switch kind {
	case iterations:
		return c.Train(ctx, c.Step+n, nil)
	case criticSteps:
		return g.each(func(r *gan.Run) error { return r.TrainCritic(n) })
	}
	err := g.each(func(r *gan.Run) error {
		for range n {
			if err := r.TrainGenerator(); err != nil {
				return err
			}
		}
		return nil
	})
	c.Step += n
	return err
}

// each calls do for all games, in parallel. An error names the game and the round.
func (g *games) each(do func(r *gan.Run) error) error {
	return g.comparison.Each(context.Background(), func(_ context.Context, _ int, r *gan.Run) error {
		if err := do(r); err != nil {
			return fmt.Errorf("%s, round %d: %w", r.Loss.Label(), g.round+1, err)
		}
		return nil
	})
}

// apply changes a setting of the games.
func (g *games) apply(m move) error {
	config := g.comparison.Config
	if err := m.apply(&config); err != nil {
		return err
	}
	changed := g.state
	changed.Config = config
	if err := changed.check(); err != nil {
		return err
	}
	if err := g.keep(); err != nil { // a user may go back and try another value
		return err
	}
	return g.comparison.Change(config)
}

// play replaces the script after the present place by a change, unless changed is "", and
// rounds of the given kind.
func (g *games) play(kind string, rounds int, changed string) error {
	longer := g.script.upTo(g.at)
	if changed != "" {
		s, err := parseScript(changed)
		if err != nil {
			return err
		}
		if len(s) != 1 || s[0].kind != change {
			return fmt.Errorf("%.40q is no change of a setting", changed)
		}
		config := g.comparison.Config
		if err := s[0].apply(&config); err != nil {
			return err
		}
		now := g.state
		now.Config = config
		if err := now.check(); err != nil {
			return err
		}
		if err := config.Check(g.comparison.Data); err != nil {
			return err
		}
		longer = longer.with(s[0])
	}
	if rounds < 0 || rounds > maxRounds {
		return fmt.Errorf("%d rounds; at most %d can be played", rounds, maxRounds)
	}
	if rounds > 0 {
		m := move{kind: iterations, count: rounds}
		switch kind {
		case "critic":
			m.kind = criticSteps
		case "generator":
			m.kind = generatorSteps
		case "both":
		default:
			return fmt.Errorf("there is nothing called %.40q to play", kind)
		}
		longer = longer.with(m)
	}
	if len(longer) > maxMoves || longer.rounds() > maxRounds {
		return fmt.Errorf("that is as far as a link can go: %d rounds with %d changes. Start over", maxRounds, maxMoves)
	}
	return g.follow(longer, -1)
}

// cut removes from the script the rounds for which there was no time.
func (g *games) cut() {
	if g.failed == nil && !g.atTarget() && !g.changes() {
		g.script = g.script.upTo(g.at)
		g.target = g.round
	}
}
