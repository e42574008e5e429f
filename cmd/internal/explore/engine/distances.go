package engine

import (
	"context"
	"fmt"
	"math"
	"strings"

	"monge/lp"
	"monge/metrics"
)

// distances is the view of two distributions, the distances between them and the optimal plan.
type distances struct {
	solver lp.Solver
	last   *solved // the plan that the page shows, to answer questions about pairs of atoms
}

// solved is a pair of distributions and its optimal plan.
type solved struct {
	*twoDistributions
	ground   lp.Ground
	solution *lp.Solution
}

// distancesState is the state of the page's controls.
type distancesState struct {
	pairState
	Ground    string    `json:"ground"`
	Bins      int       `json:"bins"`             // for TV, KL and JS; 0 compares point by point
	Potential bool      `json:"potential"`        // whether to compute the potential f
	Window    []float64 `json:"window,omitempty"` // of the potential: x from, to, y from, to; if empty, around all points
	Guess     [][2]int  `json:"guess,omitempty"`  // of "predict": pairs of atoms
	// Moving says that a point or a parameter is being moved, so that this state is similar to
	// the one before. The solver then starts from the last solution. When nothing moves, Moving
	// is false, so that the frame depends on the state alone.
	Moving bool `json:"moving,omitempty"`
}

// Answer implements View.
func (d *distances) Answer(ctx context.Context, r Request) (Frame, error) {
	switch r.Kind {
	case "pair":
		return d.showAtomPair(r)
	case "open":
		return open(r)
	}
	var s distancesState
	if err := r.Into(&s); err != nil {
		return Frame{}, err
	}
	switch r.Kind {
	case "show":
		return d.show(ctx, s)
	case "predict":
		return d.predict(ctx, s)
	case "curves":
		return s.curves(ctx, &d.solver)
	case "recipe":
		return s.recipe()
	case "csv":
		return s.csv()
	}
	return Frame{}, r.errKind()
}

// distancesShown is the payload of "show".
type distancesShown struct {
	Distances   distanceValues `json:"distances"`
	Certificate certificate    `json:"certificate"`
	Metric      bool           `json:"metric"`    // whether the ground cost is a metric
	Apart       bool           `json:"apart"`     // no point, or no bin, has mass of both P and Q
	Parameter   string         `json:"parameter"` // the one that the curves are over; "" if none
	Value       float64        `json:"value"`     // of the parameter
	Proof       string         `json:"proof"`
	Words       string         `json:"words"` // the picture as text, for those who cannot see it
	Box         []float64      `json:"box"`   // of the potential: x from, to, y from, to
}

// certificate is lp.Certificate for a page.
type certificate struct {
	Primal       Number `json:"primal"`
	Dual         Number `json:"dual"`
	Gap          Number `json:"gap"`
	MaxViolation Number `json:"maxViolation"`
}

// distanceValues are the distances between two distributions.
type distanceValues struct {
	EM        Number `json:"em"`
	TV        Number `json:"tv"`
	KL        Number `json:"kl"`
	KLReverse Number `json:"klReverse"`
	JS        Number `json:"js"`
}

// show computes everything that the page draws for a state.
func (d *distances) show(ctx context.Context, s distancesState) (Frame, error) {
	ground, err := lp.ParseGround(s.Ground)
	if err != nil {
		return Frame{}, err
	}
	two, err := s.pair()
	if err != nil {
		return Frame{}, err
	}
	d.solver.WarmStart = nil
	if s.Moving && d.last != nil {
		d.solver.WarmStart = d.last.solution
	}
	d.last = nil
	solution, err := metrics.EarthMoverWith(ctx, &d.solver, two.p, two.q, ground)
	if err != nil {
		return Frame{}, err
	}
	d.last = &solved{two, ground, solution}
	v, apart, err := two.values(solution, s.Bins)
	if err != nil {
		return Frame{}, err
	}
	c := solution.Certificate
	payload := distancesShown{
		Distances:   v,
		Certificate: certificate{Number(c.Primal), Number(c.Dual), Number(c.Gap), Number(c.MaxViolation)},
		Metric:      ground.Metric(),
		Apart:       apart,
		Parameter:   s.parameter().name,
		Value:       s.parameter().value,
		Proof:       proof(c),
		Words:       two.words(v, len(solution.Plan)),
	}
	frame := Frame{Kind: "show", Arrays: []Array{
		{"p", coordinates(two.p)}, {"pMass", masses(two.p)}, {"pWeight", weights(two.p, two.pWeights)},
		{"q", coordinates(two.q)}, {"qMass", masses(two.q)}, {"qWeight", weights(two.q, two.qWeights)},
		{"plan", planRows(solution.Plan)}, {"u", solution.U}, {"v", solution.V},
	}}
	if s.Potential && ground.Metric() {
		cells := surfaceCells
		if s.Moving {
			cells = roughCells
		}
		box, heights, err := d.last.potential(s.Window, cells)
		if err != nil {
			return Frame{}, err
		}
		payload.Box = box
		frame.Arrays = append(frame.Arrays, Array{"potential", heights})
	}
	frame.Payload = payload
	return frame, nil
}

// twoDistributions are P and Q, both on the line or both in the plane.
type twoDistributions struct {
	p, q *metrics.Distribution
	// The weights as they were given, which p and q normalise; nil if they are
	// equal.
	pWeights, qWeights []float64
	// p and q may be samples of two laws with densities. Then exact are TV, KL and JS of
	// these laws, which those of the samples do not approximate. Otherwise exact is nil.
	exact *distanceValues
	about string // a description of the two, for the text beside the picture
}

// values returns all distances. It reports whether p and q share no point, or
// no bin if there are bins.
func (two *twoDistributions) values(solution *lp.Solution, bins int) (v distanceValues, apart bool, err error) {
	if v, apart, err = divergences(two.p, two.q, bins); err != nil {
		return v, false, err
	}
	if two.exact != nil {
		v, apart = *two.exact, false
	}
	v.EM = Number(solution.Cost)
	return v, apart, nil
}

// divergences returns TV, KL and JS of two distributions, or of their
// histograms if bins is not 0.
func divergences(p, q *metrics.Distribution, bins int) (v distanceValues, apart bool, err error) {
	if bins != 0 {
		if p, q, err = metrics.Bin(p, q, bins); err != nil {
			return v, false, err
		}
	}
	_, pVector, qVector, err := metrics.CommonSupport(p, q)
	if err != nil {
		return v, false, err
	}
	_, qSwapped, pSwapped, err := metrics.CommonSupport(q, p) // KL(q, p) adds in the order of these atoms
	if err != nil {
		return v, false, err
	}
	for _, m := range metrics.Measures() {
		switch m.Name {
		case "tv":
			v.TV = Number(m.OfVectors(pVector, qVector))
		case "kl":
			v.KL, v.KLReverse = Number(m.OfVectors(pVector, qVector)), Number(m.OfVectors(qSwapped, pSwapped))
		case "js":
			v.JS = Number(m.OfVectors(pVector, qVector))
		}
	}
	return v, metrics.Disjoint(pVector, qVector), nil
}

// proof says in text why a plan is optimal.
func proof(c lp.Certificate) string {
	return fmt.Sprintf("The plan is optimal. Proof: there are prices u and v that add up to its cost (gap %.1g), and no pair has u + v above its own cost (excess at most %.1g). Point at an arrow to see its prices.", c.Gap, c.MaxViolation)
}

// words describes the pair and its distances in a sentence or two.
func (two *twoDistributions) words(v distanceValues, moves int) string {
	text := fmt.Sprintf("%s The optimal plan has %d moves. EM is %s, TV %s, KL(P‖Q) %s, KL(Q‖P) %s, JS %s.",
		two.about, moves, short(v.EM), short(v.TV), short(v.KL), short(v.KLReverse), short(v.JS))
	return text
}

// short writes a number with four digits.
func short(x Number) string {
	if math.IsInf(float64(x), 1) {
		return "infinite"
	}
	return strings.ReplaceAll(fmt.Sprintf("%.4g", float64(x)), "-", "−")
}

// coordinates returns the points of a distribution (n×d), row by row.
func coordinates(p *metrics.Distribution) []float64 {
	all := make([]float64, 0, p.Len()*p.Dim())
	for i := range p.Len() {
		all = append(all, p.Point(i)...)
	}
	return all
}

// masses returns the probabilities of a distribution's atoms (n).
func masses(p *metrics.Distribution) []float64 {
	all := make([]float64, p.Len())
	for i := range all {
		all[i] = p.Probability(i)
	}
	return all
}

// weights returns weights as they were given, or n equal ones.
func weights(p *metrics.Distribution, given []float64) []float64 {
	if given != nil {
		return given
	}
	all := make([]float64, p.Len())
	for i := range all {
		all[i] = 1
	}
	return all
}

// planRows returns a plan (n×3): from, to and mass of each move.
func planRows(plan []lp.Move) []float64 {
	all := make([]float64, 0, 3*len(plan))
	for _, move := range plan {
		all = append(all, float64(move.From), float64(move.To), move.Mass)
	}
	return all
}
