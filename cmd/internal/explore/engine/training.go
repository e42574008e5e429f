package engine

import (
	"context"
	"fmt"
	"time"

	"monge/gan"
)

// training is the view of games in training, side by side: generators against critics and
// against discriminators. A frame depends on the state alone: the settings at the start, and
// the script of all training since. The view keeps the games of the last state, so that it
// need not train them again.
type training struct {
	options Options
	games   *games
	opened  int // how many times games were started: the number of the scene
}

// trainingState is the state of the page's controls. Config has the settings at the start.
// Changes since are in the script.
type trainingState struct {
	gan.Config
	Start  string      `json:"start"`  // "": random weights; "trained": the weights of trained.bin
	Points [][]float64 `json:"points"` // the user's data; empty if Data is a name of the catalogue
	Script string      `json:"script"`
}

// trainingRequest is the payload of "show", "play" and "slow".
type trainingRequest struct {
	trainingState
	At     int    `json:"at"`     // the round of the script to show; -1 is its end
	Play   string `json:"play"`   // "play": "both", "critic" or "generator"
	Rounds int    `json:"rounds"` // "play": the number of rounds, at most
	Change string `json:"change"` // "play": a change of a setting before these rounds, as in a script
	layers
	// The scene, the epoch and the number of records that the page has already.
	Scene int `json:"scene"`
	Epoch int `json:"epoch"`
	Have  int `json:"have"`
}

// trainingShown is the payload of the frame that answers them.
type trainingShown struct {
	Script   string          `json:"script"`
	At       int             `json:"at"`     // rounds done
	End      int             `json:"end"`    // rounds of the script
	Target   int             `json:"target"` // rounds that are to be done
	Step     int             `json:"step"`   // iterations done
	Now      gan.Config      `json:"now"`    // the settings after all changes
	Games    []gameShown     `json:"games"`
	Drawn    []int           `json:"drawn"` // the games whose numbers and arrays are in this frame
	Scene    int             `json:"scene"` // the number of the scene
	Setting  *scene          `json:"setting,omitempty"`
	Epoch    int             `json:"epoch"`
	From     int             `json:"from"` // the number of records before Records, which the page has
	Records  [][]measurement `json:"records"`
	Measured bool            `json:"measured"` // no measurement is under way
	Failed   string          `json:"failed"`   // why the games cannot go on; "" if they can
	Floor    *floors         `json:"floor"`    // nil until it is computed
	Words    string          `json:"words"`
	Moments  []momentShown   `json:"moments,omitempty"`
	// Done says that "play" or "slow" did what it asks for. Games that are on their way to
	// the round that is asked for, or wait to be measured, do nothing else.
	Done bool `json:"done"`
}

// Answer implements View.
func (t *training) Answer(ctx context.Context, r Request) (Frame, error) {
	began := time.Now()
	deadline := began.Add(r.Slice)
	switch r.Kind {
	case "run":
		return t.run()
	case "catalogue":
		return trainingCatalogue()
	case "open":
		return open(r)
	}
	var q trainingRequest
	if err := r.Into(&q); err != nil {
		return Frame{}, err
	}
	if q.GeneratorSteps == 1 {
		q.GeneratorSteps = 0 // gan takes 0 as 1, and writes 0
	}
	q.Iterations = maxRounds // Iterations does not end the games: the script says how far they go
	switch r.Kind {
	case "recipe":
		return q.recipe()
	case "csv":
		if err := t.setState(q.trainingState, -1); err != nil {
			return Frame{}, err
		}
		return t.games.csv()
	case "show", "play", "slow":
	default:
		return Frame{}, r.errKind()
	}
	if err := t.setState(q.trainingState, q.At); err != nil {
		return Frame{}, err
	}
	g := t.games
	if g.failed == nil {
		g.advance(ctx, deadline)
	}
	var moments []moment
	var done bool
	if g.atTarget() && g.failed == nil {
		switch r.Kind {
		case "play":
			before := g.round
			if err := g.play(q.Play, q.Rounds, q.Change); err != nil {
				return Frame{}, err
			}
			g.advance(ctx, deadline)
			g.turns.worked(time.Since(began), r.Slice)
			g.dropUnplayed()
			done = q.Rounds == 0 || g.round > before
		case "slow":
			var err error
			if moments, err = g.slow(ctx, q.Play); err != nil {
				return Frame{}, err
			}
			done = len(moments) > 0
		}
	}
	if err := ctx.Err(); err != nil {
		return Frame{}, err
	}
	return g.frame(r.Kind, q, t.opened, moments, done)
}

// setState makes t.games the games of a state, and sets their target to a round of its script.
func (t *training) setState(s trainingState, at int) error {
	script, err := parseScript(s.Script)
	if err != nil {
		return err
	}
	if t.games == nil || !t.games.sameStart(s) {
		g, err := startGames(s, t.options.Measuring)
		if err != nil {
			return err
		}
		t.games = g
		t.opened++
	}
	return t.games.setScript(script, at)
}

// check returns an error if a setting is larger than the page can show. gan.Config.Check finds
// the settings that are invalid.
func (s trainingState) check() error {
	for _, of := range []struct {
		name             string
		value, low, high int
	}{
		{"width", s.Width, 1, 128}, {"depth", s.Depth, 0, 6},
		{"critic's width", s.CriticWidth, 0, 128}, {"critic's depth", s.CriticDepth, -1, 6},
		{"noise dimension", s.Noise, 1, 16}, {"losses", len(s.Losses), 1, len(gan.AllLosses())}, {"seeds", s.Seeds, 1, 1},
		{"batch", s.Batch, 1, maxBatch}, {"critic steps", s.CriticSteps, 1, maxSteps}, {"generator steps", s.GeneratorSteps, 0, maxSteps},
		{"warm-up", s.Warmup, 0, 1000}, {"warm-up steps", s.WarmupSteps, 1, 200},
		{"evaluation every", s.EvalEvery, 1, 10000}, {"evaluation samples", s.EvalSamples, 16, 512}, {"own points", len(s.Points), 0, MaxPoints},
	} {
		if of.value < of.low || of.value > of.high {
			return fmt.Errorf("%s %d; from %d to %d can be shown", of.name, of.value, of.low, of.high)
		}
	}
	steps := float64(max(s.CriticSteps, s.GeneratorSteps))
	width, depth := float64(max(s.Width, s.CriticWidth)), float64(max(s.Depth, s.CriticDepth, 1))
	if work := steps * float64(s.Batch) * width * width * depth; work > maxWork {
		return fmt.Errorf("batch, steps and networks of these sizes make an iteration of %.0e products; at most %.0e can be shown", work, float64(maxWork))
	}
	if s.Start != "" && s.Start != "trained" {
		return fmt.Errorf("there is no start %.40q", s.Start)
	}
	return nil
}

// Limits of settings that can change while games are played.
const (
	maxBatch = 1024
	maxSteps = 50
	maxWork  = 2e8 // about the multiplications of an iteration: a tenth of a second
)

// data returns the data that the generators learn: from the catalogue, or the user's points.
func (s trainingState) data() (gan.Data, error) {
	if len(s.Points) == 0 {
		return gan.FindData(s.Data)
	}
	dim := len(s.Points[0])
	if dim != 1 && dim != 2 {
		return gan.Data{}, fmt.Errorf("points of dimension %d; those of the line and the plane can be shown", dim)
	}
	for i, row := range s.Points {
		if len(row) != dim {
			return gan.Data{}, fmt.Errorf("point %d has %d coordinates, point 1 has %d", i+1, len(row), dim)
		}
	}
	return gan.NewData(s.Data, flat(s.Points), dim)
}
