package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"monge/gan"
	"monge/lp"
	"monge/metrics"
)

// measurement is a record of a game at a round.
type measurement struct {
	gan.Record
	Round int `json:"round"`
	// JS is that of the histograms of the held-out and the generated samples, with
	// as many cells along each axis as scene.Bins.
	JS float64 `json:"js"`
}

// row is the measurements of all games at one round.
type row struct {
	cursor  cursor
	round   int
	games   []measurement
	samples [][]float64 // of each game, until it is measured
	asked   bool        // whether the page asked for this round; otherwise it is a multiple of every
}

// floors are the distances from the held-out samples to as many other real samples. A perfect
// generator would have these, and not 0, because samples are finite.
type floors struct {
	EM float64 `json:"em"`
	JS float64 `json:"js"`
}

// measurements measures games while they are trained: one row after the other, in a goroutine
// of its own, so that no frame waits for a linear program. Which rounds have a row does not
// depend on the speed of the machine.
type measurements struct {
	every int // rounds from one row to the next
	epoch int // changes when rows other than the last are inserted or deleted; the page then needs all rows
	rows  []row
	floor *floors

	due       []row
	underWay  chan result // receives the row that is being measured; nil if there is none
	stale     bool        // whether the row that is being measured was deleted
	evaluator *gan.Evaluator
	solvers   []lp.Solver // one for each game, which starts from its last solution
	bins      int
	seed      uint64
	data      gan.Data
	measuring chan struct{} // Options.Measuring
}

type result struct {
	row
	floor *floors
	err   error
}

const (
	maxDue  = 4    // games wait while this many rows are due
	maxRows = 1024 // if there are more rows, every second one is deleted, and every doubles
)

func (m *measurements) begin(g *games, measuring chan struct{}) {
	m.measuring = measuring
	c := g.comparison
	m.every, m.bins, m.data, m.seed = c.Config.EvalEvery, g.scene.Bins, c.Data, c.Config.Seed
	r := c.Runs[0] // all runs have the same seed, and so the same held-out samples
	m.evaluator = gan.NewEvaluator(c.Data, r.Prior, r.Generator.In(), c.Config.EvalSamples, r.Seed)
	m.solvers = make([]lp.Solver, len(c.Runs))
}

// measured reports whether a round has a row, or will have one.
func (m *measurements) measured(round int) bool {
	has := func(r row) bool { return r.round == round }
	return slices.ContainsFunc(m.rows, has) || slices.ContainsFunc(m.due, has)
}

// behind reports whether so many rows are due that the games should wait.
func (m *measurements) behind() bool { return len(m.due) >= maxDue }

// measure adds a row for the present round to those that are due, unless it has one.
func (g *games) measure() error {
	if g.measured(g.round) {
		return nil
	}
	r := row{cursor: g.cursor, round: g.round, asked: g.round%g.every != 0}
	for _, run := range g.comparison.Runs {
		j, err := run.MeasureWithoutEM(run.Game)
		if err != nil {
			return err
		}
		j.Step, j.Seed = g.comparison.Step, run.Seed
		r.games = append(r.games, measurement{Record: j.Record, Round: g.round})
		r.samples = append(r.samples, slices.Clone(j.Samples))
	}
	g.due = append(g.due, r)
	g.next()
	return nil
}

// next starts to measure the first row that is due, unless another is being measured.
func (m *measurements) next() {
	if m.underWay != nil || len(m.due) == 0 {
		return
	}
	first, done := m.due[0], make(chan result, 1)
	m.underWay, m.stale = done, false
	known := m.floor != nil
	go func() { done <- m.solve(first, known) }()
}

// solve computes EM and JS of a row, and the floors if they are not known.
func (m *measurements) solve(r row, known bool) (out result) {
	if m.measuring != nil {
		m.measuring <- struct{}{}
		defer func() { <-m.measuring }()
	}
	out = result{row: r}
	defer func() { // a panic of this goroutine would end the sessions of all pages
		if fault := recover(); fault != nil {
			out.err = fmt.Errorf("an error in monge: %v", fault)
		}
	}()
	if !known {
		out.floor, out.err = m.findFloors()
	}
	for k := range m.solvers {
		if out.err != nil {
			return out
		}
		of := &r.games[k]
		of.EM, of.JS, out.err = m.distances(r.samples[k], &m.solvers[k])
	}
	out.samples = nil
	return out
}

func (m *measurements) findFloors() (*floors, error) {
	em, err := m.evaluator.Floor(context.Background(), m.seed)
	if err != nil {
		return nil, err
	}
	other := make([]float64, len(m.evaluator.HeldOut))
	m.data.Sample(other, rand.New(rand.NewPCG(m.seed, ^uint64(0)))) // a stream that gan does not use
	_, js, err := m.distances(other, nil)
	return &floors{em, js}, err
}

// distances returns EM and JS of the held-out samples and others. Without a solver it
// leaves out EM.
func (m *measurements) distances(samples []float64, solver *lp.Solver) (em, js float64, err error) {
	p, err := m.distribution(m.evaluator.HeldOut)
	if err != nil {
		return 0, 0, err
	}
	q, err := m.distribution(samples)
	if err != nil {
		return 0, 0, err
	}
	if solver != nil {
		// The samples are similar to those of the last row. WarmStart saves time and does not
		// change EM.
		solver.WarmStart, err = metrics.EarthMoverWith(context.Background(), solver, p, q, lp.Euclidean)
		if err != nil {
			return 0, 0, err
		}
		em = solver.WarmStart.Cost
	}
	if p, q, err = metrics.Bin(p, q, m.bins); err != nil {
		return 0, 0, err
	}
	js, err = metrics.JS(p, q)
	return em, js, err
}

func (m *measurements) distribution(samples []float64) (*metrics.Distribution, error) {
	return metrics.NewDistribution(mat.NewDense(len(samples)/m.data.Dim, m.data.Dim, samples), nil)
}

// collect takes the row that has been measured, if there is one.
func (g *games) collect() {
	if g.underWay == nil {
		return
	}
	select {
	case r := <-g.underWay:
		g.take(r)
	default:
	}
}

// settle waits until all rows that are due are measured.
func (g *games) settle() {
	for g.underWay != nil {
		g.take(<-g.underWay)
	}
}

func (g *games) take(r result) {
	g.underWay = nil
	if r.floor != nil {
		g.floor = r.floor
	}
	if !g.stale {
		g.due = g.due[1:]
		switch {
		case r.err != nil:
			g.failed = r.err
		case r.asked || r.round%g.every == 0: // otherwise every has doubled since the row was due
			g.insert(r.row)
		}
	}
	g.next()
}

// insert inserts a row in the order of the rounds.
func (m *measurements) insert(r row) {
	k, _ := slices.BinarySearchFunc(m.rows, r.round, func(r row, round int) int { return r.round - round })
	if k < len(m.rows) {
		m.epoch++
	}
	m.rows = slices.Insert(m.rows, k, r)
	if len(m.rows) > maxRows {
		m.every *= 2
		m.epoch++
		m.rows = slices.DeleteFunc(m.rows, func(r row) bool { return r.round%m.every != 0 })
	}
}

// dropAfter deletes the rows after a cursor.
func (m *measurements) dropAfter(from cursor) {
	beyond := func(r row) bool { return from.before(r.cursor) }
	if n := len(m.rows); n > 0 && beyond(m.rows[n-1]) {
		m.rows = slices.DeleteFunc(m.rows, beyond)
		m.epoch++
	}
	if len(m.due) > 0 && beyond(m.due[0]) && m.underWay != nil {
		m.stale = true
	}
	m.due = slices.DeleteFunc(m.due, beyond)
}
