package engine

import (
	"context"
	"fmt"
	"time"

	"monge/gan"
)

// training is the view of generators that learn, against critics and against
// discriminators, side by side. What the page shows follows from a state alone:
// the settings of the start and the script of what was done since. The view
// keeps the games of the last state, so that it need not train them again.
type training struct {
	options Options
	games   *games
	opened  int // how many games were started, which tells scenes apart
}

// trainingState is the state of the page's controls. Its settings are those of
// the start; what changed since is in the script.
type trainingState struct {
	gan.Config
	Start  string      `json:"start"`  // "" from random weights, "trained" from those in trained.bin
	Points [][]float64 `json:"points"` // one's own data; none if Data is of the catalogue
	Script string      `json:"script"`
}

// trainingRequest is the payload of "show", "play" and "slow".
type trainingRequest struct {
	trainingState
	At     int    `json:"at"`     // round of the script to stop at; -1 is its end
	Play   string `json:"play"`   // "play": "both", "critic" or "generator"
	Rounds int    `json:"rounds"` // "play": how many at most
	Change string `json:"change"` // "play": a setting, as in a script, before that
	layers
	// What the page has already.
	Scene int `json:"scene"`
	Epoch int `json:"epoch"`
	Have  int `json:"have"`
}

// trainingShown is the payload of the frame that answers them.
type trainingShown struct {
	Script   string          `json:"script"`
	At       int             `json:"at"`     // rounds done
	End      int             `json:"end"`    // rounds of the script
	Target   int             `json:"target"` // rounds asked for, if they are not done yet
	Step     int             `json:"step"`   // iterations done
	Now      gan.Config      `json:"now"`    // settings as they have become
	Games    []gameShown     `json:"games"`
	Drawn    []int           `json:"drawn"` // those whose numbers and arrays are of this frame
	Scene    int             `json:"scene"` // which one the numbers belong to
	Setting  *scene          `json:"setting,omitempty"`
	Epoch    int             `json:"epoch"`
	From     int             `json:"from"` // how many records come before Records
	Records  [][]measurement `json:"records"`
	Measured bool            `json:"measured"` // no measurement is under way
	Failed   string          `json:"failed"`   // why the games cannot go on; "" if they can
	Floor    *floors         `json:"floor"`    // nil until it is known
	Words    string          `json:"words"`
	Moments  []momentShown   `json:"moments,omitempty"`
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
		q.GeneratorSteps = 0 // the same, and how gan writes it
	}
	q.Iterations = maxRounds // the script says where games stop
	switch r.Kind {
	case "recipe":
		return q.recipe()
	case "csv":
		if err := t.follow(q.trainingState, -1); err != nil {
			return Frame{}, err
		}
		return t.games.csv()
	case "show", "play", "slow":
	default:
		return Frame{}, r.errKind()
	}
	if err := t.follow(q.trainingState, q.At); err != nil {
		return Frame{}, err
	}
	g := t.games
	if g.failed == nil {
		g.advance(ctx, deadline)
	}
	var moments []moment
	if g.there() && g.failed == nil {
		switch r.Kind {
		case "play":
			if err := g.play(q.Play, q.Rounds, q.Change); err != nil {
				return Frame{}, err
			}
			g.advance(ctx, deadline)
			g.turns.worked(time.Since(began), r.Slice)
			g.cut()
		case "slow":
			var err error
			if moments, err = g.slow(ctx, q.Play); err != nil {
				return Frame{}, err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return Frame{}, err
	}
	return g.frame(r.Kind, q, t.opened, moments)
}

// follow makes the games those of a state, and their aim a round of its script.
func (t *training) follow(s trainingState, at int) error {
	script, err := parseScript(s.Script)
	if err != nil {
		return err
	}
	if t.games == nil || !t.games.began(s) {
		g, err := startGames(s)
		if err != nil {
			return err
		}
		t.games = g
		t.opened++
	}
	return t.games.follow(script, at)
}

// check bounds what a page can ask for. gan.Config.Check says what makes no sense.
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
	maxWork  = 2e8 // products of an iteration, or so: a tenth of a second
)

// data returns what is to be learnt: of the catalogue, or one's own points.
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
