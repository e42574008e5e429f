package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/memory"
	"monge/cmd/internal/pointfile"
	"monge/lp"
	"monge/metrics"
)

// distances are the results of dist.
type distances struct {
	p, q   *metrics.Distribution
	files  [2]*pointfile.Points
	names  []string // of the two files
	ground lp.Ground
	order  float64 // of the Wasserstein distance: 1 for EM
	bins   int     // along each axis; 0 if points were compared

	proof    *proof // of EM; nil if --metric leaves it out
	found    []distance
	disjoint bool // whether no point, or no bin, has mass under both

	writeError error // of the plan or the potentials; dist returns it after the report
}

// distance is one of the distances that dist computed.
type distance struct {
	metric string // as --metric calls it
	key    string // in JSON
	label  string // in text
	unit   string // "" if it has none
	value  number
}

// read reads the two files.
func (d *distances) read(ctx context.Context, o distOptions, s streams) (err error) {
	for k, path := range d.names {
		if d.files[k], err = readFile(ctx, path, s, o.read.Read); err != nil {
			return err
		}
	}
	if err := pointfile.Match(d.files[0], d.files[1]); err != nil {
		return err
	}
	if d.p, err = d.files[0].Distribution(); err != nil {
		return err
	}
	d.q, err = d.files[1].Distribution()
	return err
}

// For many points the solver uses a few large pieces of memory without pointers. Collecting
// garbage then takes hardly any time, so dist makes Go collect it more often, to save memory.
const (
	manyPoints = 100_000 // of both clouds together
	manyGrowth = 25      // percent by which the memory in use grows between collections
)

// earthMover computes EM, and writes its plan and potentials.
func (d *distances) earthMover(ctx context.Context, o distOptions, s streams) error {
	if d.order != 1 && !(d.order == 2 && d.ground == lp.Euclidean) { // these two need no matrix
		n, m := d.p.Len(), d.q.Len()
		what := fmt.Sprintf("--p %v with %v distances: a matrix of %d×%d powers", d.order, d.ground, n, m)
		if err := memory.Check(what, 8*float64(n)*float64(m)); err != nil {
			return err
		}
	}
	if d.p.Dim() > 1 && d.p.Len()+d.q.Len() >= manyPoints {
		defer debug.SetGCPercent(debug.SetGCPercent(manyGrowth))
	}
	start := time.Now()
	solution, err := solve(ctx, s.err, func(ctx context.Context, solver *lp.Solver) (*metrics.WassersteinSolution, error) {
		solver.CostOnly = o.plan == "" && o.potentials == "" && !o.verify
		return metrics.WassersteinWith(ctx, solver, d.p, d.q, d.ground, d.order)
	})
	if err != nil {
		return d.locate(err)
	}
	d.proof = newProof(solution.Solution, start)
	if o.verify {
		if err := d.verify(ctx, solution); err != nil {
			return err
		}
	}
	key, label := wassersteinNames(d.order)
	d.found = append(d.found, distance{earthMover, key, label, d.ground.String(), number(solution.Distance())})
	if o.potentials != "" && solution.Unit != 1 {
		o.note(fmt.Sprintf("%s: here u + v ≤ (distance / %v)^%v; without the division the power would overflow or underflow", o.potentials, solution.Unit, d.order))
	}
	d.writeError = writeSolution(ctx, solution.Solution, o.plan, o.potentials)
	return nil
}

// verify checks the solution at every pair of points.
func (d *distances) verify(ctx context.Context, solution *metrics.WassersteinSolution) error {
	certificate, err := interruptible(ctx, func() (lp.Certificate, error) {
		return metrics.VerifyWasserstein(d.p, d.q, d.ground, solution)
	})
	if err != nil {
		return err
	}
	return d.proof.verify(solution.Solution, certificate)
}

// locate adds to an error about a weight the place of the weight in its file, and to one about
// the power of a distance the places of the points. Other errors stay as they are.
func (d *distances) locate(err error) error {
	var bad *lp.ValueError
	switch {
	case !errors.As(err, &bad):
		return err
	case bad.Name == "cost" && len(bad.Index) == 2:
		return fmt.Errorf("--p %v: the power of the distance from %s to %s %s", d.order, d.files[0].Place(bad.Index[0]), d.files[1].Place(bad.Index[1]), bad.Reason)
	case len(bad.Index) != 1:
		return err
	}
	for side, points := range map[string]*pointfile.Points{"supply": d.files[0], "demand": d.files[1]} {
		if bad.Name == side && points.Weights != nil && bad.Index[0] < points.Len() {
			return fault.Atf(points.Place(bad.Index[0]), "weight %v %s", points.Weights[bad.Index[0]], bad.Reason)
		}
	}
	return err
}

// compare computes the measures of --metric, except EM. It computes a measure that is not
// symmetric in both directions.
func (d *distances) compare(o distOptions) (err error) {
	if !o.hasOthers() {
		return nil
	}
	p, q := d.p, d.q
	if d.bins > 0 {
		if p, q, err = metrics.Bin(p, q, d.bins); err != nil {
			return err
		}
	}
	_, pVector, qVector, err := metrics.CommonSupport(p, q)
	if err != nil {
		return err
	}
	d.disjoint = metrics.Disjoint(pVector, qVector)
	for _, m := range metrics.Measures() {
		if m.Name == earthMover || !slices.Contains(o.metrics, m.Name) {
			continue
		}
		value := number(m.OfVectors(pVector, qVector))
		if m.Symmetric {
			d.found = append(d.found, distance{m.Name, m.Name, m.Label, m.Unit, value})
			continue
		}
		_, qSwapped, pSwapped, err := metrics.CommonSupport(q, p) // m.Between(q, p) adds in the order of these atoms
		if err != nil {
			return err
		}
		d.found = append(d.found,
			distance{m.Name, m.Name, m.Label + "(P‖Q)", m.Unit, value},
			distance{m.Name, m.Name + "_reverse", m.Label + "(Q‖P)", m.Unit, number(m.OfVectors(qSwapped, pSwapped))})
	}
	return nil
}
