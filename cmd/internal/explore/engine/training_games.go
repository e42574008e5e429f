package engine

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"monge/gan"
)

// games are all games with the same start, trained up to a cursor in a script. They keep
// checkpoints, so that they can go back.
type games struct {
	state      trainingState // of the start, without its script
	comparison *gan.Comparison
	scene      scene
	renderers  []renderer // one for each game
	turns      turns      // which games are drawn next

	script script
	cursor cursor // in the script
	round  int    // rounds done
	target int    // rounds to be done
	chunk  int    // rounds between two readings of the clock

	checkpoints     []checkpoint
	checkpointEvery int // rounds from one checkpoint to the next

	measurements
	failed error // why the games cannot go on; going back clears it
}

// checkpoint is the state of games at a place in the script.
type checkpoint struct {
	cursor cursor
	round  int
	config gan.Config
	saved  *gan.State
}

// checkpointBytes bounds the memory of checkpoints. When they take more, every second one is
// deleted, and new ones are made half as often.
const checkpointBytes = 16 << 20

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
	g := &games{state: s, comparison: comparison, chunk: 1, checkpointEvery: 64}
	for _, run := range comparison.Runs {
		g.renderers = append(g.renderers, newRenderer(run))
	}
	if g.scene, err = newScene(comparison); err != nil {
		return nil, err
	}
	g.begin(g, measuring)
	if err := g.addCheckpoint(); err != nil {
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

// setScript makes s the script of the games. If they have gone beyond the common part of s and
// the old script, they go back to a checkpoint in it. Their target becomes the given round of
// s, or its end if at is −1.
func (g *games) setScript(s script, at int) error {
	if same := commonPart(g.script, s); !slices.Equal(g.script, s) {
		if same.before(g.cursor) {
			if err := g.restore(func(c checkpoint) bool { return !same.before(c.cursor) }); err != nil {
				return err
			}
		}
		g.forgetAfter(same)
		g.script = s
	}
	if end := s.rounds(); at < 0 || at > end {
		at = end
	}
	if at < g.round {
		if err := g.restore(func(c checkpoint) bool { return c.round <= at }); err != nil {
			return err
		}
	}
	g.target = at
	return nil
}

// atTarget reports whether all rounds up to the target are done, and all changes directly after
// it.
func (g *games) atTarget() bool { return g.round == g.target && !g.atChange() }

// atChange reports whether the next move is a change of a setting.
func (g *games) atChange() bool {
	at := g.place()
	return at.move < len(g.script) && g.script[at.move].kind == change
}

// place returns the cursor. At the end of a move it returns the beginning of the next move.
func (g *games) place() cursor {
	if g.cursor.move < len(g.script) && g.cursor.within == g.script[g.cursor.move].count {
		return cursor{g.cursor.move + 1, 0}
	}
	return g.cursor
}

// restore restores the last checkpoint for which good is true, or the start if there is none.
func (g *games) restore(good func(checkpoint) bool) error {
	k := len(g.checkpoints) - 1
	for k > 0 && !good(g.checkpoints[k]) {
		k--
	}
	c := g.checkpoints[k]
	if err := g.comparison.Change(c.config); err != nil {
		return err
	}
	if err := g.comparison.SetState(c.saved); err != nil {
		return err
	}
	g.cursor, g.round, g.failed = c.cursor, c.round, nil
	return nil
}

// forgetAfter deletes the checkpoints and measurements after a cursor.
func (g *games) forgetAfter(from cursor) {
	g.checkpoints = slices.DeleteFunc(g.checkpoints, func(c checkpoint) bool { return from.before(c.cursor) })
	g.dropAfter(from)
}

// addCheckpoint adds a checkpoint of the present state, unless there is one.
func (g *games) addCheckpoint() error {
	if k := len(g.checkpoints) - 1; k >= 0 && !g.checkpoints[k].cursor.before(g.cursor) {
		return nil
	}
	saved, err := g.comparison.State()
	if err != nil {
		return err
	}
	g.checkpoints = append(g.checkpoints, checkpoint{g.cursor, g.round, g.comparison.Config, saved})
	if len(g.checkpoints)*saved.Size() > checkpointBytes && len(g.checkpoints) > 2 {
		kept := g.checkpoints[:1]
		for k := 2; k < len(g.checkpoints); k += 2 {
			kept = append(kept, g.checkpoints[k])
		}
		clear(g.checkpoints[len(kept):])
		g.checkpoints = kept
		g.checkpointEvery *= 2
	}
	return nil
}

// advance plays the script until the target or the deadline. It plays at least one chunk, so that
// a slow machine makes progress, too. It stops if too many measurements are due.
func (g *games) advance(ctx context.Context, deadline time.Time) {
	g.collect()
	for first := true; !g.atTarget(); first = false {
		g.cursor = g.place()
		if g.cursor.move >= len(g.script) || !first && !time.Now().Before(deadline) || g.behind() {
			return
		}
		m := g.script[g.cursor.move]
		if m.kind == change {
			if g.failed = g.apply(m); g.failed != nil {
				return
			}
			g.cursor.within = 1
			continue
		}
		n := min(g.chunk, g.target-g.round, m.count-g.cursor.within, until(g.round, g.every), until(g.round, g.checkpointEvery))
		start := time.Now()
		if g.failed = g.playRounds(ctx, m.kind, n); g.failed != nil {
			return
		}
		g.pace(n, time.Since(start))
		g.cursor.within += n
		g.round += n
		if g.round%g.every == 0 {
			if g.failed = g.measure(); g.failed != nil {
				return
			}
		}
		if g.round%g.checkpointEvery == 0 {
			if g.failed = g.addCheckpoint(); g.failed != nil {
				return
			}
		}
	}
}

// until returns the number of rounds to the next multiple of every.
func until(round, every int) int { return every - round%every }

// pace chooses the length of the next chunk so that the clock is read about every two
// milliseconds. The last chunk had n rounds.
func (g *games) pace(n int, took time.Duration) {
	const look = 2 * time.Millisecond
	g.chunk = int(max(1, min(float64(2*g.chunk), float64(n)*float64(look)/float64(took+1))))
}

// playRounds plays n rounds of a kind.
func (g *games) playRounds(ctx context.Context, kind moveKind, n int) error {
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
	if err := g.addCheckpoint(); err != nil { // the user may go back and try another value
		return err
	}
	return g.comparison.Change(config)
}

// play replaces the script after the present place by a change, unless changed is "", and
// rounds of the given kind.
func (g *games) play(kind string, rounds int, changed string) error {
	longer := g.script.upTo(g.cursor)
	if changed != "" {
		s, err := parseScript(changed)
		if err != nil {
			return err
		}
		if len(s) != 1 || s[0].kind != change {
			return fmt.Errorf("%.40q is not a change of a setting", changed)
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
			return fmt.Errorf("there is no player %.40q", kind)
		}
		longer = longer.with(m)
	}
	if len(longer) > maxMoves || longer.rounds() > maxRounds {
		return fmt.Errorf("a link can hold at most %d rounds and %d moves; start over", maxRounds, maxMoves)
	}
	return g.setScript(longer, -1)
}

// dropUnplayed removes from the script the rounds for which there was no time.
func (g *games) dropUnplayed() {
	if g.failed == nil && !g.atTarget() && !g.atChange() {
		g.script = g.script.upTo(g.cursor)
		g.target = g.round
	}
}
