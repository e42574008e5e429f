package engine

import (
	"errors"

	"monge/gan"
)

// TrainedRun is a run of monge train, which the training view opens. The view trains it again
// from its settings, which gives the same numbers, and so can show it at any step.
type TrainedRun struct {
	Name    string // of its directory
	Config  gan.Config
	Learnt  []float64 // n×d, if it learns a file
	Dim     int       // d
	Records []gan.Record
}

// runShown is the payload of "run".
type runShown struct {
	Name   string      `json:"name"`
	Config gan.Config  `json:"config"`
	Points [][]float64 `json:"points"`
	Last   int         `json:"last"` // the iteration of the last record
}

// run answers with the run that the explorer was started with.
func (t *training) run() (Frame, error) {
	r := t.options.Run
	if r == nil {
		return Frame{}, errors.New("no run was opened: monge explore RUN opens one")
	}
	config := r.Config
	config.Seeds = 1
	config.EvalEvery = max(config.EvalEvery, 1)
	shown := runShown{Name: r.Name, Config: config, Points: rowsOf(r.Learnt, r.Dim)}
	for _, record := range r.Records {
		shown.Last = max(shown.Last, record.Step)
	}
	if err := (trainingState{Config: config, Points: shown.Points}).check(); err != nil {
		return Frame{}, err
	}
	return Frame{Kind: "run", Payload: shown}, nil
}

// catalogue is the payload of "catalogue": the data, losses and presets that a user can choose.
type catalogue struct {
	Data    []named  `json:"data"`
	Losses  []named  `json:"losses"`
	Presets []preset `json:"presets"`
}

type named struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type preset struct {
	named
	Config gan.Config `json:"config"`
}

func trainingCatalogue() (Frame, error) {
	var c catalogue
	for _, d := range gan.Catalog() {
		c.Data = append(c.Data, named{d.Name, d.Description})
	}
	for _, l := range gan.AllLosses() {
		c.Losses = append(c.Losses, named{l.String(), l.Label()})
	}
	for _, p := range gan.Presets() {
		c.Presets = append(c.Presets, preset{named{p.Name, p.Description}, p.Config})
	}
	return Frame{Kind: "catalogue", Payload: c}, nil
}
